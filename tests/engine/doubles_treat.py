"""Slow double of treatment: one indicator, one point at a time, as COINr describes it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

NAN = float("nan")


def skewness(values: Sequence[float]) -> float:
    """Excel's SKEW of the values present."""
    x = [v for v in values if not math.isnan(v)]
    n = len(x)
    if n < 3 or max(x) == min(x):
        return NAN
    m, s = fmean(x), stdev(x)
    return n / ((n - 1) * (n - 2)) * sum(((v - m) / s) ** 3 for v in x)


def kurtosis(values: Sequence[float]) -> float:
    """Excel's KURT of the values present."""
    x = [v for v in values if not math.isnan(v)]
    n = len(x)
    if n < 4 or max(x) == min(x):
        return NAN
    m, s = fmean(x), stdev(x)
    steep = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return steep * sum(((v - m) / s) ** 4 for v in x) - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


class NearThreshold(Exception):
    """A skewness or kurtosis so near its threshold that the last digit decides."""


def fails(values: Sequence[float], skew: float, kurt: float) -> bool:
    """Whether the distribution fails; raises where only the last digit says so."""
    s, k = abs(skewness(values)), kurtosis(values)
    if abs(s - skew) < 1e-9 or abs(k - kurt) < 1e-9:
        raise NearThreshold
    return s >= skew and k >= kurt


def treat(
    values: Sequence[float], winsorise_max: int, skew: float, kurt: float, then: str
) -> list[float]:
    """One indicator's treated values."""
    x = list(values)
    present = [v for v in x if not math.isnan(v)]
    if len(present) < 4 or not fails(x, skew, kurt):
        return x
    moved: set[int] = set()
    while len(moved) < winsorise_max and fails(x, skew, kurt):
        there = [v for v in x if not math.isnan(v)]
        farthest = max(there) if skewness(x) >= 0 else min(there)
        rest = [v for v in there if v != farthest]
        if not rest or max(rest) == min(rest):
            break
        nearest = max(rest) if skewness(x) >= 0 else min(rest)
        for u, v in enumerate(x):
            if v == farthest:
                x[u] = nearest
                moved.add(u)
    if then == "none" or not fails(x, skew, kurt):
        return x
    low, high = min(present), max(present)
    if then == "log_ct":
        return [math.log(v - low + 0.01 * (high - low)) for v in values]
    if then == "log_ct_orig":
        return [math.log(v - low + 1) for v in values]
    if then == "log_gii":
        return [math.log((high - 1) * (v - low) / (high - low) + 1) for v in values]
    if skewness(values) < 0:
        return [-math.log(high + 0.01 * (high - low) - v) for v in values]
    return [math.log(v - low + 0.01 * (high - low)) for v in values]
