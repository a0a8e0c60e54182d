"""Whether what stands together goes together: correlations, alpha, components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.engine.correlate import Correlations, on_one_scale
from moibench.engine.cube import FloatArray
from moibench.engine.weigh.spread import components_of

# The JRC's bands of correlation: Saisana's audits of the Global Innovation Index, COIN Tool.
REDUNDANT, WEAK, WRONG = 0.92, 0.30, -0.40
# Correlations are singular where an eigenvalue is below this.
SINGULAR = 1e-10
NOISE = 1e-12


@dataclass(frozen=True)
class Finding:
    """A pair whose correlation an auditor would ask about.

    kind: "redundant" above 0.92, two indicators that count one thing twice; "wrong_sign" below
    −0.40 for two parts of one node, or below 0 for a part and its own node; "weak" between, below
    0.30, for a part and its own node, which then hardly counts in it.
    """

    kind: Literal["redundant", "wrong_sign", "weak"]
    first: str
    second: str
    node: str
    correlation: float
    units: int


@dataclass(frozen=True)
class Consistency:
    """Cronbach's alpha of a node's children, and what it is without each; None where undefined.

    units: those with every child, which alone are counted. At least 0.70 is usually asked.
    """

    node: str
    alpha: float | None
    without: tuple[tuple[str, float | None], ...]
    units: int


@dataclass(frozen=True)
class NodeComponents:
    """Principal components of a node's children, and whether there is anything to find.

    eigenvalues fall; explained are their shares of the variance. loadings: child by component,
    each component signed to add up to at least 0. kmo: sampling adequacy in all (0.6 is
    usually asked) and child by child. bartlett: chi-square, degrees of freedom, p-value of the
    test that the children are unrelated. reason: why what is None could not be had.
    """

    node: str
    children: tuple[str, ...]
    units: int
    eigenvalues: tuple[float, ...]
    explained: tuple[float, ...]
    loadings: tuple[tuple[float, ...], ...]
    kmo: float | None
    kmo_by_child: tuple[float, ...]
    bartlett: tuple[float, int, float] | None
    reason: str


def findings(
    node: str, children: tuple[str, ...], among: Correlations, with_node: FloatArray
) -> list[Finding]:
    """Return what is odd among a node's children, and between each of them and the node.

    Args:
        node: its id.
        children: their names.
        among: correlations of the children with each other.
        with_node: shape (child,), correlations of each child with the node.
    """
    found = []
    for i, first in enumerate(children):
        for j in range(i + 1, len(children)):
            value, units = float(among.values[i, j]), int(among.units[i, j])
            if value > REDUNDANT:
                found.append(Finding("redundant", first, children[j], node, value, units))
            elif value < WRONG:
                found.append(Finding("wrong_sign", first, children[j], node, value, units))
        own, units = float(with_node[i]), int(among.units[i, i])
        if own < 0:
            found.append(Finding("wrong_sign", first, node, node, own, units))
        elif own < WEAK:
            found.append(Finding("weak", first, node, node, own, units))
    return found


def cronbach_alpha(values: FloatArray) -> float | None:
    """Return Cronbach's alpha: how far the items measure one thing.

    Args:
        values: shape (item, unit); only units with every item are counted.

    Returns:
        At most 1, negative where items go against each other; None with fewer than two items or
        two complete units, or where the sum of the items does not vary.

    Source:
        Cronbach (1951), Psychometrika 16, 297–334; OECD/JRC Handbook (2008), step 4.
    """
    complete = values[:, ~np.isnan(values).any(axis=0)]
    items, units = complete.shape
    if items < 2 or units < 2:
        return None
    whole = float(complete.sum(axis=0).var(ddof=1))
    parts = float(complete.var(axis=1, ddof=1).sum())
    size = float(np.abs(complete).max())
    if whole <= NOISE * max(parts, NOISE * size**2):
        return None
    return float(items / (items - 1) * (1 - parts / whole))


def consistency(node: str, children: tuple[str, ...], values: FloatArray) -> Consistency:
    """Return alpha of a node's children, and without each of them."""
    complete = values[:, ~np.isnan(values).any(axis=0)]
    without = tuple(
        (child, cronbach_alpha(np.delete(complete, place, axis=0)))
        for place, child in enumerate(children)
    )
    return Consistency(node, cronbach_alpha(complete), without, complete.shape[1])


def node_components(node: str, children: tuple[str, ...], values: FloatArray) -> NodeComponents:
    """Return the components of a node's children, with KMO and Bartlett's test."""
    complete = values[:, ~np.isnan(values).any(axis=0)]
    units = complete.shape[1]
    nothing = ((), (), (), None, (), None)
    if len(children) < 2:
        return NodeComponents(node, children, units, *nothing, "there is but one child")
    if units < 3:
        return NodeComponents(
            node, children, units, *nothing, f"only {units} units have every child"
        )
    still = np.ptp(complete, axis=1) <= NOISE * np.abs(complete).max(axis=1)
    if still.any():
        name = children[int(np.flatnonzero(still)[0])]
        return NodeComponents(
            node, children, units, *nothing, f"{name!r} does not vary among complete units"
        )
    related = np.atleast_2d(np.corrcoef(on_one_scale(complete)))
    eigenvalues, vectors = components_of(related)
    loadings = vectors * np.sqrt(eigenvalues)
    kmo, by_child, bartlett, reason = sphericity(related, units)
    return NodeComponents(
        node,
        children,
        units,
        tuple(eigenvalues.tolist()),
        tuple((eigenvalues / eigenvalues.sum()).tolist()),
        tuple(tuple(row) for row in loadings.tolist()),
        kmo,
        by_child,
        bartlett,
        reason,
    )


def sphericity(
    related: FloatArray, units: int
) -> tuple[float | None, tuple[float, ...], tuple[float, int, float] | None, str]:
    """Return KMO, KMO by item, Bartlett's test (chi-square, degrees, p), and why any is lacking.

    Args:
        related: shape (item, item), correlations.
        units: how many units they stand on.

    Source:
        Kaiser (1974), Psychometrika 39, 31–36; Bartlett (1950).
    """
    number = len(related)
    if np.linalg.eigvalsh(related)[0] < SINGULAR:
        return None, (), None, "the correlations are singular: some items repeat what others say"
    inverse = np.linalg.inv(related)
    scale = np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    off = ~np.eye(number, dtype=np.bool_)
    simple = np.where(off, related, 0.0) ** 2
    partial = np.where(off, inverse / scale, 0.0) ** 2
    both = simple.sum() + partial.sum()
    by_item = simple.sum(axis=0) + partial.sum(axis=0)
    kmo = float(simple.sum() / both) if both > 0 else None
    items = np.divide(simple.sum(axis=0), by_item, out=np.zeros(number), where=by_item > 0)
    degrees = number * (number - 1) // 2
    determinant = float(np.linalg.slogdet(related)[1])
    square = max(0.0, -(units - 1 - (2 * number + 5) / 6) * determinant)
    from scipy import special  # slow to import, and most runs need none of it

    p_value = float(special.chdtrc(degrees, square))
    return kmo, tuple(items.tolist()), (square, degrees, p_value), ""
