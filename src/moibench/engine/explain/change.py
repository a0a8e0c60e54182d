"""A change of score between two years, as the sum of what each indicator did to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate import Means, aggregate
from moibench.engine.aggregate.means import fit_weights, refuse_negative
from moibench.engine.aggregate.method import Method, methods_of
from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.tree import Tree

EXPLAINED = ("arithmetic_mean", "geometric_mean", "harmonic_mean", "power_mean")
# Two scores closer than this share of their size differ by too few digits for a quotient of
# differences; the slope between them is then the same to twelve digits.
CLOSE = 1e-6


@dataclass(frozen=True, eq=False)
class ScoreChange:
    """The root's change and its exact parts.

    total: shape (..., unit), later less earlier. moved: shape (leaf, ..., unit), what each
    indicator's own movement gave, 0 where it did not move or takes no part in both. appeared:
    shape (leaf + node, ..., unit), what came of a child being present in one of the two years
    only, or of weights going to other children for that reason. Over all leaves and nodes moved
    and appeared add up to total; NaN throughout where the root lacks a score in either year.
    """

    total: FloatArray
    moved: FloatArray
    appeared: FloatArray


def explain_change(
    earlier: FloatArray,
    later: FloatArray,
    tree: Tree,
    coverage_threshold: float,
    means: Means | None = None,
) -> ScoreChange:
    """Split the change of the root's score into exact contributions, with nothing left over.

    A node is a mean of f(child), f being the identity for the arithmetic mean, the logarithm for
    the geometric, a power for the others; a step in a child counts by its step in f. For the
    geometric mean this is the logarithmic mean Divisia decomposition. Where weights were
    renormalised differently, a child's mean weight of the two years goes with its movement, and
    the change of weight, times how far it stands from the node, is set apart.

    Args:
        earlier: shape (indicator, ..., unit), scores of one year, in the order of the leaves.
        later: likewise, of the other year.
        tree: the hierarchy and its weights, the same in both years.
        coverage_threshold: as in `aggregate`.
        means: as in `aggregate`; median, Copeland, TOPSIS and Mazziotta–Pareto have no exact
            parts by child and are refused.

    Returns:
        The change and its parts, in points.

    Raises:
        EngineError: shapes differ, or a node's method has no exact parts.

    Source:
        Ang (2005), "The LMDI approach to decomposition analysis", Energy Policy 33, 867–871;
        for arithmetic means: Bennet (1920).
    """
    if earlier.shape != later.shape:
        raise EngineError(f"earlier scores have shape {earlier.shape}, later {later.shape}")
    methods = methods_of(tree, means)
    for node, method in zip(tree.nodes, methods, strict=True):
        if method.name not in EXPLAINED:
            raise EngineError(
                f"node {node.id!r} is aggregated by {method.name}, whose change has no exact parts"
            )
    before, after = (
        np.concatenate([scores, aggregate(scores, tree, coverage_threshold, means).scores])
        for scores in (earlier, later)
    )
    leaves = len(tree.leaves)
    # How many points of the root one point of a place is worth, on the way between the years.
    worth = np.zeros(before.shape)
    worth[-1] = 1.0
    appeared = np.zeros(before.shape)
    positions = tree.positions()
    for n in range(len(tree.nodes) - 1, -1, -1):
        place, children = leaves + n, list(positions[n])
        weights = np.asarray(tree.nodes[n].weights)
        step, shift = _node(
            methods[n], weights, (before[children], after[children]), (before[place], after[place])
        )
        worth[children] = worth[place] * step
        appeared[children] = worth[place] * shift
    moved = np.where(worth[:leaves] == 0, 0.0, worth[:leaves] * (later - earlier))
    total = after[-1] - before[-1]
    unknown = np.isnan(total)
    return ScoreChange(total, np.where(unknown, np.nan, moved), np.where(unknown, np.nan, appeared))


def _node(
    method: Method,
    weights: FloatArray,
    children: tuple[FloatArray, FloatArray],
    own: tuple[FloatArray, FloatArray],
) -> tuple[FloatArray, FloatArray]:
    """Return what a point of each child is worth at the node, and the points of its appearing."""
    along = (slice(None),) + (None,) * own[0].ndim
    share, image = [], []
    for scores in children:
        refuse_negative_for(method, scores, weights)
        there = ~np.isnan(scores) & (weights > 0)[along]
        part = np.where(there, weights[along], 0.0)
        whole = part.sum(axis=0)
        share.append(part / np.where(whole > 0, whole, 1.0))
        image.append(_image(method, scores))
    both = (share[0] > 0) & (share[1] > 0)
    centre = (_image(method, own[0]) + _image(method, own[1])) / 2
    # Points of the node for a step of f, and steps of f for a point of a child.
    back = 1 / _gradient(method, own[0], own[1])
    forth = _gradient(method, children[0], children[1])
    step = np.where(both, (share[0] + share[1]) / 2 * forth * back, 0.0)
    seen = [np.where(s > 0, i, 0.0) for s, i in zip(share, image, strict=True)]
    count = (share[0] > 0).astype(np.float64) + (share[1] > 0)
    middle = (seen[0] + seen[1]) / np.maximum(count, 1.0)
    shift = np.where(count > 0, (share[1] - share[0]) * (middle - centre) * back, 0.0)
    known = ~(np.isnan(own[0]) | np.isnan(own[1]))
    return np.where(known, step, 0.0), np.where(known, shift, 0.0)


def refuse_negative_for(method: Method, scores: FloatArray, weights: FloatArray) -> None:
    """Raise EngineError where a change through the method would need the logarithm of 0."""
    if method.name == "arithmetic_mean" or method.exponent == 1:
        return
    refuse_negative(scores, fit_weights(scores, weights), f"a change of the {method.name}")
    if method.floor is None and (method.exponent or 0.0) <= 0 and (scores == 0).any():
        where = tuple(int(i) for i in np.argwhere(scores == 0)[0])
        raise EngineError(
            f"a change of the {method.name} has no exact parts where a score is 0, as at {where}; "
            "set a floor"
        )


def _image(method: Method, scores: FloatArray) -> FloatArray:
    """Return f of the scores: what the method takes the arithmetic mean of."""
    exponent = _exponent(method)
    if exponent == 1:
        return scores
    floored = scores if method.floor is None else np.maximum(scores, method.floor)
    image: FloatArray = np.log(floored) if exponent == 0 else floored**exponent
    return image


def _gradient(method: Method, first: FloatArray, second: FloatArray) -> FloatArray:
    """Return Δf / Δscore between two scores, its limit where they are one."""
    exponent = _exponent(method)
    if exponent == 1:
        return np.ones(first.shape)
    gap = second - first
    middle = (first + second) / 2
    # Where both scores are 0 there is no step, whatever the slope.
    middle = np.where(middle == 0, 1.0, middle)
    far = np.abs(gap) > CLOSE * middle
    steps = _image(method, second) - _image(method, first)
    slope = 1 / middle if exponent == 0 else exponent * middle ** (exponent - 1)
    if method.floor is not None:
        slope = np.where(middle < method.floor, 0.0, slope)
    gradient: FloatArray = np.divide(steps, gap, out=slope, where=far)
    return gradient


def _exponent(method: Method) -> float:
    if method.name == "power_mean":
        return method.exponent or 0.0
    return {"arithmetic_mean": 1.0, "geometric_mean": 0.0, "harmonic_mean": -1.0}[method.name]
