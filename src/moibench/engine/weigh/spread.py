"""Weights from the data: entropy, CRITIC, principal components.

values (indicator, ..., unit), pooled over all but the first axis; high is good, missing is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.correlate import correlation_matrix, on_one_scale
from moibench.engine.cube import EngineError, FloatArray, refuse_infinite

# Kaiser's rule, and the two shares of variance the Handbook asks of the components kept.
LEAST_EIGENVALUE, LEAST_SHARE, LEAST_TOGETHER = 1.0, 0.10, 0.60
# Differences below this share of an indicator's largest value are noise of the arithmetic.
NOISE = 1e-12


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of the correlations, and the weights taken from those kept.

    eigenvalues: (indicator,), falling. loadings: (indicator, component kept), each component
    signed so that its loadings add up to more than 0; rotated where the weights come from
    rotated ones. explained: (component kept,) share of the whole variance.
    """

    weights: FloatArray
    eigenvalues: FloatArray
    loadings: FloatArray
    explained: FloatArray


def entropy(values: FloatArray) -> FloatArray:
    """Return weights by how unevenly each indicator is shared out among the units.

    An indicator without variation has no weight. The weights depend on where zero lies: use a
    scale whose zero means none.

    Args:
        values: shape (indicator, ..., unit), not negative.

    Returns:
        Shape (indicator,), adding up to 1.

    Raises:
        EngineError: a value is negative or infinite, or no indicator varies.

    Source:
        Shannon (1948); Hwang and Yoon (1981), chapter II, "Entropy method".
    """
    rows = _pooled(values)
    negative = np.argwhere(rows < 0)
    if negative.size:
        where = tuple(int(i) for i in negative[0])
        raise EngineError(f"entropy cannot take the negative value {rows[where]} at {where}")
    information = np.zeros(len(rows))
    for place, row in enumerate(rows):
        known = row[~np.isnan(row)]
        if known.size > 1 and known.max() - known.min() > NOISE * known.max():
            share = known / known.sum()
            share = share[share > 0]
            information[place] = 1 + (share * np.log(share)).sum() / np.log(known.size)
    return _shares(information, "entropy")


def critic(values: FloatArray) -> FloatArray:
    """Return weights by contrast (standard deviation) and conflict (1 − correlation).

    Indicators are first re-scaled to 0–1. One without variation has no weight. Correlations are
    those of the units that both indicators have.

    Args:
        values: shape (indicator, ..., unit).

    Returns:
        Shape (indicator,), adding up to 1.

    Raises:
        EngineError: a value is infinite, or no indicator varies or conflicts.

    Source:
        Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22,
        763–770.
    """
    rows = _pooled(values)
    low = np.fmin.reduce(rows, axis=1, keepdims=True)
    reach = np.fmax.reduce(rows, axis=1, keepdims=True) - low
    varied = reach[:, 0] > NOISE * np.fmax.reduce(np.abs(rows), axis=1)
    contrast = np.zeros(len(rows))
    contrast[varied] = np.nanstd((rows[varied] - low[varied]) / reach[varied], axis=1)
    related = correlation_matrix(rows, "pearson").values
    conflict = np.nansum(1 - related, axis=1)
    return _shares(contrast * np.maximum(conflict, 0.0), "CRITIC")


