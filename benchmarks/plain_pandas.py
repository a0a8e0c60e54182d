"""The same work as a careful analyst writes it with pandas: what the engine's speed is beside.

Rows are units and columns indicators. Nothing here is shared with the engine; the benchmark checks
that both come to the same numbers before it times them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

Nodes = Sequence[tuple[str, Sequence[str], Sequence[float]]]


def treated(
    column: pd.Series, points: int = 5, skew: float = 2, kurtosis: float = 3.5
) -> pd.Series:
    """Winsorise by points, then take logarithms, where skewness and kurtosis are beyond limits."""

    def fails(values: pd.Series) -> bool:
        return abs(values.skew()) >= skew and values.kurt() >= kurtosis

    if not fails(column):
        return column
    values = column.copy()
    for _ in range(points):
        if values.skew() >= 0:
            values[values == values.max()] = values[values < values.max()].max()
        else:
            values[values == values.min()] = values[values > values.min()].min()
        if not fails(values):
            return values
    margin = 0.01 * (column.max() - column.min())
    if column.skew() < 0:
        return -np.log(column.max() + margin - column)
    return np.log(column - column.min() + margin)


def min_max(frame: pd.DataFrame) -> pd.DataFrame:
    return (frame - frame.min()) / (frame.max() - frame.min()) * 100


def z_score(frame: pd.DataFrame) -> pd.DataFrame:
    return (50 + (frame - frame.mean()) / frame.std() * 100 / 6).clip(0, 100)


def by_rank(frame: pd.DataFrame) -> pd.DataFrame:
    return 100 * (frame.rank(method="min") - 1) / (len(frame) - 1)


def variants(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """The data imputed, treated and normalised in every combination of the ways to do so."""
    found = []
    for middle in (frame.median(), frame.mean()):
        filled = frame.fillna(middle)
        for way in (filled.apply(treated), filled):
            found += [min_max(way), z_score(way), by_rank(way)]
    return found


def aggregated(scores: pd.DataFrame, nodes: Nodes, geometric: bool = False) -> pd.DataFrame:
    known = scores.copy()
    for name, children, weights in nodes:
        parts = known[list(children)]
        if geometric:
            parts = np.log(parts.clip(lower=1))
        weighted = parts.mul(list(weights)).sum(axis=1)
        mean = weighted / parts.notna().mul(list(weights)).sum(axis=1)
        known[name] = np.exp(mean) if geometric else mean
    return known[[name for name, _, _ in nodes]]


def full_build(frame: pd.DataFrame, nodes: Nodes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Impute medians, treat, min–max, average up the tree, rank."""
    filled = frame.fillna(frame.median())
    scores = min_max(filled.apply(treated))
    above = aggregated(scores, nodes)
    return above, above.rank(ascending=False, method="min")


def replicates(
    variants: Sequence[pd.DataFrame],
    nodes: Nodes,
    chosen: Sequence[int],
    geometric: Sequence[bool],
    weights: Sequence[np.ndarray],
) -> pd.DataFrame:
    """Rank the root in every replicate: a row a replicate."""
    rows = []
    for r, variant in enumerate(chosen):
        own = [
            (name, children, of_node[r])
            for (name, children, _), of_node in zip(nodes, weights, strict=True)
        ]
        root = aggregated(variants[variant], own, geometric[r]).iloc[:, -1]
        rows.append(root.rank(ascending=False, method="min"))
    return pd.concat(rows, axis=1).T


def copeland(scores: pd.DataFrame) -> pd.Series:
    """Wins less losses against every other unit, by the number of indicators on either side."""
    points = pd.Series(0.0, index=scores.index)
    for unit in scores.index:
        gap = scores.loc[unit] - scores
        points[unit] = np.sign(np.sign(gap).sum(axis=1)).sum()
    return points


def large(
    year: pd.DataFrame,
    nodes: Nodes,
    peers: pd.Series,
    direction: Sequence[int],
    region: pd.Series,
    parents: pd.Series,
    people: pd.Series,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """One year of the large index: min–max among peers, means, two rankings, a roll-up."""
    groups = year.groupby(peers)
    low, high = groups.transform("min"), groups.transform("max")
    scores = (year - low) / (high - low) * 100
    falling = [column for column, way in zip(year, direction, strict=True) if way < 0]
    scores[falling] = 100 - scores[falling]
    above = aggregated(scores, nodes)
    country = above.rank(ascending=False, method="min")
    regional = above.groupby(region).rank(ascending=False, method="min")
    sums = above.mul(people, axis=0).groupby(parents).sum()
    return above, country, regional, sums.div(people.groupby(parents).sum(), axis=0)
