"""The shapes a normalisation can have: a line, a ratio, a band, positions, steps.

Each holds what was learnt from the reference, arrays of shape (indicator, year or 1, …), and turns
values of shape (indicator, year, unit) into shares, 0 for the worst and 1 for the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from moibench.engine.cube import BoolArray, FloatArray, IntArray
from moibench.engine.normalise.fixed import NOISE

PositionTies = Literal["min", "average", "dense"]


class Scale(Protocol):
    """What turns values into shares; `years` is how many it was learnt for, 1 for all at once."""

    @property
    def years(self) -> int:
        """Length of its year axis."""

    def shares(self, values: FloatArray) -> FloatArray:
        """Return shares, shape of `values`, not capped; NaN where the value is."""

    def natural(self, values: FloatArray) -> FloatArray:
        """Return scores as the method itself gives them, on no scale in particular."""


@dataclass(frozen=True, eq=False)
class Line:
    """Straight from `zero` to `one`, both (indicator, year, 1).

    `constant` marks where the reference does not differ: every value there gets `middle`. `own` is
    the line of the method's own scale, if that is another.
    """

    zero: FloatArray
    one: FloatArray
    constant: BoolArray
    log: BoolArray
    middle: float = 0.5
    own: Line | None = None

    @property
    def years(self) -> int:
        """Length of its year axis."""
        return int(self.zero.shape[1])

    def shares(self, values: FloatArray) -> FloatArray:
        """Return shares, not capped."""
        taken = logarithms(values, self.log)
        width = np.where(self.constant, 1.0, self.one - self.zero)
        with np.errstate(over="ignore"):
            # In place: half of the time goes into memory never touched before.
            share: FloatArray = taken - self.zero
            share /= width
        if self.constant.any():
            share = np.where(self.constant & ~np.isnan(taken), self.middle, share)
        return share

    def natural(self, values: FloatArray) -> FloatArray:
        """Return shares of the method's own scale."""
        return (self.own or self).shares(values)


@dataclass(frozen=True, eq=False)
class Ratio:
    """The least value over the value, where low is good; `least` is (indicator, year, 1)."""

    least: FloatArray

    @property
    def years(self) -> int:
        """Length of its year axis."""
        return int(self.least.shape[1])

    def shares(self, values: FloatArray) -> FloatArray:
        """Return shares; without bound where the value is not above zero."""
        share = self.least / np.where(values > 0.0, values, np.nan)
        return np.where(values <= 0.0, np.inf, share)

    natural = shares


@dataclass(frozen=True, eq=False)
class Band:
    """One between `lower` and `upper`, falling to zero over `under` and `over` outside.

    All are (indicator, year, 1).
    """

    lower: FloatArray
    upper: FloatArray
    under: FloatArray
    over: FloatArray
    log: BoolArray

    @property
    def years(self) -> int:
        """Length of its year axis."""
        return int(self.under.shape[1])

    def shares(self, values: FloatArray) -> FloatArray:
        """Return shares, below zero beyond the far ends."""
        taken = logarithms(values, self.log)
        with np.errstate(over="ignore"):
            short = (self.lower - taken) / self.under
            long = (taken - self.upper) / self.over
        return 1.0 - np.maximum(np.maximum(short, long), 0.0)

    natural = shares


@dataclass(frozen=True, eq=False)
class Positions:
    """Places among the ordered values of the reference, worst first.

    `ordered` is (indicator, year, reference value), signed so that high is good, missing last.
    """

    ordered: FloatArray
    number: IntArray
    sign: FloatArray
    ties: PositionTies
    origin: float
    as_share: bool

    @property
    def years(self) -> int:
        """Length of its year axis."""
        return int(self.ordered.shape[1])

    def shares(self, values: FloatArray) -> FloatArray:
        """Return the share of the other reference values surpassed; half where all are tied."""
        return self._places(values, share=True)

    def natural(self, values: FloatArray) -> FloatArray:
        """Return places counted from the worst, or their share for a percentile rank."""
        places = self._places(values, share=self.as_share)
        return places if self.as_share else places + self.origin

    def _places(self, values: FloatArray, *, share: bool) -> FloatArray:
        result = np.full(values.shape, np.nan)
        for i, t in np.ndindex(values.shape[:2]):
            of = t if self.years > 1 else 0
            number = int(self.number[i, of])
            if number == 0:
                continue
            among = self.ordered[i, of, :number]
            noise = NOISE * max(abs(among[0]), abs(among[-1]))
            starts = np.concatenate([[True], np.diff(among) > noise])
            # A chain of values a noise apart is one tie, as in `rank`.
            group = np.cumsum(starts) - 1
            first = np.flatnonzero(starts)
            size = np.diff(np.append(first, number))
            raw = self.sign[i] * values[i, t]
            # Looked up in order, which finds each next to the last.
            order = np.argsort(raw)[: raw.size - np.count_nonzero(np.isnan(raw))]
            own = raw[order]
            at = np.searchsorted(among, own - noise, side="left")
            inside = np.minimum(at, number - 1)
            if self.ties == "dense":
                place = np.where(at < number, group[inside], first.size).astype(np.float64)
                most = first.size - 1
            else:
                half = (size[group[inside]] - 1) / 2 if self.ties == "average" else 0.0
                tied = (at < number) & (among[inside] <= own + noise)
                place = np.where(tied, first[group[inside]] + half, at)
                most = number - 1
            if share:
                place = place / most if first.size > 1 else np.full(place.shape, 0.5)
            result[i, t, order] = place
        return result


@dataclass(frozen=True, eq=False)
class Steps:
    """Classes by thresholds: `edges` of each indicator, signed so that high is good, increasing."""

    edges: tuple[FloatArray, ...]
    sign: FloatArray

    @property
    def years(self) -> int:
        """Thresholds are the same in every year."""
        return 1

    def shares(self, values: FloatArray) -> FloatArray:
        """Return the share of the thresholds reached."""
        number = np.array([e.size for e in self.edges])[:, None, None]
        share: FloatArray = self._reached(values) / number
        return share

    def natural(self, values: FloatArray) -> FloatArray:
        """Return the class, 1 the worst."""
        return self._reached(values) + 1.0

    def _reached(self, values: FloatArray) -> FloatArray:
        result = np.full(values.shape, np.nan)
        for i, edges in enumerate(self.edges):
            noise = NOISE * np.abs(edges).max()
            own = self.sign[i] * values[i]
            reached = np.searchsorted(edges - noise, own, side="right")
            result[i] = np.where(np.isnan(own), np.nan, reached)
        return result


def logarithms(values: FloatArray, log: BoolArray) -> FloatArray:
    """Return logarithms of the indicators marked, −∞ for what is not above zero."""
    if not log.any():
        return values
    result = values.copy()
    with np.errstate(divide="ignore"):
        result[log] = np.log(np.maximum(values[log], 0.0))
    return result
