"""Slow doubles of the engine: plain loops over plain numbers, written from the definitions.

They share no code with the engine. A vectorised step and its double must agree on generated data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

NAN = float("nan")
Numbers = Sequence[float]


def roll_up(
    rule: str, top: Numbers, bottom: Numbers, members: Sequence[bool], scale: float = 1.0
) -> tuple[float, float]:
    """One parent's value and coverage. `bottom` is the denominator or the weight (not for sum)."""
    inside = [u for u, member in enumerate(members) if member]
    if not inside:
        return NAN, NAN
    if rule == "sum":
        there = [u for u in inside if not math.isnan(top[u])]
    else:
        there = [u for u in inside if not math.isnan(top[u]) and not math.isnan(bottom[u])]
    coverage = len(there) / len(inside)
    if rule != "sum" and all(bottom[u] >= 0 for u in inside) and sum(bottom[u] for u in inside) > 0:
        coverage = sum(bottom[u] for u in there) / sum(bottom[u] for u in inside)
    if len(there) < len(inside):
        return NAN, coverage
    if rule == "sum":
        return sum(top[u] for u in inside), coverage
    whole = sum(bottom[u] for u in inside)
    if whole == 0:
        return NAN, coverage
    if rule == "ratio":
        return sum(top[u] for u in inside) / whole * scale, coverage
    return sum(top[u] * bottom[u] for u in inside) / whole, coverage


def aggregate(
    scores: dict[str, float],
    nodes: Sequence[tuple[str, Sequence[str], Numbers]],
    threshold: float,
    geometric: Sequence[str] = (),
) -> tuple[dict[str, float], dict[str, float]]:
    """One unit's scores and coverage of every node; nodes are (id, children, weights)."""
    known = dict(scores)
    covered = {leaf: 0.0 if math.isnan(score) else 1.0 for leaf, score in scores.items()}
    for name, children, weights in nodes:
        covered[name] = sum(w * covered[c] for c, w in zip(children, weights, strict=True)) / sum(
            weights
        )
        total = weight = 0.0
        for child, own in zip(children, weights, strict=True):
            if not math.isnan(known[child]):
                part = math.log(max(known[child], 1.0)) if name in geometric else known[child]
                total += own * part
                weight += own
        if weight == 0 or covered[name] < threshold - 1e-9:
            known[name] = NAN
        else:
            known[name] = math.exp(total / weight) if name in geometric else total / weight
    ids = [name for name, _, _ in nodes]
    return {i: known[i] for i in ids}, {i: covered[i] for i in ids}


def rank(scores: Numbers, tolerance: float = 1e-9, ties: str = "min") -> list[float]:
    """Ranks of one list, 1 the largest; scores chained by gaps within the tolerance are tied."""
    present = [s for s in scores if not math.isnan(s)]
    allowed = tolerance * max([1.0, *(abs(s) for s in present)])
    groups: list[list[float]] = []
    for score in sorted(present, reverse=True):
        if groups and groups[-1][-1] - score <= allowed:
            groups[-1].append(score)
        else:
            groups.append([score])
    result = []
    for score in scores:
        if math.isnan(score):
            result.append(NAN)
            continue
        place = next(i for i, group in enumerate(groups) if score in group)
        ahead = sum(len(group) for group in groups[:place])
        if ties == "min":
            result.append(ahead + 1.0)
        elif ties == "average":
            result.append(ahead + (len(groups[place]) + 1) / 2)
        else:
            result.append(place + 1.0)
    return result


