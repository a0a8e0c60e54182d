"""Five classes of a quantity for maps, cut at numbers that a legend can say."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Classes:
    """Inner edges in ascending order; a value on an edge belongs to the class above."""

    edges: tuple[float, ...]

    def step(self, value: float) -> int:
        """Return the class of a value, 1 for the lowest."""
        return bisect_right(self.edges, value) + 1


def value_classes(
    values: Sequence[float], cutoffs: Sequence[float] | None = None, count: int = 5
) -> Classes:
    """Cut at the design's cut-offs where there are any, else near the quintiles, rounded.

    Quintiles, so that skewed quantities still tell apart; an edge keeps its full precision when
    rounding it to two digits would make two edges equal.
    """
    if cutoffs is not None:
        return Classes(tuple(cutoffs))
    exact = quantiles(values, n=count, method="inclusive")
    rounded = [_two_digits(v) for v in exact]
    edges = rounded if len(set(rounded)) == len(rounded) else sorted(set(exact))
    return Classes(tuple(edges))


def _two_digits(value: float) -> float:
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))
