"""From values to scores on one scale, with what was learnt from a reference kept apart."""

from moibench.engine.normalise.fixed import (
    DEVIATIONS_TO_EDGE,
    NOISE,
    Scores,
    goalposts,
    percentile_goalposts,
    rank_score,
    z_score,
)
from moibench.engine.normalise.learn import (
    NORMALISATION_METHODS,
    NormalisationMethod,
    NormalisationNote,
)
from moibench.engine.normalise.normalisation import (
    Normalisation,
    apply_normalisation,
    fit_normalisation,
)

__all__ = [
    "DEVIATIONS_TO_EDGE",
    "NOISE",
    "NORMALISATION_METHODS",
    "Normalisation",
    "NormalisationMethod",
    "NormalisationNote",
    "Scores",
    "apply_normalisation",
    "fit_normalisation",
    "goalposts",
    "percentile_goalposts",
    "rank_score",
    "z_score",
]
