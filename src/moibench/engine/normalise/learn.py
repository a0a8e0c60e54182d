"""What each normalisation learns from its reference, or refuses to learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray
from moibench.engine.normalise.fixed import DEVIATIONS_TO_EDGE, NOISE
from moibench.engine.normalise.scales import (
    Band,
    Line,
    Positions,
    PositionTies,
    Ratio,
    Scale,
    Steps,
    logarithms,
)

NormalisationMethod = Literal[
    "min_max",
    "z_score",
    "scaled",
    "goalposts",
    "distance_to_best",
    "distance_to_reference",
    "distance_to_target",
    "target_range",
    "share_of_best",
    "rank",
    "percentile_rank",
    "borda",
    "classes",
]
NORMALISATION_METHODS: tuple[NormalisationMethod, ...] = get_args(NormalisationMethod)
Deviation = Literal["sample", "population"]
UNBOUNDED: tuple[NormalisationMethod, ...] = ("scaled",)
# What these give of themselves does not run from 0 to 1, so that there is nothing to cap.
OWN_SCALE: tuple[NormalisationMethod, ...] = ("z_score", "rank", "borda", "classes")


@dataclass(frozen=True)
class NormalisationNote:
    """A sentence about one indicator, whose name is left for the caller to put before it."""

    indicator: int
    text: str


@dataclass(frozen=True, eq=False)
class Part:
    """The indicators that one method scores, by position, and what it learnt for them."""

    method: NormalisationMethod
    rows: IntArray
    scale: Scale
    cap: bool


@dataclass(frozen=True, eq=False)
class Given:
    """What the caller gave for the indicators of one part, checked and cut to them."""

    values: FloatArray
    rows: IntArray
    sign: FloatArray
    log: BoolArray
    cap: bool
    per_year: bool
    among: BoolArray
    notes: list[NormalisationNote]

    def pooled(self, values: FloatArray) -> FloatArray:
        """Return the reference's values, (indicator, year or 1, value)."""
        taken = values[..., self.among]
        return taken if self.per_year else taken.reshape(taken.shape[0], 1, -1)

    def refuse(self, bad: BoolArray, text: str) -> None:
        """Raise EngineError naming every indicator in which `bad`, of any shape, holds."""
        found = self.rows[bad.reshape(bad.shape[0], -1).any(axis=1)]
        if found.size:
            names = ", ".join(str(i) for i in found)
            raise EngineError(f"indicator{'s' if found.size > 1 else ''} {names}: {text}")

    def note(self, where: BoolArray | np.bool_, text: str) -> None:
        """Add a note on every indicator in which `where`, of any shape, holds."""
        found = self.rows[np.asarray(where).reshape(self.rows.size, -1).any(axis=1)]
        self.notes.extend(NormalisationNote(int(i), text) for i in found)


