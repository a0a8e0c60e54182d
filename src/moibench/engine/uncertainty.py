"""How far a rank depends on choices of method: replicates of the index and what they say.

Every replicate draws its own weights, normalisation, aggregation, imputation and, if asked, one
indicator to leave out. Replicate 0 is the headline design itself. None is ever dropped: where a
unit has no score in a replicate, that is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray
from moibench.engine.rank import CACHED, TOLERANCE, tied_positions
from moibench.engine.replicates import Draw, NodeReplicates, Sums, Variation, normalised
from moibench.engine.tree import Tree

__all__ = [
    "RankRanges",
    "Variation",
    "beats",
    "cannot_be_told_apart",
    "rank_ranges",
    "replicate_scores",
]


@dataclass(frozen=True, eq=False)
class RankRanges:
    """What the replicates say of each node and unit, all of shape (node, unit).

    low ≤ high bound the interval of ranks, both of them ranks that occurred. top_fifth and
    bottom_fifth are shares of the replicates in which the unit had a rank; missing_share is the
    share of all replicates in which it had none. NaN throughout for a unit in no group; NaN but
    for missing_share for one that never had a rank.
    """

    low: FloatArray
    high: FloatArray
    top_fifth: FloatArray
    bottom_fifth: FloatArray
    missing_share: FloatArray


def replicate_scores(
    values: FloatArray,
    tree: Tree,
    goalposts: FloatArray,
    direction: IntArray,
    reference: BoolArray,
    coverage_threshold: float,
    variation: Variation,
) -> FloatArray:
    """Compute the scores of every node and unit in every replicate.

    The geometric mean is taken only at the root, between dimensions. A missing value may be
    replaced by the median of the reference units, where any of them has a value; but a unit
    without a headline score has none in any replicate, so that medians never rank a unit that
    the headline leaves out. An indicator left out is not part of that replicate's design, so it
    does not lower coverage.

    Args:
        values: shape (indicator, unit), in their units of measure, in the order of the leaves.
        tree: the hierarchy and its weights.
        goalposts: shape (indicator, 2), the values of score 0 and 100.
        direction: shape (indicator,), +1 where high is good, −1 where low is.
        reference: shape (unit,), the units that z-scores, positions and medians are taken from.
        coverage_threshold: as in `aggregate`.
        variation: what varies. Replicate 0 is always goalposts, arithmetic, nothing imputed,
            nothing left out, weights as in the tree.

    Returns:
        Shape (replicate, node, unit); NaN where there is no score. The same seed gives the same
        numbers (PCG64).

    Raises:
        EngineError: shapes do not fit, or goalposts or directions are unfit.

    Source:
        OECD/JRC Handbook (2008), step 8; Saisana, Saltelli and Tarantola (2005).
    """
    if values.ndim != 2 or values.shape[0] != len(tree.leaves):
        raise EngineError(
            f"values have shape {values.shape}, but the tree has {len(tree.leaves)} leaves: "
            "(indicator, unit) is needed"
        )
    if goalposts.shape != (values.shape[0], 2):
        raise EngineError(
            f"goalposts have shape {goalposts.shape} for {values.shape[0]} indicators: "
            "(indicator, 2) is needed"
        )
    draw = Draw(tree, variation)
    data = {
        key: normalised(values, key, goalposts, direction, reference) for key in draw.rows_of_data
    }
    leaves = len(tree.leaves)
    root = leaves + len(tree.nodes) - 1
    done: dict[int, NodeReplicates] = {}
    for place, (children, weights) in enumerate(
        zip(tree.positions(), draw.weights, strict=True), start=leaves
    ):
        geometric = draw.geometric & (place == root)
        sums = Sums.empty(variation.replicates, values.shape[1])
        held = [column for column, child in enumerate(children) if child < leaves]
        if held:
            indicators = [children[column] for column in held]
            for key, rows in draw.rows_of_data.items():
                sums.add_leaves(data[key][indicators], weights[:, held], rows, geometric)
        for column, child in enumerate(children):
            if child >= leaves:
                sums.add_node(done[child], weights[:, column], geometric)
        done[place] = sums.finish(geometric, coverage_threshold)
    scores = np.stack([done[place].scores for place in range(leaves, root + 1)], axis=1)
    scores[:, np.isnan(scores[0])] = np.nan
    return scores


def rank_ranges(
    replicates: FloatArray,
    groups: Sequence[BoolArray],
    interval: tuple[float, float] = (5.0, 95.0),
) -> RankRanges:
    """Bound each unit's rank within its group, and tell how often it is in the outer fifths.

    Ranks are as in `rank`, ties sharing the better one. The low end is the percentile rounded
    down to a rank that occurred, the high end rounded up, so that the range errs to the wide
    side. A fifth is a fifth of the units with a score, rounded, but at least one unit; units
    tied across its edge are in it.

    Args:
        replicates: shape (replicate, node, unit), from `replicate_scores`.
        groups: masks of shape (unit,) that do not overlap; ranks are counted within each.
        interval: two percentiles, 0–100.

    Raises:
        EngineError: groups overlap or do not fit, or the interval is not increasing.
    """
    if not 0 <= interval[0] <= interval[1] <= 100:
        raise EngineError(f"the interval {interval} is not two increasing percentiles")
    nodes, units = replicates.shape[1:]
    out = [np.full((nodes, units), np.nan) for _ in range(5)]
    taken = np.zeros(units, dtype=np.bool_)
    for index, group in enumerate(groups):
        if group.shape != (units,):
            raise EngineError(f"group {index} has shape {group.shape} for {units} units")
        if (taken & group).any():
            where = int(np.flatnonzero(taken & group)[0])
            raise EngineError(f"unit {where} is in group {index} and in another before it")
        taken |= group
        if group.any():
            for result, column in zip(
                out, _ranges_within(replicates[:, :, group], interval), strict=True
            ):
                result[:, group] = column
    return RankRanges(*out)


def beats(replicates_root: FloatArray) -> FloatArray:
    """Tell how often each unit scores above each other one, ties counting half.

    Args:
        replicates_root: shape (replicate, unit), the scores of one node.

    Returns:
        Shape (unit, unit): the share of replicates, among those in which both have a score, in
        which the unit of the row is above that of the column; NaN where they never both have.
    """
    units = replicates_root.shape[1]
    largest = np.fmax.reduce(np.abs(replicates_root), axis=1, keepdims=True, initial=1.0)
    noise = TOLERANCE * largest
    share = np.full((units, units), np.nan)
    for unit in range(units):
        gap = replicates_root[:, unit, None] - replicates_root
        above = np.count_nonzero(gap > noise, axis=0)
        below = np.count_nonzero(gap < -noise, axis=0)
        both = np.count_nonzero(~np.isnan(gap), axis=0)
        points = above + (both - above - below) / 2
        np.divide(points, both, out=share[unit], where=both > 0)
    return share


def cannot_be_told_apart(
    beats: FloatArray, unit_index: int, group: BoolArray, level: float = 0.95
) -> IntArray:
    """Return the units of the group that neither beat this one nor are beaten often enough.

    Args:
        beats: shape (unit, unit), from the function of that name.
        unit_index: the unit asked about; it is not in the answer.
        group: shape (unit,), the units to consider.
        level: the share of replicates from which on two units are told apart.

    Returns:
        Positions of units, in their order. One that never has a score together with this unit
        is not among them.
    """
    near = (beats[unit_index] < level) & (beats[:, unit_index] < level) & group
    near[unit_index] = False
    return np.flatnonzero(near)


def _ranges_within(
    replicates: FloatArray, interval: tuple[float, float]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the five arrays of `RankRanges`, shape (node, unit), for the units of one group."""
    of_nodes = [
        _ranges_of_node(replicates[:, node], interval) for node in range(replicates.shape[1])
    ]
    low, high, top, bottom, missing = (np.stack(part) for part in zip(*of_nodes, strict=True))
    return low, high, top, bottom, missing


