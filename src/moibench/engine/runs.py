"""Many runs of one index at once: each with its own data, weights and means.

A run is a row of choices. Everything that can be chosen about the data is computed once, as
variants; a run picks one, so that thousands of runs are a few products of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event

import numpy as np

from moibench.engine.aggregate import GEOMETRIC_FLOOR, THRESHOLD_NOISE
from moibench.engine.blocks import Executor, Progress, run_blocks
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.tree import Tree

RUN_MEANS = ("arithmetic", "geometric", "harmonic")

# Runs × units of one block: half a megabyte an array, of which a few stay in a core's own cache.
BLOCK = 2**16
MOST_RUNS = 512
LEAST_UNITS = 64


@dataclass(frozen=True, eq=False)
class Runs:
    """The choices of every run.

    variant (run,): which of the variants of the data. weights: for every node of the tree
    (run, child), 0 for an indicator left out. means (run, node): a position in RUN_MEANS.
    """

    variant: IntArray
    weights: tuple[FloatArray, ...]
    means: IntArray

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.variant)


def same_runs(tree: Tree, number: int) -> Runs:
    """Return runs that all are the tree itself, on the first variant, by arithmetic means."""
    return Runs(
        np.zeros(number, dtype=np.int64),
        tuple(np.tile(np.array(node.weights), (number, 1)) for node in tree.nodes),
        np.zeros((number, len(tree.nodes)), dtype=np.int64),
    )


def run_scores(
    variants: Sequence[FloatArray],
    tree: Tree,
    runs: Runs,
    coverage_threshold: float,
    *,
    nodes: Sequence[int] | None = None,
    executor: str | Executor = "serial",
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> FloatArray:
    """Compute the scores of every run, as `aggregate` would with the run's choices.

    An indicator of weight 0 in a run is not part of that run's design, so it does not lower
    coverage. Geometric and harmonic means take scores under 1 as 1. Units are computed in
    blocks that depend on nothing but the sizes, so that every executor gives the same bits.

    Args:
        variants: normalised scores, each of shape (indicator, unit), in the order of the leaves.
        tree: the hierarchy; its own weights are not used.
        runs: the choices.
        coverage_threshold: as in `aggregate`.
        nodes: positions of the nodes wanted, in the order of the tree; all where not given.
        executor: where the blocks are computed; it and the rest are as in `run_blocks`.
        workers: how many work at once.
        progress: called with the number of blocks done and of all.
        stop: once set, no further block is begun.

    Returns:
        Shape (run, node, unit); NaN where there is no score.

    Raises:
        EngineError: arrays do not fit the tree or each other, a choice is unknown, or a weight
            is negative or not finite.
        Stopped: `stop` was set.
    """
    _check(variants, tree, runs)
    places = range(len(tree.nodes)) if nodes is None else nodes
    wanted = [range(len(tree.nodes))[place] for place in places]
    # Runs that share variant and means stand together, and are computed together.
    order = np.lexsort((*runs.means.T, runs.variant))
    kinds = np.column_stack([runs.variant, runs.means])[order]
    edges = np.flatnonzero(np.any(np.diff(kinds, axis=0) != 0, axis=1)) + 1
    complete = [~np.isnan(variant).any(axis=1) for variant in variants]
    units = variants[0].shape[1]
    scores = np.empty((len(runs), len(wanted), units))
    blocks = [
        (part, slice(start, start + step))
        for rows in np.split(order, edges)
        for part in np.split(rows, range(MOST_RUNS, len(rows), MOST_RUNS))
        for step in [max(LEAST_UNITS, BLOCK // len(part))]
        for start in range(0, units, step)
    ]

    def block(rows: IntArray, cut: slice) -> tuple[object, ...]:
        variant = runs.variant[rows[0]]
        weights = [of_node[rows] for of_node in runs.weights]
        means = runs.means[rows[0]].tolist()
        data = variants[variant][:, cut]
        return data, complete[variant], tree, weights, means, coverage_threshold, wanted

    for number, result in run_blocks(
        scores_of_block,
        [partial(block, *which) for which in blocks],
        executor=executor,
        workers=workers,
        progress=progress,
        stop=stop,
    ):
        rows, cut = blocks[number]
        scores[rows, :, cut] = result
    return scores


def scores_of_block(
    scores: FloatArray,
    complete: BoolArray,
    tree: Tree,
    weights: Sequence[FloatArray],
    means: Sequence[int],
    coverage_threshold: float,
    wanted: Sequence[int],
) -> FloatArray:
    """Return (run, wanted node, unit) of runs that share the data and the means.

    `complete` (indicator,) says which indicators miss no unit at all, also beyond this block.
    """
    leaves, positions = len(tree.leaves), tree.positions()
    above = {child: index for index, children in enumerate(positions) for child in children}
    data = _Data(scores)
    nodes: list[_Mean | _Sum] = []
    for index, children in enumerate(positions):
        node = _Sum(len(weights[index]))
        for column, child in enumerate(children):
            if child >= leaves:
                node.add(nodes[child - leaves], weights[index][:, column, None], means[index])
        held = np.array([column for column, child in enumerate(children) if child < leaves])
        for whole in (True, False):
            columns = [column for column in held if complete[children[column]] == whole]
            if columns:
                node.add_leaves(
                    [children[column] for column in columns], weights[index][:, columns], whole
                )
        parent = above.get(leaves + index)
        # The mean of means of one kind is one mean, where nothing is missing.
        if (
            node.is_plain
            and index not in wanted
            and parent is not None
            and means[parent] == means[index]
        ):
            nodes.append(node)
        else:
            nodes.append(node.mean(data, means[index], coverage_threshold))
    out = np.empty((len(weights[0]), len(wanted), scores.shape[1]))
    for place, index in enumerate(wanted):
        chosen = nodes[index]
        assert isinstance(chosen, _Mean)
        out[:, place] = chosen.scores
    return out


class _Data:
    """The block's scores as every mean takes them, 0 where missing, each made once."""

    def __init__(self, scores: FloatArray) -> None:
        self._scores = scores
        self._parts: dict[int, FloatArray] = {}
        self._present = ~np.isnan(scores)
        self.present = self._present.astype(np.float64)

    def parts(self, mean: int) -> FloatArray:
        if mean not in self._parts:
            self._parts[mean] = np.where(self._present, _to_mean(self._scores, mean), 0.0)
        return self._parts[mean]


