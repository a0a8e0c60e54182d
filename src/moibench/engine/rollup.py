"""From members to parents: sums, ratios of sums and weighted means that admit no missing member.

`members` says which units belong to which parent, shape (parent, unit), or (year, parent, unit)
where the map changes with the year; values then have the year before the unit. Where every unit
has one parent, `members` may be the number of that parent instead, shape (unit,), −1 for none:
thousands of parents then cost no more than a few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, refuse_infinite

Members = BoolArray | IntArray


@dataclass(frozen=True, eq=False)
class RolledUp:
    """Parents' values and the share of the members they rest on, both shape (..., parent).

    A parent with a missing member has no value, and a coverage under 1; a parent without
    members has neither.
    """

    values: FloatArray
    coverage: FloatArray


def roll_up_sum(values: FloatArray, members: Members) -> RolledUp:
    """Add up the members of each parent.

    Args:
        values: shape (..., unit), each in the unit of measure.
        members: shape (parent, unit), (year, parent, unit), or the parents (unit,).

    Returns:
        Sums, NaN where a member is missing, and the share of members present.

    Raises:
        EngineError: a value is infinite, or the units of the two arrays differ in number.
    """
    present = _present(members, values=values)
    complete, by_count = _completeness(present, members)
    return RolledUp(np.where(complete, _add(values, members), np.nan), by_count)


def roll_up_ratio(
    numerator: FloatArray, denominator: FloatArray, members: Members, scale: float = 1.0
) -> RolledUp:
    """Divide the members' sum of numerators by their sum of denominators, times `scale`.

    This is not the mean of the members' ratios.

    Args:
        numerator: shape (..., unit).
        denominator: shape (..., unit).
        members: shape (parent, unit), (year, parent, unit), or the parents (unit,).
        scale: 100 for a percentage, 1,000,000 where the numerator is in millions.

    Returns:
        Ratios, NaN where a member misses either part or the denominators add up to 0. Coverage
        is the present members' share of the denominator; of their number where a denominator
        is unknown or negative, or all are 0.

    Raises:
        EngineError: a value is infinite, or the units of the arrays differ in number.
    """
    present = _present(members, numerator=numerator, denominator=denominator)
    complete, by_count = _completeness(present, members)
    bottom = _add(denominator, members)
    usable = complete & (bottom != 0)
    ratio = _divide(_add(numerator, members), bottom, usable) * scale
    return RolledUp(ratio, _coverage_by(denominator, present, members, by_count))


def roll_up_weighted_mean(values: FloatArray, weights: FloatArray, members: Members) -> RolledUp:
    """Average the members' values, each with its weight.

    Args:
        values: shape (..., unit).
        weights: shape (..., unit), not negative, such as people or households.
        members: shape (parent, unit), (year, parent, unit), or the parents (unit,).

    Returns:
        Means, NaN where a member misses its value or weight or the weights add up to 0.
        Coverage is the present members' share of the weight; of their number where a weight is
        unknown or all are 0.

    Raises:
        EngineError: a weight is negative, a value is infinite, or the units differ in number.
    """
    present = _present(members, values=values, weights=weights)
    if np.any(weights < 0):
        where = tuple(int(i) for i in np.argwhere(weights < 0)[0])
        raise EngineError(f"the weight at position {where} is negative")
    complete, by_count = _completeness(present, members)
    total = _add(weights, members)
    mean = _divide(_add(values * weights, members), total, complete & (total > 0))
    return RolledUp(mean, _coverage_by(weights, present, members, by_count))


def _present(members: Members, **parts: FloatArray) -> BoolArray:
    """Tell which cells have every part, having checked that the parts fit the members."""
    numbers = members.ndim == 1 and members.dtype != np.bool_ and not (members < -1).any()
    if not numbers and members.ndim not in (2, 3):
        raise EngineError(
            "members must have the axes (parent, unit) or (year, parent, unit), or be the number "
            "of each unit's parent, from 0, or -1 for none"
        )
    for name, part in parts.items():
        refuse_infinite(part, name)
        if part.shape[-1] != members.shape[-1]:
            raise EngineError(
                f"{name} have {part.shape[-1]} units but members have {members.shape[-1]}"
            )
    cells = np.broadcast_arrays(*(~np.isnan(part) for part in parts.values()))
    present: BoolArray = np.logical_and.reduce(cells)
    return present


def _number(members: Members) -> FloatArray:
    """Return how many members each parent has."""
    if members.ndim == 1:
        return _add(np.ones(members.shape), members)
    number: FloatArray = members.sum(axis=-1).astype(np.float64)
    return number


def _add(values: FloatArray, members: Members) -> FloatArray:
    """Add up what is present of each parent's members, shape (..., parent)."""
    if members.ndim == 1:
        # The units without a parent are added up in a place of their own, and left out.
        places, filled = members + 1, np.nan_to_num(values)
        number = int(places.max(initial=0)) + 1
        rows = [np.bincount(places, row, number) for row in filled.reshape(-1, values.shape[-1])]
        return np.reshape(rows, (*values.shape[:-1], number))[..., 1:]
    by_unit = np.swapaxes(members, -1, -2).astype(np.float64)
    total: FloatArray = (np.nan_to_num(values)[..., None, :] @ by_unit)[..., 0, :]
    return total


def _completeness(present: BoolArray, members: Members) -> tuple[BoolArray, FloatArray]:
    """Return which parents miss nothing, and the share of members present by count."""
    number = _number(members)
    there = _add(present.astype(np.float64), members)
    number = np.broadcast_to(number, there.shape)
    complete: BoolArray = (number > 0) & (there == number)
    return complete, _divide(there, number, number > 0)


def _coverage_by(
    size: FloatArray, present: BoolArray, members: Members, by_count: FloatArray
) -> FloatArray:
    """Return the present members' share of `size`, or of their number where sizes do not say."""
    total = _add(size, members)
    known = _add((size >= 0).astype(np.float64), members) == _number(members)
    share = _divide(_add(np.where(present, size, 0.0), members), total, known & (total > 0))
    return np.where(np.isnan(share), by_count, share)


def _divide(top: FloatArray, bottom: FloatArray, where: BoolArray) -> FloatArray:
    top, bottom, where = np.broadcast_arrays(top, bottom, where)
    with np.errstate(over="ignore"):  # beyond the largest number is infinite
        ratio: FloatArray = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=where)
    return ratio
