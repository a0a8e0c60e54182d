"""Scores into levels, and three ways to find where the levels begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.rank import TOLERANCE


def classify(scores: FloatArray, cutoffs: npt.ArrayLike) -> FloatArray:
    """Put scores into levels 1, 2, 3 …; a score that reaches a cut-off has the higher level.

    Args:
        scores: any shape.
        cutoffs: shape (level − 1,), increasing, in points; the design's four give levels 1 to 5.

    Returns:
        Levels, shape of `scores`; NaN where the score is.

    Raises:
        EngineError: there is no cut-off, one is not finite, or they do not increase.
    """
    edges = np.asarray(cutoffs, dtype=np.float64)
    increasing = edges.ndim == 1 and edges.size > 0 and bool(np.all(np.diff(edges) > 0))
    if not (increasing and np.isfinite(edges).all()):
        raise EngineError(f"cut-offs must be increasing numbers, not {edges.tolist()}")
    noise = TOLERANCE * max(1.0, float(np.abs(edges).max()))
    level = 1.0 + np.searchsorted(edges - noise, scores, side="right")
    return np.where(np.isnan(scores), np.nan, level)


def quantile_cutoffs(scores: FloatArray, classes: int | Sequence[float]) -> FloatArray:
    """Take cut-offs from the scores themselves: as many units in each class as ties allow.

    Args:
        scores: shape (unit,), NaN ignored.
        classes: a number of equal classes, or the shares (0–1, increasing) under each cut-off,
            such as (0.1, 0.35, 0.65, 0.9).

    Returns:
        Cut-offs, shape (class − 1,), for `classify`.

    Raises:
        EngineError: classes are fewer than two or shares do not increase between 0 and 1; no
            score is present; two cut-offs coincide, because too many scores are tied.
    """
    present = _present(scores)
    if isinstance(classes, int):
        if classes < 2:
            raise EngineError(f"{classes} classes were asked for: two are the least")
        shares = np.arange(1, classes) / classes
    else:
        shares = np.asarray(classes, dtype=np.float64)
        bounded = np.diff(np.concatenate([[0.0], shares, [1.0]]))
        if shares.size == 0 or not np.all(bounded > 0.0):
            raise EngineError(f"shares must increase between 0 and 1, not {shares.tolist()}")
    cutoffs: FloatArray = np.quantile(present, shares)
    if np.any(np.diff(cutoffs) <= 0.0):
        raise EngineError(
            f"scores are tied so often that the cut-offs {cutoffs.tolist()} coincide: "
            "ask for fewer classes"
        )
    return cutoffs


def natural_breaks(scores: FloatArray, classes: int) -> FloatArray:
    """Take cut-offs that make the classes as much alike inside as they can be.

    Exact: of all ways to cut the ordered scores, one with the least sum of squared deviations
    from the class means.

    Args:
        scores: shape (unit,), NaN ignored.
        classes: how many, at least two and no more than there are different scores.

    Returns:
        Cut-offs, shape (class − 1,): the smallest score of each class but the first.

    Raises:
        EngineError: there are too few classes, or too few different scores.

    Source:
        Fisher (1958), "On Grouping for Maximum Homogeneity", JASA 53; Jenks (1977).
    """
    values, counts = np.unique(_present(scores), return_counts=True)
    if classes < 2:
        raise EngineError(f"{classes} classes were asked for: two are the least")
    if values.size < classes:
        raise EngineError(f"{values.size} different scores do not make {classes} classes")
    # Centred and scaled, so that the squares in the running sums keep their digits.
    z = (values - values.mean()) / (values[-1] - values[0])
    weight, first, second = (
        np.concatenate([[0.0], np.cumsum(part)]) for part in (counts, counts * z, counts * z * z)
    )

    def deviation(start: IntArray, end: IntArray) -> FloatArray:
        """Squared deviations of the scores from `start` up to, but not with, `end`."""
        n, s = weight[end] - weight[start], first[end] - first[start]
        found: FloatArray = second[end] - second[start] - s * s / n
        return found

    number = values.size
    ends = np.arange(1, number + 1)
    least = np.concatenate([[np.inf], deviation(np.zeros_like(ends), ends)])
    starts = np.zeros((classes + 1, number + 1), dtype=np.int64)
    for k in range(2, classes + 1):
        fresh = np.full(number + 1, np.inf)
        # The best start of the last class never moves back as its end moves on, so the start
        # found for a middle end bounds those of the ends on either side.
        waiting = [(k, number, k - 1, number - 1)]
        while waiting:
            low, high, start_low, start_high = waiting.pop()
            end = (low + high) // 2
            candidates = np.arange(start_low, min(start_high, end - 1) + 1)
            total = least[candidates] + deviation(candidates, np.full_like(candidates, end))
            best = int(np.argmin(total))
            fresh[end], starts[k, end] = total[best], candidates[best]
            if low < end:
                waiting.append((low, end - 1, start_low, int(candidates[best])))
            if end < high:
                waiting.append((end + 1, high, int(candidates[best]), start_high))
        least = fresh
    cuts: list[int] = []
    end = number
    for k in range(classes, 1, -1):
        end = int(starts[k, end])
        cuts.append(end)
    breaks: FloatArray = values[np.array(cuts[::-1])]
    return breaks


def _present(scores: FloatArray) -> FloatArray:
    refuse_infinite(scores, "scores")
    present: FloatArray = scores[~np.isnan(scores)]
    if present.size == 0:
        raise EngineError("there is no score to take cut-offs from")
    return present
