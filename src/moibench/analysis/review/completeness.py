"""How complete the figures of a year are, by source and by unit, as far as one may see them.

What units report themselves is counted as their filings stand; of every other source those
values that are observed, in the provinces and Bangkok.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.geography import LEAF_TYPES
from moibench.analysis.panel import current_panel
from moibench.analysis.review import duties
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.reading import Duty, duties_of
from moibench.people.rights import Action
from moibench.store.review.records import Place

__all__ = ["Completeness", "OfSource", "OfUnit", "completeness", "readable_units", "years"]


@dataclass(frozen=True, slots=True)
class OfSource:
    """A source: values there and wanted in the year, and its filings by state.

    states: empty where no unit reports it. Nothing there and nothing wanted: it released no
    figures for the year.
    """

    source: str
    is_reported: bool
    there: int
    wanted: int
    states: dict[str, int]
    overdue: int


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit: values there and wanted, by source, and its filings."""

    unit: str
    there: int
    wanted: int
    by_source: dict[str, tuple[int, int]]
    filings: dict[str, Duty]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is there of a year's figures, for the units that the person may see."""

    year: int
    sources: tuple[OfSource, ...]
    units: tuple[OfUnit, ...]


def years(asker: Asker) -> tuple[int, ...]:
    """Return the years that can be asked for, descending: observed, or open to be reported."""
    found = set(current_panel().cube.years)
    for source in duties.reported_sources(asker.catalogue).values():
        assert source.reporting is not None
        found |= set(source.reporting.years_open(asker.on))
    return tuple(sorted(found, reverse=True))


def readable_units(asker: Asker) -> tuple[str, ...]:
    """Return the units whose unpublished figures the person may see, in catalogue order."""
    return tuple(u for u in asker.catalogue.units if asker.may(Action.READ_UNPUBLISHED, u))


def completeness(asker: Asker, year: int) -> Completeness:
    """Return how complete the figures of a CE year are."""
    units = [u for u in readable_units(asker) if asker.catalogue.units[u].exists_in(year)]
    reported = duties.reported_sources(asker.catalogue)
    owed = [
        Place(s, year, u)
        for s in reported
        for u in units
        if duties.is_open(asker.catalogue, Place(s, year, u), asker.on)
    ]
    filed = {d.place: d for d in duties_of(asker, owed)}
    counted = _observed(asker, year, units, set(reported))
    for place, duty in filed.items():
        counted[place.source, place.unit] = (duty.filled, duty.wanted)
    return Completeness(
        year,
        tuple(_of_source(asker, s, counted, filed) for s in asker.catalogue.sources),
        tuple(_of_unit(u, counted, filed) for u in units),
    )


def _observed(
    asker: Asker, year: int, units: list[str], reported: set[str]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return values there and wanted by source and unit; a source without any is left out."""
    cube = current_panel().cube
    if year not in cube.years:
        return {}
    there = ~np.isnan(cube.values[:, cube.years.index(year)])
    column = {code: i for i, code in enumerate(cube.units)}
    leaves = [u for u in units if asker.catalogue.units[u].unit_type in LEAF_TYPES and u in column]
    found = {}
    for source in asker.catalogue.sources:
        rows = [
            cube.series.index(s.id)
            for s in duties.series_of(asker.catalogue, source)
            if s.id in cube.series
        ]
        # A series that was not released for the year at all is nobody's gap.
        rows = [r for r in rows if there[r].any()]
        if source in reported or not rows:
            continue
        for unit in leaves:
            found[source, unit] = (int(there[rows, column[unit]].sum()), len(rows))
    return found


def _of_source(
    asker: Asker,
    source: str,
    counted: dict[tuple[str, str], tuple[int, int]],
    filed: dict[Place, Duty],
) -> OfSource:
    cells = [pair for (name, _), pair in counted.items() if name == source]
    own = [d for p, d in filed.items() if p.source == source]
    states: dict[str, int] = {}
    for duty in own:
        states[duty.state] = states.get(duty.state, 0) + 1
    return OfSource(
        source,
        asker.catalogue.sources[source].reporting is not None,
        sum(there for there, _ in cells),
        sum(wanted for _, wanted in cells),
        states,
        sum(d.standing == "overdue" for d in own),
    )


def _of_unit(
    unit: str, counted: dict[tuple[str, str], tuple[int, int]], filed: dict[Place, Duty]
) -> OfUnit:
    by_source = {source: pair for (source, of), pair in counted.items() if of == unit}
    return OfUnit(
        unit,
        sum(there for there, _ in by_source.values()),
        sum(wanted for _, wanted in by_source.values()),
        by_source,
        {p.source: d for p, d in filed.items() if p.unit == unit},
    )
