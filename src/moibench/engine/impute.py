"""Missing values filled by a named rule, every filled cell marked."""

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
    refuse_unordered,
)

Imputation = Literal[
    "none",
    "mean",
    "median",
    "group_mean",
    "group_median",
    "row_mean",
    "latest",
    "linear",
    "linear_constant",
    "constant",
]
IMPUTATION_METHODS: tuple[Imputation, ...] = get_args(Imputation)
IN_TIME: tuple[Imputation, ...] = ("latest", "linear", "linear_constant", "constant")
NO_GROUP = -1


@dataclass(frozen=True, eq=False)
class Imputed:
    """Values, and which of them were filled in; equal shapes."""

    values: FloatArray
    imputed: BoolArray


def impute(
    values: FloatArray,
    method: Imputation,
    *,
    years: Sequence[int] | IntArray | None = None,
    groups: IntArray | None = None,
    pillars: IntArray | None = None,
    direction: IntArray | None = None,
    maximum_age: int | None = None,
    reference: BoolArray | None = None,
) -> Imputed:
    """Fill missing values by one rule; what was present keeps its last digit.

    Across units, in each year by itself: `mean`, `median`; `group_mean`, `group_median` among
    the units of the same group. Across indicators: `row_mean`, the mean of the unit's other
    indicators of the pillar, each on the year's min–max scale turned so that high is good, put
    back in the indicator's unit of measure; a missing cell of a constant indicator takes the
    constant. In time, for each unit by itself: `latest` carries the last value forward; `linear`
    draws a line between the values before and after; `linear_constant` does so too and holds the
    first and the last value towards the ends; `constant` carries forward, and the first value back.

    A cell that the rule has nothing to fill with stays missing: a group or pillar without a
    value, a series without one, a unit or indicator in no group (−1).

    Args:
        values: shape (indicator, year, unit).
        method: one of IMPUTATION_METHODS.
        years: CE years of the year axis, increasing; for the rules in time.
        groups: shape (unit,), the group of each unit, −1 for none; for `group_*`.
        pillars: shape (indicator,), the pillar of each indicator, −1 for none; for `row_mean`,
            all indicators in one pillar if not given.
        direction: shape (indicator,), +1 or −1; for `row_mean`.
        maximum_age: years that one value may stand for another, in `latest`, `constant` and the
            ends of `linear_constant`; no limit if not given. A gap between two values is no age.
        reference: shape (unit,), the units that means, medians and min–max scales are taken
            from; all if not given.

    Returns:
        Imputed, shape of `values`.

    Raises:
        EngineError: the method is unknown, what it needs is not given or does not fit, or a
            value is infinite.

    Source:
        OECD/JRC Handbook (2008), step 3; COINr (Becker et al., 2022), `Impute` and
        `impute_panel`, whose "linear" is `linear_constant` here.
    """
    refuse_infinite(values, "values")
    if method not in IMPUTATION_METHODS:
        raise EngineError(
            f"{method!r} is no imputation: choose from {', '.join(IMPUTATION_METHODS)}"
        )
    if values.ndim != 3:
        raise EngineError(f"values of shape {values.shape} are not (indicator, year, unit)")
    missing = np.isnan(values)
    if method == "none" or not missing.any():
        return Imputed(values, np.zeros(values.shape, dtype=np.bool_))
    units = values.shape[-1]
    among = np.ones(units, dtype=np.bool_) if reference is None else reference
    _check_length("reference", among.shape, "units", units)
    if method in IN_TIME:
        if years is None:
            raise EngineError(f"{method!r} fills in time and needs the years")
        filling = _in_time(values, method, refuse_unordered(years, values.shape[1]), maximum_age)
    elif method == "row_mean":
        filling = _row_mean(values, pillars, direction, among)
    elif method in ("group_mean", "group_median"):
        if groups is None:
            raise EngineError(f"{method!r} needs the group of each unit")
        _check_length("groups", groups.shape, "units", units)
        filling = np.full(values.shape, np.nan)
        for group in np.unique(groups[groups != NO_GROUP]):
            inside = groups == group
            taken = values[..., inside & among]
            filling[..., inside] = _centre(taken, median=method == "group_median")
    else:
        filling = _centre(values[..., among], median=method == "median")
    result = np.where(missing, filling, values)
    return Imputed(result, missing & ~np.isnan(result))


