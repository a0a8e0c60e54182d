"""From values to scores between 0 and 100: fixed goalposts, z-scores, positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray, refuse_infinite

# Differences below this share of an indicator's largest value are noise of the arithmetic, not
# of the measurement: a double carries about 16 digits.
NOISE = 1e-12
# A score of 0 or 100 stands for this many standard deviations under or over the mean.
DEVIATIONS_TO_EDGE = 3.0


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores, between 0 and 100 unless asked otherwise, and which were capped; equal shapes."""

    values: FloatArray
    capped: BoolArray


def percentile_goalposts(values: FloatArray, lower: float, upper: float) -> FloatArray:
    """Take goalposts from baseline values, once: the two percentiles of each indicator.

    To reward low values, pass the percentiles the other way round (lower > upper).

    Args:
        values: shape (indicator, baseline value), NaN ignored.
        lower: percentile (0–100) of the value that scores 0.
        upper: percentile (0–100) of the value that scores 100.

    Returns:
        Shape (indicator, 2), in the unit of measure.

    Raises:
        EngineError: an indicator has no baseline value.
    """
    refuse_infinite(values, "baseline values")
    empty = np.flatnonzero(np.isnan(values).all(axis=-1))
    if empty.size:
        raise EngineError(f"indicator {empty[0]} has no baseline value to take goalposts from")
    percentiles: FloatArray = np.nanpercentile(values, [lower, upper], axis=-1).T
    return percentiles


def goalposts(values: FloatArray, low: FloatArray, high: FloatArray) -> Scores:
    """Rescale so that each indicator's goalposts score 0 and 100; cap what lies beyond.

    There is no flag of direction: to reward low values, pass goalposts with low > high.

    Args:
        values: shape (indicator, ..., unit), each indicator in its own unit of measure.
        low: shape (indicator,), the value that scores 0.
        high: shape (indicator,), the value that scores 100.

    Returns:
        Scores, NaN where the value is, and which were capped.

    Raises:
        EngineError: an indicator's goalposts are equal or not finite, or a value is infinite.

    Source:
        OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5, "Min-Max".
    """
    refuse_infinite(values, "values")
    _check_length("goalposts", low.shape, values)
    _check_length("goalposts", high.shape, values)
    bad = np.flatnonzero(~(np.isfinite(low) & np.isfinite(high)) | (low == high))
    if bad.size:
        raise EngineError(
            f"indicator {bad[0]} has the goalposts {low[bad[0]]} and {high[bad[0]]}: "
            "two different finite numbers are needed"
        )
    along = (slice(None),) + (None,) * (values.ndim - 1)
    raw = (values - low[along]) / (high - low)[along] * 100.0
    # Adding zero turns the −0.0 of a reversed scale into 0.0.
    return Scores(np.clip(raw, 0.0, 100.0) + 0.0, (raw < 0.0) | (raw > 100.0))


def z_score(values: FloatArray, reference: BoolArray, direction: IntArray) -> FloatArray:
    """Score by standard deviations from the mean of the reference units.

    The mean scores 50 and three standard deviations either way reach the edges, beyond which
    scores are capped: 50 + 100/6 · z. The deviation is that of a population (divided by n),
    since the reference is all units and not a sample. Where all reference units are equal, no
    deviation can be told, and every present value scores 50.

    Args:
        values: shape (indicator, unit).
        reference: shape (unit,), the units that mean and deviation are taken from.
        direction: shape (indicator,), +1 where high is good, −1 where low is.

    Returns:
        Scores in [0, 100]; NaN where the value is missing or no reference unit has one.

    Raises:
        EngineError: a direction is neither +1 nor −1, or shapes do not fit.

    Source:
        OECD/JRC Handbook (2008), step 5, "Standardisation (z-scores)".
    """
    sign = _check_reference(values, reference, direction)
    among = values[:, reference]
    present = ~np.isnan(among)
    number = present.sum(axis=1)[:, None]
    filled = np.where(present, among, 0.0)
    mean = filled.sum(axis=1, keepdims=True) / np.maximum(number, 1)
    gaps = np.where(present, among - mean, 0.0)
    deviation = np.sqrt((gaps**2).sum(axis=1, keepdims=True) / np.maximum(number, 1))
    size = np.abs(filled).max(axis=1, keepdims=True, initial=0.0)
    varied = deviation > NOISE * size
    z = np.where(varied, (values - mean) / np.where(varied, deviation, 1.0), 0.0 * values)
    score = np.clip(50.0 + 50.0 / DEVIATIONS_TO_EDGE * sign * z, 0.0, 100.0)
    return np.where(number > 0, score, np.nan)


def rank_score(values: FloatArray, reference: BoolArray, direction: IntArray) -> FloatArray:
    """Score by position: the share of the other reference units surpassed, ties counting half.

    The best of the reference scores 100, the worst 0, all 50 where all are equal. A unit outside
    the reference, such as a region among provinces, is placed among it.

    Args:
        values: shape (indicator, unit).
        reference: shape (unit,), the units that positions are counted among.
        direction: shape (indicator,), +1 where high is good, −1 where low is.

    Returns:
        Scores in [0, 100]; NaN where the value is missing or no reference unit has one.

    Raises:
        EngineError: a direction is neither +1 nor −1, or shapes do not fit.

    Source:
        OECD/JRC Handbook (2008), step 5, "Ranking", rescaled to 0–100.
    """
    signed = values * _check_reference(values, reference, direction)
    scores = np.full(values.shape, np.nan)
    for row, out in zip(signed, scores, strict=True):
        present = ~np.isnan(row)
        among = np.sort(row[reference & present])
        if among.size == 0:
            continue
        noise = NOISE * np.abs(among).max()
        own = row[present]
        below = np.searchsorted(among, own - noise, side="left")
        not_above = np.searchsorted(among, own + noise, side="right")
        itself = reference[present].astype(np.float64)
        others = among.size - itself
        surpassed = below + (not_above - below - itself) / 2
        out[present] = np.where(others > 0, 100.0 * surpassed / np.maximum(others, 1.0), 50.0)
    return scores


def _check_reference(values: FloatArray, reference: BoolArray, direction: IntArray) -> FloatArray:
    """Return the direction as a column of ±1.0, having checked that the shapes fit."""
    refuse_infinite(values, "values")
    if values.ndim != 2 or reference.shape != values.shape[1:]:
        raise EngineError(
            f"values of shape {values.shape} do not fit a reference of shape {reference.shape}: "
            "(indicator, unit) and (unit,) are needed"
        )
    _check_length("direction", direction.shape, values)
    odd = np.flatnonzero(np.abs(direction) != 1)
    if odd.size:
        raise EngineError(
            f"indicator {odd[0]} has the direction {direction[odd[0]]}, which is neither +1 nor -1"
        )
    sign: FloatArray = direction.astype(np.float64)[:, None]
    return sign


def _check_length(name: str, shape: tuple[int, ...], values: FloatArray) -> None:
    if shape != values.shape[:1]:
        raise EngineError(f"{name} have shape {shape} for {values.shape[0]} indicators")
