"""The stored values with the given ones laid over them: what would be there afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine import FloatArray, IntArray
from moibench.ingest.checks.context import Context
from moibench.ingest.checks.given import NO_VALUE, Given

# Units of these kinds are compared with each other: Bangkok among the provinces.
PROVINCES = ("province", "special_area")


@dataclass(frozen=True, eq=False)
class Figures:
    """Values by series, and the given entry at each place.

    arrays: series → float64 (year, unit). given: series → year → unit → the entry that counts,
    the last where several are given.
    """

    context: Context
    arrays: dict[str, FloatArray]
    years: IntArray
    at_unit: dict[str, int]
    given: dict[str, dict[int, dict[str, Given]]]

    def of(self, series: str) -> FloatArray | None:
        """Return a series' values (year, unit), None where there is none at all."""
        return self.arrays.get(series)

    def value(self, series: str, unit: str, year: int) -> float | None:
        """Return one value, None where there is none."""
        array = self.arrays.get(series)
        if array is None:
            return None
        found = float(array[self.row(year), self.at_unit[unit]])
        return None if np.isnan(found) else found

    def entry(self, series: str, unit: str, year: int) -> Given | None:
        """Return the entry given for a place, None where it is not given."""
        return self.given.get(series, {}).get(year, {}).get(unit)

    def row(self, year: int) -> int:
        """Return a year's position in `years`."""
        return year - int(self.years[0])

    def peers(self, unit: str) -> IntArray:
        """Return the positions of the units that one is compared with, itself among them."""
        units = self.context.catalogue.units
        kind = units[unit].unit_type
        kinds = PROVINCES if kind in PROVINCES else (kind,)
        return np.array([i for u, i in self.at_unit.items() if units[u].unit_type in kinds])


def laid_over(entries: Sequence[Given], context: Context, extra: Iterable[str] = ()) -> Figures:
    """Return the figures as they would be; entries of no known series or unit are left out.

    extra: series that are wanted even where they have no value at all.
    """
    known = [
        e
        for e in entries
        if e.series in context.catalogue.series and e.unit in context.catalogue.units
    ]
    span = [*context.years, *(e.year for e in known)]
    years = np.arange(min(span), max(span) + 1) if span else np.zeros(0, dtype=np.int64)
    arrays: dict[str, FloatArray] = {}
    for place, name in enumerate(context.series):
        arrays[name] = np.full((years.size, len(context.units)), np.nan)
        if context.years:
            start = context.years[0] - int(years[0])
            arrays[name][start : start + len(context.years)] = context.values[place]
    at_unit = {u: i for i, u in enumerate(context.units)}
    for name in {*extra, *(e.series for e in known)} - arrays.keys():
        arrays[name] = np.full((years.size, len(context.units)), np.nan)
    given: dict[str, dict[int, dict[str, Given]]] = {}
    for e in known:
        no_value = e.value is None or e.status in NO_VALUE
        arrays[e.series][e.year - int(years[0]), at_unit[e.unit]] = np.nan if no_value else e.value
        given.setdefault(e.series, {}).setdefault(e.year, {})[e.unit] = e
    return Figures(context, arrays, years, at_unit, given)
