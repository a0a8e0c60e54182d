"""Changes out of line: yearly log changes and the modified z-score of Iglewicz & Hoaglin (1993)."""

from __future__ import annotations

import numpy as np

from moibench.engine import FloatArray, IntArray

# The median absolute deviation of a normal sample times this is its standard deviation.
MAD_TO_SD = 1.4826


def yearly_log_changes(
    values: FloatArray, years: IntArray, breaks: tuple[int, ...] = ()
) -> tuple[FloatArray, IntArray]:
    """Return each value's log change a year since the value before it.

    Args:
        values: float64 (year, unit), NaN where there is none.
        years: int (year,), ascending.
        breaks: years from which values do not compare with those before.

    Returns:
        Changes, float64 (year, unit), NaN where there is no value before, where either is not
        above zero or a break lies between; and the position of the value before in `years`, −1
        where there is none.
    """
    segment = np.searchsorted(np.array(sorted(breaks)), years, side="right")
    changes = np.full(values.shape, np.nan)
    before = np.full(values.shape, -1)
    last = np.full(values.shape[1], -1)
    columns = np.arange(values.shape[1])
    for row in range(values.shape[0]):
        before[row] = last
        comparable = (last >= 0) & (segment[last] == segment[row])
        old = np.where(comparable, values[last, columns], np.nan)
        both = (old > 0) & (values[row] > 0)
        gap = years[row] - years[last[both]]
        changes[row, both] = np.log(values[row, both] / old[both]) / gap
        last = np.where(np.isnan(values[row]), last, row)
    return changes, before


def centre_and_spread(sample: FloatArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return the median, the scaled median absolute deviation and the number of each column.

    Args:
        sample: float64 (n, k), NaN where there is none.

    Returns:
        Centre and spread, float64 (k,), NaN for an empty column; number, int (k,).
    """
    number = (~np.isnan(sample)).sum(axis=0)
    centre = _medians(sample, number)
    return centre, MAD_TO_SD * _medians(np.abs(sample - centre), number), number


def _medians(sample: FloatArray, number: IntArray) -> FloatArray:
    if sample.shape[0] == 0:
        return np.full(sample.shape[1], np.nan)
    ordered = np.sort(sample, axis=0)  # NaN last
    columns = np.arange(sample.shape[1])
    low, high = np.maximum(number - 1, 0) // 2, np.minimum(number // 2, sample.shape[0] - 1)
    found: FloatArray = (ordered[low, columns] + ordered[high, columns]) / 2
    return found


def modified_z(
    value: FloatArray, centre: FloatArray, spread: FloatArray, least_spread: float
) -> FloatArray:
    """Return how many spreads a value lies from the centre, no spread taken below the least."""
    found: FloatArray = (value - centre) / np.maximum(spread, least_spread)
    return found
