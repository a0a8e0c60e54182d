"""Benefit of the doubt: every unit is weighed in the way that shows it in the best light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate.pairwise import dominance
from moibench.engine.cube import EngineError, FloatArray, refuse_infinite


@dataclass(frozen=True, eq=False)
class BenefitOfTheDoubt:
    """What each unit comes to under the weights that suit it best.

    scores: (unit,), 1 for those no other unit beats under any weights allowed. weights:
    (indicator, unit). shares: (indicator, unit), what each indicator gives to the score, adding
    up to 1; NaN where the score is 0 or missing.
    """

    scores: FloatArray
    weights: FloatArray
    shares: FloatArray


def benefit_of_the_doubt(
    values: FloatArray, least: float | FloatArray = 0.0, most: float | FloatArray = 1.0
) -> BenefitOfTheDoubt:
    """Weigh each unit in its own favour, as long as no unit then scores more than 1.

    For each unit, one linear programme: the largest Σ w·y of its own such that Σ w·y ≤ 1 for
    all units and each indicator's share in the unit's own sum lies within bounds. Without bounds
    a unit that is best in one indicator scores 1 by that alone. An indicator that a unit is
    missing has no weight for it, and gives it nothing under the weights of others.

    Args:
        values: shape (indicator, unit), not negative, high is good, NaN is missing.
        least: least share of each indicator, between 0 and 1; a number or shape (indicator,). A
            unit whose value is 0 cannot give a share, so a bound above 0 leaves it 0.
        most: greatest share, likewise. They are scaled up
            where those of the indicators a unit has could not reach 1.

    Returns:
        Scores in [0, 1], weights and shares; NaN for a unit without any value.

    Raises:
        EngineError: a value is negative or infinite, no value is above 0, or the bounds are not
            shares or cannot be kept together.

    Source:
        Melyn and Moesen (1991); Cherchye et al. (2007), Social Indicators Research 82, 111–145;
        OECD/JRC Handbook (2008), step 6.
    """
    refuse_infinite(values, "values")
    if values.ndim != 2:
        raise EngineError(f"values have shape {values.shape}: (indicator, unit) is needed")
    if (values < 0).any():
        where = tuple(int(i) for i in np.argwhere(values < 0)[0])
        raise EngineError(
            f"benefit of the doubt cannot take the negative value {values[where]} at {where}"
        )
    if not (values > 0).any():
        raise EngineError("benefit of the doubt needs a value above 0")
    low, high = _bounds(values, least, most)
    filled = np.nan_to_num(values)
    # On one scale the programme is well conditioned; the weights are turned back at the end.
    size = filled.max(axis=1)
    size = np.where(size > 0, size, 1.0)
    scaled = filled / size[:, None]
    # A unit at most as good in everything never binds: only the frontier need be kept under 1.
    beaten = dominance(scaled).any(axis=0)
    frontier = np.unique(scaled[:, ~beaten].T, axis=0)
    known = ~np.isnan(values)
    units = values.shape[1]
    scores, weights = np.full(units, np.nan), np.full(values.shape, np.nan)
    for unit in np.flatnonzero(known.any(axis=0)):
        has = known[:, unit]
        own, floor, ceiling = scaled[has, unit], low[has], high[has]
        room = 1.0 / ceiling.sum() if ceiling.sum() < 1 else 1.0
        chosen = _programme(
            own, frontier[:, has], floor, np.minimum(1.0, ceiling * room), int(unit)
        )
        scores[unit] = min(1.0, float(chosen @ own))
        weights[:, unit] = 0.0
        weights[has, unit] = chosen / size[has]
    given = weights * np.where(known, filled, 0.0)
    shares = np.divide(
        given, scores, out=np.full(values.shape, np.nan), where=np.nan_to_num(scores) > 0
    )
    return BenefitOfTheDoubt(scores, weights, shares)


def _programme(
    own: FloatArray, frontier: FloatArray, low: FloatArray, high: FloatArray, unit: int
) -> FloatArray:
    """Return the weights that serve one unit best."""
    number = len(own)
    at_least = np.outer(low, own) - np.diag(own)
    at_most = np.diag(own) - np.outer(high, own)
    bounded = np.concatenate([at_least[low > 0], at_most[high < 1]])
    from scipy import optimize  # a second to import, and few indices need it

    answer = optimize.linprog(
        -own,
        A_ub=np.concatenate([frontier, bounded]),
        b_ub=np.concatenate([np.ones(len(frontier)), np.zeros(len(bounded))]),
        bounds=[(0.0, None) if top > 0 else (0.0, 0.0) for top in frontier.max(axis=0)],
        method="highs",
    )
    if answer.status != 0:
        raise EngineError(f"unit {unit} has no best weights: {answer.message}")
    found: FloatArray = np.asarray(answer.x[:number])
    return found


def _bounds(
    values: FloatArray, least: float | FloatArray, most: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    low, high = (
        np.broadcast_to(np.asarray(bound, dtype=np.float64), values.shape[:1]).copy()
        for bound in (least, most)
    )
    if not np.all((low >= 0) & (low <= high) & (high <= 1)):
        raise EngineError(
            f"the shares of benefit of the doubt are bound by {low.tolist()} and {high.tolist()}: "
            "0 ≤ least ≤ most ≤ 1 is needed"
        )
    if low.sum() > 1 or high.sum() < 1:
        raise EngineError(
            f"shares of at least {low.sum():g} and at most {high.sum():g} in all cannot add up to 1"
        )
    return low, high
