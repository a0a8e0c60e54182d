"""The arithmetic of benchmarking: arrays in, arrays out, one file per verb of the field.

The last axis is the unit, a missing number is NaN, scores are between 0 and 100, rank 1 is best.
A `Recipe` names the steps of an index, `read_index` takes its data from tables, `build` builds it.
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
from moibench.engine.audit import (
    Audit,
    audit,
)
from moibench.engine.before_after import (
    Excess,
    WindowChange,
    excess_over_peers,
    placebo_share,
    slopes_before,
    window_change,
)
from moibench.engine.build import (
    Built,
    Stage,
    build,
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
from moibench.engine.correlate import (
    Correlations,
    correlation_matrix,
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
from moibench.engine.draws import (
    Draws,
)
from moibench.engine.explain import (
    Explanation,
    RankChange,
    ScoreChange,
    explain,
    explain_change,
    split_rank_change,
)
from moibench.engine.faults import (
    Faults,
)
from moibench.engine.frames import (
    like,
)
from moibench.engine.impute import (
    IMPUTATION_METHODS,
    Imputation,
    Imputed,
    impute,
)
from moibench.engine.index_data import (
    IndexData,
    read_index,
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
from moibench.engine.recipe import (
    Aggregate,
    Classify,
    Denominate,
    Impute,
    Normalise,
    Rank,
    Recipe,
    Screen,
    Treat,
    Vary,
    Weigh,
    edited,
)
from moibench.engine.recipe_audit import (
    audit_index,
)
from moibench.engine.recipe_change import (
    IndexChange,
    index_change,
)
from moibench.engine.recipe_explain import (
    explain_score,
)
from moibench.engine.recipe_ranks import (
    RankSummary,
    rank_summary,
)
from moibench.engine.recipe_replicates import (
    RecipeReplicates,
    replicate_recipe,
)
from moibench.engine.recipe_sensitivity import (
    RecipeSensitivity,
    leave_each_out,
    recipe_sensitivity,
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
from moibench.engine.structure import (
    MetaRow,
    Structure,
    structure_of,
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
    "IMPUTATION_METHODS",
    "NORMALISATION_METHODS",
    "WEIGHTING_METHODS",
    "Aggregate",
    "Aggregated",
    "Audit",
    "BestInClass",
    "BoolArray",
    "Built",
    "Carried",
    "Change",
    "Classify",
    "Correlations",
    "Cube",
    "Denominate",
    "Distances",
    "Draws",
    "EngineError",
    "Excess",
    "Explanation",
    "Fan",
    "Faults",
    "FloatArray",
    "Imputation",
    "Impute",
    "Imputed",
    "IndexChange",
    "IndexData",
    "IntArray",
    "MannKendall",
    "Mean",
    "MetaRow",
    "Method",
    "Moments",
    "Node",
    "Normalisation",
    "NormalisationMethod",
    "NormalisationNote",
    "Normalise",
    "Pace",
    "Path",
    "Rank",
    "RankChange",
    "RankRanges",
    "RankSummary",
    "Recipe",
    "RecipeReplicates",
    "RecipeSensitivity",
    "RolledUp",
    "ScoreChange",
    "Scores",
    "Screen",
    "ScreenReason",
    "Screened",
    "Spells",
    "Stage",
    "Structure",
    "Ties",
    "Treat",
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
    "Vary",
    "Weigh",
    "Weighed",
    "WeightReport",
    "WindowChange",
    "adjusted_mazziotta_pareto",
    "aggregate",
    "apply_normalisation",
    "apply_treatment",
    "audit",
    "audit_index",
    "beats",
    "benefit_of_the_doubt",
    "best_in_class",
    "build",
    "cannot_be_told_apart",
    "carry_forward",
    "change",
    "classify",
    "contributions",
    "copeland",
    "correlation_matrix",
    "denominate",
    "distance_parts",
    "distances",
    "dominance",
    "edited",
    "effective_weights",
    "excel_kurtosis",
    "excel_skewness",
    "excess_over_peers",
    "explain",
    "explain_change",
    "explain_score",
    "fit_normalisation",
    "fit_treatment",
    "forecast_fan",
    "geometric_mean",
    "goalposts",
    "harmonic_mean",
    "importance",
    "impute",
    "index_change",
    "leave_each_out",
    "like",
    "mann_kendall",
    "mazziotta_pareto",
    "median",
    "moments",
    "natural_breaks",
    "nearest",
    "pace_ratio",
    "pace_state",
    "percentile_goalposts",
    "placebo_share",
    "power_mean",
    "quantile_cutoffs",
    "rank",
    "rank_ranges",
    "rank_score",
    "rank_summary",
    "read_index",
    "recipe_sensitivity",
    "relation",
    "relation_by_interval",
    "replicate_recipe",
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
    "split_rank_change",
    "standardise",
    "structure_of",
    "topsis",
    "trend",
    "trend_all",
    "undenominated",
    "weigh",
    "weighted_median",
    "window_change",
    "z_score",
]
