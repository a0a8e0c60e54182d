"""How far a rank depends on choices of method: replicates of the index and what they say.

Every replicate draws its own weights, normalisation, aggregation, imputation and, if asked, one
indicator to leave out. Replicate 0 is the headline design itself. None is ever dropped: where a
unit has no score in a replicate, that is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from moibench.engine.aggregate import GEOMETRIC_FLOOR, THRESHOLD_NOISE
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray
from moibench.engine.normalise import goalposts as score_by_goalposts
from moibench.engine.normalise import rank_score, z_score
from moibench.engine.rank import TOLERANCE, tied_positions
from moibench.engine.tree import Tree

NORMALISATIONS = ("goalposts", "z_score", "rank")
AGGREGATIONS = ("arithmetic", "geometric")
IMPUTATIONS = ("none", "median")


@dataclass(frozen=True)
class Variation:
    """What the replicates vary, how often, and from which seed.

    weight_noise: 0.25 draws every weight, at every level, between 75 and 125 % of itself.
    leave_one_out: each replicate leaves out one indicator or none, all equally likely.
    """

    replicates: int
    seed: int
    weight_noise: float
    normalisations: tuple[str, ...]
    aggregations: tuple[str, ...]
    imputations: tuple[str, ...]
    leave_one_out: bool

    def __post_init__(self) -> None:
        if self.replicates < 1:
            raise EngineError(f"{self.replicates} replicates were asked for; at least 1 is needed")
        if not 0 <= self.weight_noise < 1:
            raise EngineError(f"the weight noise is {self.weight_noise}, not in [0, 1)")
        _check_choices("normalisation", self.normalisations, NORMALISATIONS)
        _check_choices("aggregation", self.aggregations, AGGREGATIONS)
        _check_choices("imputation", self.imputations, IMPUTATIONS)


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
    replaced by the median of the reference units, where any of them has a value. An indicator
    left out is not part of that replicate's design, so it does not lower coverage.

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
    draw = _Draw(tree, variation)
    data = {key: _scores(values, key, goalposts, direction, reference) for key in draw.rows_of_data}
    leaves = len(tree.leaves)
    root = leaves + len(tree.nodes) - 1
    done: dict[int, _NodeReplicates] = {}
    for place, (children, weights) in enumerate(
        zip(tree.positions(), draw.weights, strict=True), start=leaves
    ):
        geometric = draw.geometric & (place == root)
        sums = _Sums.empty(variation.replicates, values.shape[1])
        held = [column for column, child in enumerate(children) if child < leaves]
        if held:
            indicators = [children[column] for column in held]
            for key, rows in draw.rows_of_data.items():
                sums.add_leaves(data[key][indicators], weights[:, held], rows, geometric)
        for column, child in enumerate(children):
            if child >= leaves:
                sums.add_node(done[child], weights[:, column], geometric)
        done[place] = sums.finish(geometric, coverage_threshold)
    return np.stack([done[place].scores for place in range(leaves, root + 1)], axis=1)


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


@dataclass(frozen=True, eq=False)
class _NodeReplicates:
    """A node in every replicate: scores and coverage (replicate, unit), in_design (replicate,)."""

    scores: FloatArray
    coverage: FloatArray
    in_design: BoolArray


@dataclass(frozen=True, eq=False)
class _Sums:
    """What a node's children add up to, (replicate, unit); `design` is their whole weight."""

    total: FloatArray
    weight: FloatArray
    covered: FloatArray
    design: FloatArray

    @classmethod
    def empty(cls, replicates: int, units: int) -> _Sums:
        return cls(*(np.zeros((replicates, units)) for _ in range(3)), np.zeros(replicates))

    def add_leaves(
        self, scores: FloatArray, weights: FloatArray, rows: IntArray, geometric: BoolArray
    ) -> None:
        """Add indicators (indicator, unit) with weights (replicate, indicator) to some rows."""
        there = (~np.isnan(scores)).astype(np.float64)
        for logarithms in (False, True):
            chosen = rows[geometric[rows] == logarithms]
            if chosen.size:
                parts = np.nan_to_num(_to_mean(scores, logarithms))
                self.total[chosen] += weights[chosen] @ parts
                present = weights[chosen] @ there
                self.weight[chosen] += present
                self.covered[chosen] += present
                self.design[chosen] += weights[chosen].sum(axis=1)

    def add_node(self, node: _NodeReplicates, weights: FloatArray, geometric: BoolArray) -> None:
        """Add a node below with weights (replicate,)."""
        own = weights * node.in_design
        parts = node.scores.copy()
        parts[geometric] = _to_mean(parts[geometric], True)
        there = ~np.isnan(parts)
        self.total[:] += own[:, None] * np.where(there, parts, 0.0)
        self.weight[:] += own[:, None] * there
        self.covered[:] += own[:, None] * node.coverage
        self.design[:] += own

    def finish(self, geometric: BoolArray, coverage_threshold: float) -> _NodeReplicates:
        """Return the means where coverage reaches the threshold."""
        in_design = self.design > 0
        coverage = self.covered / np.where(in_design, self.design, 1.0)[:, None]
        enough = (self.weight > 0) & (coverage >= coverage_threshold - THRESHOLD_NOISE)
        scores = np.divide(
            self.total, self.weight, out=np.full(self.total.shape, np.nan), where=enough
        )
        scores[geometric] = np.exp(scores[geometric])
        return _NodeReplicates(scores, coverage, in_design)