@dataclass(frozen=True, eq=False)
class _Mean:
    """Scores (run, unit); in_design (run, 1); coverage (run, unit), None where it is 1."""

    scores: FloatArray
    in_design: BoolArray
    coverage: FloatArray | None
    holed: bool


class _Sum:
    """What hangs on a node, with its weights (run, …), before it is averaged."""

    def __init__(self, runs: int) -> None:
        self.design = np.zeros((runs, 1))
        self._leaves: dict[bool, list[int]] = {True: [], False: []}
        self._weights: dict[bool, list[FloatArray]] = {True: [], False: []}
        self._nodes: list[tuple[FloatArray, _Mean]] = []

    @property
    def is_plain(self) -> bool:
        """Whether nothing hangs here but indicators that miss no unit."""
        return not self._nodes and not self._leaves[False]

    def add_leaves(self, leaves: list[int], weights: FloatArray, complete: bool) -> None:
        self._leaves[complete] += leaves
        self._weights[complete].append(weights)
        self.design += weights.sum(axis=1, keepdims=True)

    def add(self, node: _Mean | _Sum, weight: FloatArray, mean: int) -> None:
        """Add a node below with its weight (run, 1)."""
        if isinstance(node, _Mean):
            own = weight * node.in_design
            self._nodes.append((own, node))
        else:
            own = weight * (node.design > 0)
            self._leaves[True] += node._leaves[True]
            share = own / np.where(node.design > 0, node.design, 1.0)
            self._weights[True] += [share * weights for weights in node._weights[True]]
        self.design += own

    def mean(self, data: _Data, mean: int, coverage_threshold: float) -> _Mean:
        """Return the mean where coverage reaches the threshold."""
        total = _Total()
        # Weight present and weight covered; where nothing is missing both are the design.
        weight, covered = _Total(), _Total()
        for complete, leaves in self._leaves.items():
            if leaves:
                own = np.concatenate(self._weights[complete], axis=1)
                total.add(own @ data.parts(mean)[leaves])
                there = own.sum(axis=1, keepdims=True)
                if not complete:
                    there = own @ data.present[leaves]
                weight.add(there)
                covered.add(there)
        for own, node in self._nodes:
            parts = _to_mean(node.scores, mean)
            present = None
            if node.holed:
                present = ~np.isnan(parts)
                parts = np.where(present, parts, 0.0)
            total.add(own * parts)
            weight.add(own if present is None else own * present)
            covered.add(own if node.coverage is None else own * node.coverage)
        in_design = self.design > 0
        here, reached = weight.value, covered.value
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = total.value / here
            enough = here > 0
            coverage = None
            # Without a threshold coverage decides nothing.
            if coverage_threshold > 0 and reached.shape[1] > 1:
                coverage = reached / self.design
                enough = enough & (coverage >= coverage_threshold - THRESHOLD_NOISE)
        scores = _from_mean(scores, mean)
        holed = not enough.all()
        if holed:
            scores = np.where(enough, scores, np.nan)
            coverage = None if coverage is None else np.where(in_design, coverage, 0.0)
        return _Mean(scores, in_design, coverage, holed)


