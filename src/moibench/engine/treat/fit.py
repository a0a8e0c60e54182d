"""The decision how to treat each indicator, taken once over all its years and then frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from moibench.engine.cube import (
    BoolArray,
    EngineError,
    FloatArray,
    IntArray,
    refuse_infinite,
)
from moibench.engine.treat.moments import Moments, moments
from moibench.engine.treat.transform import TRANSFORMS, Curve, Transform, fit_curve

Limits = Literal["points", "iqr", "mad"]
LIMITS: tuple[Limits, ...] = get_args(Limits)

# Beyond the quartiles by 1.5 interquartile ranges: Tukey (1977), Exploratory Data Analysis.
# Three deviations of 1.4826 MAD from the median: Leys et al. (2013), J. Exp. Soc. Psychology 49.
USUAL_FACTOR: dict[Limits, float] = {"points": float("nan"), "iqr": 1.5, "mad": 3.0}
DEVIATION_PER_MAD = 1.4826
FEWEST = 4


@dataclass(frozen=True)
class TreatmentRule:
    """What to do with an indicator whose distribution fails the test, in two steps.

    The test fails where both the skewness, in size, reaches `skew` and the excess kurtosis
    reaches `kurtosis`. First values are moved to limits: with `limits="points"` the farthest
    value on the side of the skew to the next one, again and again until the test passes or
    `winsorise_max` points were moved (tied values move together, so that the last step may take
    more); with "iqr" whatever lies farther than `factor` interquartile ranges from the
    quartiles; with "mad" whatever lies farther than `factor` deviations of 1.4826 median
    absolute deviations from the median. If the test still fails, the original values are
    transformed by `then` instead; "none" keeps the moved values.

    Source:
        COINr (Becker et al., 2022), `Treat`, `winsorise`, `check_SkewKurt`, and their defaults.
    """

    winsorise_max: int = 5
    skew: float = 2.0
    kurtosis: float = 3.5
    then: Transform = "log_ct"
    limits: Limits = "points"
    factor: float | None = None
    box_cox_power: float | None = None

    def __post_init__(self) -> None:
        if self.winsorise_max < 0:
            raise EngineError(f"winsorise_max is {self.winsorise_max}, but cannot be negative")
        if self.then not in TRANSFORMS:
            raise EngineError(f"{self.then!r} is no transformation: {', '.join(TRANSFORMS)}")
        if self.limits not in LIMITS:
            raise EngineError(f"{self.limits!r} are no limits: {', '.join(LIMITS)}")
        if self.factor is not None and not self.factor > 0.0:
            raise EngineError(f"the factor is {self.factor}: a positive number is needed")
        if np.isnan(self.skew) or np.isnan(self.kurtosis):
            raise EngineError("the thresholds of skewness and kurtosis must be numbers")


@dataclass(frozen=True)
class TreatmentNote:
    """A sentence about one indicator, whose name is left for the caller to put before it."""

    indicator: int
    text: str


@dataclass(frozen=True, eq=False)
class Treatment:
    """The treatment of each indicator, frozen; arrays of shape (indicator,).

    `low` and `high` are the limits values are moved to (−∞ and ∞ where there are none), `curves`
    the transformation, None where there is none; an indicator has one or the other. `points` is
    how many values the limits moved where they were taken, `passed` whether the test passes
    after all, `before` and `after` what it saw.
    """

    low: FloatArray
    high: FloatArray
    curves: tuple[Curve | None, ...]
    points: IntArray
    passed: BoolArray
    before: Moments
    after: Moments
    notes: tuple[TreatmentNote, ...]


def fit_treatment(
    values: FloatArray,
    rule: TreatmentRule | Sequence[TreatmentRule | None],
    reference: BoolArray | None = None,
) -> Treatment:
    """Decide how each indicator is treated, once over all years, and freeze it.

    An indicator with fewer than four values, or with values that do not differ, cannot be tested
    and is left as it is; a step that would leave no difference between values is not taken.

    Args:
        values: shape (indicator, ..., unit), NaN ignored.
        rule: one for all indicators, or one for each, None to leave it untreated.
        reference: shape (unit,), the units that decide; all if not given.

    Returns:
        Treatment, to apply to these or to other values of the same indicators.

    Raises:
        EngineError: shapes do not fit, a value is infinite, or log_gii would turn an indicator
            round.

    Source:
        OECD/JRC Handbook (2008), step 3; COINr (Becker et al., 2022), `Treat`.
    """
    refuse_infinite(values, "values")
    indicators = values.shape[0]
    rules = [rule] * indicators if isinstance(rule, TreatmentRule) else list(rule)
    if len(rules) != indicators:
        raise EngineError(f"{len(rules)} rules are given for {indicators} indicators")
    if reference is not None:
        if reference.shape != values.shape[-1:]:
            raise EngineError(
                f"a reference of shape {reference.shape} does not fit {values.shape[-1]} units"
            )
        values = values[..., reference]
    # Sorted once: missing values come last, limits are read off by position.
    ordered = np.sort(values.reshape(indicators, -1), axis=1)
    number = ordered.shape[1] - np.isnan(ordered).sum(axis=1)
    before = moments(ordered)
    after = Moments(before.skewness.copy(), before.kurtosis.copy())
    low, high = np.full(indicators, -np.inf), np.full(indicators, np.inf)
    points = np.zeros(indicators, dtype=np.int64)
    curves: list[Curve | None] = [None] * indicators
    test = _Test(rules)
    failing = np.flatnonzero(test.fails(before))
    by_points = [i for i in failing if test.limits[i] == "points"]
    _winsorise(ordered, number, np.array(by_points, dtype=np.int64), test, low, high, points)
    for i in failing:
        if test.limits[i] != "points":
            row = ordered[i, : number[i]]
            low[i], high[i] = _limits(row, test.limits[i], test.factor[i])
            points[i] = np.count_nonzero((row < low[i]) | (row > high[i]))
    moved = failing[points[failing] > 0]
    _put(after, moved, np.clip(ordered[moved], low[moved, None], high[moved, None]))
    still = failing[test.fails(after)[failing]]
    for i in still:
        own = rules[i]
        if own is None or own.then == "none":
            continue
        row = ordered[i, : number[i]]
        skewness = float(before.skewness[i])
        curve = fit_curve(own.then, row, skewness, own.box_cox_power, f"indicator {i}")
        low[i], high[i], points[i], curves[i] = -np.inf, np.inf, 0, curve
        _put(after, np.array([i]), curve(row)[None])
    passed = ~test.fails(after)
    notes = _notes(rules, number, before, passed)
    return Treatment(low, high, tuple(curves), points, passed, before, after, notes)


class _Test:
    """The thresholds of all rules as arrays of shape (indicator,)."""

    def __init__(self, rules: Sequence[TreatmentRule | None]) -> None:
        self.skew = np.array([np.inf if r is None else r.skew for r in rules])
        self.kurtosis = np.array([np.inf if r is None else r.kurtosis for r in rules])
        self.most = np.array([0 if r is None else r.winsorise_max for r in rules])
        self.limits: list[Limits] = ["points" if r is None else r.limits for r in rules]
        self.factor = [
            float("nan") if r is None else USUAL_FACTOR[r.limits] if r.factor is None else r.factor
            for r in rules
        ]

    def fails(self, found: Moments, rows: IntArray | slice = slice(None)) -> BoolArray:
        """Say which indicators fail; what cannot be told (NaN) does not."""
        skewed = np.abs(found.skewness) >= self.skew[rows]
        result: BoolArray = skewed & (found.kurtosis >= self.kurtosis[rows])
        return result


def _put(found: Moments, rows: IntArray, values: FloatArray) -> None:
    seen = moments(values)
    found.skewness[rows], found.kurtosis[rows] = seen.skewness, seen.kurtosis


def _winsorise(
    ordered: FloatArray,
    number: IntArray,
    rows: IntArray,
    test: _Test,
    low: FloatArray,
    high: FloatArray,
    points: IntArray,
) -> None:
    """Move the limits of `rows` in, a step at a time, and write them and the points moved."""
    first = np.zeros(rows.size, dtype=np.int64)
    last = number[rows] - 1
    active = np.flatnonzero(test.most[rows] > 0)
    found = moments(ordered[rows[active]])
    upper = found.skewness >= 0.0
    while active.size:
        going = np.ones(active.size, dtype=np.bool_)
        for k, at in enumerate(active):
            row = ordered[rows[at], : number[rows[at]]]
            a, b = int(first[at]), int(last[at])
            if upper[k]:
                b = int(np.searchsorted(row, row[b], side="left")) - 1
            else:
                a = int(np.searchsorted(row, row[a], side="right"))
            if a > b or row[a] == row[b]:
                going[k] = False
            else:
                first[at], last[at] = a, b
        active = active[going]
        taken = rows[active]
        floor, ceiling = ordered[taken, first[active]], ordered[taken, last[active]]
        found = moments(np.clip(ordered[taken], floor[:, None], ceiling[:, None]))
        moved = first[active] + number[taken] - 1 - last[active]
        more = test.fails(found, taken) & (moved < test.most[taken])
        active, upper = active[more], (found.skewness >= 0.0)[more]
    points[rows] = first + number[rows] - 1 - last
    # A side that nothing was moved on has no limit, whatever a later year may bring.
    below, above = first > 0, last < number[rows] - 1
    low[rows[below]] = ordered[rows[below], first[below]]
    high[rows[above]] = ordered[rows[above], last[above]]


def _limits(row: FloatArray, limits: Limits, factor: float) -> tuple[float, float]:
    """Limits of one indicator's ordered values by its spread; none where the spread is zero."""
    if limits == "iqr":
        lower, upper = np.quantile(row, [0.25, 0.75])
        spread = upper - lower
    else:
        lower = upper = np.median(row)
        spread = DEVIATION_PER_MAD * np.median(np.abs(row - lower))
    if spread == 0.0:
        return -np.inf, np.inf
    return float(lower - factor * spread), float(upper + factor * spread)


def _notes(
    rules: Sequence[TreatmentRule | None], number: IntArray, before: Moments, passed: BoolArray
) -> tuple[TreatmentNote, ...]:
    notes = []
    for i, rule in enumerate(rules):
        if rule is None:
            continue
        if number[i] < FEWEST:
            text = f"has {number[i]} values, too few to test for outliers: it is left as it is"
        elif np.isnan(before.kurtosis[i]):
            text = "has values that do not differ: it is left as it is"
        elif not passed[i]:
            text = "still fails the test of skewness and kurtosis after treatment"
        else:
            continue
        notes.append(TreatmentNote(i, text))
    return tuple(notes)