class _Draw:
    """The random choices of all replicates, drawn in a fixed order from one generator."""

    def __init__(self, tree: Tree, variation: Variation) -> None:
        number = variation.replicates
        generator = np.random.Generator(np.random.PCG64(variation.seed))
        normalisation = generator.integers(len(variation.normalisations), size=number)
        imputation = generator.integers(len(variation.imputations), size=number)
        aggregation = generator.integers(len(variation.aggregations), size=number)
        left_out = generator.integers(len(tree.leaves) + 1, size=number)
        # Leaving out the only indicator would leave no index.
        if not variation.leave_one_out or len(tree.leaves) == 1:
            left_out[:] = len(tree.leaves)
        left_out[0] = len(tree.leaves)
        self.geometric = np.array(variation.aggregations)[aggregation] == "geometric"
        self.geometric[0] = False
        self.weights = []
        for node, children in zip(tree.nodes, tree.positions(), strict=True):
            noise = generator.uniform(
                1 - variation.weight_noise, 1 + variation.weight_noise, (number, len(children))
            )
            noise[0] = 1.0
            kept = left_out[:, None] != np.array(children)
            # Beyond the leaves, a position is a node's, never the mark for "none left out".
            kept |= np.array(children) >= len(tree.leaves)
            self.weights.append(np.array(node.weights) * noise * kept)
        self.rows_of_data: dict[tuple[str, str], IntArray] = {}
        for n, i in product(
            range(len(variation.normalisations)), range(len(variation.imputations))
        ):
            rows = 1 + np.flatnonzero((normalisation[1:] == n) & (imputation[1:] == i))
            self.rows_of_data[variation.normalisations[n], variation.imputations[i]] = rows
        headline = ("goalposts", "none")
        rest = self.rows_of_data.get(headline, np.empty(0, dtype=np.int64))
        self.rows_of_data[headline] = np.append(np.int64(0), rest)


def _scores(
    values: FloatArray,
    key: tuple[str, str],
    goalposts: FloatArray,
    direction: IntArray,
    reference: BoolArray,
) -> FloatArray:
    """Impute and normalise as `key` (normalisation, imputation) says."""
    normalisation, imputation = key
    if imputation == "median":
        values = _with_medians(values, reference)
    if normalisation == "z_score":
        return z_score(values, reference, direction)
    if normalisation == "rank":
        return rank_score(values, reference, direction)
    return score_by_goalposts(values, goalposts[:, 0], goalposts[:, 1]).values


def _with_medians(values: FloatArray, reference: BoolArray) -> FloatArray:
    filled = values.copy()
    for row in filled:
        among = row[reference & ~np.isnan(row)]
        if among.size:
            row[np.isnan(row)] = np.median(among)
    return filled


def _to_mean(scores: FloatArray, geometric: bool) -> FloatArray:
    """Return what is averaged: the scores, or their logarithms for a geometric mean."""
    return np.log(np.maximum(scores, GEOMETRIC_FLOOR)) if geometric else scores


def _ranges_within(
    replicates: FloatArray, interval: tuple[float, float]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the five arrays of `RankRanges`, shape (node, unit), for the units of one group."""
    scores = np.ascontiguousarray(np.swapaxes(replicates, 0, 1))
    number = scores.shape[1]
    order, first, last = tied_positions(scores)
    missing = np.isnan(scores)
    ranked = scores.shape[2] - np.count_nonzero(missing, axis=2)
    fifth = np.maximum(1, np.rint(ranked / 5))[..., None]
    top, bottom = np.empty_like(missing), np.empty_like(missing)
    np.put_along_axis(top, order, first < fifth, axis=2)
    np.put_along_axis(bottom, order, last >= ranked[..., None] - fifth, axis=2)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, first + 1.0, axis=2)
    ranks[missing] = np.nan
    with_rank = number - np.count_nonzero(missing, axis=1)
    ever = with_rank > 0
    ascending = np.sort(np.swapaxes(ranks, 1, 2), axis=2)
    spread = np.maximum(with_rank - 1, 0)
    low = np.floor(interval[0] / 100 * spread + TOLERANCE).astype(np.int64)
    high = np.ceil(interval[1] / 100 * spread - TOLERANCE).astype(np.int64)

    def at(position: IntArray) -> FloatArray:
        found: FloatArray = np.take_along_axis(ascending, position[..., None], axis=2)[..., 0]
        return found

    def share(happened: BoolArray) -> FloatArray:
        times = np.count_nonzero(happened & ~missing, axis=1)
        return np.divide(times, with_rank, out=np.full(times.shape, np.nan), where=ever)

    return at(low), at(high), share(top), share(bottom), 1.0 - with_rank / number


def _check_choices(name: str, chosen: tuple[str, ...], known: tuple[str, ...]) -> None:
    if not chosen:
        raise EngineError(f"a variation needs at least one {name}")
    for choice in chosen:
        if choice not in known:
            raise EngineError(f"{choice!r} is not a {name}; there are {', '.join(known)}")