class _Total:
    """A sum that takes as little room as its parts: (run, 1) until a (run, unit) is added."""

    def __init__(self) -> None:
        self.value: FloatArray = np.zeros((1, 1))

    def add(self, part: FloatArray) -> None:
        if self.value.shape == part.shape and self.value.shape[1] > 1:
            self.value += part
        else:
            self.value = self.value + part


def _to_mean(scores: FloatArray, mean: int) -> FloatArray:
    """Return what is averaged."""
    if mean == 0:
        return scores
    floored = np.maximum(scores, GEOMETRIC_FLOOR)
    return np.log(floored) if mean == 1 else 1.0 / floored


def _from_mean(averaged: FloatArray, mean: int) -> FloatArray:
    if mean == 0:
        return averaged
    return np.exp(averaged) if mean == 1 else 1.0 / averaged


def _check(variants: Sequence[FloatArray], tree: Tree, runs: Runs) -> None:
    number = len(runs)
    if not variants or not number:
        raise EngineError("runs need at least one variant of the data and one run")
    for index, variant in enumerate(variants):
        if variant.shape != variants[0].shape or variant.shape[:1] != (len(tree.leaves),):
            raise EngineError(
                f"variant {index} has shape {variant.shape}, but the tree has {len(tree.leaves)} "
                "leaves: (indicator, unit) is needed, the same for all variants"
            )
        refuse_infinite(variant, f"scores of variant {index}")
    if runs.variant.min() < 0 or runs.variant.max() >= len(variants):
        raise EngineError(f"a run takes a variant that is not among the {len(variants)} given")
    if runs.means.shape != (number, len(tree.nodes)):
        raise EngineError(
            f"means have shape {runs.means.shape}, but there are {number} runs and "
            f"{len(tree.nodes)} nodes"
        )
    if runs.means.min() < 0 or runs.means.max() >= len(RUN_MEANS):
        raise EngineError(f"a mean is a position in {', '.join(RUN_MEANS)}")
    if len(runs.weights) != len(tree.nodes):
        raise EngineError(f"there are weights for {len(runs.weights)} of {len(tree.nodes)} nodes")
    for node, weights in zip(tree.nodes, runs.weights, strict=True):
        if weights.shape != (number, len(node.children)):
            raise EngineError(
                f"weights of node {node.id!r} have shape {weights.shape}, but there are {number} "
                f"runs and {len(node.children)} children"
            )
        if not (np.isfinite(weights).all() and (weights >= 0).all()):
            raise EngineError(f"node {node.id!r} has a weight that is negative or not finite")
