"""From the scores of indicators to those of dimensions and of the whole, with their coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, refuse_infinite
from moibench.engine.tree import Node, Tree

Mean = Literal["arithmetic", "geometric"]

# A geometric mean is 0 as soon as one score is, however good the rest: scores below one point
# of the hundred count as one point.
GEOMETRIC_FLOOR = 1.0
# 2/3 written as 0.6666… and as a sum of weights differ in the last digits.
THRESHOLD_NOISE = 1e-9


@dataclass(frozen=True, eq=False)
class Aggregated:
    """Scores and coverage of the nodes in the order of the tree, both (node, ..., unit)."""

    scores: FloatArray
    coverage: FloatArray


def aggregate(
    scores: FloatArray,
    tree: Tree,
    coverage_threshold: float,
    means: Mapping[str, Mean] | None = None,
    weights: Mapping[str, Sequence[float]] | None = None,
) -> Aggregated:
    """Average scores up the tree, sharing the weight of what is missing among what is present.

    Coverage is the share, by weight, of the indicators present below a node. A node under the
    threshold has no score and counts as missing above, but its coverage still travels up.

    Args:
        scores: shape (indicator, ..., unit), in [0, 100], indicators in the order of the leaves.
        tree: the hierarchy and its weights.
        coverage_threshold: between 0 and 1; reaching it is enough.
        means: node id → kind of mean; arithmetic where not named. A geometric mean takes scores
            under 1 as 1.
        weights: node id → weights that replace those of the tree.

    Returns:
        Scores within the range of their children's, NaN under the threshold, and coverage.

    Raises:
        EngineError: scores do not fit the leaves, a score is infinite, `means` or `weights` name
            an unknown node, or weights are unfit.

    Source:
        OECD/JRC Handbook (2008), step 7.
    """
    tree = _with_weights(tree, weights or {})
    means = means or {}
    for name in means:
        _check_known(name, tree)
    stack, covered = _start(scores, tree)
    leaves = len(tree.leaves)
    for place, (node, children) in enumerate(
        zip(tree.nodes, tree.positions(), strict=True), start=leaves
    ):
        below = stack[list(children)]
        share = np.asarray(node.weights) / sum(node.weights)
        present = ~np.isnan(below)
        if means.get(node.id, "arithmetic") == "geometric":
            below = np.maximum(below, GEOMETRIC_FLOOR)
            mean = np.exp(_mean(np.log(below), present, share))
        else:
            mean = _mean(below, present, share)
        # The mean of equal scores is that score, and no mean leaves the range of its parts, also
        # in the last digit.
        mean = np.clip(mean, np.fmin.reduce(below), np.fmax.reduce(below))
        covered[place] = _dot(share, covered[list(children)])
        enough = covered[place] >= coverage_threshold - THRESHOLD_NOISE
        stack[place] = np.where(enough, mean, np.nan)
    return Aggregated(stack[leaves:], covered[leaves:])


def contributions(scores: FloatArray, tree: Tree, coverage_threshold: float) -> FloatArray:
    """Return the points each indicator gives to the root's arithmetic score.

    Args:
        scores: shape (indicator, ..., unit), in [0, 100].
        tree: the hierarchy and its weights.
        coverage_threshold: as in `aggregate`.

    Returns:
        Shape of `scores`. The present ones of a unit add up to its root score. 0 for an
        indicator in a dimension that has no score; NaN for one that is missing, and throughout
        where the root has no score.
    """
    above = aggregate(scores, tree, coverage_threshold).scores
    stack = np.concatenate([scores, above])
    part = np.zeros(stack.shape)
    part[-1] = 1.0
    places = range(len(tree.leaves), len(stack))
    for place, node, children in reversed(
        list(zip(places, tree.nodes, tree.positions(), strict=True))
    ):
        held = list(children)
        along = (slice(None),) + (None,) * (scores.ndim - 1)
        weight = np.asarray(node.weights)[along] * ~np.isnan(stack[held])
        total = weight.sum(axis=0)
        part[held] = part[place] * weight / np.where(total > 0, total, 1.0)
    given = part[: len(scores)] * scores
    return np.where(np.isnan(above[-1]), np.nan, given)


def _start(scores: FloatArray, tree: Tree) -> tuple[FloatArray, FloatArray]:
    """Return room for the scores and coverage of leaves and nodes, with the leaves' filled in."""
    leaves = len(tree.leaves)
    if scores.ndim < 2 or scores.shape[0] != leaves:
        raise EngineError(
            f"scores have shape {scores.shape}, but the tree has {leaves} leaves: "
            "(indicator, ..., unit) is needed"
        )
    refuse_infinite(scores, "scores")
    stack = np.empty((leaves + len(tree.nodes), *scores.shape[1:]))
    stack[:leaves] = scores
    covered = np.empty(stack.shape)
    covered[:leaves] = ~np.isnan(scores)
    return stack, covered


def _mean(values: FloatArray, present: BoolArray, share: FloatArray) -> FloatArray:
    """Average what is present over the first axis; NaN where nothing with weight is."""
    weight = _dot(share, present.astype(np.float64))
    total = _dot(share, np.where(present, values, 0.0))
    mean: FloatArray = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return mean


def _dot(share: FloatArray, values: FloatArray) -> FloatArray:
    """Add up `values` over the first axis, each times its share."""
    total: FloatArray = (share @ values.reshape(len(share), -1)).reshape(values.shape[1:])
    return total


def _with_weights(tree: Tree, weights: Mapping[str, Sequence[float]]) -> Tree:
    if not weights:
        return tree
    for name in weights:
        _check_known(name, tree)
    nodes = (
        Node(node.id, node.children, tuple(weights.get(node.id, node.weights)))
        for node in tree.nodes
    )
    return Tree(tree.leaves, tuple(nodes))


def _check_known(name: str, tree: Tree) -> None:
    if all(node.id != name for node in tree.nodes):
        raise EngineError(f"the tree has no node {name!r}")
