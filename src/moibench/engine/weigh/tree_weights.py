"""Weighing a tree from the bottom up: each node's children by one method, then its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from moibench.engine.aggregate import Means, aggregate
from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.tree import Node, Tree
from moibench.engine.weigh.ahp import Hierarchy, budget, hierarchy
from moibench.engine.weigh.benefit_of_the_doubt import BenefitOfTheDoubt, benefit_of_the_doubt
from moibench.engine.weigh.spread import Components, critic, entropy, principal_components
from moibench.engine.weigh.wanted import Wanted, weights_for_importance

WEIGHTING_METHODS = (
    "given",
    "equal",
    "budget",
    "ahp",
    "pca",
    "entropy",
    "critic",
    "bod",
    "optimised",
)
FROM_DATA = ("pca", "entropy", "critic", "bod", "optimised")
FROM_PEOPLE = ("budget", "ahp", "optimised")


@dataclass(frozen=True, eq=False)
class NodeWeights:
    """The weights one node gave its children, and what they were derived from."""

    node: str
    children: tuple[str, ...]
    weights: tuple[float, ...]
    detail: Hierarchy | Components | BenefitOfTheDoubt | Wanted | None


@dataclass(frozen=True, eq=False)
class WeightReport:
    """How the weights came about: the method, node by node, and what a reader must know."""

    method: str
    nodes: tuple[NodeWeights, ...]
    remarks: tuple[str, ...] = field(default=())


@dataclass(frozen=True, eq=False)
class Weighed:
    """A tree with new weights and the report on them."""

    tree: Tree
    report: WeightReport


def weigh(
    scores: FloatArray | None,
    tree: Tree,
    method: str,
    *,
    nodes: Sequence[str] | None = None,
    weights: Mapping[str, Sequence[float]] | None = None,
    points: Mapping[str, FloatArray] | None = None,
    judgements: Mapping[str, FloatArray] | None = None,
    wanted: Mapping[str, Sequence[float]] | None = None,
    first_only: bool = False,
    least: float = 0.0,
    most: float = 1.0,
    coverage_threshold: float = 0.0,
    means: Means | None = None,
) -> Weighed:
    """Give the children of each node new weights, adding up to 1 within the node.

    Nodes are weighed from the bottom up, each by the scores its children have under the weights
    just found. A node with one child keeps it whole.

    Args:
        scores: shape (indicator, ..., unit), high is good; None for given, equal, budget, ahp.
        tree: the hierarchy; its weights stay at nodes that are not weighed.
        method: one of WEIGHTING_METHODS. "bod" takes each child's mean share over the units, in
            the light that suits each unit best.
        nodes: ids of the nodes to weigh; by default all, and for budget and ahp those for which
            there are points or judgements.
        weights: for "given": node id → weights; by default the tree's own.
        points: for "budget": node id → (judge, child).
        judgements: for "ahp": node id → (child, child) or (judge, child, child).
        wanted: for "optimised": node id → importances; by default equal ones.
        first_only: for "pca": loadings of the first component alone.
        least: for "bod": least share of a child in a unit's score.
        most: for "bod": greatest share.
        coverage_threshold: as in `aggregate`, for the scores of nodes.
        means: as in `aggregate`, for the scores of nodes.

    Returns:
        The tree with new weights, and the report.

    Raises:
        EngineError: the method is unknown or lacks what it needs, an unknown node is named, or
            a method refuses its input; the sentence names the node.

    Source:
        OECD/JRC Handbook (2008), step 6; each method names its own.
    """
    if method not in WEIGHTING_METHODS:
        raise EngineError(
            f"{method!r} is not a known way to weigh; there are {', '.join(WEIGHTING_METHODS)}"
        )
    if method in FROM_DATA and scores is None:
        raise EngineError(f"weights by {method!r} are taken from scores, and none were given")
    said = _said(method, weights, points, judgements, wanted)
    chosen = _chosen(tree, method, nodes, said)
    found: list[NodeWeights] = []
    remarks: list[str] = []
    for place, node in enumerate(tree.nodes):
        if node.id not in chosen:
            continue
        below = None
        if method in FROM_DATA and scores is not None:
            below = _children_scores(scores, tree, place, coverage_threshold, means)
        try:
            shares, detail = _weights(
                method, node, below, said.get(node.id), first_only, least, most
            )
        except EngineError as refusal:
            raise EngineError(f"node {node.id!r}: {refusal}") from None
        weighed = Node(node.id, node.children, tuple(float(share) for share in shares))
        tree = Tree(tree.leaves, (*tree.nodes[:place], weighed, *tree.nodes[place + 1 :]))
        found.append(NodeWeights(node.id, node.children, weighed.weights, detail))
        remarks += _remarks(node, detail)
    return Weighed(tree, WeightReport(method, tuple(found), tuple(remarks)))


def _said(
    method: str, weights: Any, points: Any, judgements: Any, wanted: Any
) -> Mapping[str, Any]:
    """Return what people said for the method, by node; refuse what belongs to another one."""
    parts = {"given": weights, "budget": points, "ahp": judgements, "optimised": wanted}
    names = {"given": "weights", "budget": "points", "ahp": "judgements", "optimised": "wanted"}
    for owner, part in parts.items():
        if part is not None and owner != method:
            raise EngineError(f"{names[owner]!r} belong to weights by {owner!r}, not {method!r}")
    if method in ("budget", "ahp") and not parts[method]:
        raise EngineError(f"weights by {method!r} need {names[method]!r} for at least one node")
    return parts.get(method) or {}


def _chosen(
    tree: Tree, method: str, nodes: Sequence[str] | None, said: Mapping[str, Any]
) -> set[str]:
    known = {node.id for node in tree.nodes}
    if nodes is None:
        nodes = tuple(said) if method in ("given", "budget", "ahp") else tuple(known)
    for name in (*nodes, *said):
        if name not in known:
            raise EngineError(f"the tree has no node {name!r}")
    return set(nodes)


def _children_scores(
    scores: FloatArray, tree: Tree, place: int, coverage_threshold: float, means: Means | None
) -> FloatArray:
    above = aggregate(scores, tree, coverage_threshold, means).scores
    return np.concatenate([scores, above])[list(tree.positions()[place])]


def _weights(
    method: str,
    node: Node,
    below: FloatArray | None,
    said: Any,
    first_only: bool,
    least: float,
    most: float,
) -> tuple[FloatArray, Hierarchy | Components | BenefitOfTheDoubt | Wanted | None]:
    number = len(node.children)
    equal = np.full(number, 1.0 / number)
    if method in ("given", "equal"):
        if said is None:
            return equal if method == "equal" else np.asarray(node.weights), None
        return np.asarray(said, dtype=np.float64), None
    if method in ("budget", "ahp"):
        if said is None:
            raise EngineError("nothing was said of its children")
        if np.shape(said)[-1] != number:
            raise EngineError(f"it has {number} children, but {np.shape(said)[-1]} were judged")
        if method == "budget":
            return budget(np.asarray(said)), None
        compared = hierarchy(np.asarray(said))
        return compared.weights, compared
    assert below is not None
    if number == 1:
        return equal, None
    if method == "entropy":
        return entropy(below), None
    if method == "critic":
        return critic(below), None
    if method == "pca":
        components = principal_components(below, first_only)
        return components.weights, components
    if method == "optimised":
        reached = weights_for_importance(below, equal if said is None else np.asarray(said))
        return reached.weights, reached
    doubt = benefit_of_the_doubt(below.reshape(number, -1), least, most)
    counted = ~np.isnan(doubt.shares[0])
    if not counted.any():
        raise EngineError("no unit scores above 0, so none says what weights suit it")
    return doubt.shares[:, counted].mean(axis=1), doubt


def _remarks(node: Node, detail: object) -> list[str]:
    """Return sentences on what a reader of the weights must know."""
    if isinstance(detail, Hierarchy) and not detail.is_consistent:
        worst = detail.least_consistent
        assert worst is not None
        first, second = node.children[worst.first], node.children[worst.second]
        return [
            f"node {node.id!r}: the judgements are inconsistent, their ratio is "
            f"{detail.consistency_ratio:.3f} and should be at most 0.10; farthest off is "
            f"{first!r} as {worst.stated:.3g} times {second!r}, where the others say "
            f"{worst.consistent:.3g}"
        ]
    if isinstance(detail, Wanted) and not detail.reached:
        off = int(np.abs(detail.importance - detail.wanted).argmax())
        return [
            f"node {node.id!r}: the importance wanted is not reached; {node.children[off]!r} has "
            f"{detail.importance[off]:.3f} instead of {detail.wanted[off]:.3f}"
        ]
    return []
