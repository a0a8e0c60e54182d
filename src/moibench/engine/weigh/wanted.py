"""Weights that give each indicator the importance that was wanted for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate.means import arithmetic_mean
from moibench.engine.correlate import correlation_matrix
from moibench.engine.cube import EngineError, FloatArray

# Weights are searched between these multiples of equal ones.
SPREAD = 1000.0
# Importances within this of what was wanted are reached.
REACHED = 0.005


@dataclass(frozen=True, eq=False)
class Wanted:
    """Weights (indicator,), the importance they give, the one wanted, and if it was reached.

    Importance is the squared correlation with the mean, as a share of all; weights and wanted
    shares add up to 1.
    """

    weights: FloatArray
    importance: FloatArray
    wanted: FloatArray
    reached: bool


def weights_for_importance(values: FloatArray, wanted: FloatArray) -> Wanted:
    """Search weights whose mean goes with each indicator as much as was wanted.

    An indicator that goes against the others may not reach its part with a weight that is not
    negative; then the nearest is returned, and `reached` is False.

    Args:
        values: shape (indicator, ..., unit), pooled over all but the first axis.
        wanted: shape (indicator,), above 0, in any proportion.

    Returns:
        The same weights every time: the search has no chance in it.

    Raises:
        EngineError: shapes do not fit, a wish is not above 0, or an indicator does not vary.

    Source:
        Becker, Saisana, Paruolo and Vandecasteele (2017), "Weights and importance in composite
        indicators: closing the gap", Ecological Indicators 80, 12–22.
    """
    rows = values.reshape(len(values), -1)
    wishes = np.asarray(wanted, dtype=np.float64)
    if wishes.shape != (len(rows),) or not np.all(np.isfinite(wishes) & (wishes > 0)):
        raise EngineError(
            f"the importances wanted are {wishes.tolist()} for {len(rows)} indicators: one number "
            "above 0 for each is needed"
        )
    wishes = wishes / wishes.sum()
    if len(rows) == 1:
        return Wanted(np.ones(1), np.ones(1), wishes, True)
    still = np.flatnonzero(np.isnan(np.diagonal(correlation_matrix(rows).values)))
    if still.size:
        raise EngineError(f"indicator {still[0]} does not vary, so it can have no importance")
    related = correlation_matrix(rows).values
    spread = np.nanstd(rows, axis=1)
    complete = not np.isnan(rows).any()
    moments = np.nan_to_num(related) * np.outer(spread, spread)

    def shares(logarithms: FloatArray) -> FloatArray:
        weights = np.exp(logarithms)
        if complete:
            # All that a correlation with a weighted sum needs is in the matrix of moments.
            along = moments @ weights
            signed = along / (spread * np.sqrt(max(float(weights @ along), 1e-300)))
        else:
            index = arithmetic_mean(rows, weights)
            signed = correlation_matrix(np.vstack([rows, index])).values[-1, :-1]
        # An indicator against the index is of no importance to it, whatever its square.
        squares = np.maximum(np.nan_to_num(signed), 0.0) ** 2
        part: FloatArray = squares / max(float(squares.sum()), 1e-300)
        return part

    edge = np.log(SPREAD)
    start = np.clip(np.log(wishes * len(wishes)) - np.log(spread / spread.mean()), -edge, edge)
    from scipy import optimize  # a second to import, and few indices need it

    answer = optimize.least_squares(
        lambda logarithms: shares(logarithms) - wishes,
        start,
        bounds=(-edge - 1e-9, edge + 1e-9),
        xtol=1e-12,
        ftol=1e-12,
        gtol=1e-12,
    )
    weights = np.exp(answer.x - answer.x.max())
    weights = weights / weights.sum()
    reached = shares(answer.x)
    return Wanted(weights, reached, wishes, bool(np.abs(reached - wishes).max() <= REACHED))