def _ranges_of_node(
    scores: FloatArray, interval: tuple[float, float]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the five arrays, shape (unit,), of scores (replicate, unit)."""
    number, units = scores.shape
    # Single precision holds every whole number up to 16 million.
    ranks = np.full((units, number), np.nan, dtype=np.float32)
    times_top, times_bottom = np.zeros(units), np.zeros(units)
    step = max(1, CACHED // max(units, 1))
    for start in range(0, number, step):
        part = scores[start : start + step]
        order, first, last = tied_positions(part)
        there = ~np.isnan(part)
        ranked = np.count_nonzero(there, axis=1)[:, None]
        fifth = np.maximum(1, np.rint(ranked / 5))
        position = np.empty(part.shape)
        np.put_along_axis(position, order, first, axis=1)
        times_top += np.count_nonzero(there & (position < fifth), axis=0)
        ranks[:, start : start + step] = np.where(there, position + 1.0, np.nan).T
        np.put_along_axis(position, order, last, axis=1)
        times_bottom += np.count_nonzero(there & (position >= ranked - fifth), axis=0)
    ranks.sort(axis=1)
    with_rank = np.count_nonzero(~np.isnan(ranks), axis=1)
    spread = np.maximum(with_rank - 1, 0)
    low = np.floor(interval[0] / 100 * spread + TOLERANCE).astype(np.int64)
    high = np.ceil(interval[1] / 100 * spread - TOLERANCE).astype(np.int64)
    unit = np.arange(units)

    def share(times: FloatArray) -> FloatArray:
        shared: FloatArray = np.divide(
            times, with_rank, out=np.full(units, np.nan), where=with_rank > 0
        )
        return shared

    return (
        ranks[unit, low].astype(np.float64),
        ranks[unit, high].astype(np.float64),
        share(times_top),
        share(times_bottom),
        1.0 - with_rank / number,
    )
