"""The arithmetic of benchmarking: arrays in, arrays out, one file per verb of the field.

The last axis is the unit, a missing number is NaN, scores are between 0 and 100, rank 1 is best.
"""

from moibench.engine.aggregate import Aggregated, Mean, aggregate, contributions
from moibench.engine.before_after import (
    Excess,
    WindowChange,
    excess_over_peers,
    placebo_share,
    slopes_before,
    window_change,
)
from moibench.engine.carry import Carried, carry_forward
from moibench.engine.change import Change, change
from moibench.engine.compare import (
    BestInClass,
    best_in_class,
    median,
    relation,
    relation_by_interval,
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
from moibench.engine.peers import Distances, distance_parts, distances, nearest, standardise
from moibench.engine.rank import Ties, classify, rank
from moibench.engine.rollup import RolledUp, roll_up_ratio, roll_up_sum, roll_up_weighted_mean
from moibench.engine.shapley import shapley
from moibench.engine.targets import (
    Fan,
    Pace,
    Path,
    Spells,
    forecast_fan,
    pace_ratio,
    pace_state,
    required_path,
    spells,
)
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
    "Distances",
    "EngineError",
    "Excess",
    "Fan",
    "FloatArray",
    "IntArray",
    "MannKendall",
    "Mean",
    "Node",
    "Pace",
    "Path",
    "RankRanges",
    "RolledUp",
    "Scores",
    "Spells",
    "Ties",
    "Tree",
    "TrendEstimate",
    "TrendEstimates",
    "Variation",
    "WindowChange",
    "aggregate",
    "beats",
    "best_in_class",
    "cannot_be_told_apart",
    "carry_forward",
    "change",
    "classify",
    "contributions",
    "distance_parts",
    "distances",
    "excess_over_peers",
    "forecast_fan",
    "goalposts",
    "mann_kendall",
    "median",
    "nearest",
    "pace_ratio",
    "pace_state",
    "percentile_goalposts",
    "placebo_share",
    "rank",
    "rank_ranges",
    "rank_score",
    "relation",
    "relation_by_interval",
    "replicate_scores",
    "required_path",
    "roll_up_ratio",
    "roll_up_sum",
    "roll_up_weighted_mean",
    "shapley",
    "similarity_width",
    "slopes_before",
    "spells",
    "standardise",
    "trend",
    "trend_all",
    "window_change",
    "z_score",
]
