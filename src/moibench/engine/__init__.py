"""The arithmetic of benchmarking: arrays in, arrays out, one file per verb of the field.

The last axis is the unit, a missing number is NaN, scores are between 0 and 100, rank 1 is best.
"""

from moibench.engine.aggregate import (
    Aggregated,
    Mean,
    aggregate,
    contributions,
)
from moibench.engine.before_after import (
    Excess,
    WindowChange,
    excess_over_peers,
    placebo_share,
    slopes_before,
    window_change,
)
from moibench.engine.carry import (
    Carried,
    carry_forward,
)
from moibench.engine.change import (
    Change,
    change,
)
from moibench.engine.classify import (
    classify,
    natural_breaks,
    quantile_cutoffs,
)
from moibench.engine.compare import (
    BestInClass,
    best_in_class,
    median,
    relation,
    relation_by_interval,
    similarity_width,
)
from moibench.engine.cube import (
    BoolArray,
    Cube,
    EngineError,
    FloatArray,
    IntArray,
)
from moibench.engine.denominate import (
    Undenominated,
    denominate,
    undenominated,
)
from moibench.engine.impute import (
    IMPUTATION_METHODS,
    Imputation,
    Imputed,
    impute,
)
from moibench.engine.normalise import (
    NORMALISATION_METHODS,
    Normalisation,
    NormalisationMethod,
    NormalisationNote,
    Scores,
    apply_normalisation,
    fit_normalisation,
    goalposts,
    percentile_goalposts,
    rank_score,
    z_score,
)
from moibench.engine.peers import (
    Distances,
    distance_parts,
    distances,
    nearest,
    standardise,
)
from moibench.engine.rank import (
    Ties,
    rank,
)
from moibench.engine.rollup import (
    RolledUp,
    roll_up_ratio,
    roll_up_sum,
    roll_up_weighted_mean,
)
from moibench.engine.screen import (
    Screened,
    ScreenReason,
    screen,
    screen_indicators,
)
from moibench.engine.shapley import (
    shapley,
)
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
from moibench.engine.treat import (
    Moments,
    Treated,
    TreatedCell,
    Treatment,
    TreatmentNote,
    TreatmentRule,
    apply_treatment,
    excel_kurtosis,
    excel_skewness,
    fit_treatment,
    moments,
)
from moibench.engine.tree import (
    Node,
    Tree,
)
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
    "IMPUTATION_METHODS",
    "NORMALISATION_METHODS",
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
    "Imputation",
    "Imputed",
    "IntArray",
    "MannKendall",
    "Mean",
    "Moments",
    "Node",
    "Normalisation",
    "NormalisationMethod",
    "NormalisationNote",
    "Pace",
    "Path",
    "RankRanges",
    "RolledUp",
    "Scores",
    "ScreenReason",
    "Screened",
    "Spells",
    "Ties",
    "Treated",
    "TreatedCell",
    "Treatment",
    "TreatmentNote",
    "TreatmentRule",
    "Tree",
    "TrendEstimate",
    "TrendEstimates",
    "Undenominated",
    "Variation",
    "WindowChange",
    "aggregate",
    "apply_normalisation",
    "apply_treatment",
    "beats",
    "best_in_class",
    "cannot_be_told_apart",
    "carry_forward",
    "change",
    "classify",
    "contributions",
    "denominate",
    "distance_parts",
    "distances",
    "excel_kurtosis",
    "excel_skewness",
    "excess_over_peers",
    "fit_normalisation",
    "fit_treatment",
    "forecast_fan",
    "goalposts",
    "impute",
    "mann_kendall",
    "median",
    "moments",
    "natural_breaks",
    "nearest",
    "pace_ratio",
    "pace_state",
    "percentile_goalposts",
    "placebo_share",
    "quantile_cutoffs",
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
    "screen",
    "screen_indicators",
    "shapley",
    "similarity_width",
    "slopes_before",
    "spells",
    "standardise",
    "trend",
    "trend_all",
    "undenominated",
    "window_change",
    "z_score",
]