def _centre(values: FloatArray, *, median: bool) -> FloatArray:
    """Mean or median of what is present along the last axis, which is kept, of length 1."""
    number = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    if not median:
        total = np.nansum(values, axis=-1, keepdims=True)
        mean: FloatArray = np.where(number > 0, total / np.maximum(number, 1), np.nan)
        return mean
    if values.shape[-1] == 0:
        return np.full(number.shape, np.nan)
    ordered = np.sort(values, axis=-1)
    low = np.take_along_axis(ordered, np.maximum(number - 1, 0) // 2, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(number // 2, values.shape[-1] - 1), axis=-1)
    # Half of each, since the sum of two large numbers may overflow where their middle does not.
    middle: FloatArray = low / 2 + high / 2
    return np.where(low == high, low, middle)


def _row_mean(
    values: FloatArray,
    pillars: IntArray | None,
    direction: IntArray | None,
    among: BoolArray,
) -> FloatArray:
    indicators = values.shape[0]
    if direction is None:
        raise EngineError("'row_mean' needs the direction of each indicator")
    _check_length("direction", direction.shape, "indicators", indicators)
    odd = np.flatnonzero(np.abs(direction) != 1)
    if odd.size:
        raise EngineError(f"indicator {odd[0]} has the direction {direction[odd[0]]}, not +1 or -1")
    if pillars is None:
        pillars = np.zeros(indicators, dtype=np.int64)
    _check_length("pillars", pillars.shape, "indicators", indicators)
    taken = values[..., among]
    low = np.fmin.reduce(taken, axis=-1, keepdims=True, initial=np.nan)
    high = np.fmax.reduce(taken, axis=-1, keepdims=True, initial=np.nan)
    up = (direction == 1)[:, None, None]
    worst, best = np.where(up, low, high), np.where(up, high, low)
    constant = low == high
    scaled = (values - worst) / np.where(constant, np.nan, best - worst)
    filling = np.full(values.shape, np.nan)
    for pillar in np.unique(pillars[pillars != NO_GROUP]):
        inside = pillars == pillar
        row = np.moveaxis(_centre(np.moveaxis(scaled[inside], 0, -1), median=False), -1, 0)
        back = worst[inside] + row * (best - worst)[inside]
        filling[inside] = np.where(constant[inside], low[inside], back)
    return filling


def _in_time(
    values: FloatArray, method: Imputation, calendar: IntArray, maximum_age: int | None
) -> FloatArray:
    if maximum_age is not None and maximum_age < 0:
        raise EngineError(f"the maximum age is {maximum_age}, but an age cannot be negative")
    number = calendar.size
    limit = np.inf if maximum_age is None else float(maximum_age)
    own = np.arange(number)[:, None]
    there = ~np.isnan(values)
    before = np.maximum.accumulate(np.where(there, own, -1), axis=1)
    after = np.minimum.accumulate(np.where(there, own, number)[:, ::-1], axis=1)[:, ::-1]
    has_before, has_after = before >= 0, after < number
    before, after = np.maximum(before, 0), np.minimum(after, number - 1)
    year = calendar[:, None].astype(np.float64)
    since, until = year - calendar[before], calendar[after] - year
    past = np.take_along_axis(values, before, axis=1)
    future = np.take_along_axis(values, after, axis=1)
    forward = np.where(has_before & (since <= limit), past, np.nan)
    if method == "latest":
        return forward
    backward = np.where(~has_before & has_after & (until <= limit), future, np.nan)
    if method == "constant":
        return np.where(has_before, forward, backward)
    span = since + until
    share = np.divide(since, span, out=np.zeros_like(span), where=span > 0)
    line = np.where(has_before & has_after, past * (1.0 - share) + future * share, np.nan)
    if method == "linear":
        return line
    ends = np.where(has_before, forward, backward)
    return np.where(has_before & has_after, line, ends)


def _check_length(name: str, shape: tuple[int, ...], axis: str, number: int) -> None:
    if shape != (number,):
        raise EngineError(f"{name} have shape {shape} for {number} {axis}")
