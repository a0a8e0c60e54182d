"""Values of a year made from those of several: growth and moving sums that admit no gap.

The first axis is the year, one row each without gaps; a missing number is NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, refuse_infinite


def growth(values: FloatArray, years: int = 1) -> FloatArray:
    """Return the per cent change on the value `years` rows before.

    Args:
        values: shape (year, ...), a quantity that grows from a base above 0.
        years: how far back the base lies, 1 or more.

    Returns:
        Same shape; NaN in the first rows, where either value is missing, and on a base of 0 or
        less, of which no per cent can be said.

    Raises:
        EngineError: years is under 1, or a value is infinite.
    """
    refuse_infinite(values, "values")
    before = _earlier(values, years)
    return (values / np.where(before > 0, before, np.nan) - 1) * 100


def moving_sum(values: FloatArray, years: int) -> FloatArray:
    """Add up each row and the `years` − 1 rows before it.

    Args:
        values: shape (year, ...).
        years: how many rows make a window, 1 or more.

    Returns:
        Same shape; NaN where a value of the window is missing, and in the first rows.

    Raises:
        EngineError: years is under 1, or a value is infinite.
    """
    refuse_infinite(values, "values")
    total = values.copy()
    for back in range(1, years):
        total = total + _earlier(values, back)
    if years < 1:
        raise EngineError(f"a window must have at least one year, not {years}")
    return total


def crosses(years: Sequence[int], breaks: Iterable[int], span: int) -> BoolArray:
    """Tell of each year whether a break lies within the `span` years that end with it.

    A break in a year parts it from the one before; with a span of 0 nothing is crossed.

    Returns:
        Shape (year,).
    """
    ends = np.asarray(years)
    crossed: BoolArray = np.zeros(ends.size, dtype=bool)
    for first in breaks:
        crossed |= (ends - span < first) & (first <= ends)
    return crossed


def _earlier(values: FloatArray, years: int) -> FloatArray:
    if years < 1:
        raise EngineError(f"years must be at least 1, not {years}")
    back = min(years, values.shape[0])
    empty = np.full((back, *values.shape[1:]), np.nan)
    earlier: FloatArray = np.concatenate([empty, values[: values.shape[0] - back]])
    return earlier
