"""Completeness as a page: by agency, by unit, and as a map of tiles."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.review.asking import Asker
from moibench.analysis.review.completeness import Completeness, OfSource, OfUnit
from moibench.presentation.graphics import Markup
from moibench.presentation.graphics.tiles import tile_grid
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import NO_VALUE, format_percent
from moibench.presentation.pages.address import PREFIX, Link, Option
from moibench.presentation.pages.home import abbreviation
from moibench.presentation.review import words
from moibench.presentation.years import format_year, year_number

STATES = (*("not_started", "draft", "returned", "submitted", "approved", "accepted", "published"),)
_STEP = {
    **{"not_started": 1, "draft": 2, "returned": 2, "submitted": 3, "approved": 4},
    **{"accepted": 5, "published": 5},
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the table by agency."""

    agency: str
    name: str
    values: str
    share: str
    states: str
    overdue: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the table by unit. filings: a link and a state for each source reported."""

    name: str
    address: str
    values: str
    share: str
    filings: tuple[tuple[Link, str] | None, ...]


@dataclass(frozen=True, slots=True)
class CompletenessPage:
    """Everything the page shows."""

    title: str
    years: tuple[Option, ...]
    choices: tuple[Option, ...]
    sources: tuple[SourceLine, ...]
    heads: tuple[str, ...]
    units: tuple[UnitLine, ...]
    map_title: str
    map: Markup
    legend: tuple[tuple[int, str], ...]


def completeness_page(
    asker: Asker,
    found: Completeness,
    years: tuple[int, ...],
    chosen: str,
    language: Language,
) -> CompletenessPage:
    """Return the page. chosen: the source that the map shows, empty for all."""
    catalogue = asker.catalogue
    reported = tuple(s.source for s in found.sources if s.is_reported)
    listed = [s.source for s in found.sources if s.wanted]
    every = text("review.completeness.every_source", language)
    kind = "state" if chosen in reported else "step"
    return CompletenessPage(
        title=text("review.completeness.title", language),
        years=tuple(
            Option(str(year_number(y, language)), format_year(y, language), y == found.year)
            for y in years
        ),
        choices=(
            Option("", every, not chosen),
            *(Option(s, words.source_name(catalogue, s, language), s == chosen) for s in listed),
        ),
        sources=tuple(
            _source(asker, s, language) for s in sorted(found.sources, key=lambda s: not s.wanted)
        ),
        heads=tuple(words.source_name(catalogue, s, language) for s in reported),
        units=tuple(_unit(asker, u, reported, language) for u in found.units if u.wanted),
        map_title=text(
            "review.completeness.map",
            language,
            source=words.source_name(catalogue, chosen, language) if chosen else every,
            year=format_year(found.year, language),
        ),
        map=_map(asker, found, chosen, language),
        legend=tuple(
            (step, text(f"review.completeness.{kind}_{step}", language)) for step in (1, 2, 3, 4, 5)
        ),
    )


def _source(asker: Asker, one: OfSource, language: Language) -> SourceLine:
    source = asker.catalogue.sources[one.source]
    states = ", ".join(
        f"{words.state_name(s, language)} {one.states[s]}" for s in STATES if s in one.states
    )
    empty = "" if one.wanted or one.is_reported else "review.completeness.not_released"
    return SourceLine(
        source.agency_short.in_language(language),
        source.name.in_language(language),
        _of(one.there, one.wanted, language),
        format_percent(one.there / one.wanted if one.wanted else None),
        text(empty, language) if empty else states,
        text("review.completeness.overdue", language, count=one.overdue) if one.overdue else "",
    )


def _unit(asker: Asker, one: OfUnit, reported: tuple[str, ...], language: Language) -> UnitLine:
    filings: list[tuple[Link, str] | None] = []
    for source in reported:
        duty = one.filings.get(source)
        if duty is None:
            filings.append(None)
            continue
        link = Link(words.state_name(duty.state, language), words.address(duty.place, language))
        filings.append((link, _of(duty.filled, duty.wanted, language)))
    return UnitLine(
        words.unit_said(asker.catalogue, one.unit, language),
        f"{PREFIX[language]}/area/{one.unit}",
        _of(one.there, one.wanted, language),
        format_percent(one.there / one.wanted if one.wanted else None),
        tuple(filings),
    )


def _map(asker: Asker, found: Completeness, chosen: str, language: Language) -> Markup:
    by_unit = {u.unit: u for u in found.units}
    units = asker.catalogue.units

    def counted(code: str) -> tuple[int, int]:
        unit = by_unit.get(code)
        if unit is None:
            return 0, 0
        return unit.by_source.get(chosen, (0, 0)) if chosen else (unit.there, unit.wanted)

    def step(code: str) -> int:
        unit = by_unit.get(code)
        if unit is not None and chosen in unit.filings:
            return _STEP[unit.filings[chosen].state]
        there, wanted = counted(code)
        if not wanted:
            return 0
        return (
            5
            if there == wanted
            else 1
            if not there
            else 2 + int(2 * there / wanted) + (there / wanted >= 0.9)
        )

    def said(code: str) -> str:
        there, wanted = counted(code)
        name = words.unit_said(asker.catalogue, code, language)
        unit = by_unit.get(code)
        if not wanted:
            return f"{name}: {text('review.completeness.step_0', language)}"
        state = ""
        if unit is not None and chosen in unit.filings:
            state = f"{words.state_name(unit.filings[chosen].state, language)}, "
        return f"{name}: {state}{_of(there, wanted, language)}"

    def link(code: str) -> str:
        unit = by_unit.get(code)
        if unit is not None and chosen in unit.filings:
            return words.address(unit.filings[chosen].place, language)
        return f"{PREFIX[language]}/area/{code}"

    def value(code: str) -> str:
        there, wanted = counted(code)
        return f"{there}/{wanted}" if wanted else "–"

    return tile_grid(
        {t.unit: (t.column, t.row) for t in asker.catalogue.tiles if t.unit in units},
        step=step,
        abbreviation=lambda code: abbreviation(asker.catalogue, code, language),
        value=value,
        title=said,
        link=link,
        region=lambda code: asker.places.ancestor(code, "region"),
        label=text("review.completeness.map_label", language),
    )


def _of(there: int, wanted: int, language: Language) -> str:
    if not wanted:
        return NO_VALUE
    return text("review.completeness.of", language, done=f"{there:,}", wanted=f"{wanted:,}")
