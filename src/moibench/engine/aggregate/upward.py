"""Up the tree: scores of nodes with their coverage, and what each indicator gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate.means import dot
from moibench.engine.aggregate.method import Means, check_known, methods_of, without
from moibench.engine.cube import BoolArray, EngineError, FloatArray, refuse_infinite
from moibench.engine.tree import Node, Tree

# 2/3 written as 0.6666… and as a sum of weights differ in the last digits.
THRESHOLD_NOISE = 1e-9


@dataclass(frozen=True, eq=False)
class Aggregated:
    """What the nodes, in the order of the tree, came to; all of shape (node, ..., unit).

    scores: NaN under the threshold. coverage: share by weight of the indicators present.
    renormalised: there is a score, and a child of some weight was missing, whose weight the
    others share. imputed_share: share by weight of the indicators whose value was imputed.
    """

    scores: FloatArray
    coverage: FloatArray
    renormalised: BoolArray
    imputed_share: FloatArray


def aggregate(
    scores: FloatArray,
    tree: Tree,
    coverage_threshold: float,
    means: Means | None = None,
    weights: Mapping[str, Sequence[float]] | None = None,
    imputed: BoolArray | None = None,
) -> Aggregated:
    """Combine scores up the tree, sharing the weight of what is missing among what is present.

    Coverage is the share, by weight, of the indicators present below a node. A node under the
    threshold has no score and counts as missing above, but its coverage still travels up.
    Copeland and TOPSIS compare units within the last axis only, those with enough coverage;
    their results have scales of their own, see there.

    Args:
        scores: shape (indicator, ..., unit), in [0, 100] unless the method says otherwise,
            indicators in the order of the leaves.
        tree: the hierarchy and its weights.
        coverage_threshold: between 0 and 1; reaching it is enough.
        means: one way to aggregate for all; or a list of one per level, from the lowest up; or
            node id → way, arithmetic where not named. A way is a `Method` or the name of one in
            AGGREGATION_METHODS. "geometric" is the geometric mean that takes scores under 1 as 1.
        weights: node id → weights that replace those of the tree.
        imputed: shape of `scores`, which of them stand on an imputed value.

    Returns:
        Scores, NaN under the threshold, within the range of their children's where the method is
        a mean; coverage; where weights were renormalised; the imputed share.

    Raises:
        EngineError: scores do not fit the leaves, a score is infinite, `means` or `weights` name
            an unknown node, weights are unfit, or a mean is not defined for a negative score.

    Source:
        OECD/JRC Handbook (2008), step 7.
    """
    tree = _with_weights(tree, weights or {})
    methods = methods_of(tree, means)
    stack, covered = _start(scores, tree)
    leaves = len(tree.leaves)
    estimated = np.zeros(stack.shape)
    if imputed is not None:
        if imputed.shape != scores.shape:
            raise EngineError(
                f"marks of what was imputed have shape {imputed.shape} for scores of shape "
                f"{scores.shape}"
            )
        estimated[:leaves] = imputed & ~np.isnan(scores)
    renormalised = np.zeros((len(tree.nodes), *scores.shape[1:]), dtype=np.bool_)
    for node_place, (node, children, method) in enumerate(
        zip(tree.nodes, tree.positions(), methods, strict=True)
    ):
        place = leaves + node_place
        held = _side_by_side(children)
        parts = below = stack[held]
        share = np.asarray(node.weights) / sum(node.weights)
        covered[place] = dot(share, covered[held])
        if imputed is not None:
            estimated[place] = dot(share, estimated[held])
        enough = covered[place] >= coverage_threshold - THRESHOLD_NOISE
        if method.among_units:
            below = without(below, enough)
        try:
            mean = method.combine(below, share)
        except EngineError as refusal:
            raise EngineError(f"node {node.id!r}: {refusal}") from None
        stack[place] = np.where(enough, mean, np.nan)
        lacking = np.isnan(parts if share.all() else parts[share > 0]).any(axis=0)
        renormalised[node_place] = lacking & ~np.isnan(stack[place])
    return Aggregated(stack[leaves:], covered[leaves:], renormalised, estimated[leaves:])


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


def _side_by_side(children: tuple[int, ...]) -> slice | list[int]:
    """Return the positions as a slice where they follow each other, which copies nothing."""
    first, number = children[0], len(children)
    if children == tuple(range(first, first + number)):
        return slice(first, first + number)
    return list(children)


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


def _with_weights(tree: Tree, weights: Mapping[str, Sequence[float]]) -> Tree:
    if not weights:
        return tree
    for name in weights:
        check_known(name, tree)
    nodes = (
        Node(node.id, node.children, tuple(weights.get(node.id, node.weights)))
        for node in tree.nodes
    )
    return Tree(tree.leaves, tuple(nodes))
