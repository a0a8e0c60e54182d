"""Level × momentum: how far ahead of a reference a unit is, and whether it gains on it.

Arrays are (year, item); an item is one indicator of one unit. A missing number is NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray
from moibench.engine.normalise import NOISE
from moibench.engine.trend import TrendEstimates, trend_all

Corner = Literal["lead_accelerating", "lead_slowing", "behind_catching_up", "behind_falling_back"]
CORNERS: tuple[Corner, ...] = (
    "lead_accelerating",
    "lead_slowing",
    "behind_catching_up",
    "behind_falling_back",
)


def heights(values: FloatArray, geometric: BoolArray) -> FloatArray:
    """Return values on the scale they grow on: logarithms of geometric items, (year, item).

    A value of a geometric item that is not positive has no height.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        logged = np.where(values > 0, np.log(values), np.nan)
    found: FloatArray = np.where(geometric, logged, values)
    return found


def oriented_gaps(own: FloatArray, reference: FloatArray, direction: IntArray) -> FloatArray:
    """Return own less reference, turned so that positive is better; noise counts as 0.

    Args:
        own: heights, shape (year, item).
        reference: as own.
        direction: shape (item,), +1 where high is good, −1 where low is, 0 where neither is
            judged; such an item has no gap.
    """
    gap = own - reference
    noise = NOISE * np.maximum(np.abs(own), np.abs(reference))
    turned: FloatArray = np.where(np.abs(gap) <= noise, 0.0, gap * direction)
    return np.where(direction == 0, np.nan, turned)


def momentum(years: Sequence[int], values: FloatArray, ends: IntArray, span: int) -> TrendEstimates:
    """Return how fast each item moved over the `span` years that end in its own year.

    Args:
        years: CE years, increasing.
        values: shape (year, item), gaps of `oriented_gaps` or heights; cut at breaks before.
        ends: shape (item,), the CE year in which the window of each item ends.
        span: years back from the end, so that a window holds span + 1 years.

    Returns:
        Theil–Sen slope a year, Mann–Kendall p and number of years, each (item,); where the
        values are gaps, a positive slope gains on the reference.

    Raises:
        EngineError: the span is under 1.
    """
    if span < 1:
        raise EngineError(f"momentum over {span} years was asked for; at least 1 is needed")
    calendar = np.asarray(years)
    slope, p_value = (np.full(ends.size, np.nan) for _ in range(2))
    points = np.zeros(ends.size, dtype=np.int64)
    for end in np.unique(ends):
        items = np.flatnonzero(ends == end)
        rows = (calendar >= end - span) & (calendar <= end)
        if not rows.any():
            continue
        found = trend_all([int(y) for y in calendar[rows]], values[np.ix_(rows, items)])
        slope[items], p_value[items] = found.slope, found.p_value
        points[items] = found.points
    return TrendEstimates(slope, p_value, points)


def corners(level: FloatArray, pace: FloatArray) -> FloatArray:
    """Return the corner of each item as its place in `CORNERS`, any shape.

    NaN where level or pace is missing, and where either is exactly 0: it lies on a line between
    corners and belongs to neither.
    """
    placed = np.where(level > 0, 0.0, 2.0) + np.where(pace > 0, 0.0, 1.0)
    none = np.isnan(level) | np.isnan(pace) | (level == 0) | (pace == 0)
    answer: FloatArray = np.where(none, np.nan, placed)
    return answer


def pace_to_close(own: float, reference: float, years: int, reference_pace: float = 0.0) -> float:
    """Return the yearly change of height with which own meets the reference after `years`.

    Args:
        own: height now.
        reference: height now.
        years: until they are to meet, at least 1.
        reference_pace: the yearly change of height that the reference goes on with.

    Raises:
        EngineError: years is under 1.
    """
    if years < 1:
        raise EngineError(f"a gap cannot be closed in {years} years; at least 1 is needed")
    return (reference - own) / years + reference_pace


def years_until_level(gap: float, pace: float) -> float:
    """Return in how many years a gap is 0 if it goes on moving by `pace` a year.

    Infinite where it does not move towards 0; NaN where either is missing; 0 where it is 0.
    """
    if np.isnan(gap) or np.isnan(pace):
        return float("nan")
    if gap == 0:
        return 0.0
    return float(-gap / pace) if gap * pace < 0 else float("inf")
