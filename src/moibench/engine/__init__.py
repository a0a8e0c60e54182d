"""The arithmetic of benchmarking: arrays in, arrays out, one file per verb of the field.

The last axis is the unit, a missing number is NaN, scores are between 0 and 100, rank 1 is best.
"""

from moibench.engine.aggregate import Aggregated, Mean, aggregate, contributions
from moibench.engine.carry import Carried, carry_forward
from moibench.engine.change import Change, change
from moibench.engine.compare import (
    BestInClass,
    best_in_class,
    median,
    relation,
    similarity_width,
)
from moibench.engine.cube import BoolArray, Cube, EngineError, FloatArray, IntArray
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

__all__ = [
    "Aggregated",
    "BestInClass",
    "BoolArray",
    "Carried",
    "Change",
    "Cube",
    "EngineError",
    "FloatArray",
    "IntArray",
    "MannKendall",
    "Mean",
    "Node",
    "RankRanges",
    "RolledUp",
    "Scores",
    "Ties",
    "Tree",
    "TrendEstimate",
    "TrendEstimates",
    "Variation",
    "aggregate",
    "beats",
    "best_in_class",
    "cannot_be_told_apart",
    "carry_forward",
    "change",
    "classify",
    "contributions",
    "goalposts",
    "mann_kendall",
    "median",
    "percentile_goalposts",
    "rank",
    "rank_ranges",
    "rank_score",
    "relation",
    "replicate_scores",
    "roll_up_ratio",
    "roll_up_sum",
    "roll_up_weighted_mean",
    "similarity_width",
    "trend",
    "trend_all",
    "z_score",
]
