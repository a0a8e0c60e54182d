"""Answer: the values that count now, one after the other, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from moibench.store.cube import state
from moibench.store.values import CurrentValue, Wanted, current_values, distinct_places

__all__ = ["CurrentValue", "Question"]


class Question(Wanted):
    """Which values are wanted, as known at a moment; None is all."""

    def rows(self) -> Iterator[CurrentValue]:
        """Yield the values in order of series, unit and year, never holding more than a few."""
        return current_values(self)

    def places(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
        """Return the series, units and years that have values, each ascending."""
        return distinct_places(self)

    def version(self) -> str:
        """Return a digest of what was known at the moment; it changes with any observation."""
        return state(self.until)