def learn_line(
    given: Given,
    name: NormalisationMethod,
    goalposts: FloatArray | None,
    targets: FloatArray | None,
    reference_unit: int | None,
    deviation: Deviation,
) -> Line:
    """Learn the two numbers that a straight scale runs between."""
    log = given.log
    if name in ("goalposts", "scaled"):
        if name == "scaled" and goalposts is None:
            # COINr's n_scaled, whose bounds are 0 and 100 unless given.
            pair = np.tile([0.0, 100.0], (given.rows.size, 1))
        else:
            pair = needed(given, goalposts, "two goalposts")
        given.refuse(pair[:, 0] == pair[:, 1], "the two goalposts are equal, and span no scale")
        upwards = given.sign[:, 0, 0] > 0
        given.refuse(
            upwards & (pair[:, 0] > pair[:, 1]),
            "the goalposts fall, but the direction says that high is good",
        )
        given.refuse(log & (pair <= 0).any(axis=1), "a logarithm needs goalposts above zero")
        pair = logarithms(np.sort(pair, axis=1), log)
        low, high = pair[:, 0, None, None], pair[:, 1, None, None]
        zero, one = np.where(given.sign > 0, low, high), np.where(given.sign > 0, high, low)
        return Line(zero, one, np.zeros(zero.shape, dtype=np.bool_), log)
    among = _bearable(given)
    number = (~np.isnan(among)).sum(axis=2, keepdims=True)
    given.note(number == 0, "has no value to learn from, and no score")
    low = np.fmin.reduce(among, axis=2, keepdims=True, initial=np.nan)
    high = np.fmax.reduce(among, axis=2, keepdims=True, initial=np.nan)
    worst, best = np.where(given.sign > 0, low, high), np.where(given.sign > 0, high, low)
    size = np.maximum(np.abs(low), np.abs(high))
    constant = high - low <= NOISE * size
    if name == "z_score":
        mean, spread = _mean_and_deviation(among, number, deviation)
        constant |= (spread <= NOISE * size) | np.isnan(spread) & (number > 0)
        step = spread * given.sign
        own = Line(mean, mean + step, constant, log, middle=0.0)
        reach = DEVIATIONS_TO_EDGE * step
        line = Line(mean - reach, mean + reach, constant, log, own=own)
    elif name in ("distance_to_target", "distance_to_reference"):
        if name == "distance_to_target":
            goal = needed(given, targets, "a target")[:, None, None]
            given.refuse(log[:, None, None] & (goal <= 0), "a logarithm needs a target above zero")
            goal = logarithms(goal, log)
        else:
            goal = logarithms(_of_reference_unit(given, reference_unit), log)
        goal = np.broadcast_to(goal, worst.shape)
        near = given.sign * (goal - worst) <= NOISE * np.maximum(size, np.abs(goal))
        if not given.cap:
            given.refuse(near, "every value reaches the target already: no distance to measure by")
        given.note(near, "reaches the target everywhere, so that only a worse value loses points")
        # The narrowest line there is: at the target and beyond one, short of it zero.
        under = np.nextafter(goal, -given.sign * np.inf)
        zero = np.where(near, under, worst)
        return Line(zero, goal, np.zeros(zero.shape, dtype=np.bool_), log)
    else:
        line = Line(worst, best, constant, log)
    given.note(constant & (number > 0), "has values that do not differ: each scores the middle")
    return line


def _mean_and_deviation(
    among: FloatArray, number: IntArray, deviation: Deviation
) -> tuple[FloatArray, FloatArray]:
    if deviation not in get_args(Deviation):
        raise EngineError(f"a deviation is of a 'sample' or a 'population', not {deviation!r}")
    missing = np.isnan(among)
    mean = np.where(missing, 0.0, among).sum(axis=2, keepdims=True) / np.where(
        number > 0, number, np.nan
    )
    squares = np.where(missing, 0.0, among - mean) ** 2
    freedom = number - 1 if deviation == "sample" else number
    spread = np.sqrt(squares.sum(axis=2, keepdims=True) / np.where(freedom > 0, freedom, np.nan))
    return mean, spread


def _bearable(given: Given) -> FloatArray:
    """Return the reference's values, logarithms where asked, or refuse what has none."""
    raw = given.pooled(given.values)
    given.refuse(
        given.log[:, None, None] & (raw <= 0.0), "a logarithm needs values above zero to learn from"
    )
    return logarithms(raw, given.log)


def _of_reference_unit(given: Given, unit: int | None) -> FloatArray:
    if unit is None or not 0 <= unit < given.values.shape[2]:
        raise EngineError(
            f"distance_to_reference needs the position of a unit under {given.values.shape[2]}, "
            f"not {unit}"
        )
    own = given.values[:, :, unit]
    if not given.per_year:
        there = ~np.isnan(own)
        latest = own.shape[1] - 1 - np.argmax(there[:, ::-1], axis=1)
        own = np.take_along_axis(own, latest[:, None], axis=1)
    given.refuse(np.isnan(own), f"the reference unit {unit} has no value to measure against")
    found: FloatArray = own[:, :, None]
    given.refuse(given.log[:, None, None] & (found <= 0.0), "a logarithm needs values above zero")
    return found


