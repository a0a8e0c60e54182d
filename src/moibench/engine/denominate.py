"""Sizes into rates: each indicator divided by the denominator it is measured against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite

NO_DENOMINATOR = -1


@dataclass(frozen=True)
class Undenominated:
    """A cell that had a value and lost it, because its denominator cannot divide."""

    indicator: int
    place: tuple[int, ...]
    unit: int
    why: Literal["missing", "zero", "negative"]


def denominate(
    values: FloatArray,
    denominators: FloatArray,
    which: IntArray,
    scale: FloatArray | None = None,
) -> FloatArray:
    """Divide each indicator by its denominator and multiply by its scale.

    A denominator that is zero, negative or missing gives no rate: the cell becomes missing, and
    `undenominated` says where and why.

    Args:
        values: shape (indicator, ..., unit).
        denominators: shape (denominator, ..., unit).
        which: shape (indicator,), position of the denominator, −1 where none divides.
        scale: shape (indicator,), such as 100,000 for "per 100,000 people"; 1 if not given.

    Returns:
        Rates, shape of `values`; an indicator without a denominator is as it was, unscaled.

    Raises:
        EngineError: shapes do not fit, a denominator does not exist, a scale is not a positive
            number, a number is infinite or a rate would be.

    Source:
        OECD/JRC Handbook on Constructing Composite Indicators (2008), step 2.
    """
    taken = _check(values, denominators, which, scale)
    factor = np.ones(values.shape[0]) if scale is None else scale
    result = values.copy()
    for i in taken:
        below = denominators[which[i]]
        with np.errstate(over="ignore"):
            rate = values[i] / np.where(below > 0.0, below, np.nan) * factor[i]
        result[i] = rate
    refuse_infinite(result, "rates")
    return result


def undenominated(
    values: FloatArray, denominators: FloatArray, which: IntArray
) -> tuple[Undenominated, ...]:
    """List the cells that have a value but no denominator to divide it by.

    Args:
        values: shape (indicator, ..., unit).
        denominators: shape (denominator, ..., unit).
        which: shape (indicator,), position of the denominator, −1 where none divides.

    Raises:
        EngineError: as `denominate`.
    """
    found: list[Undenominated] = []
    for i in _check(values, denominators, which, None):
        below = denominators[which[i]]
        for at in np.argwhere(~np.isnan(values[i]) & ~(below > 0.0)):
            place = tuple(int(p) for p in at)
            number = below[place]
            why: Literal["missing", "zero", "negative"] = (
                "missing" if np.isnan(number) else "zero" if number == 0.0 else "negative"
            )
            found.append(Undenominated(int(i), place[:-1], place[-1], why))
    return tuple(found)


def _check(
    values: FloatArray, denominators: FloatArray, which: IntArray, scale: FloatArray | None
) -> IntArray:
    """Return the positions of the indicators that are divided, having checked all shapes."""
    refuse_infinite(values, "values")
    refuse_infinite(denominators, "denominators")
    indicators = values.shape[:1]
    if denominators.shape[1:] != values.shape[1:]:
        raise EngineError(
            f"denominators of shape {denominators.shape} do not fit values of shape {values.shape}"
        )
    if which.shape != indicators:
        raise EngineError(f"{which.size} denominators are named for {indicators[0]} indicators")
    odd = np.flatnonzero((which < NO_DENOMINATOR) | (which >= denominators.shape[0]))
    if odd.size:
        raise EngineError(
            f"indicator {odd[0]} names the denominator {which[odd[0]]}, but there are "
            f"{denominators.shape[0]}"
        )
    if scale is not None:
        if scale.shape != indicators:
            raise EngineError(f"{scale.size} scales are given for {indicators[0]} indicators")
        bad = np.flatnonzero(~(np.isfinite(scale) & (scale > 0.0)))
        if bad.size:
            raise EngineError(
                f"indicator {bad[0]} has the scale {scale[bad[0]]}: a positive number is needed"
            )
    return np.flatnonzero(which != NO_DENOMINATOR).astype(np.int64, copy=False)
