"""Means of the children of a node: arithmetic, geometric, harmonic, power, median.

values (child, ..., unit), weights (child,). What is missing shares its weight among what is
present; a child without weight counts for nothing; where nothing with weight is present the mean
is NaN. A mean that is not defined for negative numbers refuses them by name.
"""

from __future__ import annotations

import math

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, refuse_infinite

# A geometric mean is 0 as soon as one score is, however good the rest: scores below one point
# of the hundred count as one point.
GEOMETRIC_FLOOR = 1.0
# Half of a weight is half whatever the last digits of the sum say.
HALF_NOISE = 1e-9


def arithmetic_mean(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Average what is present over the first axis; NaN where nothing with weight is."""
    present = ~np.isnan(values)
    weight = dot(weights, present.astype(np.float64))
    total = dot(weights, np.where(present, values, 0.0))
    mean: FloatArray = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return mean


def geometric_mean(
    values: FloatArray, weights: FloatArray, floor: float | None = None
) -> FloatArray:
    """Return the weighted geometric mean over the first axis: 0 as soon as one value is 0.

    Args:
        values: shape (child, ..., unit), NaN is missing.
        weights: shape (child,), not negative.
        floor: values below it count as it; without one a negative value is refused.

    Returns:
        Shape (..., unit).

    Raises:
        EngineError: a value with weight is negative and there is no floor, a value is infinite,
            or shapes or weights are unfit.

    Source:
        OECD/JRC Handbook (2008), step 7, "Geometric aggregation"; UNDP Technical note 1.
    """
    weights = fit_weights(values, weights)
    if floor is not None:
        if not floor > 0:
            raise EngineError(f"the floor of a geometric mean is {floor}, not above 0")
        values = np.maximum(values, floor)
    refuse_negative(values, weights, "a geometric mean")
    zero = ((values == 0) & _heavy(values, weights)).any(axis=0)
    logarithms = np.log(np.where(values > 0, values, np.where(values == 0, 1.0, np.nan)))
    return np.where(zero, 0.0, np.exp(arithmetic_mean(logarithms, weights)))


def harmonic_mean(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted harmonic mean over the first axis: 0 as soon as one value is 0.

    Args, Returns and Raises are as in `power_mean`, whose exponent −1 it is.

    Source:
        Hardy, Littlewood and Pólya (1934), "Inequalities", chapter II.
    """
    return power_mean(values, weights, -1.0, name="a harmonic mean")


def power_mean(
    values: FloatArray, weights: FloatArray, exponent: float, name: str = "a power mean"
) -> FloatArray:
    """Return (Σ w x^p / Σ w)^(1/p) over the first axis; its limit, the geometric mean, at p = 0.

    With p ≤ 0 the mean is 0 as soon as one value is 0. It is worked out on logarithms, so that
    no exponent overflows.

    Args:
        values: shape (child, ..., unit), NaN is missing.
        weights: shape (child,), not negative.
        exponent: p, finite; 1 is the arithmetic mean, −1 the harmonic.
        name: what a refusal calls the mean.

    Returns:
        Shape (..., unit), not below 0 and within the range of the values.

    Raises:
        EngineError: a value with weight is negative (but at p = 1), a value is infinite, the
            exponent is not finite, or shapes or weights are unfit.

    Source:
        OECD/JRC Handbook (2008), step 7; Hardy, Littlewood and Pólya (1934), chapter II.
    """
    if not math.isfinite(exponent):
        raise EngineError(f"the exponent of a power mean is {exponent}, which is not finite")
    weights = fit_weights(values, weights)
    if exponent == 1:
        return arithmetic_mean(values, weights)
    refuse_negative(values, weights, name)
    if exponent == 0:
        return geometric_mean(values, weights)
    heavy = _heavy(values, weights)
    zero = (values == 0) & heavy
    logarithms = np.log(np.where(heavy & ~zero, values, np.nan))
    raised = exponent * logarithms
    # The largest term is taken out, and what is left is at most 1: expm1 and log1p then keep
    # every digit, also where p is close to 0.
    largest = np.fmax.reduce(raised, axis=0)
    terms = np.where(zero & ~np.isnan(largest), -1.0, np.expm1(raised - largest))
    mean = np.exp((np.log1p(arithmetic_mean(terms, weights)) + largest) / exponent)
    nothing = zero.any(axis=0) if exponent < 0 else zero.any(axis=0) & np.isnan(largest)
    result: FloatArray = np.where(nothing, 0.0, mean)
    return result


def weighted_median(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the value at which half of the weight present is reached, over the first axis.

    Where it is reached exactly between two values, their mean; so with equal weights it is the
    ordinary median.

    Args:
        values: shape (child, ..., unit), NaN is missing.
        weights: shape (child,), not negative.

    Returns:
        Shape (..., unit).

    Raises:
        EngineError: a value is infinite, or shapes or weights are unfit.

    Source:
        Edgeworth (1888); "lower and upper weighted median" averaged.
    """
    weights = fit_weights(values, weights)
    heavy = _heavy(values, weights)
    order = np.argsort(np.where(heavy, values, np.inf), axis=0, kind="stable")
    along = (slice(None),) + (None,) * (values.ndim - 1)
    carried = np.where(heavy, weights[along], 0.0)
    running = np.cumsum(np.take_along_axis(carried, order, axis=0), axis=0)
    half = running[-1] / 2
    noise = HALF_NOISE * half
    ordered = np.take_along_axis(np.where(heavy, values, np.nan), order, axis=0)
    last = np.maximum(heavy.sum(axis=0) - 1, 0)
    lower = np.minimum((running < half - noise).sum(axis=0), last)
    upper = np.minimum((running <= half + noise).sum(axis=0), last)
    low, high = (np.take_along_axis(ordered, place[None], axis=0)[0] for place in (lower, upper))
    middle: FloatArray = np.where(low == high, low, low / 2 + high / 2)
    return middle


def fit_weights(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return weights as an array, having checked that they are shares and fit the values."""
    refuse_infinite(values, "values")
    shares = np.asarray(weights, dtype=np.float64)
    if values.ndim < 1 or shares.shape != values.shape[:1]:
        raise EngineError(f"{shares.shape} weights were given for values of shape {values.shape}")
    if not np.all(np.isfinite(shares) & (shares >= 0)) or shares.sum() <= 0:
        raise EngineError(
            f"the weights {shares.tolist()} are not shares: they must be finite, not negative "
            "and not all 0"
        )
    return shares


def refuse_negative(values: FloatArray, weights: FloatArray, name: str) -> None:
    """Raise EngineError, naming the position, where a value with weight is negative."""
    bad = (values < 0) & _heavy(values, weights)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        raise EngineError(
            f"{name} cannot take the negative value {values[where]} at position {where}"
        )


def dot(share: FloatArray, values: FloatArray) -> FloatArray:
    """Add up `values` over the first axis, each times its share."""
    total: FloatArray = (share @ values.reshape(len(share), -1)).reshape(values.shape[1:])
    return total


def _heavy(values: FloatArray, weights: FloatArray) -> BoolArray:
    """Tell which values are present and have a weight."""
    along = (slice(None),) + (None,) * (values.ndim - 1)
    return ~np.isnan(values) & (weights > 0)[along]
