"""A slow double of a whole build, one unit and one number at a time, from the definitions."""

from __future__ import annotations

import math

NAN = float("nan")


def build(
    raw: dict[str, list[float]],
    population: list[float],
    clusters: list[str],
    directions: dict[str, int],
    tree: list[tuple[str, list[tuple[str, float]]]],
    geometric: tuple[str, ...],
    threshold: float,
) -> dict[str, list[float]]:
    """Denominate `a`, fill with the cluster's mean, min–max to 1–100, average up the tree."""
    units = range(len(population))
    values = {code: list(column) for code, column in raw.items()}
    values["a"] = [values["a"][u] / population[u] for u in units]
    for column in values.values():
        known = list(column)
        for u in units:
            if math.isnan(known[u]):
                others = [known[o] for o in units if clusters[o] == clusters[u]]
                others = [value for value in others if not math.isnan(value)]
                column[u] = sum(others) / len(others) if others else NAN
    scores: dict[str, list[float]] = {}
    for code, column in values.items():
        present = [v for v in column if not math.isnan(v)]
        low, high = min(present), max(present)
        share = [(v - low) / (high - low) for v in column]
        scores[code] = [1 + 99 * (s if directions[code] > 0 else 1 - s) for s in share]
    coverage = {c: [0.0 if math.isnan(s) else 1.0 for s in column] for c, column in scores.items()}
    for node, children in tree:
        scores[node], coverage[node] = [], []
        whole = sum(weight for _, weight in children)
        for u in units:
            covered = sum(weight * coverage[child][u] for child, weight in children) / whole
            present = [(c, w) for c, w in children if not math.isnan(scores[c][u])]
            weight = sum(w for _, w in present)
            if covered < threshold or weight == 0:
                mean = NAN
            elif node in geometric:
                mean = math.exp(sum(w * math.log(scores[c][u]) for c, w in present) / weight)
            else:
                mean = sum(w * scores[c][u] for c, w in present) / weight
            scores[node].append(mean)
            coverage[node].append(covered)
    return scores
