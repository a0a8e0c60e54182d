"""The arithmetic of benchmarking: arrays in, arrays out, one file per verb of the field.

The last axis is the unit, a missing number is NaN, scores are between 0 and 100, rank 1 is best.
"""

from moibench.engine.aggregate import (
    AGGREGATION_METHODS,
    Aggregated,
    Mean,
    Method,
    adjusted_mazziotta_pareto,
    aggregate,
    contributions,
    copeland,
    dominance,
    geometric_mean,
    harmonic_mean,
    mazziotta_pareto,
    power_mean,
    topsis,
    weighted_median,
)
from moibench.engine.audit import Audit, audit
from moibench.engine.carry import Carried, carry_forward
from moibench.engine.change import Change, change
from moibench.engine.compare import (
    BestInClass,
    best_in_class,
    median,
    relation,
    similarity_width,
)
from moibench.engine.correlate import Correlations, correlation_matrix
from moibench.engine.cube import BoolArray, Cube, EngineError, FloatArray, IntArray
from moibench.engine.explain import (
    Explanation,
    RankChange,
    ScoreChange,
    explain,
    explain_change,
    split_rank_change,
)
from moibench.engine.normalise import (
    Scores,
    goalposts,
    percentile_goalposts,
    rank_score,
    z_score,
)
from moibench.engine.rank import Ties, classify, rank
from moibench.engine.rollup import RolledUp, roll_up_ratio, roll_up_sum, roll_up_weighted_mean
from moibench.engine.tree import Node, Tree
from moibench.engine.trend import (
    MannKendall,
    TrendEstimate,
    TrendEstimates,
    mann_kendall,
    trend,
    trend_all,
)
from moibench.engine.uncertainty import (
    RankRanges,
    Variation,
    beats,
    cannot_be_told_apart,
    rank_ranges,
    replicate_scores,
)
from moibench.engine.weigh import (
    WEIGHTING_METHODS,
    Weighed,
    WeightReport,
    benefit_of_the_doubt,
    effective_weights,
    importance,
    weigh,
)

__all__ = [
    "AGGREGATION_METHODS",
    "WEIGHTING_METHODS",
    "Aggregated",
    "Audit",
    "BestInClass",
    "BoolArray",
    "Carried",
    "Change",
    "Correlations",
    "Cube",
    "EngineError",
    "Explanation",
    "FloatArray",
    "IntArray",
    "MannKendall",
    "Mean",
    "Method",
    "Node",
    "RankChange",
    "RankRanges",
    "RolledUp",
    "ScoreChange",
    "Scores",
    "Ties",
    "Tree",
    "TrendEstimate",
    "TrendEstimates",
    "Variation",
    "Weighed",
    "WeightReport",
    "adjusted_mazziotta_pareto",
    "aggregate",
    "audit",
    "beats",
    "benefit_of_the_doubt",
    "best_in_class",
    "cannot_be_told_apart",
    "carry_forward",
    "change",
    "classify",
    "contributions",
    "copeland",
    "correlation_matrix",
    "dominance",
    "effective_weights",
    "explain",
    "explain_change",
    "geometric_mean",
    "goalposts",
    "harmonic_mean",
    "importance",
    "mann_kendall",
    "mazziotta_pareto",
    "median",
    "percentile_goalposts",
    "power_mean",
    "rank",
    "rank_ranges",
    "rank_score",
    "relation",
    "replicate_scores",
    "roll_up_ratio",
    "roll_up_sum",
    "roll_up_weighted_mean",
    "similarity_width",
    "split_rank_change",
    "topsis",
    "trend",
    "trend_all",
    "weigh",
    "weighted_median",
    "z_score",
]
