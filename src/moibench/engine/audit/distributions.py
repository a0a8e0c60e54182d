"""How each indicator is spread: the moments an auditor looks at first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.correlate import on_one_scale
from moibench.engine.cube import FloatArray, refuse_infinite

# Beyond both, an indicator has outliers that need treatment: JRC's rule, as in COINr and the
# COIN Tool (Groeneveld and Meeden, 1984).
SKEWED, PEAKED = 2.0, 3.5
# A deviation below this share of the largest value is noise of the arithmetic.
NOISE = 1e-12


@dataclass(frozen=True)
class Distribution:
    """One indicator's values over the units.

    present, missing, zeros, distinct: counts of units, and of different values. Moments are None
    where there are too few values: deviation under 2, skewness under 3, kurtosis under 4; and
    where the values do not vary. skewness and kurtosis (in excess) are those of a sample, as
    Excel's SKEW and KURT. outliers: both beyond the JRC's limits.
    """

    leaf: str
    present: int
    missing: int
    zeros: int
    distinct: int
    mean: float | None
    deviation: float | None
    minimum: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    maximum: float | None
    skewness: float | None
    kurtosis: float | None
    outliers: bool


def distributions(values: FloatArray, leaves: tuple[str, ...]) -> tuple[Distribution, ...]:
    """Describe each indicator's values.

    Args:
        values: shape (indicator, ..., unit), pooled over all but the first axis.
        leaves: the indicators' names.

    Raises:
        EngineError: a value is infinite.

    Source:
        Joanes and Gill (1998), The Statistician 47, 183–189, for the coefficients of Excel.
    """
    refuse_infinite(values, "values")
    return tuple(_describe(leaf, row.reshape(-1)) for leaf, row in zip(leaves, values, strict=True))


def _describe(leaf: str, row: FloatArray) -> Distribution:
    known = row[~np.isnan(row)]
    number = known.size
    quartiles = np.percentile(known, [0, 25, 50, 75, 100]).tolist() if number else [None] * 5
    varied = number > 1 and np.ptp(known) > NOISE * np.abs(known).max()
    skewness = _skewness(known) if varied and number > 2 else None
    kurtosis = _kurtosis(known) if varied and number > 3 else None
    return Distribution(
        leaf=leaf,
        present=number,
        missing=row.size - number,
        zeros=int((known == 0).sum()),
        distinct=len(np.unique(known)),
        mean=float(known.mean()) if number else None,
        deviation=float(known.std(ddof=1)) if number > 1 else None,
        minimum=quartiles[0],
        lower_quartile=quartiles[1],
        median=quartiles[2],
        upper_quartile=quartiles[3],
        maximum=quartiles[4],
        skewness=skewness,
        kurtosis=kurtosis,
        outliers=(
            skewness is not None
            and kurtosis is not None
            and abs(skewness) > SKEWED
            and kurtosis > PEAKED
        ),
    )


def _standardised(known: FloatArray) -> FloatArray:
    gaps = on_one_scale(known)
    standardised: FloatArray = gaps / gaps.std(ddof=1)
    return standardised


def _skewness(known: FloatArray) -> float:
    n = known.size
    return float((_standardised(known) ** 3).sum() * n / ((n - 1) * (n - 2)))


def _kurtosis(known: FloatArray) -> float:
    n = known.size
    fourth = (_standardised(known) ** 4).sum() * n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return float(fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))
