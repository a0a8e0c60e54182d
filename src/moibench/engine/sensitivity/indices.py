"""How much of the variance of an output each factor explains: Sobol indices and intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.sensitivity.design import SobolDesign

# Outputs whose spread is below this share of their size vary by the noise of arithmetic alone.
NOISE = 1e-12
# Numbers held at once while resampling: 64 MB.
HELD = 2**23


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """Shares of the variance, each (factor, ...) as the outputs after their runs.

    first_order: what the factor explains alone; total: with all its interactions. The low and
    high ends bound each by a percentile bootstrap. variance and rows (...): of the outputs, and
    how many base rows are free of missing outputs. Shares are NaN where the output does not
    vary (variance 0) or fewer than two rows are left; they may leave [0, 1] by sampling error.
    """

    first_order: FloatArray
    total: FloatArray
    first_low: FloatArray
    first_high: FloatArray
    total_low: FloatArray
    total_high: FloatArray
    variance: FloatArray
    rows: IntArray


def sobol_indices(
    outputs: FloatArray,
    design: SobolDesign,
    *,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> SobolIndices:
    """Estimate first-order and total Sobol indices of every output, with bootstrap intervals.

    Args:
        outputs: shape (run, ...), in the order of the design; NaN where a run has no output.
            A base row is used for an output only where none of its runs misses it.
        design: the design the outputs were computed for.
        resamples: bootstrap samples of base rows; 0 leaves the intervals NaN.
        level: of the intervals, in (0, 1).
        seed: of the resampling.

    Raises:
        EngineError: outputs do not fit the design, one is infinite, or a setting is unfit.

    Source:
        First order: Saltelli et al. (2010), table 2 (b). Total: Jansen (1999), table 2 (f) there.
    """
    number, base = len(design.factors), design.base
    if outputs.shape[:1] != (base * (number + 2),):
        raise EngineError(
            f"outputs have shape {outputs.shape}, but the design has {base * (number + 2)} runs"
        )
    if resamples < 0 or not 0 < level < 1:
        raise EngineError(f"{resamples} resamples at a level of {level} cannot be drawn")
    refuse_infinite(outputs, "outputs")
    places = outputs.shape[1:]
    flat = outputs.reshape(number + 2, base, -1)
    times = np.ones((1, base))
    if resamples:
        times = np.concatenate([times, _times_drawn(base, resamples, seed)])
    shares = np.full((6, number, flat.shape[2]), np.nan)
    variance = np.full(flat.shape[2], np.nan)
    rows = np.zeros(flat.shape[2], dtype=np.int64)
    step = max(1, HELD // ((len(times) + base) * (2 * number + 4)))
    for start in range(0, flat.shape[2], step):
        cut = slice(start, start + step)
        alone, with_others, varied, rows[cut] = _shares(flat[:, :, cut], times)
        variance[cut] = varied[0]
        shares[0, :, cut], shares[1, :, cut] = alone[0], with_others[0]
        if resamples:
            shares[2:4, :, cut] = _ends(alone[1:], level)
            shares[4:6, :, cut] = _ends(with_others[1:], level)
    first, total, first_low, first_high, total_low, total_high = (
        part.reshape(number, *places) for part in shares
    )
    return SobolIndices(
        first,
        total,
        first_low,
        first_high,
        total_low,
        total_high,
        variance.reshape(places),
        rows.reshape(places),
    )


def _times_drawn(base: int, resamples: int, seed: int) -> FloatArray:
    """Return how often each bootstrap sample draws each base row, shape (resample, row)."""
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.integers(base, size=(resamples, base))
    drawn += base * np.arange(resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=resamples * base)
    return counts.reshape(resamples, base).astype(np.float64)


def _shares(
    outputs: FloatArray, times: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, IntArray]:
    """Return first-order and total (sample, factor, output), variance (sample, output), rows.

    Outputs have shape (matrix, row, output); `times` (sample, row) says how often a row counts.
    """
    there = ~np.isnan(outputs).any(axis=0)
    rows = np.count_nonzero(there, axis=0)
    filled = np.where(there, outputs, 0.0)
    size = np.abs(filled).max(axis=(0, 1))
    # Centred, so that squares lose no digits; by A and B alone, whose variance it is.
    filled -= (filled[:2].sum(axis=(0, 1)) / np.maximum(2 * rows, 1)) * there
    filled *= there
    a, b, mixed = filled[0], filled[1], filled[2:]
    terms = [there.astype(np.float64), (a + b) / 2, (a**2 + b**2) / 2]
    terms += [b * (other - a) for other in mixed]
    terms += [(a - other) ** 2 / 2 for other in mixed]
    stacked = np.stack(terms, axis=1)
    sums = (times @ stacked.reshape(len(a), -1)).reshape(len(times), *stacked.shape[1:])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums[:, 1:] / sums[:, :1]
        variance = means[:, 1] - means[:, 0] ** 2
        variance = np.where(variance > (NOISE * size) ** 2, variance, 0.0)
        variance[:, rows < 2] = np.nan
        shares = means[:, 2:] / np.where(variance > 0, variance, np.nan)[:, None]
    return shares[:, : len(mixed)], shares[:, len(mixed) :], variance, rows


def _ends(shares: FloatArray, level: float) -> FloatArray:
    """Return the interval over the samples; one in which the output does not vary is not one."""
    ends = 50 * (1 - level), 50 * (1 + level)
    lost = np.isnan(shares).any(axis=0)
    found: FloatArray = np.percentile(shares, ends, axis=0)
    for place in np.argwhere(lost & ~np.isnan(shares).all(axis=0)):
        own = shares[:, *place]
        found[:, *place] = np.percentile(own[~np.isnan(own)], ends)
    return found
