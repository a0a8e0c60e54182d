"""Which factor moves the ranks: of every unit, and of all together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.rank import rank
from moibench.engine.sensitivity.design import SobolDesign
from moibench.engine.sensitivity.indices import SobolIndices, sobol_indices


def mean_rank_shift(ranks: FloatArray, headline: FloatArray) -> FloatArray:
    """Return how far ranks lie from the headline on average, in ranks, shape (run,).

    Args:
        ranks: shape (run, unit).
        headline: shape (unit,). Units without a rank in either do not count; NaN without any.

    Source:
        Saisana, Saltelli and Tarantola (2005), J. R. Statist. Soc. A 168, equation 8.
    """
    gaps = np.abs(ranks - headline)
    there = ~np.isnan(gaps)
    number = np.count_nonzero(there, axis=1)
    shift: FloatArray = np.divide(
        np.where(there, gaps, 0.0).sum(axis=1),
        number,
        out=np.full(len(gaps), np.nan),
        where=number > 0,
    )
    return shift


@dataclass(frozen=True, eq=False)
class RankSensitivity:
    """Sobol indices of every unit's rank (factor, unit) and of the mean rank shift (factor,)."""

    units: SobolIndices
    overall: SobolIndices


def rank_sensitivity(
    scores: FloatArray,
    headline: FloatArray,
    design: SobolDesign,
    *,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> RankSensitivity:
    """Say which factor moves each unit's rank, and which moves ranks at all.

    Args:
        scores: shape (run, unit), of one node, in the order of the design.
        headline: shape (unit,), the scores of the design that is published.
        design: the design the scores were computed for.
        resamples: as in `sobol_indices`.
        level: as there.
        seed: as there.

    Raises:
        EngineError: as `sobol_indices`, or the headline does not fit.
    """
    if headline.shape != scores.shape[1:]:
        raise EngineError(
            f"the headline has shape {headline.shape}, but the scores have shape {scores.shape}"
        )
    ranks = rank(scores)
    shift = mean_rank_shift(ranks, rank(headline))
    units, overall = (
        sobol_indices(outputs, design, resamples=resamples, level=level, seed=seed)
        for outputs in (ranks, shift)
    )
    return RankSensitivity(units, overall)
