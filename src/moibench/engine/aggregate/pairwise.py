"""Aggregation by comparing units two by two, which lets no good value make up for a bad one."""

from __future__ import annotations

import numpy as np

from moibench.engine.aggregate.means import fit_weights
from moibench.engine.cube import BoolArray, FloatArray
from moibench.engine.rank import TOLERANCE, rank

# Comparisons held in memory at a time, nine bytes each.
BLOCK = 4_000_000


def copeland(values: FloatArray, weights: FloatArray, tolerance: float = TOLERANCE) -> FloatArray:
    """Return how many other units each one outranks, less how many outrank it.

    A unit outranks another where the indicators that place it above weigh more than those that
    place it below. Values within the tolerance are equal, as in `rank`, and so are weights that
    differ by no more than that share of the whole: neither the order of units nor the last digit
    decides. An indicator that one of the two is missing says nothing of the pair; a pair with no
    indicator in common is a draw.

    Args:
        values: shape (indicator, ..., unit), high is good, NaN is missing.
        weights: shape (indicator,), not negative.
        tolerance: share of max(1, largest value in size), and of the whole weight.

    Returns:
        Shape (..., unit), whole numbers from −(n − 1) to n − 1 for n units that have a value;
        NaN for a unit that has none with weight.

    Raises:
        EngineError: a value is infinite, or shapes or weights are unfit.

    Source:
        Copeland (1951); OECD/JRC Handbook (2008), step 7, "Non-compensatory multi-criteria
        approach"; Munda and Nardo (2009).
    """
    weights = fit_weights(values, weights)
    weights = weights / weights.sum()
    heavy = weights > 0
    flat = values[heavy].reshape(int(heavy.sum()), -1, values.shape[-1])
    scores = np.empty(flat.shape[1:])
    for place, row in enumerate(np.moveaxis(flat, 1, 0)):
        scores[place] = _one(row, weights[heavy], tolerance)
    return scores.reshape(values.shape[1:])


def _one(values: FloatArray, weights: FloatArray, tolerance: float) -> FloatArray:
    """Return the Copeland scores of values (indicator, unit)."""
    # Whole numbers, negative so that high stays good: comparing them is exact, and a chain of
    # ties is one tie. NaN compares as neither above nor below.
    places = -rank(values, tolerance, ties="dense")
    present = ~np.isnan(values).all(axis=0)
    places = np.ascontiguousarray(places[:, present])
    indicators, units = places.shape
    scores = np.full(values.shape[1], np.nan)
    found = np.empty(units)
    step = max(1, BLOCK // max(1, indicators * units))
    for start in range(0, units, step):
        own = places[:, start : start + step]
        above = _weight_above(own, places, weights)
        below = above.T if step >= units else _weight_above(places, own, weights).T
        net = above - below
        found[start : start + step] = (net > tolerance).sum(axis=1) - (net < -tolerance).sum(axis=1)
    scores[present] = found
    return scores


def _weight_above(own: FloatArray, others: FloatArray, weights: FloatArray) -> FloatArray:
    """Return by how much weight each own unit (row) is placed above each other (column)."""
    total = np.zeros((own.shape[1], others.shape[1]))
    # Indicators of one weight are counted in whole numbers, and weighed once.
    for weight in np.unique(weights):
        alike = weights == weight
        number = np.zeros(total.shape, dtype=np.int32)
        for mine, theirs in zip(own[alike], others[alike], strict=True):
            number += mine[:, None] > theirs
        total += weight * number
    return total


def dominance(values: FloatArray, tolerance: float = TOLERANCE) -> BoolArray:
    """Tell which unit is at least as good as which other in every indicator, and better in one.

    Such a pair keeps its order under any weights and any mean that rewards its parts. Indicators
    that one of the two is missing are left out; a pair with none in common is not ordered.

    Args:
        values: shape (indicator, unit), high is good, NaN is missing.
        tolerance: as in `rank`.

    Returns:
        Shape (unit, unit), the row dominates the column.

    Source:
        OECD/JRC Handbook (2008), step 8; Permanyer (2011), "Assessing the robustness of
        composite indices rankings".
    """
    places = -rank(values, tolerance, ties="dense")
    better = np.zeros((values.shape[1],) * 2, dtype=np.bool_)
    worse = np.zeros_like(better)
    for row in places:
        better |= row[:, None] > row[None, :]
        worse |= row[:, None] < row[None, :]
    return better & ~worse
