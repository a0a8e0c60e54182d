"""Which rows an officer's template has, and what is known of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moibench.catalogue import Catalogue
from moibench.catalogue.checks import Jump, PlausibleRange
from moibench.ingest.checks import Context, Given
from moibench.ingest.checks.figures import PROVINCES, Figures, laid_over
from moibench.ingest.checks.movement import usual_bounds
from moibench.store.cube import STATUSES, SeriesCube, load_series_cube, state

PAST_YEARS = 5
COUNTRY = "TH"


@dataclass(frozen=True)
class Slot:
    """A cell that somebody fills: what it says now, why, and the version of the draft."""

    series: str
    unit: str
    now: tuple[float | None, str] | None = None
    reason: str = ""
    version: int = 0


@dataclass(frozen=True)
class TemplateRow:
    """A series of a unit: its values in `past` years, the newest known, and what is expected.

    now: value and status that the template's own year has already, None where there is none.
    """

    series: str
    unit: str
    past: tuple[float | None, ...]
    last: tuple[int, float] | None
    now: tuple[float | None, str] | None
    expected: tuple[float | None, float | None] | None
    possible: tuple[float | None, float | None]
    reason: str = ""
    version: int = 0


@dataclass(frozen=True)
class Template:
    """What a workbook for a unit and a CE year holds."""

    unit: str
    year: int
    past_years: tuple[int, ...]
    rows: tuple[TemplateRow, ...]
    catalogue_version: str
    data_state: str
    made_on: dt.date


def template(
    catalogue: Catalogue, unit: str, year: int, today: dt.date, slots: Sequence[Slot]
) -> Template:
    """Return a workbook's rows for these cells, with what is known of each."""
    cube = load_series_cube(tuple(catalogue.units))
    past = tuple(range(year - PAST_YEARS, year))
    context = Context(catalogue, cube.values, cube.series, cube.years, cube.units, today)
    span = [Given(s.series, s.unit, y, None, "missing") for s in slots for y in (past[0], year)]
    figures = laid_over(span[:2], context, extra=[s.series for s in slots])
    expected = _Expected(figures, year)
    rows = tuple(_row(catalogue, figures, expected, slot, year, past) for slot in slots)
    return Template(unit, year, past, rows, catalogue.version, state(), today)


def recorded_slots(catalogue: Catalogue, unit: str, year: int) -> tuple[Slot, ...]:
    """Return a cell for every series that agencies publish for units of the kind.

    Of the country every unit that a series was ever recorded for; in the order of sources, series
    and units of the catalogue.
    """
    cube = load_series_cube(tuple(catalogue.units))
    order = {source: i for i, source in enumerate(catalogue.sources)}
    slots = []
    for series in sorted(catalogue.series.values(), key=lambda s: (order[s.source], s.id)):
        if series.id not in cube.series:
            continue
        recorded = (cube.statuses[cube.series.index(series.id)] >= 0).any(axis=0)
        with_values = {u for u, is_there in zip(cube.units, recorded, strict=True) if is_there}
        if unit == COUNTRY:
            wanted = [u for u in catalogue.units if u in with_values]
        else:
            kinds = {_kind(catalogue, u) for u in with_values}
            wanted = [unit] if _kind(catalogue, unit) in kinds else []
        slots += [
            Slot(series.id, u, stored(cube, series.id, u, year))
            for u in wanted
            if catalogue.units[u].exists_in(year)
        ]
    return tuple(slots)


def _kind(catalogue: Catalogue, unit: str) -> str:
    kind = catalogue.units[unit].unit_type
    return PROVINCES[0] if kind in PROVINCES else kind


class _Expected:
    """Where values raise no question, computed once a series."""

    def __init__(self, figures: Figures, year: int) -> None:
        self.figures, self.year = figures, year
        self.jumps: dict[str, Jump] = {}
        self.ranges: dict[str, PlausibleRange] = {}
        self.known: dict[str, dict[str, tuple[float, float]]] = {}
        for checks in figures.context.catalogue.checks.values():
            for rule in checks.rules:
                if isinstance(rule, Jump):
                    self.jumps |= dict.fromkeys(rule.series, rule)
                elif isinstance(rule, PlausibleRange):
                    self.ranges |= dict.fromkeys(rule.series, rule)

    def of(self, series: str, unit: str) -> tuple[float | None, float | None] | None:
        if series in self.jumps and series not in self.known:
            rule = self.jumps[series]
            self.known[series] = usual_bounds(self.figures, rule, series, self.year)
        usual = self.known.get(series, {}).get(unit)
        if usual is None:
            plausible = self.ranges.get(series)
            return (plausible.low, plausible.high) if plausible else None
        definition = self.figures.context.catalogue.series[series]
        low, high = usual
        low = low if definition.minimum is None else max(low, definition.minimum)
        high = high if definition.maximum is None else min(high, definition.maximum)
        return low, high


def _row(
    catalogue: Catalogue,
    figures: Figures,
    expected: _Expected,
    slot: Slot,
    year: int,
    past: tuple[int, ...],
) -> TemplateRow:
    series, unit = slot.series, slot.unit
    own = figures.arrays[series][:, figures.at_unit[unit]]
    earlier = np.flatnonzero(~np.isnan(own[: figures.row(year)]))
    last = (int(figures.years[earlier[-1]]), float(own[earlier[-1]])) if earlier.size else None
    definition = catalogue.series[series]
    return TemplateRow(
        series,
        unit,
        tuple(figures.value(series, unit, y) for y in past),
        last,
        slot.now,
        expected.of(series, unit),
        (definition.minimum, definition.maximum),
        slot.reason,
        slot.version,
    )


def stored(cube: SeriesCube, series: str, unit: str, year: int) -> tuple[float | None, str] | None:
    """Return value and status that are stored for a place, None where nothing ever was."""
    if series not in cube.series or year not in cube.years:
        return None
    at = (cube.series.index(series), cube.years.index(year), cube.units.index(unit))
    status = int(cube.statuses[at])
    if status < 0:
        return None
    value = float(cube.values[at])
    return (None if np.isnan(value) else value), STATUSES[status]
