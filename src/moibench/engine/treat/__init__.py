"""Outliers: told by skewness and kurtosis, limited or transformed, every changed cell listed."""

from moibench.engine.treat.apply import Treated, TreatedCell, apply_treatment
from moibench.engine.treat.fit import (
    Limits,
    Treatment,
    TreatmentNote,
    TreatmentRule,
    fit_treatment,
)
from moibench.engine.treat.moments import Moments, excel_kurtosis, excel_skewness, moments
from moibench.engine.treat.transform import TRANSFORMS, Transform

__all__ = [
    "TRANSFORMS",
    "Limits",
    "Moments",
    "Transform",
    "Treated",
    "TreatedCell",
    "Treatment",
    "TreatmentNote",
    "TreatmentRule",
    "apply_treatment",
    "excel_kurtosis",
    "excel_skewness",
    "fit_treatment",
    "moments",
]
