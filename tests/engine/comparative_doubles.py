"""Slow doubles of what comparing needs: plain loops, written from the definitions."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from itertools import permutations


def steps(values: Sequence[float], reference: Sequence[bool], log: bool, flag: bool) -> list[float]:
    """One descriptor on the common scale."""
    if log:
        values = [math.log(v) if v > 0 else math.nan for v in values]
    if flag:
        return list(values)
    among = [v for v, r in zip(values, reference, strict=True) if r and not math.isnan(v)]
    if not among:
        return [0.0 * v for v in values]
    middle = statistics.median(among)
    step = 1.4826 * statistics.median([abs(v - middle) for v in among])
    if step <= 1e-12 * abs(middle):
        step = math.sqrt(math.pi / 2) * statistics.fmean([abs(v - middle) for v in among])
    if step <= 1e-12 * abs(middle):
        return [0.0 * v for v in values]
    return [(v - middle) / step for v in values]


def squared_distance(
    scaled: Sequence[Sequence[float]], weights: Sequence[float], one: int, other: int, least: float
) -> float:
    whole, shared, total = sum(weights), 0.0, 0.0
    for row, weight in zip(scaled, weights, strict=True):
        if not math.isnan(row[one]) and not math.isnan(row[other]):
            shared += weight / whole
            total += weight / whole * (row[one] - row[other]) ** 2
    return total / shared if shared > 0 and shared >= least - 1e-12 else math.nan


def shapley(players: Sequence[str], worth: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Every order, one after another."""
    parts = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        done: frozenset[str] = frozenset()
        for player in order:
            parts[player] += (worth(done | {player}) - worth(done)) / len(orders)
            done |= {player}
    return parts


def window_mean(series: Sequence[float], held: Sequence[bool], least: int) -> float:
    inside = [v for v, h in zip(series, held, strict=True) if h and not math.isnan(v)]
    return statistics.fmean(inside) if len(inside) >= least else math.nan


def excess(own: Sequence[float], peers: Sequence[Sequence[bool]]) -> list[float]:
    found = []
    for unit, row in enumerate(peers):
        among = [own[i] for i, p in enumerate(row) if p and not math.isnan(own[i])]
        found.append(own[unit] - statistics.median(among) if len(among) >= 3 else math.nan)
    return found
