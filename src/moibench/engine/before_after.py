"""What came with a plan: own change between two windows, less that of the peers.

The words are "during the plan", never "because of it": nothing here shows a cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from moibench.engine.compare import median
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.trend import trend_all

MINIMUM_BEFORE = 3
MINIMUM_AFTER = 2
MINIMUM_PEERS = 3


class WindowChange(NamedTuple):
    """Mean of the later window less that of the earlier, and the points each rests on."""

    change: FloatArray
    before: FloatArray
    after: FloatArray
    points_before: IntArray
    points_after: IntArray


class Excess(NamedTuple):
    """The median change of each unit's peers and own change less it, both (unit,)."""

    of_peers: FloatArray
    excess: FloatArray


def window_change(
    values: FloatArray,
    before: BoolArray,
    after: BoolArray,
    minimum_before: int = MINIMUM_BEFORE,
    minimum_after: int = MINIMUM_AFTER,
) -> WindowChange:
    """Compare the mean of two windows of years, where each holds enough points.

    Args:
        values: shape (year, unit), in the unit of measure or in logarithms.
        before: shape (year,), the years of the baseline window.
        after: shape (year,), those of the plan.
        minimum_before: points needed before.
        minimum_after: points needed after.

    Returns:
        Arrays of shape (unit,); `change` is NaN where a window has too few points, a mean where
        its window has none.

    Raises:
        EngineError: the windows overlap or do not fit, or a value is infinite.
    """
    refuse_infinite(values, "values")
    if before.shape != values.shape[:1] or after.shape != values.shape[:1]:
        raise EngineError(f"windows of {before.size} and {after.size} years, not {len(values)}")
    if np.any(before & after):
        raise EngineError("the windows before and after share a year")
    early, points_before = _mean(values[before])
    late, points_after = _mean(values[after])
    enough = (points_before >= minimum_before) & (points_after >= minimum_after)
    return WindowChange(
        np.where(enough, late - early, np.nan), early, late, points_before, points_after
    )


def excess_over_peers(
    own: FloatArray, peers: BoolArray, minimum_peers: int = MINIMUM_PEERS
) -> Excess:
    """Take from each unit's number the median of its peers'.

    Args:
        own: shape (unit,), changes or slopes.
        peers: shape (unit, unit), row by row the peers of a unit.
        minimum_peers: how many of them must have a number.

    Returns:
        NaN where the unit or too many of its peers have none.

    Raises:
        EngineError: shapes do not fit.
    """
    if peers.shape != (own.size, own.size):
        raise EngineError(f"peers of shape {peers.shape} do not fit {own.size} units")
    medians = np.full(own.size, np.nan)
    for unit, row in enumerate(peers):
        found = own[row & ~np.isnan(own)]
        if found.size >= minimum_peers:
            medians[unit] = median(found)
    return Excess(medians, own - medians)


def placebo_share(excess: FloatArray, placebos: BoolArray, one: int) -> float:
    """Return the share of placebo units whose excess is at least as large in size as this one's.

    Args:
        excess: shape (unit,).
        placebos: shape (unit,), the units to set beside it; itself it is never counted.
        one: the position of the unit asked about.

    Returns:
        Between 0 and 1; NaN where it has no excess or no placebo has one.

    Source:
        Abadie, Diamond and Hainmueller (2010), in-space placebos.
    """
    others = excess[placebos & ~np.isnan(excess) & (np.arange(excess.size) != one)]
    if np.isnan(excess[one]) or others.size == 0:
        return float("nan")
    return float((np.abs(others) >= abs(excess[one])).mean())


def slopes_before(values: FloatArray, years: Sequence[int], before: BoolArray) -> FloatArray:
    """Return the Theil–Sen slope of the baseline window, (unit,); NaN under three points."""
    inside = [year for year, held in zip(years, before, strict=True) if held]
    if not inside:
        return np.full(values.shape[1], np.nan)
    return trend_all(inside, values[before]).slope


def _mean(values: FloatArray) -> tuple[FloatArray, IntArray]:
    present = ~np.isnan(values)
    points = present.sum(axis=0).astype(np.int64)
    total = np.where(present, values, 0.0).sum(axis=0)
    mean = np.divide(total, points, out=np.full(total.shape, np.nan), where=points > 0)
    return mean, points
