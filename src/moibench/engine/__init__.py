"""The arithmetic of benchmarking: arrays in, arrays out, one file per verb of the field.

The last axis is the unit, a missing number is NaN, scores are between 0 and 100, rank 1 is best.
"""

from moibench.engine.aggregate import Aggregated, Mean, aggregate, contributions
from moibench.engine.carry import Carried, carry_forward
from moibench.engine.change import Change, change
from moibench.engine.classify import classify, natural_breaks, quantile_cutoffs
from moibench.engine.compare import (
    BestInClass,
    best_in_class,
    median,
    relation,
    similarity_width,
)
from moibench.engine.cube import BoolArray, Cube, EngineError, FloatArray, IntArray
from moibench.engine.denominate import Undenominated, denominate, undenominated
from moibench.engine.impute import IMPUTATION_METHODS, Imputation, Imputed, impute
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
from moibench.engine.rank import Ties, rank
from moibench.engine.rollup import RolledUp, roll_up_ratio, roll_up_sum, roll_up_weighted_mean
from moibench.engine.screen import Screened, ScreenReason, screen, screen_indicators
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
    "IMPUTATION_METHODS",
    "NORMALISATION_METHODS",
    "Aggregated",
    "BestInClass",
    "BoolArray",
    "Carried",
    "Change",
    "Cube",
    "EngineError",
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
    "RankRanges",
    "RolledUp",
    "Scores",
    "ScreenReason",
    "Screened",
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
    "excel_kurtosis",
    "excel_skewness",
    "fit_normalisation",
    "fit_treatment",
    "goalposts",
    "impute",
    "mann_kendall",
    "median",
    "moments",
    "natural_breaks",
    "percentile_goalposts",
    "quantile_cutoffs",
    "rank",
    "rank_ranges",
    "rank_score",
    "relation",
    "replicate_scores",
    "roll_up_ratio",
    "roll_up_sum",
    "roll_up_weighted_mean",
    "screen",
    "screen_indicators",
    "similarity_width",
    "trend",
    "trend_all",
    "undenominated",
    "z_score",
]
