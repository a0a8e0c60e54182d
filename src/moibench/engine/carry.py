"""Values that stand for later years, for a limited time and with their age shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, refuse_unordered


@dataclass(frozen=True, eq=False)
class Carried:
    """Values and their age in years, both shape (..., year, unit); NaN where there is none."""

    values: FloatArray
    age: FloatArray


def carry_forward(values: FloatArray, years: Sequence[int], maximum_age: int) -> Carried:
    """Give each year the latest value that is not older than `maximum_age` years.

    A value is never carried back, and age counts calendar years, not positions.

    Args:
        values: shape (..., year, unit).
        years: CE years of the year axis, increasing; gaps are allowed.
        maximum_age: in years; 0 keeps only the year's own values.

    Raises:
        EngineError: years do not increase or do not fit, or the maximum age is negative.
    """
    if maximum_age < 0:
        raise EngineError(f"the maximum age is {maximum_age}, but an age cannot be negative")
    calendar = refuse_unordered(years, values.shape[-2])
    own = np.arange(calendar.size)[:, None]
    latest = np.maximum.accumulate(np.where(np.isnan(values), -1, own), axis=-2)
    taken = np.maximum(latest, 0)
    age = (calendar[:, None] - calendar[taken]).astype(np.float64)
    stands = (latest >= 0) & (age <= maximum_age)
    carried = np.take_along_axis(values, taken, axis=-2)
    return Carried(np.where(stands, carried, np.nan), np.where(stands, age, np.nan))
