"""Positions among units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, refuse_infinite

Ties = Literal["min", "average", "dense"]
TIES: tuple[str, ...] = get_args(Ties)

# Scores closer than this share of the largest (of 1, if all are smaller) are equal: what
# arithmetic in another order changes must not decide a rank.
TOLERANCE = 1e-9
# Numbers sorted at a time: half a megabyte, which stays in a core's own cache.
CACHED = 2**16


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
        EngineError: a score is infinite, `ties` is unknown or the tolerance is negative.
    """
    if not tolerance >= 0:
        raise EngineError(f"the tolerance of ranks is {tolerance}, not 0 or more")
    if ties not in TIES:
        raise EngineError(f"ties are broken by 'min', 'average' or 'dense', not by {ties!r}")
    refuse_infinite(scores, "scores")
    result = np.empty(scores.shape)
    for part, out in _in_rows(scores, result):
        order, starts = _order(part, tolerance)
        if ties == "min":
            ranked = _first(starts) + 1.0
        elif ties == "average":
            ranked = (_first(starts) + _last(starts)) / 2 + 1.0
        else:
            ranked = np.cumsum(starts, axis=1).astype(np.float64)
        np.put_along_axis(out, order, ranked, axis=1)
        out[np.isnan(part)] = np.nan
    return result


def rank_within(
    scores: FloatArray, groups: IntArray, tolerance: float = TOLERANCE, ties: Ties = "min"
) -> FloatArray:
    """Rank units as `rank` does, but each among the units of its own group.

    Args:
        scores: shape (..., unit).
        groups: shape (unit,), the group of each unit as a number from 0; −1 is in none.
        tolerance: as in `rank`; the largest score is that of the group.
        ties: as in `rank`.

    Returns:
        Ranks, shape of `scores`; NaN where the score is, and for a unit in no group.

    Raises:
        EngineError: as `rank`, or groups do not fit.
    """
    ranks = np.full(scores.shape, np.nan)
    for members in members_of(groups, scores.shape[-1]):
        ranks[..., members] = rank(scores[..., members], tolerance, ties)
    return ranks


def members_of(groups: IntArray, units: int) -> list[IntArray]:
    """Return the positions of each group's units, in the order of the groups; −1 is in none."""
    if groups.shape != (units,):
        raise EngineError(f"groups have shape {groups.shape} for {units} units")
    if not np.issubdtype(groups.dtype, np.integer) or (groups < -1).any():
        raise EngineError("groups are whole numbers from 0, or -1 for a unit in none")
    order = np.argsort(groups, kind="stable")
    edges = np.flatnonzero(np.diff(groups[order])) + 1
    return [part for part in np.split(order, edges) if part.size and groups[part[0]] >= 0]


def tied_positions(
    scores: FloatArray, tolerance: float = TOLERANCE
) -> tuple[IntArray, IntArray, IntArray]:
    """Return the order of units, best first, and the span of positions each tie takes up.

    Returns:
        `order`, the units' positions from the largest score to the smallest, missing last;
        `first` and `last`, in that order, the zero-based span of the group of tied units.
    """
    refuse_infinite(scores, "scores")
    order, first, last = (np.empty(scores.shape, dtype=np.int64) for _ in range(3))
    for part, to_order, to_first, to_last in _in_rows(scores, order, first, last):
        to_order[:], starts = _order(part, tolerance)
        to_first[:] = _first(starts)
        to_last[:] = _last(starts)
    return order, first, last


def _in_rows(*arrays: npt.NDArray[Any]) -> Iterator[tuple[npt.NDArray[Any], ...]]:
    """Yield the arrays, equally shaped, in parts of whole rows that stay in a core's cache."""
    units = arrays[0].shape[-1]
    flat = [array.reshape(-1, units) for array in arrays] if units else []
    step = max(1, CACHED // max(units, 1))
    for start in range(0, len(flat[0]) if flat else 0, step):
        yield tuple(array[start : start + step] for array in flat)


def _order(scores: FloatArray, tolerance: float) -> tuple[IntArray, BoolArray]:
    """Return each row's units from the best down, missing last, and where a tie starts."""
    # Sorting rows that hold NaN is three times as slow; infinite scores were refused before.
    lowered = np.where(np.isnan(scores), np.inf, -scores)
    order = np.argsort(lowered, axis=1)
    descending = np.take_along_axis(lowered, order, axis=1)
    largest = np.fmax.reduce(np.abs(scores), axis=1, keepdims=True, initial=1.0)
    starts = np.ones(scores.shape, dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        # Written so that missing units, infinite less infinite, tie with none.
        starts[:, 1:] = ~(np.diff(descending, axis=1) <= tolerance * largest)
    return order, starts


def _first(starts: BoolArray) -> IntArray:
    position = np.arange(starts.shape[1])
    if starts.all():
        return np.broadcast_to(position, starts.shape)
    return np.maximum.accumulate(np.where(starts, position, 0), axis=1)


def _last(starts: BoolArray) -> IntArray:
    number = starts.shape[1]
    position = np.arange(number)
    if starts.all():
        return np.broadcast_to(position, starts.shape)
    ends = np.ones(starts.shape, dtype=np.bool_)
    ends[:, :-1] = starts[:, 1:]
    backwards = np.where(ends, position, number)[:, ::-1]
    return np.minimum.accumulate(backwards, axis=1)[:, ::-1]
