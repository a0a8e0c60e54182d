"""Weights from judgements: the analytic hierarchy process and the allocation of a budget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import EngineError, FloatArray

# Mean consistency index of random matrices of 1, 2, … 15 items: Saaty (1980), the table that the
# threshold of 0.10 goes with.
RANDOM_INDEX = (
    *(0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41),
    *(1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
)
# Beyond 15 items the mean largest eigenvalue is close to this line.
# Alonso and Lamata (2006), IJUFKS 14, 445–459.
EIGENVALUE_SLOPE, EIGENVALUE_START = 2.7699, -4.3513
# Judgements above this ratio should be revised: Saaty (1980).
CONSISTENT = 0.10
# 3 against 0.33 is the same judgement, rounded.
RECIPROCAL_NOISE = 0.05


@dataclass(frozen=True)
class Judgement:
    """One entry of a pairwise matrix: how much more important `first` is than `second`.

    stated: what the judges said. consistent: what their other judgements imply.
    """

    first: int
    second: int
    stated: float
    consistent: float


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Weights (item,), adding up to 1, and how consistent the judgements behind them are.

    consistency_ratio: at most 0.10 is acceptable. least_consistent: the judgement that is
    farthest from what the others imply, None where there are fewer than three items.
    """

    weights: FloatArray
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    least_consistent: Judgement | None

    @property
    def is_consistent(self) -> bool:
        """Whether the ratio is acceptable."""
        return self.consistency_ratio <= CONSISTENT


def hierarchy(judgements: FloatArray) -> Hierarchy:
    """Derive weights from pairwise comparisons: the analytic hierarchy process.

    Several judges are joined by the geometric mean of each entry, the only mean that keeps the
    matrix reciprocal.

    Args:
        judgements: shape (item, item) or (judge, item, item); entry (i, j) says how many times
            more important i is than j. NaN below the diagonal stands for the reciprocal.

    Returns:
        The principal eigenvector as weights, and the consistency of the judgements.

    Raises:
        EngineError: a matrix is not square, an entry is not above 0 or missing on both sides of
            the diagonal, or two mirrored entries are not reciprocal within 5 %.

    Source:
        Saaty (1980), "The Analytic Hierarchy Process"; Aczél and Saaty (1983) for several judges.
    """
    matrices = np.asarray(judgements, dtype=np.float64)
    if matrices.ndim == 2:
        matrices = matrices[None]
    if matrices.ndim != 3 or matrices.shape[1] != matrices.shape[2] or 0 in matrices.shape:
        raise EngineError(f"pairwise judgements have shape {np.shape(judgements)}, not (n, n)")
    logarithms = np.stack([_reciprocal(matrix, j) for j, matrix in enumerate(matrices)])
    matrix = np.exp(logarithms.mean(axis=0))
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    largest = float(values[principal].real)
    # A positive matrix has a positive principal vector (Perron), returned with either sign.
    vector = np.abs(vectors[:, principal].real)
    weights = vector / vector.sum()
    number = len(weights)
    index = max(0.0, (largest - number) / (number - 1)) if number > 2 else 0.0
    return Hierarchy(
        weights=weights,
        largest_eigenvalue=largest,
        consistency_index=index,
        consistency_ratio=index / _random_index(number) if number > 2 else 0.0,
        least_consistent=_least_consistent(matrix, weights) if number > 2 else None,
    )


def budget(points: FloatArray) -> FloatArray:
    """Return the mean share each item has of the judges' budgets, every judge counting alike.

    Args:
        points: shape (judge, item), what each judge gave.

    Returns:
        Shape (item,), adding up to 1.

    Raises:
        EngineError: a point is missing or negative, or the judges' budgets differ.

    Source:
        OECD/JRC Handbook (2008), step 6, "Budget allocation process".
    """
    given = np.asarray(points, dtype=np.float64)
    if given.ndim != 2 or 0 in given.shape:
        raise EngineError(f"points have shape {given.shape}, not (judge, item)")
    bad = np.argwhere(~(np.isfinite(given) & (given >= 0)))
    if bad.size:
        judge, item = (int(i) for i in bad[0])
        raise EngineError(f"judge {judge} gave item {item} the points {given[judge, item]}")
    budgets = given.sum(axis=1)
    other = np.flatnonzero(~np.isclose(budgets, budgets[0]) | (budgets <= 0))
    if other.size:
        raise EngineError(
            f"judge {other[0]} gave {budgets[other[0]]:g} points in all, judge 0 {budgets[0]:g}: "
            "every judge must spend the same budget, more than 0"
        )
    shares: FloatArray = (given / budgets[:, None]).mean(axis=0)
    return shares


def _reciprocal(matrix: FloatArray, judge: int) -> FloatArray:
    """Return the logarithms of one judge's matrix, made exactly reciprocal."""
    number = len(matrix)
    logarithms = np.zeros(matrix.shape)
    for first in range(number):
        for second in range(first, number):
            sides = [matrix[first, second], 1 / matrix[second, first] if second != first else 1.0]
            known = [side for side in sides if not np.isnan(side)]
            if not known or not all(np.isfinite(side) and side > 0 for side in known):
                raise EngineError(
                    f"judge {judge} compares items {first} and {second} by "
                    f"{matrix[first, second]} and {matrix[second, first]}: two numbers above 0, "
                    "one the reciprocal of the other, are needed"
                )
            if max(known) > min(known) * (1 + RECIPROCAL_NOISE):
                raise EngineError(
                    f"judge {judge} says item {first} is {matrix[first, second]:g} times item "
                    f"{second}, but the reverse is {matrix[second, first]:g}, not the reciprocal"
                )
            mean = float(np.mean(np.log(known)))
            logarithms[first, second], logarithms[second, first] = mean, -mean
    return logarithms


def _random_index(number: int) -> float:
    if number <= len(RANDOM_INDEX):
        return RANDOM_INDEX[number - 1]
    mean = EIGENVALUE_SLOPE * number + EIGENVALUE_START
    return (mean - number) / (number - 1)


def _least_consistent(matrix: FloatArray, weights: FloatArray) -> Judgement:
    implied = weights[:, None] / weights[None, :]
    apart = np.triu(np.abs(np.log(matrix / implied)), 1)
    first, second = (int(i) for i in np.unravel_index(np.argmax(apart), apart.shape))
    return Judgement(first, second, float(matrix[first, second]), float(implied[first, second]))
