"""A change of rank, split exactly into own change, others' change, revision and method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.rank import rank

Scorer = Callable[[FloatArray], FloatArray]
CAUSES = ("own", "others", "revision", "method")
# Shapley's weights for four causes, in twelfths, by how many of the others came first: a cause
# comes first or last in 6 of the 24 orders, second or third in 2 for each of 3 sets.
TWELFTHS = (3, 1, 1, 3)


@dataclass(frozen=True, eq=False)
class RankChange:
    """Ranks before and after, and what each cause did to them, all of shape (unit,).

    Places lost count above 0, places won below: after − before = own + others + revision +
    method. NaN for a unit that was not asked about, or has no rank in one of the sixteen states.
    """

    before: FloatArray
    after: FloatArray
    own: FloatArray
    others: FloatArray
    revision: FloatArray
    method: FloatArray


def split_rank_change(
    earlier: FloatArray,
    earlier_revised: FloatArray,
    later: FloatArray,
    score_before: Scorer,
    score_after: Scorer,
    units: Sequence[int] | None = None,
    places: Scorer = rank,
) -> RankChange:
    """Say how many places a unit moved by itself, by others, by revised data, by a new method.

    Each cause is set on and off in all sixteen ways, and counts by what it does on average over
    the 24 orders in which the four may come (Shapley), so that the parts add up exactly and no
    order is preferred. Revision changes the earlier year's data only: the later year is known in
    its newest edition alone.

    Args:
        earlier: shape (indicator, unit), the earlier year as it was published then.
        earlier_revised: likewise, as it is known now.
        later: likewise, the later year.
        score_before: the method then: values (indicator, unit) → scores (unit,), high is good.
        score_after: the method now.
        units: positions of the units to explain; by default all. Each needs eight scorings.
        places: how scores (unit,) are ranked, such as within groups.

    Returns:
        Ranks and their parts, in places.

    Raises:
        EngineError: shapes differ or a unit is not there.

    Source:
        Shapley (1953); Shorrocks (2013), "Decomposition procedures for distributional analysis:
        a unified framework based on the Shapley value", J. Econ. Inequality 11, 99–126.
    """
    if not earlier.shape == earlier_revised.shape == later.shape or earlier.ndim != 2:
        raise EngineError(
            f"values have shapes {earlier.shape}, {earlier_revised.shape} and {later.shape}: one "
            "shape (indicator, unit) is needed"
        )
    number = earlier.shape[1]
    asked = range(number) if units is None else units
    for unit in asked:
        if not 0 <= unit < number:
            raise EngineError(f"there is no unit {unit} among {number}")
    first = {False: earlier, True: earlier_revised}
    scorer = {False: score_before, True: score_after}
    ranks = np.full((2, 2, 2, 2, number), np.nan)
    for own, others, revised, new in product((False, True), repeat=4):
        data = later if others else first[revised]
        if own == others:
            ranks[int(own), int(others), int(revised), int(new)] = places(scorer[new](data))
            continue
        swapped = first[revised] if others else later
        for unit in asked:
            mixed = data.copy()
            mixed[:, unit] = swapped[:, unit]
            found = places(scorer[new](mixed))[unit]
            ranks[int(own), int(others), int(revised), int(new), unit] = found
    known = ~np.isnan(ranks).any(axis=(0, 1, 2, 3))
    ranks = np.where(known, ranks, np.nan)
    parts = [_shapley(ranks, cause) for cause in range(len(CAUSES))]
    return RankChange(ranks[0, 0, 0, 0], ranks[1, 1, 1, 1], *parts)


def _shapley(ranks: FloatArray, cause: int) -> FloatArray:
    """Return the mean step of one cause over all orders, shape (unit,)."""
    twelfths = np.zeros(ranks.shape[-1])
    for rest in product((0, 1), repeat=len(CAUSES) - 1):
        on, off = ((*rest[:cause], state, *rest[cause:]) for state in (1, 0))
        twelfths += TWELFTHS[sum(rest)] * (ranks[on] - ranks[off])
    part: FloatArray = twelfths / 12
    return part
