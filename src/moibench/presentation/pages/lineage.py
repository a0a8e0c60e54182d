"""Notices on units that were born, ended, split or took others in, with links both ways."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Lineage
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_date
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import format_percent, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, State

_KEYS = {
    ("split", "to"): "born_from",
    ("split", "from"): "lost",
    ("merge", "from"): "merged_into",
    ("merge", "to"): "took_in",
    ("rename", "to"): "renamed_from",
    ("rename", "from"): "renamed_to",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One event in the life of a unit. united: changes on the land before a split."""

    said: str
    links: tuple[Link, ...]
    apart: str
    united_title: str
    united: tuple[str, ...]


def notices(profile: Profile, catalogue: Catalogue, state: State) -> tuple[Notice, ...]:
    """Return what became of a unit, the oldest event first."""
    code = profile.unit_code
    lines = sorted(catalogue.lineage, key=lambda line: line.date)
    return tuple(
        _notice(line, "from" if line.from_unit == code else "to", profile, catalogue, state)
        for line in lines
        if code in (line.from_unit, line.to_unit)
    )


def notice_lines(profile: Profile, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """Return the notices as lines of text, with the codes to ask further for."""
    lines = []
    for notice in notices(profile, catalogue, State(language)):
        named = ", ".join(
            f"{link.name} ({link.address.rsplit('/', 1)[-1]})" for link in notice.links
        )
        lines.append(f"{notice.said} {named} {notice.apart}".rstrip())
        lines += [f"  {said}" for said in notice.united]
    return tuple(lines)


def _notice(
    line: Lineage, side: str, profile: Profile, catalogue: Catalogue, state: State
) -> Notice:
    language = state.language
    other = line.to_unit if side == "from" else line.from_unit
    key = _KEYS[line.kind, side]
    said = text(
        f"edition.lineage.{key}",
        language,
        unit=full_unit_name(catalogue, profile.unit_code, language),
        date=format_date(line.date, language),
    )
    changes_land = key in ("lost", "took_in")
    united = _united(profile, catalogue, language) if key == "lost" else ()
    return Notice(
        said=said,
        links=(
            Link(full_unit_name(catalogue, other, language), address.area(state.home(), other)),
        ),
        apart=text("edition.lineage.apart", language) if changes_land else "",
        united_title=text("edition.seen.map_restated", language) if united else "",
        united=united,
    )


def _united(profile: Profile, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    said = []
    for result in profile.indicators:
        found = result.restated
        if found is None or result.change is None or not result.change.crosses_split:
            continue
        indicator = catalogue.indicators[result.indicator_id]
        name = short_indicator_name(indicator, language)
        if found.change is None:
            if found.refused is not None:
                said.append(f"{name}: {text('edition.lineage.not_united', language)}")
            continue
        percent = found.change.percent
        united = text(
            "edition.lineage.united",
            language,
            units=", ".join(unit_name(catalogue, c, language) for c in found.units),
            before=format_value(found.change.from_value, indicator),
            after=format_value(found.change.to_value, indicator),
            percent="–" if percent is None else format_percent(percent / 100),
        )
        said.append(f"{name}: {united}")
    return tuple(said)
