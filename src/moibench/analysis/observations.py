"""Answer: the values that count now, one after the other, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from moibench.store.values import CurrentValue, current_values, distinct_places

__all__ = ["CurrentValue", "Question"]


@dataclass(frozen=True)
class Question:
    """Which values are wanted, as known at a moment; None is all."""

    series: Collection[str] | None = None
    units: Collection[str] | None = None
    year: int | None = None
    until: dt.datetime | None = None

    def rows(self) -> Iterator[CurrentValue]:
        """Yield the values in order of series, unit and year, never holding more than a few."""
        return current_values(self.series, self.units, self.year, self.until)

    def places(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
        """Return the series, units and years that have values, each ascending."""
        return distinct_places(self.series, self.units, self.year, self.until)
