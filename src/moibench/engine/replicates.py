"""What replicates of an index are made of: what varies, the draws, the data, the sums.

`uncertainty` puts these together; nothing else uses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from moibench.engine.aggregate import GEOMETRIC_FLOOR, THRESHOLD_NOISE
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, first_repeated
from moibench.engine.normalise import goalposts as score_by_goalposts
from moibench.engine.normalise import rank_score, z_score
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
class NodeReplicates:
    """A node in every replicate: scores and coverage (replicate, unit), in_design (replicate,)."""

    scores: FloatArray
    coverage: FloatArray
    in_design: BoolArray


@dataclass(frozen=True, eq=False)
class Sums:
    """What a node's children add up to, (replicate, unit); `design` is their whole weight."""

    total: FloatArray
    weight: FloatArray
    covered: FloatArray
    design: FloatArray

    @classmethod
    def empty(cls, replicates: int, units: int) -> Sums:
        """Return sums to which nothing has been added."""
        shape = (replicates, units)
        return cls(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(replicates))

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

    def add_node(self, node: NodeReplicates, weights: FloatArray, geometric: BoolArray) -> None:
        """Add a node below with weights (replicate,)."""
        own = weights * node.in_design
        parts = node.scores.copy()
        parts[geometric] = _to_mean(parts[geometric], True)
        there = ~np.isnan(parts)
        self.total[:] += own[:, None] * np.where(there, parts, 0.0)
        self.weight[:] += own[:, None] * there
        self.covered[:] += own[:, None] * node.coverage
        self.design[:] += own

    def finish(self, geometric: BoolArray, coverage_threshold: float) -> NodeReplicates:
        """Return the means where coverage reaches the threshold."""
        in_design = self.design > 0
        coverage = self.covered / np.where(in_design, self.design, 1.0)[:, None]
        enough = (self.weight > 0) & (coverage >= coverage_threshold - THRESHOLD_NOISE)
        scores = np.divide(
            self.total, self.weight, out=np.full(self.total.shape, np.nan), where=enough
        )
        scores[geometric] = np.exp(scores[geometric])
        return NodeReplicates(scores, coverage, in_design)


class Draw:
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


def normalised(
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


def _check_choices(name: str, chosen: tuple[str, ...], known: tuple[str, ...]) -> None:
    if not chosen:
        raise EngineError(f"a variation needs at least one {name}")
    twice = first_repeated(chosen)
    if twice is not None:
        raise EngineError(f"a variation names the {name} {twice!r} twice")
    for choice in chosen:
        if choice not in known:
            raise EngineError(f"{choice!r} is not a known {name}; there are {', '.join(known)}")
