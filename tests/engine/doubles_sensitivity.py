"""Slow doubles of many runs and of their sensitivity: plain loops over plain numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

NAN = float("nan")
Numbers = Sequence[float]


def power_mean(scores: Numbers, weights: Numbers, exponent: float, floor: float | None) -> float:
    """The mean of what is present; NaN where nothing with weight is."""
    there = [
        (max(x, floor) if floor is not None else x, w)
        for x, w in zip(scores, weights, strict=True)
        if not math.isnan(x) and w > 0
    ]
    whole = sum(w for _, w in there)
    if whole == 0:
        return NAN
    if exponent <= 0 and any(x == 0 for x, _ in there):
        return 0.0
    if exponent == 0:
        return math.exp(sum(w * math.log(x) for x, w in there) / whole)
    return (sum(w * x**exponent for x, w in there) / whole) ** (1 / exponent)


def run(
    scores: dict[str, float],
    nodes: Sequence[tuple[str, Sequence[str], Numbers, tuple[float, float | None]]],
    threshold: float,
) -> dict[str, float]:
    """One unit's score of every node in one run; nodes are (id, children, weights, mean)."""
    known = dict(scores)
    covered = {leaf: 0.0 if math.isnan(score) else 1.0 for leaf, score in scores.items()}
    designed = dict.fromkeys(scores, True)
    for name, children, weights, (exponent, floor) in nodes:
        own = [w if designed[c] else 0.0 for c, w in zip(children, weights, strict=True)]
        designed[name] = sum(own) > 0
        if not designed[name]:
            known[name], covered[name] = NAN, 0.0
            continue
        covered[name] = sum(w * covered[c] for c, w in zip(children, own, strict=True)) / sum(own)
        known[name] = power_mean([known[c] for c in children], own, exponent, floor)
        if covered[name] < threshold - 1e-9:
            known[name] = NAN
    return {name: known[name] for name, _, _, _ in nodes}


def sobol(a: Numbers, b: Numbers, mixed: Sequence[Numbers]) -> tuple[list[float], list[float]]:
    """First-order and total indices by the estimators of Saltelli (2010) and Jansen (1999)."""
    both = [*a, *b]
    mean = sum(both) / len(both)
    variance = sum((y - mean) ** 2 for y in both) / len(both)
    first, total = [], []
    for other in mixed:
        rows = list(zip(a, b, other, strict=True))
        first.append(sum((y - mean) * (m - x) for x, y, m in rows) / len(rows) / variance)
        total.append(sum((x - m) ** 2 for x, _, m in rows) / (2 * len(rows)) / variance)
    return first, total
