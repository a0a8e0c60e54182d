"""The indices of Mazziotta and Pareto: a mean, penalised where a unit's parts are unbalanced."""

from __future__ import annotations

from typing import Literal

import numpy as np

from moibench.engine.aggregate.means import arithmetic_mean, fit_weights, refuse_negative
from moibench.engine.cube import EngineError, FloatArray

Penalty = Literal["subtract", "add"]
# The adjusted index puts the reference at 100 and half the range of the values at 30 from it.
CENTRE = 100.0
REACH = 30.0


def mazziotta_pareto(
    values: FloatArray, weights: FloatArray, penalty: Penalty = "subtract"
) -> FloatArray:
    """Return M ∓ S²/M over the first axis, M being a unit's mean and S its standard deviation.

    S is that of a population, as the authors define it. The index is meant for values
    standardised to a mean of 100 and a deviation of 10; on a scale that reaches 0 the penalty
    may exceed the mean.

    Args:
        values: shape (indicator, ..., unit), not negative, NaN is missing.
        weights: shape (indicator,); mean and deviation are both weighted.
        penalty: "subtract" where more is better, "add" where the index measures an ill.

    Returns:
        Shape (..., unit); NaN where nothing with weight is present.

    Raises:
        EngineError: a value with weight is negative or infinite, the penalty is unknown, or
            shapes or weights are unfit.

    Source:
        De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104, 1–18; weighted:
        Mazziotta and Pareto (2020), RIEDS 74.
    """
    weights = fit_weights(values, weights)
    refuse_negative(values, weights, "a Mazziotta–Pareto index")
    return _penalised(values, weights, penalty)


def adjusted_mazziotta_pareto(
    values: FloatArray,
    weights: FloatArray,
    penalty: Penalty = "subtract",
    references: FloatArray | None = None,
) -> FloatArray:
    """Return the Mazziotta–Pareto index of values re-scaled so that years can be compared.

    Each indicator is re-scaled over all years at once: its reference to 100, and half of the
    range of its values to 30 points, so that scores lie about 70–130. An indicator without
    variation scores 100 for all. To keep the scale of an earlier edition, normalise by its
    goalposts to 70–130 and use `mazziotta_pareto`, which is the same arithmetic.

    Args:
        values: shape (indicator, unit) or (indicator, year, ..., unit), high is good, NaN is
            missing.
        weights: shape (indicator,).
        penalty: as in `mazziotta_pareto`.
        references: shape (indicator,); by default each indicator's mean over the units of the
            first year that has values.

    Returns:
        Shape (..., unit); NaN where nothing with weight is present.

    Raises:
        EngineError: a value is infinite, the penalty is unknown, or shapes or weights are unfit.

    Source:
        Mazziotta and Pareto (2016), "On a Generalized Non-compensatory Composite Index for
        Measuring Socio-economic Phenomena", Social Indicators Research 127, 983–1003.
    """
    weights = fit_weights(values, weights)
    if references is None:
        references = _first_means(values)
    elif references.shape != values.shape[:1]:
        raise EngineError(
            f"references have shape {references.shape} for {values.shape[0]} indicators"
        )
    rows = values.reshape(len(values), -1)
    half = (np.fmax.reduce(rows, axis=1) - np.fmin.reduce(rows, axis=1)) / 2
    along = (slice(None),) + (None,) * (values.ndim - 1)
    varied = (half > 0)[along]
    reach = np.where(varied, half[along], 1.0)
    scaled = CENTRE + REACH * np.where(varied, values - references[along], 0.0 * values) / reach
    return _penalised(scaled, weights, penalty)


def _penalised(values: FloatArray, weights: FloatArray, penalty: Penalty) -> FloatArray:
    if penalty not in ("subtract", "add"):
        raise EngineError(f"a penalty is 'subtract' or 'add', not {penalty!r}")
    mean = arithmetic_mean(values, weights)
    variance = arithmetic_mean((values - mean) ** 2, weights)
    # Only where all parts are 0 is there no coefficient of variation, and nothing to penalise.
    unbalance = np.divide(variance, mean, out=0.0 * mean, where=mean > 0)
    return mean - unbalance if penalty == "subtract" else mean + unbalance


def _first_means(values: FloatArray) -> FloatArray:
    """Return each indicator's mean over the units of its first year with a value."""
    rows = values.reshape(len(values), -1, values.shape[-1])
    means = np.full(len(values), np.nan)
    for indicator, years in enumerate(rows):
        known = np.flatnonzero((~np.isnan(years)).any(axis=1))
        if known.size:
            means[indicator] = np.nanmean(years[known[0]])
    return means
