"""What the replicates of a recipe say about ranks, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.build.state import start
from moibench.engine.build.steps import groups_of, ranks_within
from moibench.engine.cube import BoolArray, FloatArray
from moibench.engine.rank import CACHED
from moibench.engine.recipe import Rank
from moibench.engine.recipe_replicates import RecipeReplicates
from moibench.engine.uncertainty import beats, cannot_be_told_apart, rank_ranges


@dataclass(frozen=True, eq=False)
class RankSummary:
    """Ranks in the replicates, each of shape (node, year, unit).

    rank: of replicate 0. low ≤ median ≤ high: of the replicates in which the unit has a rank.
    top: share of those in which it is among the first k. missing_share: share of all in which
    it has none.
    """

    rank: FloatArray
    low: FloatArray
    median: FloatArray
    high: FloatArray
    top: FloatArray
    missing_share: FloatArray


def rank_summary(replicates: RecipeReplicates) -> RankSummary:
    """Summarise the ranks of every node and year, within the groups that the recipe ranks in."""
    vary = replicates.recipe.uncertainty
    own = _rank_step(replicates)
    groups = groups_of(start(replicates.index), own)
    shape = replicates.scores.shape[1:]
    found = RankSummary(*(np.full(shape, np.nan) for _ in range(6)))
    for node in range(shape[0]):
        for year in range(shape[1]):
            scores = replicates.scores[:, node, year]
            ranges = rank_ranges(scores[:, None], groups, vary.interval)
            found.low[node, year], found.high[node, year] = ranges.low[0], ranges.high[0]
            found.missing_share[node, year] = ranges.missing_share[0]
            found.rank[node, year] = ranks_within(scores[:1], groups, own)[0]
            median, top = _middle(scores, groups, own, vary.top)
            found.median[node, year], found.top[node, year] = median, top
    return found


def pairwise(replicates: RecipeReplicates, node: int, year: int) -> FloatArray:
    """Return how often the unit of the row scores above that of the column, (unit, unit)."""
    return beats(replicates.scores[:, node, year])


def indistinct(
    replicates: RecipeReplicates, node: int, year: int, level: float = 0.95
) -> list[tuple[int, ...]]:
    """Return, for every unit, those of its group that it cannot be told apart from."""
    groups = groups_of(start(replicates.index), _rank_step(replicates))
    share = pairwise(replicates, node, year)
    found: list[tuple[int, ...]] = []
    for unit in range(share.shape[0]):
        inside = next((group for group in groups if group[unit]), np.zeros(len(share), np.bool_))
        found.append(tuple(cannot_be_told_apart(share, unit, inside, level).tolist()))
    return found


def _rank_step(replicates: RecipeReplicates) -> Rank:
    steps = [own for own in replicates.recipe.steps if isinstance(own, Rank)]
    return steps[-1] if steps else Rank()


def _middle(
    scores: FloatArray, groups: list[BoolArray], own: Rank, first: int
) -> tuple[FloatArray, FloatArray]:
    """Return the median rank and the share among the first, of scores (replicate, unit)."""
    number, units = scores.shape
    ranks = np.empty((units, number), dtype=np.float32)
    step = max(1, CACHED // max(units, 1))
    for begin in range(0, number, step):
        part = scores[begin : begin + step]
        ranks[:, begin : begin + step] = ranks_within(part, groups, own).T
    with_rank = np.count_nonzero(~np.isnan(ranks), axis=1)
    among = np.count_nonzero(ranks <= first, axis=1)
    top = np.divide(among, with_rank, out=np.full(units, np.nan), where=with_rank > 0)
    ranks.sort(axis=1)
    unit = np.arange(units)
    lower, upper = np.maximum(with_rank - 1, 0) // 2, np.maximum(with_rank, 1) // 2
    upper = np.minimum(upper, np.maximum(with_rank - 1, 0))
    median = (ranks[unit, lower].astype(np.float64) + ranks[unit, upper]) / 2
    return median, top
