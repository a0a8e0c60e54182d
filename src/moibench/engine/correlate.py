"""How indicators go together: correlations over the units that both have, and their p-values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.rank import rank

Kind = Literal["pearson", "spearman", "kendall"]
# A deviation below this share of the largest value is noise of the arithmetic.
NOISE = 1e-12


@dataclass(frozen=True, eq=False)
class Correlations:
    """Correlations and how many units each stands on, both (row, column).

    NaN where fewer than three units have both indicators, or one of them does not vary there.
    """

    values: FloatArray
    units: IntArray

    @property
    def p_values(self) -> FloatArray:
        """Two-sided p-values by Student's t, for Pearson's and Spearman's coefficients."""
        degrees = np.maximum(self.units - 2, 1)
        left = 1 - self.values**2
        # A perfect correlation has the p-value 0, not a division by nothing.
        t = np.abs(self.values) * np.sqrt(degrees / np.where(left > 0, left, 1.0))
        from scipy import special  # slow to import, and most runs need none of it

        p: FloatArray = np.where(left <= 0, 0.0, 2 * special.stdtr(degrees, -t))
        return p


def correlation_matrix(values: FloatArray, kind: Kind = "pearson") -> Correlations:
    """Correlate every indicator with every other one, over the units that have both.

    Args:
        values: shape (indicator, unit), NaN is missing.
        kind: "pearson"; "spearman", of ranks among the units that have both; "kendall", tau-b.

    Returns:
        Correlations in [−1, 1], exactly 1 on the diagonal of an indicator that varies.

    Raises:
        EngineError: values are not two-dimensional or infinite, or the kind is unknown.

    Source:
        Pearson (1896); Spearman (1904); Kendall (1945) for tau-b.
    """
    refuse_infinite(values, "values")
    if values.ndim != 2:
        raise EngineError(f"values have shape {values.shape}: (indicator, unit) is needed")
    present = ~np.isnan(values)
    units = present.astype(np.int64) @ present.T.astype(np.int64)
    match kind:
        case "pearson":
            found = _pearson(values)
        case "spearman":
            found = _spearman(values)
        case "kendall":
            found = _kendall(values)
        case _:
            raise EngineError(f"correlations are pearson, spearman or kendall, not {kind!r}")
    found = np.where(units >= 3, np.clip(found, -1.0, 1.0), np.nan)
    own = np.diagonal(found)
    np.fill_diagonal(found, np.where(np.isnan(own), np.nan, 1.0))
    return Correlations(found, units)


def on_one_scale(values: FloatArray) -> FloatArray:
    """Return rows that vary and have no holes, centred, with 1 as their largest size.

    None of their squares vanishes or overflows then.
    """
    gaps = values - values.mean(axis=-1, keepdims=True)
    scaled: FloatArray = gaps / np.abs(gaps).max(axis=-1, keepdims=True)
    return scaled


def _pearson(values: FloatArray) -> FloatArray:
    """Return moments of each pair over the units that both have, by products of matrices."""
    present = ~np.isnan(values)
    there = present.astype(np.float64)
    number = np.maximum(there.sum(axis=1, keepdims=True), 1)
    centred = np.where(present, values, 0.0)
    centred = np.where(present, centred - centred.sum(axis=1, keepdims=True) / number, 0.0)
    # On one scale, so that the noise of all is told alike.
    size = np.abs(centred).max(axis=1, keepdims=True, initial=0.0)
    offset = np.abs(np.where(present, values, 0.0)).max(axis=1, keepdims=True, initial=0.0)
    varied = size > NOISE * offset
    centred = np.where(varied, centred / np.where(varied, size, 1.0), 0.0)
    both = np.maximum(there @ there.T, 1)
    row_sum = centred @ there.T
    row_square = centred**2 @ there.T
    together = centred @ centred.T - row_sum * row_sum.T / both
    spread = row_square - row_sum**2 / both
    product = spread * spread.T
    enough = (spread > NOISE) & (spread.T > NOISE)
    related: FloatArray = np.divide(
        together,
        np.sqrt(np.maximum(product, 0.0)),
        out=np.full(product.shape, np.nan),
        where=enough,
    )
    return related


def _spearman(values: FloatArray) -> FloatArray:
    present = ~np.isnan(values)
    found = _pearson(rank(values, ties="average"))
    # Ranks are counted among the units that both indicators have, so that a row with holes is
    # ranked anew with each of the others, and they with it.
    for first in np.flatnonzero(~present.all(axis=1)).tolist():
        own = rank(np.where(present, values[first], np.nan), ties="average")
        others = rank(np.where(present[first], values, np.nan), ties="average")
        found[first] = found[:, first] = _row_by_row(own, others)
    return found


def _row_by_row(first: FloatArray, second: FloatArray) -> FloatArray:
    """Correlate ranks that are missing in the same units, row by row."""
    left, right = (
        np.nan_to_num(rows - _mean(rows)[:, None], copy=False) for rows in (first, second)
    )
    together = (left * right).sum(axis=1)
    product = (left**2).sum(axis=1) * (right**2).sum(axis=1)
    related: FloatArray = np.divide(
        together, np.sqrt(product), out=np.full(together.shape, np.nan), where=product > 0
    )
    return related


def _mean(rows: FloatArray) -> FloatArray:
    number = (~np.isnan(rows)).sum(axis=1)
    mean: FloatArray = np.nansum(rows, axis=1) / np.maximum(number, 1)
    return mean


def _kendall(values: FloatArray) -> FloatArray:
    """Return tau-b: concordant less discordant pairs over those tied in neither indicator."""
    places = rank(values, ties="dense")
    rows = len(values)
    number = values.shape[1]
    net = np.zeros((rows, rows))
    untied = np.zeros((rows, rows))
    for unit in range(number - 1):
        gaps = np.sign(places[:, unit, None] - places[:, unit + 1 :])
        known = (~np.isnan(gaps)).astype(np.float64)
        signs = np.nan_to_num(gaps)
        net += signs @ signs.T
        untied += np.abs(signs) @ known.T
    product = untied * untied.T
    tau: FloatArray = np.divide(
        net, np.sqrt(product), out=np.full(net.shape, np.nan), where=product > 0
    )
    return tau
