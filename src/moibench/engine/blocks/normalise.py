"""Normalising that can be done block by block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray
from moibench.engine.normalise import NOISE


class Normalises(Protocol):
    """Anything that scores one indicator in one year; another process must be able to import it."""

    def __call__(self, values: FloatArray, indicator: int) -> FloatArray:
        """Return the scores (unit,) of values (unit,), missing where they are."""


@dataclass(frozen=True, eq=False)
class MinMaxAmongPeers:
    """Score each unit between the worst (0) and the best (100) of its own group in that year.

    A group whose values do not differ scores 50; a unit in no group (−1) has no score.

    Attributes:
        groups: shape (unit,), whole numbers from 0.
        direction: shape (indicator,), +1 where high is good, −1 where low is.
    """

    groups: IntArray
    direction: IntArray

    def __post_init__(self) -> None:
        if (self.groups < -1).any():
            raise EngineError("groups are whole numbers from 0, or -1 for a unit in none")
        odd = np.flatnonzero(np.abs(self.direction) != 1)
        if odd.size:
            raise EngineError(
                f"indicator {odd[0]} has the direction {self.direction[odd[0]]}, "
                "which is neither +1 nor -1"
            )

    @cached_property
    def _together(self) -> tuple[IntArray, IntArray, IntArray]:
        """The units by group, where each group starts, and each unit's place among the groups."""
        order = np.argsort(self.groups, kind="stable")
        ordered = self.groups[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.cumsum(np.diff(ordered, prepend=ordered[:1]) != 0)
        return order, starts, place

    def __call__(self, values: FloatArray, indicator: int) -> FloatArray:
        """Return the scores of one indicator in one year, both shape (unit,)."""
        order, starts, place = self._together
        together = values[order]
        low = np.fmin.reduceat(together, starts)
        high = np.fmax.reduceat(together, starts)
        wide = high - low
        # A group of a single value, or of none, has no scale: 50 where there is a value.
        level = ~(wide > NOISE * np.fmax(np.abs(low), np.abs(high)))
        if self.direction[indicator] > 0:
            origin, factor = low, np.where(level, 0.0, 100.0 / np.where(level, 1.0, wide))
        else:
            origin, factor = high, np.where(level, 0.0, -100.0 / np.where(level, 1.0, wide))
        scores = (values - origin[place]) * factor[place]
        if level.any():
            scores += np.where(level, 50.0, 0.0)[place]
        scores = np.clip(scores, 0.0, 100.0) + 0.0
        if self.groups.min(initial=0) < 0:
            scores[self.groups < 0] = np.nan
        return scores