def principal_components(values: FloatArray, first_only: bool = False) -> Components:
    """Return weights from principal components of the correlations.

    By the Handbook: components with an eigenvalue above 1 and more than 10 % of the variance,
    and as many as make up 60 %, are rotated (varimax); each indicator belongs to the component
    it loads on most, and its weight is its squared loading within that component times the
    component's share of the variance. Squares have no sign, so no weight is negative.
    With `first_only`, weights are the loadings of the first component, its sign fixed so that
    they add up to more than 0.

    Args:
        values: shape (indicator, ..., unit); units with all indicators are used.
        first_only: take the loadings of the first component alone.

    Returns:
        Weights (indicator,) adding up to 1, with what they came from.

    Raises:
        EngineError: there are fewer than three complete units, an indicator does not vary among
            them, a value is infinite; or, with `first_only`, an indicator loads negatively.

    Source:
        OECD/JRC Handbook (2008), step 6, "Weights based on principal components analysis or
        factor analysis"; Nicoletti, Scarpetta and Boylaud (2000); Kaiser (1958) for varimax.
    """
    rows = _pooled(values)
    complete = rows[:, ~np.isnan(rows).any(axis=0)]
    if complete.shape[1] < 3:
        raise EngineError(
            f"principal components need 3 units with every indicator; there are {complete.shape[1]}"
        )
    size = np.abs(complete).max(axis=1)
    still = np.flatnonzero(complete.max(axis=1) - complete.min(axis=1) <= NOISE * size)
    if still.size:
        raise EngineError(f"indicator {still[0]} does not vary, so it has no components")
    eigenvalues, vectors = components_of(np.atleast_2d(np.corrcoef(on_one_scale(complete))))
    share = eigenvalues / eigenvalues.sum()
    if first_only:
        loadings = vectors[:, :1] * np.sqrt(eigenvalues[:1])
        # A loading of no size is neither for nor against.
        against = np.flatnonzero(loadings[:, 0] < -1e-9)
        if against.size:
            raise EngineError(
                f"indicator {against[0]} loads {loadings[against[0], 0]:.3f} on the first "
                "component, against the others: it would have a negative weight"
            )
        return Components(
            _shares(np.maximum(loadings[:, 0], 0.0), "the first component"),
            eigenvalues,
            loadings,
            share[:1],
        )
    kept = _kept(eigenvalues, share)
    loadings = varimax(vectors[:, :kept] * np.sqrt(eigenvalues[:kept]))
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    squares = loadings**2
    by_component = squares.sum(axis=0)
    # The Handbook divides a squared loading by the sum of its component's and multiplies it by
    # the component's share of the variance, which is that same sum over all: what is left is the
    # squared loading itself.
    return Components(
        _shares(squares.max(axis=1), "principal components"),
        eigenvalues,
        loadings,
        by_component / len(rows),
    )


def components_of(correlations: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues, falling, and eigenvectors, each signed so that it adds up to ≥ 0."""
    eigenvalues, vectors = np.linalg.eigh(correlations)
    eigenvalues, vectors = np.maximum(eigenvalues[::-1], 0.0), vectors[:, ::-1]
    total = vectors.sum(axis=0)
    strongest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=0)[None], axis=0)[0]
    # Where a vector adds up to nothing, its largest entry decides: the sign is never chance.
    sign = np.where(np.abs(total) > 1e-9, total, strongest)
    return eigenvalues, vectors * np.where(sign < 0, -1.0, 1.0)


def varimax(loadings: FloatArray, rounds: int = 500) -> FloatArray:
    """Rotate loadings (indicator, component) so that the squares within each vary the most.

    Source:
        Kaiser (1958), Psychometrika 23, 187–200, without row normalisation.
    """
    number = loadings.shape[1]
    if number < 2:
        return loadings
    rotation = np.eye(number)
    before = 0.0
    for _ in range(rounds):
        turned = loadings @ rotation
        target = turned**3 - turned * (turned**2).mean(axis=0)
        left, singular, right = np.linalg.svd(loadings.T @ target)
        rotation = left @ right
        if singular.sum() <= before * (1 + 1e-12):
            break
        before = float(singular.sum())
    rotated: FloatArray = loadings @ rotation
    return rotated


def _kept(eigenvalues: FloatArray, share: FloatArray) -> int:
    strong = int(((eigenvalues > LEAST_EIGENVALUE) & (share > LEAST_SHARE)).sum())
    together = int(np.searchsorted(np.cumsum(share), LEAST_TOGETHER) + 1)
    return max(1, strong, min(together, int((share > LEAST_SHARE).sum())))


def _pooled(values: FloatArray) -> FloatArray:
    refuse_infinite(values, "values")
    return values.reshape(len(values), -1)


def _shares(parts: FloatArray, name: str) -> FloatArray:
    total = parts.sum()
    if not total > 0:
        raise EngineError(f"by {name} no indicator has any weight: none of them varies")
    shares: FloatArray = parts / total
    return shares
