"""Slow doubles of weighing and of what weights come to: plain loops, from the definitions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, permutations, product

NAN = float("nan")
Numbers = Sequence[float]
Table = Sequence[Numbers]


def entropy(table: Table) -> list[float]:
    information = []
    for row in table:
        known = [v for v in row if not math.isnan(v)]
        if len(known) < 2 or max(known) == min(known):
            information.append(0.0)
            continue
        shares = [v / sum(known) for v in known]
        disorder = -sum(p * math.log(p) for p in shares if p > 0) / math.log(len(known))
        information.append(1 - disorder)
    return [i / sum(information) for i in information]


def pearson(first: Numbers, second: Numbers) -> float:
    pairs = [
        (a, b)
        for a, b in zip(first, second, strict=True)
        if not math.isnan(a) and not math.isnan(b)
    ]
    if len(pairs) < 3:
        return NAN
    mean_a = math.fsum(a for a, _ in pairs) / len(pairs)
    mean_b = math.fsum(b for _, b in pairs) / len(pairs)
    together = math.fsum((a - mean_a) * (b - mean_b) for a, b in pairs)
    spread_a = math.fsum((a - mean_a) ** 2 for a, _ in pairs)
    spread_b = math.fsum((b - mean_b) ** 2 for _, b in pairs)
    if spread_a == 0 or spread_b == 0:
        return NAN
    return together / math.sqrt(spread_a * spread_b)


def kendall(first: Numbers, second: Numbers) -> float:
    pairs = [
        (a, b)
        for a, b in zip(first, second, strict=True)
        if not math.isnan(a) and not math.isnan(b)
    ]
    net = untied_a = untied_b = 0
    for (a, b), (c, d) in combinations(pairs, 2):
        one, two = (a > c) - (a < c), (b > d) - (b < d)
        net += one * two
        untied_a += one != 0
        untied_b += two != 0
    return net / math.sqrt(untied_a * untied_b) if untied_a and untied_b else NAN


def spearman(first: Numbers, second: Numbers) -> float:
    pairs = [
        (a, b)
        for a, b in zip(first, second, strict=True)
        if not math.isnan(a) and not math.isnan(b)
    ]
    return pearson(average_ranks([a for a, _ in pairs]), average_ranks([b for _, b in pairs]))


def average_ranks(values: Numbers) -> list[float]:
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]


def critic(table: Table) -> list[float]:
    contents = []
    for row in table:
        low, high = min(row), max(row)
        scaled = [(v - low) / (high - low) for v in row]
        mean = sum(scaled) / len(scaled)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in scaled) / len(scaled))
        contents.append(deviation * sum(1 - pearson(row, other) for other in table))
    return [c / sum(contents) for c in contents]


def alpha(table: Table) -> float:
    units = range(len(table[0]))
    sums = [sum(row[u] for row in table) for u in units]
    items = len(table)
    return items / (items - 1) * (1 - sum(_variance(row) for row in table) / _variance(sums))


def _variance(values: Numbers) -> float:
    mean = sum(values) / len(values)
    return sum((v - mean) ** 2 for v in values) / (len(values) - 1)


def benefit_of_two(values: Table, unit: int) -> float:
    """Best score of one unit with two positive indicators: its best over the corners.

    A best pair of weights lies where two units are kept at 1, or on an axis.
    """
    first, second = values
    corners = [(1 / max(first), 0.0), (0.0, 1 / max(second))]
    for i, j in combinations(range(len(first)), 2):
        determinant = first[i] * second[j] - first[j] * second[i]
        if determinant != 0:
            corners.append(
                ((second[j] - second[i]) / determinant, (first[i] - first[j]) / determinant)
            )
    allowed = [
        (v, w)
        for v, w in corners
        if v >= 0
        and w >= 0
        and all(v * a + w * b <= 1 + 1e-9 for a, b in zip(first, second, strict=True))
    ]
    return max(v * first[unit] + w * second[unit] for v, w in allowed)


def shapley(rank_of: dict[tuple[bool, ...], float]) -> list[float]:
    """Mean step of each of four causes over all 24 orders in which they may come."""
    parts = [0.0] * 4
    for order in permutations(range(4)):
        state = [False] * 4
        for cause in order:
            before = rank_of[tuple(state)]
            state[cause] = True
            parts[cause] += (rank_of[tuple(state)] - before) / 24
    return parts


def all_states() -> list[tuple[bool, ...]]:
    return list(product((False, True), repeat=4))
