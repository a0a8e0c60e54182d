"""Slow double of normalisation: one indicator's share of 1, one value at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

NAN = float("nan")


def share(
    method: str,
    x: float,
    among: Sequence[float],
    direction: int,
    *,
    goalposts: tuple[float, float],
    target: float,
    target_range: tuple[float, float],
    reference_value: float,
    thresholds: Sequence[float],
    ties: str,
) -> float:
    """The uncapped share of a value among those of the reference; NaN if it has none."""
    there = [v for v in among if not math.isnan(v)]
    if math.isnan(x):
        return NAN
    if method in ("goalposts", "scaled"):
        low, high = goalposts
        return (x - low) / (high - low) if direction > 0 else (high - x) / (high - low)
    if method == "classes":
        reached = sum(x >= t if direction > 0 else x <= t for t in thresholds)
        return reached / len(thresholds)
    if not there:
        return NAN
    worst, best = (min(there), max(there)) if direction > 0 else (max(there), min(there))
    if method in ("min_max", "distance_to_best"):
        return 0.5 if best == worst else (x - worst) / (best - worst)
    if method == "z_score":
        if best == worst:
            return 0.5
        return 0.5 + direction * (x - fmean(there)) / stdev(there) / 6
    if method in ("distance_to_target", "distance_to_reference"):
        goal = target if method == "distance_to_target" else reference_value
        if direction * (goal - worst) <= 0:
            return 1.0 if x == goal else 2.0 if direction * (x - goal) > 0 else -1.0
        return 1 - (goal - x) / (goal - worst)
    if method == "target_range":
        low, high = target_range
        farthest = max(low - min(there), max(there) - high)
        outside = max(low - x, x - high, 0.0)
        if farthest <= 0:
            return 1.0 if outside == 0 else -1.0
        return 1 - outside / farthest
    if method == "share_of_best":
        return x / best if direction > 0 else best / x
    better = [v for v in there if direction * (x - v) > 0]
    if best == worst:
        return 0.5
    if ties == "dense":
        return len(set(better)) / (len(set(there)) - 1)
    tied = sum(v == x for v in there)
    place = len(better) + ((tied - 1) / 2 if ties == "average" and tied else 0)
    return place / (len(there) - 1)
