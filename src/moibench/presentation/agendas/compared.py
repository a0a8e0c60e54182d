"""The page that says what changed between two versions, or two years, of an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moibench.analysis.agendas.results import Comparison, UnitChange
from moibench.catalogue import Catalogue
from moibench.presentation.agendas.words import agenda_name, named
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name, unit_name
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, Option, Select, State
from moibench.presentation.sentences.words import joined
from moibench.presentation.years import format_year, year_number


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's line; parts in the order of the heads."""

    unit: Link
    scores: str
    change: str
    css: str
    parts: tuple[str, ...]
    ranks: str
    rank_parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """Everything the template prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    action: str
    selects: tuple[Select, ...]
    first: str
    last: str
    told: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    counted: str


def compared_page(
    found: Comparison,
    versions: Sequence[int],
    chosen: tuple[int, int],
    years: Sequence[int],
    catalogue: Catalogue,
    state: State,
    reference: str,
) -> ComparedPage:
    """Lay out the page. versions, years: those that can be chosen; chosen: the two versions."""
    language = state.language
    name = agenda_name(found.after, language)
    ids = [p.indicator_id for p in found.units[0].parts]
    title = text("agendas.compared.title", language, name=name)
    return ComparedPage(
        title=title,
        name=text("agendas.compare", language),
        crumbs=(
            Link(text("agendas.title", language), state.home().address("/agenda/")),
            Link(name, state.home().address(f"/agenda/{reference}")),
        ),
        action=state.home().address(f"/agenda/{reference}/compare"),
        selects=_selects(found, versions, chosen, years, language),
        first=_state(found.from_year, chosen[0], versions, language),
        last=_state(found.to_year, chosen[1], versions, language),
        told=_told(found, catalogue, language),
        heads=tuple(short_indicator_name(catalogue.indicators[i], language) for i in ids),
        rows=tuple(_row(u, ids, catalogue, state) for u in found.units),
        counted=text("agendas.compared.units", language, count=len(found.units)),
    )


def _state(year: int, version: int, versions: Sequence[int], language: Language) -> str:
    said = format_year(year, language)
    if len(versions) < 2:
        return said
    return text("agendas.compared.state", language, version=version, year=said)


def _selects(
    found: Comparison,
    versions: Sequence[int],
    chosen: tuple[int, int],
    years: Sequence[int],
    language: Language,
) -> tuple[Select, ...]:
    selects = []
    if len(versions) > 1:
        for field, key, held in (("before", "before", chosen[0]), ("after", "after", chosen[1])):
            options = tuple(
                Option(str(v), text("agendas.version", language, version=v), v == held)
                for v in versions
            )
            selects.append(Select(field, text(f"agendas.compared.{key}", language), options))
    for field, held in (("from", found.from_year), ("to", found.to_year)):
        options = tuple(
            Option(str(year_number(y, language)), format_year(y, language), y == held)
            for y in years
        )
        selects.append(Select(field, text(f"agendas.compared.{field}", language), options))
    return tuple(selects)


def _told(found: Comparison, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """Say how the recipes differ, and what keeps the years from comparing."""
    said = []
    for key, ids in (("broken", found.broken), ("absent", found.absent)):
        if ids:
            names = named(ids, catalogue, language)
            year = format_year(found.from_year, language)
            said.append(text(f"agendas.compared.{key}", language, names=names, year=year))
    if found.before == found.after:
        return tuple(said)
    recipes = len(said)
    for key, ids in (("gone", found.items_gone), ("new", found.items_new)):
        if ids:
            names = named(ids, catalogue, language)
            said.append(text(f"agendas.compared.{key}", language, names=names))
    for i, before, after in found.reweighed:
        said.append(
            text(
                "agendas.compared.reweighed",
                language,
                name=named((i,), catalogue, language),
                before=f"{before * 100:.0f} %",
                after=f"{after * 100:.0f} %",
            )
        )
    old = {i.indicator: i.goalposts for i in found.before.scored}
    for item in found.after.scored:
        if item.indicator in old and old[item.indicator] != item.goalposts:
            was, now = old[item.indicator], item.goalposts
            if was is not None and now is not None:
                said.append(
                    text(
                        "agendas.compared.rescaled",
                        language,
                        name=named((item.indicator,), catalogue, language),
                        before="–".join(f"{v:,.4g}" for v in was),
                        after="–".join(f"{v:,.4g}" for v in now),
                    )
                )
    if len(said) == recipes:
        said.append(text("agendas.compared.same", language))
    alone = (*found.only_before, *found.only_after)
    if alone:
        names = joined([unit_name(catalogue, c, language) for c in alone], language)
        said.append(text("agendas.compared.only", language, names=names))
    return tuple(said)


def _row(unit: UnitChange, ids: Sequence[str], catalogue: Catalogue, state: State) -> Row:
    change = unit.to_score - unit.from_score
    given = {p.indicator_id: p.change for p in unit.parts}
    ranks = NO_VALUE
    if unit.from_rank is not None and unit.to_rank is not None:
        ranks = f"{unit.from_rank} → {unit.to_rank}"
    return Row(
        unit=Link(
            unit_name(catalogue, unit.unit_code, state.language),
            address.area(state, unit.unit_code),
        ),
        scores=f"{unit.from_score:.1f} → {unit.to_score:.1f}",
        change=signed(change),
        css="better" if change > 0 else "worse" if change < 0 else "similar",
        parts=tuple(signed(given[i]) if i in given else NO_VALUE for i in ids),
        ranks=ranks,
        rank_parts=tuple(
            NO_VALUE if part is None else signed(part)
            for part in (unit.rank_own, unit.rank_others, unit.rank_method)
        ),
    )


def signed(points: float) -> str:
    """Write a change to one decimal, with its sign; nothing is “0.0”, never “−0.0”."""
    rounded = round(points, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"