def learn_ratios(given: Given) -> list[Part]:
    """Learn the best values that others are a share of: a line upwards, a ratio downwards."""
    if given.log.any():
        given.refuse(given.log, "a share of the best is not taken of logarithms")
    among = given.pooled(given.values)
    up = given.sign[:, 0, 0] > 0
    given.refuse(up[:, None, None] & (among < 0.0), "a share of the best needs no value below zero")
    given.refuse(
        ~up[:, None, None] & (among <= 0.0),
        "a share of the best, where low is good, needs every value above zero",
    )
    empty = np.isnan(among).all(axis=2, keepdims=True)
    given.note(empty, "has no value to learn from, and no score")
    low = np.fmin.reduce(among, axis=2, keepdims=True, initial=np.nan)
    high = np.fmax.reduce(among, axis=2, keepdims=True, initial=np.nan)
    nothing = high == 0.0
    given.note(nothing, "has values that do not differ: each scores the middle")
    parts = []
    if up.any():
        one = high[up]
        zero = np.zeros(one.shape)
        log = np.zeros(one.shape[0], dtype=np.bool_)
        line = Line(zero, one, nothing[up], log)
        parts.append(Part("share_of_best", given.rows[up], line, given.cap))
    if not up.all():
        parts.append(Part("share_of_best", given.rows[~up], Ratio(low[~up]), given.cap))
    return parts


def learn_band(given: Given, ranges: FloatArray, goalposts: FloatArray | None) -> Band:
    """Learn how far outside its target range an indicator scores nothing."""
    given.refuse(ranges[:, 0] > ranges[:, 1], "the target range ends below its beginning")
    given.refuse(given.log & (ranges <= 0).any(axis=1), "a logarithm needs a range above zero")
    ends = logarithms(ranges, given.log)
    lower, upper = ends[:, 0, None, None], ends[:, 1, None, None]
    if goalposts is not None:
        posts = np.sort(needed(given, goalposts, "two goalposts"), axis=1)
        given.refuse(given.log & (posts <= 0).any(axis=1), "a logarithm needs goalposts above zero")
        posts = logarithms(posts, given.log)
        under, over = lower - posts[:, 0, None, None], posts[:, 1, None, None] - upper
        given.refuse((under <= 0) | (over <= 0), "the goalposts must lie outside the target range")
        return Band(lower, upper, under, over, given.log)
    among = _bearable(given)
    given.note(np.isnan(among).all(axis=2), "has no value to learn from, and no score")
    low = np.fmin.reduce(among, axis=2, keepdims=True, initial=np.nan)
    high = np.fmax.reduce(among, axis=2, keepdims=True, initial=np.nan)
    farthest = np.maximum(lower - low, high - upper)
    inside = farthest <= 0.0
    if not given.cap:
        given.refuse(inside, "every value lies in the target range: no distance to measure by")
    given.note(inside, "lies in the target range everywhere: only a value outside loses points")
    smallest = np.nextafter(0.0, 1.0)
    width = np.where(inside, smallest, farthest)
    return Band(lower, upper, width, width, given.log)


def learn_positions(given: Given, name: NormalisationMethod, ties: PositionTies) -> Positions:
    """Learn the ordered values that others are placed among."""
    if ties not in get_args(PositionTies):
        raise EngineError(f"ties are broken by 'min', 'average' or 'dense', not by {ties!r}")
    ordered = np.sort(given.pooled(given.values) * given.sign, axis=2)
    number = (~np.isnan(ordered)).sum(axis=2)
    given.note(number == 0, "has no value to learn from, and no score")
    last = np.take_along_axis(ordered, np.maximum(number - 1, 0)[:, :, None], axis=2)[:, :, 0]
    first = ordered[:, :, 0]
    tied = last - first <= NOISE * np.maximum(np.abs(first), np.abs(last))
    given.note(tied, "has values that do not differ: each scores the middle")
    origin = 1.0 if name == "rank" else 0.0
    return Positions(ordered, number, given.sign[:, 0, 0], ties, origin, name == "percentile_rank")


def learn_steps(given: Given, edges: list[FloatArray | None]) -> Steps:
    """Turn thresholds so that high is good."""
    signed = []
    for i, sign in zip(given.rows, given.sign[:, 0, 0], strict=True):
        own = edges[i]
        if own is None:
            raise EngineError(f"indicator {i}: classes need thresholds")
        signed.append(np.sort(own * sign))
    return Steps(tuple(signed), given.sign[:, 0, 0])


def needed(given: Given, array: FloatArray | None, what: str) -> FloatArray:
    """Return the rows of a parameter, or name every indicator that lacks it."""
    own = np.full((given.rows.size, 1), np.nan) if array is None else array[given.rows]
    given.refuse(~np.isfinite(own), f"the method needs {what}, as finite numbers")
    return own
