"""The direction of a series: Theil–Sen slope and Mann–Kendall test.

`trend` reads as the method does, one series at a time; `trend_all` gives the same answers for a
whole cube. The p-value is two-sided, from the normal approximation with corrections for ties and
for continuity, also for short series, where ties leave no exact table; without ties the tests
show which side of 0.1 it falls on compared with the exact one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from moibench.engine.cube import FloatArray, IntArray, refuse_infinite, refuse_unordered
from moibench.engine.normalise import NOISE

MINIMUM_POINTS = 3
# Series computed at a time, so that their pairs of years stay within a few megabytes.
_BLOCK = 2048


class MannKendall(NamedTuple):
    """S, rises minus falls over all pairs of years, and its two-sided p-value."""

    s: int
    p_value: float


class TrendEstimate(NamedTuple):
    """Slope per year, p-value of there being no trend, and number of points used."""

    slope: float
    p_value: float
    points: int


class TrendEstimates(NamedTuple):
    """As `TrendEstimate`, each an array of the shape of the series."""

    slope: FloatArray
    p_value: FloatArray
    points: IntArray


def mann_kendall(values: FloatArray) -> MannKendall:
    """Test a series in order of time for a monotonic trend.

    Args:
        values: shape (year,); missing ones are left out. Differences within the noise of the
            arithmetic are ties.

    Returns:
        S and p; p is NaN under three points and 1 where all values are equal.

    Source:
        Mann (1945); Kendall (1975); Gilbert (1987), Statistical Methods for Environmental
        Pollution Monitoring, section 16.4.
    """
    there = values[~np.isnan(values)]
    s, p_value = _test(there[None, :], np.array([there.size]))
    return MannKendall(int(s[0]), float(p_value[0]))


def trend(years: Sequence[int], values: FloatArray) -> TrendEstimate:
    """Estimate the slope of one series and test whether there is a trend.

    Args:
        years: CE years, increasing; gaps are allowed.
        values: shape (year,), in the unit of measure.

    Returns:
        Slope in units of measure per year, p-value, points; NaN under three points.

    Raises:
        EngineError: years do not increase or do not fit, or a value is infinite.

    Source:
        Theil (1950); Sen (1968).
    """
    refuse_infinite(values, "values")
    calendar = refuse_unordered(years, values.size)
    points = np.array([np.count_nonzero(~np.isnan(values))])
    slope = _median_slopes(calendar, values[None, :], points)
    return TrendEstimate(float(slope[0]), mann_kendall(values).p_value, int(points[0]))


def trend_all(years: Sequence[int], values: FloatArray) -> TrendEstimates:
    """Estimate and test the trend of every series of a cube; the answers are those of `trend`.

    Args:
        years: CE years, increasing; gaps are allowed.
        values: shape (..., year, unit), in the unit of measure.

    Returns:
        Slopes, p-values and points, each of shape (..., unit); NaN under three points.

    Raises:
        EngineError: years do not increase or do not fit, or a value is infinite.
    """
    refuse_infinite(values, "values")
    calendar = refuse_unordered(years, values.shape[-2])
    shape = values.shape[:-2] + values.shape[-1:]
    series = np.moveaxis(values, -2, -1).reshape(-1, calendar.size)
    points = np.count_nonzero(~np.isnan(series), axis=1).astype(np.int64)
    slope, p_value = np.empty(len(series)), np.empty(len(series))
    for start in range(0, len(series), _BLOCK):
        rows = slice(start, start + _BLOCK)
        slope[rows] = _median_slopes(calendar, series[rows], points[rows])
        p_value[rows] = _test(series[rows], points[rows])[1]
    return TrendEstimates(slope.reshape(shape), p_value.reshape(shape), points.reshape(shape))


def _median_slopes(calendar: IntArray, series: FloatArray, points: IntArray) -> FloatArray:
    """Return the median slope over all pairs of years, NaN under three points."""
    first, second = np.triu_indices(calendar.size, k=1)
    enough = points >= MINIMUM_POINTS
    if not enough.any():
        return np.full(len(series), np.nan)
    slopes = (series[:, second] - series[:, first]) / (calendar[second] - calendar[first])
    slopes.sort(axis=1)
    pairs = np.where(enough, points * (points - 1) // 2, 1)
    middle = np.stack([(pairs - 1) // 2, pairs // 2], axis=1)
    return np.where(enough, np.take_along_axis(slopes, middle, axis=1).mean(axis=1), np.nan)


def _test(series: FloatArray, points: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return S and p of each row."""
    length = series.shape[1]
    first, second = np.triu_indices(length, k=1)
    noise = NOISE * np.fmax.reduce(np.abs(series), axis=1, keepdims=True, initial=0.0)
    gap = series[:, second] - series[:, first]
    rises, falls = gap > noise, gap < -noise
    s = np.count_nonzero(rises, axis=1) - np.count_nonzero(falls, axis=1).astype(np.float64)
    equal = (np.abs(gap) <= noise).astype(np.float64)
    belongs = np.zeros((first.size, length))
    belongs[np.arange(first.size), first] = 1.0
    belongs[np.arange(first.size), second] = 1.0
    # Each of t tied points has t - 1 equals, so a sum over points is the textbook's sum over
    # groups of t(t-1)(2t+5).
    equals = equal @ belongs
    ties = (equals * (2.0 * equals + 7.0)).sum(axis=1)
    n = points.astype(np.float64)
    variance = (n * (n - 1.0) * (2.0 * n + 5.0) - ties) / 18.0
    z = np.maximum(np.abs(s) - 1.0, 0.0) / np.sqrt(np.where(variance > 0, variance, 1.0))
    from scipy import special  # slow to import, and most runs need none of it

    p_value = special.erfc(z / np.sqrt(2.0))
    return s, np.where(points >= MINIMUM_POINTS, p_value, np.nan)
