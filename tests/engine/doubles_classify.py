"""Slow double of natural breaks: every way to cut the ordered scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations


def within(scores: Sequence[float], cutoffs: Sequence[float]) -> float:
    """Sum of squared deviations from the means of the classes that the cut-offs make."""
    classes: dict[int, list[float]] = {}
    for score in scores:
        classes.setdefault(sum(score >= c for c in cutoffs), []).append(score)
    total = 0.0
    for members in classes.values():
        mean = sum(members) / len(members)
        total += sum((m - mean) ** 2 for m in members)
    return total


def least_within(scores: Sequence[float], classes: int) -> float:
    """The least such sum over all cuts at different scores."""
    distinct = sorted(set(scores))
    best = float("inf")
    for cut in combinations(range(1, len(distinct)), classes - 1):
        best = min(best, within(scores, [distinct[c] for c in cut]))
    return best
