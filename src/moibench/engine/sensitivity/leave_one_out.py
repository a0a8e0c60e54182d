"""What becomes of the scores when one indicator is left out, each in turn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.rank import rank
from moibench.engine.runs import PowerMean, run_scores, same_runs
from moibench.engine.sensitivity.ranks import mean_rank_shift
from moibench.engine.tree import Tree


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The root without each indicator: scores and ranks (indicator, unit), shift (indicator,).

    shift is the mean move of ranks, in ranks, against those with all indicators.
    """

    scores: FloatArray
    ranks: FloatArray
    shift: FloatArray


def leave_one_out(
    scores: FloatArray,
    tree: Tree,
    coverage_threshold: float,
    means: tuple[PowerMean, ...] | None = None,
) -> LeftOut:
    """Compute the root's scores and ranks anew without each of the indicators.

    The weight of what is left out goes to its siblings; a node left without any indicator is
    left out with it.

    Args:
        scores: normalised, shape (indicator, unit), in the order of the leaves.
        tree: the hierarchy and its weights.
        coverage_threshold: as in `aggregate`, of the design without the indicator.
        means: of each node, in the order of the tree; arithmetic where not given.

    Raises:
        EngineError: as `run_scores`; means do not fit the nodes; or there is only one indicator.
    """
    number = len(tree.leaves)
    if number < 2:
        raise EngineError("an index of one indicator is nothing without it")
    runs = same_runs(tree, number + 1)
    for weights, children in zip(runs.weights, tree.positions(), strict=True):
        for column, child in enumerate(children):
            if child < number:
                weights[1 + child, column] = 0.0
    if means is not None:
        if len(means) != len(tree.nodes):
            raise EngineError(f"{len(means)} means were given for {len(tree.nodes)} nodes")
        own = np.tile(np.arange(len(means)), (number + 1, 1))
        runs = replace(runs, means=own, kinds=means)
    root = run_scores([scores], tree, runs, coverage_threshold, nodes=[-1])[:, 0]
    ranks = rank(root)
    return LeftOut(root[1:], ranks[1:], mean_rank_shift(ranks[1:], ranks[0]))
