"""From the scores of indicators to those of pillars and of the whole, by every mean of the field.

`upward` climbs the tree; the other files hold one family of methods each, usable alone on the
children of one node: values (child, ..., unit), weights (child,), missing is NaN.
"""

from moibench.engine.aggregate.mazziotta_pareto import (
    adjusted_mazziotta_pareto,
    mazziotta_pareto,
)
from moibench.engine.aggregate.means import (
    GEOMETRIC_FLOOR,
    geometric_mean,
    harmonic_mean,
    power_mean,
    weighted_median,
)
from moibench.engine.aggregate.method import AGGREGATION_METHODS, Mean, Means, Method
from moibench.engine.aggregate.pairwise import copeland, dominance
from moibench.engine.aggregate.topsis import topsis
from moibench.engine.aggregate.upward import (
    THRESHOLD_NOISE,
    Aggregated,
    aggregate,
    contributions,
)

__all__ = [
    "AGGREGATION_METHODS",
    "GEOMETRIC_FLOOR",
    "THRESHOLD_NOISE",
    "Aggregated",
    "Mean",
    "Means",
    "Method",
    "adjusted_mazziotta_pareto",
    "aggregate",
    "contributions",
    "copeland",
    "dominance",
    "geometric_mean",
    "harmonic_mean",
    "mazziotta_pareto",
    "power_mean",
    "topsis",
    "weighted_median",
]
