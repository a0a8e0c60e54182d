"""What weights come to: shares in the whole, and how much each indicator really matters."""

from __future__ import annotations

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, refuse_infinite
from moibench.engine.tree import Tree

# Widths of the smoothing window, in standard deviations of the indicator; the last is so wide
# that the curve is a straight line.
WINDOWS = (0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2, 1.8, 3.0, 1e3)
# Beyond this many units neighbours are joined first: the smoother compares all with all.
LARGEST = 200
NOISE = 1e-12


def effective_weights(tree: Tree) -> FloatArray:
    """Return the share of every leaf and node in the root, its weight times those above it.

    Returns:
        Shape (leaf + node,), leaves first, in the order of the tree; the leaves add up to 1, so
        do the children of any node to its share, and the root has 1.
    """
    leaves = len(tree.leaves)
    shares = np.zeros(leaves + len(tree.nodes))
    shares[-1] = 1.0
    for place in range(len(shares) - 1, leaves - 1, -1):
        node = tree.nodes[place - leaves]
        children = list(tree.positions()[place - leaves])
        shares[children] = shares[place] * np.asarray(node.weights) / sum(node.weights)
    return shares


def importance(scores: FloatArray, root_scores: FloatArray) -> FloatArray:
    """Return how much of the index's variance goes with each indicator: its correlation ratio.

    V[E(y|x)] / V[y] of a local linear smoother, whose window is chosen by leaving one unit out.
    Unlike a weight it counts what an indicator brings along through its correlations with
    others, and unlike a squared correlation it sees bent relations. Importances need not add up
    to 1; compare their proportions with those of the weights.

    Args:
        scores: shape (indicator, ..., unit), pooled over all but the first axis.
        root_scores: shape (..., unit).

    Returns:
        Shape (indicator,), in [0, 1]; 0 for an indicator without variation, NaN where fewer than
        four units have both or the index does not vary.

    Raises:
        EngineError: shapes do not fit, or a score is infinite.

    Source:
        Paruolo, Saisana and Saltelli (2013), J. R. Stat. Soc. A 176, 609–634; Becker et al.
        (2017), Ecological Indicators 80, 12–22; local linear smoothing: Fan and Gijbels (1996).
    """
    if scores.shape[1:] != root_scores.shape:
        raise EngineError(
            f"scores of shape {scores.shape} do not fit an index of shape {root_scores.shape}"
        )
    refuse_infinite(scores, "scores")
    refuse_infinite(root_scores, "scores of the index")
    index = root_scores.reshape(-1)
    rows = scores.reshape(len(scores), -1)
    return np.array([_ratio(row, index) for row in rows])


def _ratio(x: FloatArray, y: FloatArray) -> float:
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    if len(x) < 4 or np.ptp(y) <= NOISE * np.abs(y).max():
        return float("nan")
    if np.ptp(x) <= NOISE * np.abs(x).max():
        return 0.0
    # The ratio has no unit; on one scale no square vanishes or overflows.
    x, y = (x - x.min()) / np.ptp(x), (y - y.min()) / np.ptp(y)
    variance = float(y.var())
    x, y, weight = _joined(x, y)
    x = (x - x.mean()) / x.std()
    best, curve = np.inf, np.zeros(len(x))
    gaps = x[:, None] - x[None, :]
    for window in WINDOWS:
        fitted, leverage = _smoothed(gaps, y, weight, window)
        # A point that makes its own curve says nothing of how well the curve foretells.
        if (leverage > 1 - 1e-6).any():
            continue
        error = float((weight * ((y - fitted) / (1 - leverage)) ** 2).sum())
        if error < best:
            best, curve = error, fitted
    share = weight / weight.sum()
    explained = float((share * (curve - (share * curve).sum()) ** 2).sum())
    return min(1.0, explained / variance)


def _joined(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return means of groups of neighbours, and how many each stands for."""
    if len(x) <= LARGEST:
        return x, y, np.ones(len(x))
    groups = np.array_split(np.argsort(x, kind="stable"), LARGEST)
    return (
        np.array([x[g].mean() for g in groups]),
        np.array([y[g].mean() for g in groups]),
        np.array([float(len(g)) for g in groups]),
    )


def _smoothed(
    gaps: FloatArray, y: FloatArray, weight: FloatArray, window: float
) -> tuple[FloatArray, FloatArray]:
    """Return the local linear curve at every point, and how much each point makes its own."""
    kernel = weight * np.exp(-0.5 * (gaps / window) ** 2)
    total = kernel.sum(axis=1)
    # gaps[i, j] = x_i − x_j, so that −gaps are distances from the point where the line is fitted.
    first = -(kernel * gaps).sum(axis=1)
    second = (kernel * gaps**2).sum(axis=1)
    determinant = total * second - first**2
    straight = determinant > NOISE * total**2
    safe = np.where(straight, determinant, 1.0)
    lines = (second[:, None] * kernel + first[:, None] * kernel * gaps) / safe[:, None]
    # Where all the window's points share one place there is no slope, only a mean.
    smoother = np.where(straight[:, None], lines, kernel / total[:, None])
    return smoother @ y, np.diagonal(smoother).copy()