def replicate_ranks(
    values: np.ndarray,
    leaves: Sequence[str],
    nodes: Sequence[tuple[str, Sequence[str], Numbers]],
    goalposts: Numbers,
    direction: Numbers,
    reference: Sequence[bool],
    threshold: float,
    variation: object,
) -> tuple[np.ndarray, np.ndarray]:
    """Scores and ranks (replicate, node, unit), one replicate and one unit at a time.

    Draws in the documented order: normalisation, imputation, aggregation, indicator left out, then
    the noise of each node's weights.
    """
    v = variation
    number, indicators, units = v.replicates, len(leaves), values.shape[1]
    generator = np.random.Generator(np.random.PCG64(v.seed))
    normalisation = generator.integers(len(v.normalisations), size=number)
    imputation = generator.integers(len(v.imputations), size=number)
    aggregation = generator.integers(len(v.aggregations), size=number)
    left_out = generator.integers(indicators + 1, size=number)
    low, high = 1 - v.weight_noise, 1 + v.weight_noise
    noise = [generator.uniform(low, high, (number, len(children))) for _, children, _ in nodes]
    scores = np.full((number, len(nodes), units), NAN)
    for r in range(number):
        how = (v.normalisations[normalisation[r]], v.imputations[imputation[r]])
        mean = v.aggregations[aggregation[r]]
        gone = leaves[left_out[r]] if v.leave_one_out and left_out[r] < indicators else None
        if r == 0:
            how, mean, gone = ("goalposts", "none"), "arithmetic", None
        rows = [
            normalise(how, list(values[i]), goalposts[i], direction[i], reference)
            for i in range(indicators)
        ]
        design = []
        dropped = {gone}
        for (name, children, weights), drawn in zip(nodes, noise, strict=True):
            kept = [
                (c, w * (1.0 if r == 0 else drawn[r][k]))
                for k, (c, w) in enumerate(zip(children, weights, strict=True))
                if c not in dropped
            ]
            if kept:
                design.append((name, [c for c, _ in kept], [w for _, w in kept]))
            else:
                dropped.add(name)
        root = [nodes[-1][0]] if mean == "geometric" else []
        for u in range(units):
            leaf_scores = {leaf: rows[i][u] for i, leaf in enumerate(leaves)}
            answer, _ = aggregate(leaf_scores, design, threshold, root)
            for n, (name, _, _) in enumerate(nodes):
                if r == 0 or not math.isnan(scores[0, n, u]):
                    scores[r, n, u] = answer.get(name, NAN)
    ranks = np.array([[rank(list(row)) for row in page] for page in scores])
    return scores, ranks


def normalise(
    how: tuple[str, str],
    row: list[float],
    goalposts: Numbers,
    direction: float,
    reference: Sequence[bool],
) -> list[float]:
    """One indicator's scores, imputed and normalised as `how` says."""
    among = [x for x, r in zip(row, reference, strict=True) if r and not math.isnan(x)]
    if how[1] == "median" and among:
        ordered = sorted(among)
        middle = (ordered[(len(among) - 1) // 2] + ordered[len(among) // 2]) / 2
        row = [middle if math.isnan(x) else x for x in row]
        among = [x for x, r in zip(row, reference, strict=True) if r]
    if how[0] == "goalposts":
        low, high = goalposts
        return [
            x if math.isnan(x) else min(100, max(0, (x - low) / (high - low) * 100)) for x in row
        ]
    if not among:
        return [NAN] * len(row)
    if how[0] == "z_score":
        mean = sum(among) / len(among)
        deviation = math.sqrt(sum((x - mean) ** 2 for x in among) / len(among))
        if max(among) == min(among):
            return [x if math.isnan(x) else 50.0 for x in row]
        z = [direction * (x - mean) / deviation for x in row]
        return [x if math.isnan(x) else min(100, max(0, 50 + 100 / 6 * x)) for x in z]
    scores = []
    for u, x in enumerate(row):
        others = [y for w, y in enumerate(row) if reference[w] and w != u and not math.isnan(y)]
        if math.isnan(x):
            scores.append(NAN)
        elif not others:
            scores.append(50.0)
        else:
            beaten = sum(
                1.0 if direction * (x - y) > 0 else 0.5 for y in others if direction * (x - y) >= 0
            )
            scores.append(100 * beaten / len(others))
    return scores


def rank_range(ranks: Numbers, low: float, high: float) -> tuple[float, float]:
    """The range of one unit's ranks: percentiles rounded outwards to ranks that occurred."""
    there = sorted(r for r in ranks if not math.isnan(r))
    if not there:
        return NAN, NAN
    return (
        there[math.floor(low * (len(there) - 1) / 100)],
        there[math.ceil(high * (len(there) - 1) / 100)],
    )


def trend(years: Sequence[int], values: Numbers) -> tuple[float, float, int]:
    """Theil–Sen slope, Mann–Kendall p and number of points of one series."""
    points = [(y, v) for y, v in zip(years, values, strict=True) if not math.isnan(v)]
    n = len(points)
    if n < 3:
        return NAN, NAN, n
    slopes, s = [], 0
    for j in range(n):
        for i in range(j):
            slopes.append((points[j][1] - points[i][1]) / (points[j][0] - points[i][0]))
            s += (points[j][1] > points[i][1]) - (points[j][1] < points[i][1])
    slopes.sort()
    slope = (slopes[(len(slopes) - 1) // 2] + slopes[len(slopes) // 2]) / 2
    variance = n * (n - 1) * (2 * n + 5)
    ordered = sorted(v for _, v in points)
    starts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if a != b), n]
    for start, end in pairwise(starts):
        t = end - start
        variance -= t * (t - 1) * (2 * t + 5)
    if s == 0:
        return slope, 1.0, n
    z = (abs(s) - 1) / math.sqrt(variance / 18)
    return slope, math.erfc(z / math.sqrt(2)), n
