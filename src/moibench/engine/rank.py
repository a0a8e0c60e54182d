"""Positions among units."""

from __future__ import annotations

from typing import Literal

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite

Ties = Literal["min", "average", "dense"]

# Scores closer than this share of the largest (of 1, if all are smaller) are equal: what
# arithmetic in another order changes must not decide a rank.
TOLERANCE = 1e-9


def rank(scores: FloatArray, tolerance: float = TOLERANCE, ties: Ties = "min") -> FloatArray:
    """Rank units from the largest score (1) down; to rank from the smallest, pass −scores.

    Pass unrounded scores. Units whose scores differ by no more than the tolerance are tied, and
    so is a chain of them, which makes the result independent of the order of units.

    Args:
        scores: shape (..., unit); every leading position is ranked by itself.
        tolerance: share of max(1, largest score in size).
        ties: "min" gives tied units the better rank, "average" the mean of the ranks they take
            up, "dense" leaves no gap after them.

    Returns:
        Ranks, shape of `scores`; NaN where the score is.

    Raises:
        EngineError: a score is infinite or `ties` is unknown.
    """
    order, first, last = tied_positions(scores, tolerance)
    if ties == "min":
        ranked = first + 1.0
    elif ties == "average":
        ranked = (first + last) / 2 + 1.0
    elif ties == "dense":
        position = np.arange(scores.shape[-1])
        ranked = np.cumsum(first == position, axis=-1).astype(np.float64)
    else:
        raise EngineError(f"ties are broken by 'min', 'average' or 'dense', not by {ties!r}")
    result = np.empty(scores.shape)
    np.put_along_axis(result, order, ranked, axis=-1)
    result[np.isnan(scores)] = np.nan
    return result


def tied_positions(
    scores: FloatArray, tolerance: float = TOLERANCE
) -> tuple[IntArray, IntArray, IntArray]:
    """Return the order of units, best first, and the span of positions each tie takes up.

    Returns:
        `order`, the units' positions from the largest score to the smallest, missing last;
        `first` and `last`, in that order, the zero-based span of the group of tied units.
    """
    refuse_infinite(scores, "scores")
    number = scores.shape[-1]
    lowered = -scores
    order = np.argsort(lowered, axis=-1).astype(np.int64, copy=False)
    descending = np.take_along_axis(lowered, order, axis=-1)
    size = np.fmax.reduce(np.abs(scores), axis=-1, keepdims=True, initial=1.0)
    starts = np.ones(scores.shape, dtype=np.bool_)
    # Written so that a comparison with NaN starts a group: missing units tie with none.
    starts[..., 1:] = ~(np.diff(descending, axis=-1) <= tolerance * size)
    position = np.arange(number)
    first = np.maximum.accumulate(np.where(starts, position, 0), axis=-1)
    ends = np.ones(scores.shape, dtype=np.bool_)
    ends[..., :-1] = starts[..., 1:]
    backwards = np.where(ends, position, number)[..., ::-1]
    last = np.minimum.accumulate(backwards, axis=-1)[..., ::-1]
    return order, first, last
