"""The dense cube the engine works on, its array types and its one error.

Conventions of this room: the last axis is the unit, a missing number is NaN, infinity is an
error, and codes appear only at the edge, as the axes of a `Cube`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


class EngineError(ValueError):
    """An array, tree or setting the engine cannot compute with; says what and where."""


@dataclass(frozen=True, eq=False)
class Cube:
    """Values on named axes, shape (indicator, year, unit); NaN is missing."""

    values: FloatArray
    indicators: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[str, ...]

    def __post_init__(self) -> None:
        expected = (len(self.indicators), len(self.years), len(self.units))
        if self.values.shape != expected:
            raise EngineError(
                f"a cube's values have shape {self.values.shape} but its axes "
                f"(indicator, year, unit) say {expected}"
            )
        axes: tuple[tuple[str, Sequence[object]], ...] = (
            ("indicator", self.indicators),
            ("year", self.years),
            ("unit", self.units),
        )
        for axis, codes in axes:
            twice = first_repeated(codes)
            if twice is not None:
                raise EngineError(f"a cube names the {axis} {twice!r} twice")

    def position(self, indicator: str) -> int:
        """Return where the indicator stands on the first axis."""
        return self._position("indicator", self.indicators, indicator)

    def at(self, indicator: str) -> FloatArray:
        """Return the values of one indicator, shape (year, unit)."""
        found: FloatArray = self.values[self.position(indicator)]
        return found

    def year(self, year: int) -> FloatArray:
        """Return the values of one CE year, shape (indicator, unit)."""
        found: FloatArray = self.values[:, self._position("year", self.years, year)]
        return found

    @staticmethod
    def _position(axis: str, codes: Sequence[object], code: object) -> int:
        try:
            return codes.index(code)
        except ValueError:
            raise EngineError(f"the cube has no {axis} {code!r}") from None


def first_repeated(codes: Sequence[object]) -> object | None:
    """Return the first code that occurs a second time, or None."""
    seen: set[object] = set()
    for code in codes:
        if code in seen:
            return code
        seen.add(code)
    return None


def refuse_infinite(values: FloatArray, name: str) -> None:
    """Raise EngineError, naming the position, where `values` holds an infinite number."""
    infinite = np.isinf(values)
    if infinite.any():
        where = tuple(int(i) for i in np.argwhere(infinite)[0])
        raise EngineError(f"{name} hold an infinite number at position {where}")


def refuse_unordered(years: Sequence[int] | IntArray, length: int) -> IntArray:
    """Return `years` as an array of `length` strictly increasing years, or raise EngineError."""
    ordered = np.asarray(years, dtype=np.int64)
    if ordered.shape != (length,):
        raise EngineError(f"{ordered.size} years were given for values of {length} years")
    falls = np.flatnonzero(np.diff(ordered) <= 0)
    if falls.size:
        raise EngineError(
            f"years must increase, but {ordered[falls[0]]} is followed by {ordered[falls[0] + 1]}"
        )
    return ordered
