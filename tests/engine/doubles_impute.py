"""Slow double of imputation: one cell at a time, from the definitions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median

NAN = float("nan")
Cube = list[list[list[float]]]


def impute(
    cube: Cube,
    method: str,
    years: Sequence[int],
    groups: Sequence[int],
    pillars: Sequence[int],
    direction: Sequence[int],
    maximum_age: int | None,
    reference: Sequence[bool],
) -> Cube:
    """The cube with every missing cell filled that the rule can fill."""
    filled = [[list(row) for row in page] for page in cube]
    for i, page in enumerate(cube):
        for t, row in enumerate(page):
            for u, value in enumerate(row):
                if not math.isnan(value):
                    continue
                if method in ("mean", "median", "group_mean", "group_median"):
                    taken = [
                        v
                        for w, v in enumerate(row)
                        if reference[w]
                        and not math.isnan(v)
                        and ("group" not in method or groups[w] == groups[u] != -1)
                    ]
                    if taken:
                        centre = median if "median" in method else fmean
                        filled[i][t][u] = centre(taken)
                elif method == "row_mean":
                    filled[i][t][u] = _row_mean(cube, i, t, u, pillars, direction, reference)
                else:
                    series = [page[s][u] for s in range(len(years))]
                    filled[i][t][u] = _in_time(series, t, method, years, maximum_age)
    return filled


def _ends(row: Sequence[float], sign: int, reference: Sequence[bool]) -> tuple[float, float]:
    taken = [v for v, r in zip(row, reference, strict=True) if r and not math.isnan(v)]
    if not taken:
        return NAN, NAN
    return (min(taken), max(taken)) if sign > 0 else (max(taken), min(taken))


def _row_mean(
    cube: Cube,
    i: int,
    t: int,
    u: int,
    pillars: Sequence[int],
    direction: Sequence[int],
    reference: Sequence[bool],
) -> float:
    if pillars[i] == -1:
        return NAN
    worst, best = _ends(cube[i][t], direction[i], reference)
    if worst == best:
        return worst
    scaled = []
    for j, page in enumerate(cube):
        low, high = _ends(page[t], direction[j], reference)
        if pillars[j] == pillars[i] and low != high and not math.isnan(page[t][u]):
            scaled.append((page[t][u] - low) / (high - low))
    scaled = [s for s in scaled if not math.isnan(s)]
    return worst + fmean(scaled) * (best - worst) if scaled else NAN


def _in_time(
    series: Sequence[float], t: int, method: str, years: Sequence[int], maximum_age: int | None
) -> float:
    before = [s for s in range(t) if not math.isnan(series[s])]
    after = [s for s in range(t + 1, len(series)) if not math.isnan(series[s])]
    allowed = math.inf if maximum_age is None else maximum_age
    forward = backward = line = NAN
    if before and years[t] - years[before[-1]] <= allowed:
        forward = series[before[-1]]
    if after and years[after[0]] - years[t] <= allowed:
        backward = series[after[0]]
    if before and after:
        a, b = before[-1], after[0]
        line = series[a] + (series[b] - series[a]) * (years[t] - years[a]) / (years[b] - years[a])
    if method == "latest":
        return forward
    if method == "constant":
        return forward if before else backward
    if method == "linear" or (before and after):
        return line
    return forward if before else backward
