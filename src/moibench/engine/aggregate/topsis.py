"""TOPSIS: how close a unit is to the best there is, and how far from the worst."""

from __future__ import annotations

import numpy as np

from moibench.engine.aggregate.means import dot, fit_weights
from moibench.engine.cube import FloatArray


def topsis(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return each unit's relative closeness to the ideal, among the units of the last axis.

    Each indicator is divided by the root of its sum of squares. The ideal has the best value of
    each, the anti-ideal the worst; distances are Euclidean and weighted. A unit is measured by
    the indicators it has. Units that are all alike are as close to the one as to the other: 0.5.

    Args:
        values: shape (indicator, ..., unit), high is good, NaN is missing; every leading
            position, such as a year, has its own ideal.
        weights: shape (indicator,), scaled to add up to 1.

    Returns:
        Shape (..., unit), from 0 (the worst in all) to 1 (the best in all); NaN where nothing
        with weight is present.

    Raises:
        EngineError: a value is infinite, or shapes or weights are unfit.

    Source:
        Hwang and Yoon (1981), "Multiple Attribute Decision Making", chapter III; Tzeng and
        Huang (2011), chapter 5.
    """
    weights = fit_weights(values, weights)
    present = ~np.isnan(values)
    # Divided by the largest first, so that no square overflows.
    largest = np.fmax.reduce(np.abs(values), axis=-1, keepdims=True)
    size = np.where(largest > 0, largest, 1.0)
    shrunk = values / size
    length = np.sqrt(np.where(present, shrunk**2, 0.0).sum(axis=-1, keepdims=True))
    scaled = shrunk / np.where(length > 0, length, 1.0)
    best = np.fmax.reduce(scaled, axis=-1, keepdims=True)
    worst = np.fmin.reduce(scaled, axis=-1, keepdims=True)
    squares = weights**2
    to_best, to_worst = (
        np.sqrt(dot(squares, np.where(present, (scaled - end) ** 2, 0.0))) for end in (best, worst)
    )
    both = to_best + to_worst
    close = np.divide(to_worst, both, out=np.full(both.shape, 0.5), where=both > 0)
    measured = dot(weights, present.astype(np.float64)) > 0
    return np.where(measured, close, np.nan)
