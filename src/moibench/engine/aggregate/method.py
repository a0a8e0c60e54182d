"""Which method a node is aggregated by, and what its parameters are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.engine.aggregate.mazziotta_pareto import (
    Penalty,
    adjusted_mazziotta_pareto,
    mazziotta_pareto,
)
from moibench.engine.aggregate.means import (
    GEOMETRIC_FLOOR,
    arithmetic_mean,
    geometric_mean,
    harmonic_mean,
    power_mean,
    weighted_median,
)
from moibench.engine.aggregate.pairwise import copeland
from moibench.engine.aggregate.topsis import topsis
from moibench.engine.cube import BoolArray, EngineError, FloatArray
from moibench.engine.tree import Tree

AGGREGATION_METHODS = (
    "arithmetic_mean",
    "geometric_mean",
    "harmonic_mean",
    "power_mean",
    "median",
    "copeland",
    "mazziotta_pareto",
    "adjusted_mazziotta_pareto",
    "topsis",
)
# The method of a unit depends on the other units too.
AMONG_UNITS = ("copeland", "topsis", "adjusted_mazziotta_pareto")
# A mean lies between the least and the greatest of its parts; these results need not.
BEYOND_PARTS = ("copeland", "topsis", "mazziotta_pareto", "adjusted_mazziotta_pareto")
MEANS = tuple(name for name in AGGREGATION_METHODS if name not in BEYOND_PARTS)


@dataclass(frozen=True)
class Method:
    """A method of AGGREGATION_METHODS with its parameters.

    exponent: p of the power mean, which needs one; no other method takes one.
    floor: of the geometric mean: values below it count as it; None refuses negative ones.
    penalty: of both Mazziotta–Pareto indices: "subtract" where more is better, else "add".
    """

    name: str
    exponent: float | None = None
    floor: float | None = None
    penalty: Penalty = "subtract"

    def __post_init__(self) -> None:
        if self.name not in AGGREGATION_METHODS:
            raise EngineError(
                f"{self.name!r} is not a known way to aggregate; there are "
                f"{', '.join(AGGREGATION_METHODS)}"
            )
        if (self.name == "power_mean") != (self.exponent is not None):
            raise EngineError("a power mean needs an exponent, and nothing else takes one")
        if self.floor is not None and self.name != "geometric_mean":
            raise EngineError(f"only a geometric mean has a floor, not {self.name!r}")
        if self.penalty not in ("subtract", "add"):
            raise EngineError(f"a penalty is 'subtract' or 'add', not {self.penalty!r}")
        if self.penalty != "subtract" and "mazziotta_pareto" not in self.name:
            raise EngineError(f"only a Mazziotta–Pareto index has a penalty, not {self.name!r}")

    @property
    def among_units(self) -> bool:
        """Whether a unit's result depends on the other units."""
        return self.name in AMONG_UNITS

    def combine(self, below: FloatArray, weights: FloatArray) -> FloatArray:
        """Return the result over the first axis of `below` (child, ..., unit)."""
        match self.name:
            case "arithmetic_mean":
                mean = arithmetic_mean(below, weights)
            case "geometric_mean":
                mean = geometric_mean(below, weights, self.floor)
            case "harmonic_mean":
                mean = harmonic_mean(below, weights)
            case "power_mean":
                mean = power_mean(below, weights, self.exponent or 0.0)
            case "median":
                mean = weighted_median(below, weights)
            case "copeland":
                mean = copeland(below, weights)
            case "mazziotta_pareto":
                mean = mazziotta_pareto(below, weights, self.penalty)
            case "adjusted_mazziotta_pareto":
                mean = adjusted_mazziotta_pareto(below, weights, self.penalty)
            case _:
                mean = topsis(below, weights)
        if self.name in BEYOND_PARTS:
            return mean
        if self.floor is not None:
            below = np.maximum(below, self.floor)
        # The mean of equal scores is that score, and no mean leaves the range of its parts, also
        # in the last digit.
        return np.clip(mean, np.fmin.reduce(below), np.fmax.reduce(below))


# The product's own names. Its geometric mean has a floor, since its scores may be 0.
Mean = Literal["arithmetic", "geometric"]
_SHORT = {
    "arithmetic": Method("arithmetic_mean"),
    "geometric": Method("geometric_mean", floor=GEOMETRIC_FLOOR),
    "harmonic": Method("harmonic_mean"),
}
Named = str | Method
Means = Named | Sequence[Named] | Mapping[str, Named] | Mapping[str, Mean]


def method_of(named: Named) -> Method:
    """Return the method a name stands for; "geometric" is the mean with a floor of one point."""
    if isinstance(named, Method):
        return named
    return _SHORT[named] if named in _SHORT else Method(named)


def methods_of(tree: Tree, means: Means | None) -> tuple[Method, ...]:
    """Return the method of each node: arithmetic where nothing else is said.

    Raises:
        EngineError: an unknown node or method, or another number of methods than of levels.
    """
    if means is None:
        means = {}
    if isinstance(means, (str, Method)):
        return (method_of(means),) * len(tree.nodes)
    if isinstance(means, Mapping):
        for name in means:
            check_known(name, tree)
        return tuple(method_of(means.get(node.id, "arithmetic")) for node in tree.nodes)
    heights = levels(tree)
    if len(means) != max(heights):
        raise EngineError(
            f"{len(means)} ways to aggregate were given for a tree of {max(heights)} levels above "
            "the indicators"
        )
    return tuple(method_of(means[height - 1]) for height in heights)


def levels(tree: Tree) -> tuple[int, ...]:
    """Return the level of each node: 1 above indicators alone, else one above its highest child."""
    heights = [0] * len(tree.leaves)
    for children in tree.positions():
        heights.append(1 + max(heights[child] for child in children))
    return tuple(heights[len(tree.leaves) :])


def check_known(name: str, tree: Tree) -> None:
    """Raise EngineError where the tree has no node of that name."""
    if all(node.id != name for node in tree.nodes):
        raise EngineError(f"the tree has no node {name!r}")


def without(below: FloatArray, kept: BoolArray) -> FloatArray:
    """Return `below` with the units that are not kept missing throughout."""
    return np.where(kept, below, np.nan)
