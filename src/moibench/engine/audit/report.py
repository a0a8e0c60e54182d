"""The whole audit of an index in one call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate import Means, aggregate, dominance
from moibench.engine.audit.coherence import (
    Consistency,
    Finding,
    NodeComponents,
    consistency,
    findings,
    node_components,
)
from moibench.engine.audit.distributions import Distribution, distributions
from moibench.engine.correlate import Correlations, Kind, correlation_matrix
from moibench.engine.cube import BoolArray, EngineError, FloatArray
from moibench.engine.rank import rank
from moibench.engine.tree import Tree
from moibench.engine.weigh.importance import effective_weights, importance

KINDS: tuple[Kind, ...] = ("pearson", "spearman", "kendall")
INTERVAL = (5.0, 95.0)
# A pair is told apart where one leads in this share of the replicates.
APART = 0.95


@dataclass(frozen=True)
class Balance:
    """What a part weighs and what it matters, in the node it is measured against.

    weight: share by design. importance: correlation ratio, as a share of all parts' of the same
    node; None where it cannot be told. ratio: importance over weight; 1 is balance.
    """

    node: str
    part: str
    weight: float
    importance: float | None
    ratio: float | None


@dataclass(frozen=True)
class Robustness:
    """What replicates say of the root's ranks.

    median_interval: places between the 5th and the 95th percentile of a unit's ranks, the median
    over units. mean_shift: places between the headline rank and that of a replicate, on average.
    told_apart: share of pairs of units of which one leads in 95 % of the replicates.
    median_rank_correlation: Spearman's, of headline ranks with the median ranks.
    """

    replicates: int
    median_interval: float
    mean_shift: float
    told_apart: float
    median_rank_correlation: float | None


@dataclass(frozen=True, eq=False)
class Audit:
    """All an auditor of an index looks at. Places are leaves, then nodes, in the tree's order.

    correlations: kind → correlations of all places. effective_weights: (place,), share in the
    root. balance: each node's children in the node, and each leaf in the root. dominance:
    (unit, unit), the row is at least as good in every indicator and better in one. robustness:
    None where no replicates were given.
    """

    places: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    correlations: dict[Kind, Correlations]
    findings: tuple[Finding, ...]
    consistency: tuple[Consistency, ...]
    components: tuple[NodeComponents, ...]
    effective_weights: FloatArray
    balance: tuple[Balance, ...]
    dominance: BoolArray
    dominance_share: float
    robustness: Robustness | None


def audit(
    scores: FloatArray,
    tree: Tree,
    coverage_threshold: float = 0.0,
    *,
    means: Means | None = None,
    values: FloatArray | None = None,
    replicates: FloatArray | None = None,
) -> Audit:
    """Look at an index as an auditor does: data, coherence, weights, robustness.

    Args:
        scores: shape (indicator, unit), one year, high is good, in the order of the leaves.
        tree: the hierarchy and its weights.
        coverage_threshold: as in `aggregate`.
        means: as in `aggregate`.
        values: shape of `scores`, what the distributions are taken of, such as the raw data; by
            default the scores.
        replicates: shape (replicate, node, unit), as from `replicate_scores`, the first being
            the headline.

    Returns:
        Plain data; what cannot be told is None or NaN with a reason beside it.

    Raises:
        EngineError: scores are not of one year, or shapes do not fit.

    Source:
        OECD/JRC Handbook (2008), steps 4 to 9; JRC, "Audit of the Global Innovation Index"
        (Saisana, Domínguez-Torreiro, Vértesy).
    """
    if scores.ndim != 2:
        raise EngineError(f"scores have shape {scores.shape}; an audit is of one year and needs 2")
    values = scores if values is None else values
    if values.shape != scores.shape:
        raise EngineError(f"values have shape {values.shape}, but scores {scores.shape}")
    above = aggregate(scores, tree, coverage_threshold, means).scores
    stack = np.concatenate([scores, above])
    places = (*tree.leaves, *(node.id for node in tree.nodes))
    related = {kind: correlation_matrix(stack, kind) for kind in KINDS}
    found: list[Finding] = []
    alphas, components, balance = [], [], []
    pearson = related["pearson"]
    leaves = len(tree.leaves)
    shares = effective_weights(tree)
    for n, (node, positions) in enumerate(zip(tree.nodes, tree.positions(), strict=True)):
        held = list(positions)
        among = Correlations(pearson.values[np.ix_(held, held)], pearson.units[np.ix_(held, held)])
        found += findings(node.id, node.children, among, pearson.values[held, leaves + n])
        alphas.append(consistency(node.id, node.children, stack[held]))
        components.append(node_components(node.id, node.children, stack[held]))
        weights = np.asarray(node.weights) / sum(node.weights)
        balance += _balance(node.id, node.children, weights, stack[held], stack[leaves + n])
    if len(tree.nodes) > 1:
        balance += _balance(tree.root.id, tree.leaves, shares[:leaves], scores, stack[-1])
    ordered = dominance(scores)
    number = scores.shape[1]
    return Audit(
        places=places,
        distributions=distributions(values, tree.leaves),
        correlations=related,
        findings=tuple(found),
        consistency=tuple(alphas),
        components=tuple(components),
        effective_weights=shares,
        balance=tuple(balance),
        dominance=ordered,
        dominance_share=float(ordered.sum() / max(1, number * (number - 1) / 2)),
        robustness=None if replicates is None else robustness(replicates[:, -1]),
    )


def robustness(root_scores: FloatArray) -> Robustness:
    """Say how far the ranks depend on choices of method.

    Args:
        root_scores: shape (replicate, unit), the first being the headline.

    Raises:
        EngineError: there is no replicate beside the headline, or no unit with a headline score.
    """
    scored = root_scores[:, ~np.isnan(root_scores[0])]
    if scored.ndim != 2 or len(scored) < 2 or scored.shape[1] == 0:
        raise EngineError(
            f"root scores of shape {root_scores.shape} hold no replicate beside the headline, or "
            "no unit with a headline score"
        )
    ranks = rank(scored)
    low, high = np.nanpercentile(ranks, INTERVAL, axis=0)
    middle = np.nanmedian(ranks, axis=0)
    number = scored.shape[1]
    apart = 0
    for unit in range(number - 1):
        gap = scored[:, unit, None] - scored[:, unit + 1 :]
        both = np.maximum((~np.isnan(gap)).sum(axis=0), 1)
        lead = ((gap > 0).sum(axis=0) + 0.5 * (gap == 0).sum(axis=0)) / both
        apart += int(((lead >= APART) | (lead <= 1 - APART)).sum())
    pairs = number * (number - 1) // 2
    together = float(correlation_matrix(np.stack([ranks[0], middle]), "spearman").values[0, 1])
    return Robustness(
        replicates=len(scored) - 1,
        median_interval=float(np.median(high - low)),
        mean_shift=float(np.nanmean(np.abs(ranks[1:] - ranks[0]))),
        told_apart=apart / pairs if pairs else 1.0,
        median_rank_correlation=None if np.isnan(together) else together,
    )


def _balance(
    node: str,
    parts: tuple[str, ...],
    weights: FloatArray,
    scores: FloatArray,
    index: FloatArray,
) -> list[Balance]:
    """Return weight beside importance for the parts of one node."""
    matters = importance(scores, index)
    whole = float(np.nansum(matters))
    result = []
    for part, weight, own in zip(parts, weights.tolist(), matters.tolist(), strict=True):
        share = own / whole if whole > 0 and not np.isnan(own) else None
        ratio = share / weight if share is not None and weight > 0 else None
        result.append(Balance(node, part, weight, share, ratio))
    return result
