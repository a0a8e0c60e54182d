"""A value beside a benchmark: better, similar or worse; the best in class; the median."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moibench.engine.cube import EngineError, FloatArray, IntArray
from moibench.engine.normalise import NOISE

# Makes the median absolute deviation of normal data equal to its standard deviation:
# 1 / Φ⁻¹(3/4).
DEVIATION_PER_MAD = 1.4826
# Φ⁻¹(0.975), the half-width of a 95 % interval in standard errors.
INTERVAL_95 = 1.959963984540054


class BestInClass(NamedTuple):
    """The mean of the best values, and the positions of the units that hold them."""

    mean: float
    indices: IntArray


def median(values: FloatArray) -> float:
    """Return the median of the values present, shape (unit,); NaN where none is."""
    present = values[~np.isnan(values)]
    return float(np.median(present)) if present.size else float("nan")


def similarity_width(values: FloatArray) -> float:
    """Return the difference under which two units count as similar, in the unit of measure.

    1.4826 × the median absolute deviation of the values present, shape (unit,): a standard
    deviation that outliers do not widen. NaN where no value is present.

    Source:
        Rousseeuw and Croux (1993), "Alternatives to the Median Absolute Deviation".
    """
    return DEVIATION_PER_MAD * median(np.abs(values - median(values)))


def relation(
    value: npt.ArrayLike,
    benchmark: npt.ArrayLike,
    width: npt.ArrayLike,
    direction: npt.ArrayLike,
) -> FloatArray:
    """Say whether values are better (+1), similar (0) or worse (−1) than a benchmark.

    Similar means a difference smaller than `width`. With a width of 0 every difference counts,
    save the noise of the arithmetic, and only equal values are similar.

    Args:
        value: any shape, in the unit of measure.
        benchmark: as value, or broadcast with it.
        width: not negative, in the unit of measure.
        direction: +1 where high is good, −1 where low is, 0 where neither is judged.

    Returns:
        +1, 0 or −1 in the broadcast shape; NaN where anything is missing or direction is 0.

    Raises:
        EngineError: a width is negative or a direction is none of the three.
    """
    parts = (value, benchmark, width, direction)
    if all(isinstance(part, float | int) for part in parts):
        return np.asarray(_relation_of_one(*map(float, parts)))  # type: ignore[arg-type]
    own, other, broad, sign = (np.asarray(part, dtype=np.float64) for part in parts)
    if np.any(broad < 0):
        raise EngineError("the width of similarity is negative")
    if not np.all(np.isin(sign, (-1.0, 0.0, 1.0))):
        raise EngineError("a direction is neither +1, 0 nor -1")
    gap = own - other
    noise = NOISE * np.maximum(np.abs(own), np.abs(other))
    similar = (np.abs(gap) < broad) | (np.abs(gap) <= noise)
    answer = np.where(similar, 0.0, np.sign(gap) * sign)
    unknown = np.isnan(gap) | np.isnan(broad) | (sign == 0)
    # Adding zero turns −0.0 into 0.0.
    return np.where(unknown, np.nan, answer) + 0.0


def _relation_of_one(own: float, other: float, broad: float, sign: float) -> float:
    """Do as `relation` for single numbers: a page has thousands, and each array costs more."""
    if broad < 0:
        raise EngineError("the width of similarity is negative")
    if sign not in (-1.0, 0.0, 1.0):
        raise EngineError("a direction is neither +1, 0 nor -1")
    gap = own - other
    if math.isnan(gap) or math.isnan(broad) or sign == 0:
        return math.nan
    if abs(gap) < broad or abs(gap) <= NOISE * max(abs(own), abs(other)):
        return 0.0
    return math.copysign(1.0, gap) * sign


def relation_by_interval(
    value: float, benchmark: float, standard_error: float, direction: int
) -> float:
    """Say better (+1), similar (0) or worse (−1) by the 95 % interval of the value.

    Similar means that the interval holds the benchmark.

    Returns:
        +1, 0 or −1; NaN where anything is missing or direction is 0.

    Raises:
        EngineError: the standard error is negative.
    """
    if standard_error < 0:
        raise EngineError("the standard error is negative")
    gap = value - benchmark
    if np.isnan(gap) or np.isnan(standard_error) or direction == 0:
        return float("nan")
    if abs(gap) <= max(INTERVAL_95 * standard_error, NOISE * max(abs(value), abs(benchmark))):
        return 0.0
    return float(np.sign(gap) * direction)


def best_in_class(values: FloatArray, direction: int, count: int = 5) -> BestInClass:
    """Return the mean of the `count` best values, and whose they are.

    Units tied at the margin are all named, so that there may be more than `count` of them; the
    mean is that of `count` values whichever of the tied are taken. Where fewer have a value, it
    is the mean of those.

    Args:
        values: shape (unit,), in the unit of measure.
        direction: +1 where high is good, −1 where low is, 0 where there is no best.
        count: at least 1.

    Returns:
        The mean, and positions from the best on, tied ones in their order; NaN and none where
        no value is present or direction is 0.

    Raises:
        EngineError: the count is under 1.
    """
    if count < 1:
        raise EngineError(f"the best {count} were asked for; at least 1 is needed")
    signed = values * direction
    present = np.flatnonzero(~np.isnan(signed))
    if direction == 0 or present.size == 0:
        return BestInClass(float("nan"), np.empty(0, dtype=np.int64))
    order = present[np.argsort(-signed[present], kind="stable")]
    best = order[:count]
    margin = signed[best[-1]]
    named = order[signed[order] >= margin - NOISE * abs(margin)]
    return BestInClass(float(values[best].mean()), named)
