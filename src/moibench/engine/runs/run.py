"""The choices of many runs, and the scores they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event

import numpy as np

from moibench.engine.blocks import Executor, Progress, run_blocks
from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.runs.block import scores_of_block
from moibench.engine.runs.mean import PowerMean
from moibench.engine.tree import Tree

# Runs × units of one block: 128 kB an array, of which a dozen stay in a core's own cache.
BLOCK = 2**14
MOST_RUNS = 512
LEAST_UNITS = 64

ARITHMETIC = PowerMean()


@dataclass(frozen=True, eq=False)
class Runs:
    """The choices of every run.

    variant (run,): which of the variants of the data. weights: for every node of the tree
    (run, child), 0 for an indicator left out. means (run, node): a position in `kinds`.
    """

    variant: IntArray
    weights: tuple[FloatArray, ...]
    means: IntArray
    kinds: tuple[PowerMean, ...] = (ARITHMETIC,)

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
    coverage. Blocks depend on nothing but the sizes and the runs, so that every executor gives
    the same bits.

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
            is negative or not finite; a mean meets a score it is not defined for.
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
        means = [runs.kinds[kind] for kind in runs.means[rows[0]]]
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
    if runs.means.min() < 0 or runs.means.max() >= len(runs.kinds):
        raise EngineError(f"a run takes a mean that is not among the {len(runs.kinds)} given")
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
