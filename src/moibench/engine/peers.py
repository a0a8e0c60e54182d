"""Statistical peers: how far apart units lie on descriptors of place, and what makes them so."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moibench.engine.compare import DEVIATION_PER_MAD, median
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.normalise import NOISE

# Makes the mean absolute deviation of normal data equal to its standard deviation: √(π/2).
DEVIATION_PER_MEAN = 1.2533141373155001
SHARED_MINIMUM = 0.7


class Distances(NamedTuple):
    """Squared distances between units and the share of descriptors they rest on, (unit, unit).

    `squared` is NaN where the shared descriptors are under the minimum.
    """

    squared: FloatArray
    shared: FloatArray


def standardise(
    values: FloatArray, logged: BoolArray, flags: BoolArray, reference: BoolArray
) -> FloatArray:
    """Bring descriptors on one scale: deviations from the median of the reference units.

    One step is 1.4826 × the median absolute deviation. Where over half of the units are equal,
    so that this is 0, it is 1.2533 × the mean absolute deviation; where all are equal, nobody
    differs. A flag (0 or 1) is left as it is: differing in it counts as one step.

    Args:
        values: shape (descriptor, unit), each in its own unit of measure.
        logged: shape (descriptor,), those of which logarithms are taken, as of sizes.
        flags: shape (descriptor,), those that are 0 or 1.
        reference: shape (unit,), the units that median and deviation are taken from.

    Returns:
        Shape of `values`; NaN where missing, or where a logarithm of 0 or less was asked for.

    Raises:
        EngineError: a value is infinite, or shapes do not fit.

    Source:
        Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, for the fallback.
    """
    refuse_infinite(values, "descriptors")
    if values.ndim != 2 or reference.shape != values.shape[1:]:
        raise EngineError(
            f"descriptors of shape {values.shape} do not fit a reference of {reference.shape}"
        )
    if logged.shape != values.shape[:1] or flags.shape != values.shape[:1]:
        raise EngineError(f"{values.shape[0]} descriptors need as many marks of log and flag")
    scaled = values.copy()
    for row, is_log, is_flag in zip(scaled, logged, flags, strict=True):
        if is_log:
            row[:] = np.log(np.where(row > 0, row, np.nan))
        if not is_flag:
            row[:] = _in_steps(row, row[reference])
    return scaled


def distances(
    scaled: FloatArray, weights: FloatArray, shared_minimum: float = SHARED_MINIMUM
) -> Distances:
    """Measure how far apart every two units lie over the descriptors both have.

    The squared distance is the weighted sum of squared differences, divided by the share of the
    weight that both units have, so that a missing descriptor brings nobody nearer.

    Args:
        scaled: shape (descriptor, unit), from `standardise`.
        weights: shape (descriptor,), not negative; a descriptor of weight 0 is switched off.
        shared_minimum: share of the weight under which two units are not compared.

    Raises:
        EngineError: weights are negative, do not fit or add up to 0.
    """
    share = _shares(weights, scaled.shape[0])
    units = scaled.shape[1]
    total, shared = np.zeros((units, units)), np.zeros((units, units))
    for row, part in zip(scaled, share, strict=True):
        gap = row[:, None] - row[None, :]
        both = ~np.isnan(gap)
        total += part * np.where(both, gap, 0.0) ** 2
        shared += part * both
    enough = (shared >= shared_minimum - NOISE) & (shared > 0)
    squared = np.divide(total, shared, out=np.full(total.shape, np.nan), where=enough)
    return Distances(squared, shared)


def distance_parts(scaled: FloatArray, weights: FloatArray, one: int, other: int) -> FloatArray:
    """Return what each descriptor adds to the squared distance of two units.

    Returns:
        Shape (descriptor,); NaN for a descriptor one of them lacks. The others add up to the
        squared distance.

    Raises:
        EngineError: weights are unfit.
    """
    share = _shares(weights, scaled.shape[0])
    gap = scaled[:, one] - scaled[:, other]
    shared = float(share[~np.isnan(gap)].sum())
    if shared == 0:
        return np.full(gap.shape, np.nan)
    return np.asarray(share * gap**2 / shared)


def nearest(
    squared: FloatArray, one: int, candidates: BoolArray, names: tuple[str, ...], count: int
) -> IntArray:
    """Return the positions of the nearest candidates, nearest first; ties go by name.

    Ties go by name so that the order in which units stand changes nothing.

    Raises:
        EngineError: the count is under 1.
    """
    if count < 1:
        raise EngineError(f"{count} peers were asked for; at least 1 is needed")
    row = squared[one]
    eligible = np.flatnonzero(candidates & ~np.isnan(row) & (np.arange(row.size) != one))
    ordered = sorted(eligible, key=lambda i: (float(f"{row[i]:.9e}"), names[i]))
    return np.array(ordered[:count], dtype=np.int64)


def _in_steps(row: FloatArray, reference: FloatArray) -> FloatArray:
    middle = median(reference)
    gaps = np.abs(reference - middle)
    step = DEVIATION_PER_MAD * median(gaps)
    present = gaps[~np.isnan(gaps)]
    size = abs(middle) if present.size else 0.0
    if present.size and step <= NOISE * size:
        step = DEVIATION_PER_MEAN * float(present.mean())
    if not present.size or step <= NOISE * size:
        return np.asarray(0.0 * row)
    return np.asarray((row - middle) / step)


def _shares(weights: FloatArray, number: int) -> FloatArray:
    if weights.shape != (number,):
        raise EngineError(f"{weights.size} weights were given for {number} descriptors")
    if not np.all(np.isfinite(weights)) or np.any(weights < 0) or weights.sum() <= 0:
        raise EngineError("weights of descriptors must not be negative, nor all be 0")
    return np.asarray(weights / weights.sum())
