"""Skewness and excess kurtosis as spreadsheets define them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import FloatArray, refuse_infinite
from moibench.engine.normalise.fixed import NOISE

# Rows are taken a block at a time, so that what is worked on stays in the processor's cache.
BLOCK = 1 << 15


@dataclass(frozen=True, eq=False)
class Moments:
    """Skewness and excess kurtosis, equal shapes; NaN where they cannot be told."""

    skewness: FloatArray
    kurtosis: FloatArray


def excel_skewness(values: FloatArray) -> FloatArray:
    """Return the skewness along the last axis, as Excel's SKEW.

    Args:
        values: shape (..., value), NaN ignored.

    Returns:
        Shape (...); NaN where fewer than three values are present or none differs by more than
        the noise of the arithmetic.

    Raises:
        EngineError: a value is infinite.

    Source:
        Microsoft Excel, function SKEW: n / ((n − 1)(n − 2)) · Σ((x − mean) / s)³.
    """
    return moments(values).skewness


def excel_kurtosis(values: FloatArray) -> FloatArray:
    """Return the excess kurtosis along the last axis, as Excel's KURT.

    Args:
        values: shape (..., value), NaN ignored.

    Returns:
        Shape (...); NaN where fewer than four values are present or none differs by more than
        the noise of the arithmetic.

    Raises:
        EngineError: a value is infinite.

    Source:
        Microsoft Excel, function KURT: n (n + 1) / ((n − 1)(n − 2)(n − 3)) · Σ((x − mean) / s)⁴
        − 3 (n − 1)² / ((n − 2)(n − 3)).
    """
    return moments(values).kurtosis


def moments(values: FloatArray) -> Moments:
    """Return skewness and excess kurtosis along the last axis, in one pass.

    Args:
        values: shape (..., value), NaN ignored.

    Raises:
        EngineError: a value is infinite.
    """
    refuse_infinite(values, "values")
    width = values.shape[-1]
    rows = values.reshape(-1, width)
    skewness, kurtosis = np.full(rows.shape[0], np.nan), np.full(rows.shape[0], np.nan)
    step = max(1, BLOCK // max(width, 1))
    for start in range(0, rows.shape[0], step):
        block = slice(start, start + step)
        skewness[block], kurtosis[block] = _of_rows(rows[block])
    shape = values.shape[:-1]
    return Moments(skewness.reshape(shape), kurtosis.reshape(shape))


def _of_rows(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    missing = np.isnan(rows)
    holed = bool(missing.any())
    n = (rows.shape[1] - missing.sum(axis=1)).astype(np.float64)
    filled = np.where(missing, 0.0, rows) if holed else rows
    mean = filled.sum(axis=1) / np.maximum(n, 1.0)
    gaps = filled - mean[:, None]
    if holed:
        gaps[missing] = 0.0
    size = np.maximum(filled.max(axis=1, initial=0.0), -filled.min(axis=1, initial=0.0))
    # Scaled by the largest gap, so that fourth powers neither overflow nor vanish.
    widest = np.maximum(gaps.max(axis=1, initial=0.0), -gaps.min(axis=1, initial=0.0))
    varied = widest > NOISE * size
    gaps /= np.where(varied, widest, 1.0)[:, None]
    squares = gaps * gaps
    second = squares.sum(axis=1)
    gaps *= squares
    third = gaps.sum(axis=1)
    squares *= squares
    fourth = squares.sum(axis=1)
    second = np.where(varied, second, np.nan)
    variance = second / np.where(n > 1, n - 1.0, np.nan)
    skewed, peaked = np.where(n > 2, n, np.nan), np.where(n > 3, n, np.nan)
    skewness = n / ((skewed - 1.0) * (skewed - 2.0)) * third / variance**1.5
    steep = peaked * (peaked + 1.0) / ((peaked - 1.0) * (peaked - 2.0) * (peaked - 3.0))
    flat = 3.0 * (peaked - 1.0) ** 2 / ((peaked - 2.0) * (peaked - 3.0))
    return skewness, steep * fourth / variance**2 - flat
