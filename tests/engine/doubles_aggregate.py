"""Slow doubles of the ways to aggregate: one node's children, plain loops, from the definitions.

`table` is child → unit → value; they share no code with the engine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

NAN = float("nan")
Numbers = Sequence[float]
Table = Sequence[Numbers]


def present(values: Numbers, weights: Numbers) -> list[tuple[float, float]]:
    return [(v, w) for v, w in zip(values, weights, strict=True) if w > 0 and not math.isnan(v)]


def power_mean(values: Numbers, weights: Numbers, exponent: float) -> float:
    parts = present(values, weights)
    whole = sum(w for _, w in parts)
    if not parts:
        return NAN
    if exponent <= 0 and any(v == 0 for v, _ in parts):
        return 0.0
    if exponent == 0:
        return math.prod(v ** (w / whole) for v, w in parts)
    return (sum(w * v**exponent for v, w in parts) / whole) ** (1 / exponent)


def median(values: Numbers, weights: Numbers) -> float:
    parts = sorted(present(values, weights))
    if not parts:
        return NAN
    whole = sum(w for _, w in parts)
    running = 0.0
    for place, (value, weight) in enumerate(parts):
        running += weight
        if abs(running - whole / 2) <= 1e-9 * whole / 2:
            return (value + parts[place + 1][0]) / 2
        if running > whole / 2:
            return value
    raise AssertionError("half of the weight is always reached")


def copeland(table: Table, weights: Numbers) -> list[float]:
    """Ties as in `rank`: values chained by gaps within 1e-9 of the largest are one."""
    units = len(table[0])
    places = [_places(row) for row in table]
    whole = sum(weights)
    scores = []
    for a in range(units):
        if not any(w > 0 and not math.isnan(row[a]) for row, w in zip(table, weights, strict=True)):
            scores.append(NAN)
            continue
        score = 0
        for b in range(units):
            net = 0.0
            for row, weight in zip(places, weights, strict=True):
                if row[a] is not None and row[b] is not None:
                    net += weight * ((row[a] > row[b]) - (row[a] < row[b]))
            if abs(net) > 1e-9 * whole:
                score += 1 if net > 0 else -1
        scores.append(float(score))
    return scores


def _places(row: Numbers) -> list[int | None]:
    known = sorted({v for v in row if not math.isnan(v)})
    allowed = 1e-9 * max([1.0, *(abs(v) for v in known)])
    place, groups = 0, {}
    for position, value in enumerate(known):
        if position and value - known[position - 1] > allowed:
            place += 1
        groups[value] = place
    return [None if math.isnan(v) else groups[v] for v in row]


def topsis(table: Table, weights: Numbers) -> list[float]:
    units = range(len(table[0]))
    rows = []
    for row, weight in zip(table, weights, strict=True):
        length = math.sqrt(sum(v * v for v in row if not math.isnan(v)))
        rows.append([weight * v / length if length > 0 else 0.0 * v for v in row])
    answer = []
    for unit in units:
        best = worst = 0.0
        known = False
        for row, weight in zip(rows, weights, strict=True):
            if math.isnan(row[unit]):
                continue
            known = known or weight > 0
            there = [v for v in row if not math.isnan(v)]
            best += (max(there) - row[unit]) ** 2
            worst += (row[unit] - min(there)) ** 2
        best, worst = math.sqrt(best), math.sqrt(worst)
        if not known:
            answer.append(NAN)
        else:
            answer.append(worst / (best + worst) if best + worst > 0 else 0.5)
    return answer


def mazziotta_pareto(values: Numbers, weights: Numbers, sign: int) -> float:
    parts = present(values, weights)
    if not parts:
        return NAN
    whole = sum(w for _, w in parts)
    mean = sum(w * v for v, w in parts) / whole
    variance = sum(w * (v - mean) ** 2 for v, w in parts) / whole
    return mean + sign * variance / mean if mean > 0 else mean


def adjusted(table: Table, weights: Numbers, sign: int) -> list[float]:
    scaled = []
    for row in table:
        known = [v for v in row if not math.isnan(v)]
        if not known:
            scaled.append(list(row))
            continue
        centre = sum(known) / len(known)
        half = (max(known) - min(known)) / 2
        scaled.append(
            [v if math.isnan(v) else 100 + (30 * (v - centre) / half if half else 0) for v in row]
        )
    return [
        mazziotta_pareto([row[u] for row in scaled], weights, sign) for u in range(len(table[0]))
    ]
