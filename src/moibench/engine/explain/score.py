"""One score, taken apart down to the raw cells it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate import Means, aggregate
from moibench.engine.aggregate.method import Method, methods_of
from moibench.engine.cube import BoolArray, EngineError, FloatArray
from moibench.engine.tree import Tree


@dataclass(frozen=True)
class Part:
    """What one indicator gives to a score.

    path: the nodes it passes through, up to the one explained. values: stage → value of the cell,
    None where missing. imputed, treated: whether that happened to the cell. weight: its share by
    the design. share: its share here, after the weight of what is missing went to the rest; None
    where it takes no part. contribution: points given, None where a node on the path is not an
    arithmetic mean and its parts are no sum.
    """

    leaf: str
    path: tuple[str, ...]
    values: tuple[tuple[str, float | None], ...]
    imputed: bool
    treated: bool
    weight: float
    share: float | None
    contribution: float | None


@dataclass(frozen=True)
class Explanation:
    """A score of one node, place and unit, with the parts it is made of in the order of leaves.

    coverage: share by weight of what is present. below: (node, score) of the nodes under it.
    """

    node: str
    method: str
    score: float | None
    coverage: float
    imputed_share: float
    renormalised: bool
    below: tuple[tuple[str, float | None], ...]
    parts: tuple[Part, ...]


def explain(
    stages: Mapping[str, FloatArray],
    tree: Tree,
    coverage_threshold: float,
    unit: int,
    place: tuple[int, ...] = (),
    *,
    node: str | None = None,
    means: Means | None = None,
    imputed: BoolArray | None = None,
    treated: BoolArray | None = None,
) -> Explanation:
    """Follow a score down: node, weight, normalised, treated, imputed, denominated, raw.

    Args:
        stages: name → values of shape (indicator, ..., unit), in the order the stages ran; the
            last are the scores that are aggregated.
        tree: the hierarchy and its weights.
        coverage_threshold: as in `aggregate`.
        unit: position of the unit on the last axis.
        place: position on the axes between, such as (year,).
        node: id of the node to explain; by default the root.
        means: as in `aggregate`.
        imputed: shape of the scores, which cells were imputed.
        treated: shape of the scores, which cells were treated.

    Returns:
        The score and its parts; the contributions, where there are any, add up to the score.

    Raises:
        EngineError: there is no stage, stages differ in shape, or the node, place or unit is not
            there.
    """
    if not stages:
        raise EngineError("there is no stage to explain a score by")
    scores = list(stages.values())[-1]
    for name, values in stages.items():
        if values.shape != scores.shape:
            raise EngineError(
                f"stage {name!r} has shape {values.shape}, but the scores have {scores.shape}"
            )
    cell = (*place, unit)
    if len(cell) != scores.ndim - 1 or any(
        not 0 <= at < size for at, size in zip(cell, scores.shape[1:], strict=True)
    ):
        raise EngineError(f"there is no cell {cell} in scores of shape {scores.shape}")
    ids = [n.id for n in tree.nodes]
    root = tree.root.id if node is None else node
    if root not in ids:
        raise EngineError(f"the tree has no node {root!r}")
    top = ids.index(root)
    result = aggregate(scores, tree, coverage_threshold, means, imputed=imputed)
    above = np.array([page[cell] for page in result.scores])
    stack = np.concatenate([[page[cell] for page in scores], above])
    methods = methods_of(tree, means)
    design, present = _shares(stack, tree, top)
    paths = _paths(tree, top)
    leaves = len(tree.leaves)
    parts = tuple(
        Part(
            leaf=tree.leaves[leaf],
            path=tuple(ids[n] for n in paths[leaf]),
            values=tuple((s, _number(v[(leaf, *cell)])) for s, v in stages.items()),
            imputed=bool(imputed is not None and imputed[(leaf, *cell)]),
            treated=bool(treated is not None and treated[(leaf, *cell)]),
            weight=float(design[leaf]),
            share=_number(present[leaf]),
            contribution=_contribution(stack[leaf], present[leaf], paths[leaf], methods),
        )
        for leaf in range(leaves)
        if leaf in paths
    )
    within = [n for n in range(top) if leaves + n in paths]
    return Explanation(
        node=root,
        method=methods[top].name,
        score=_number(above[top]),
        coverage=float(result.coverage[(top, *cell)]),
        imputed_share=float(result.imputed_share[(top, *cell)]),
        renormalised=bool(result.renormalised[(top, *cell)]),
        below=tuple((ids[n], _number(above[n])) for n in within),
        parts=parts,
    )


def _shares(stack: FloatArray, tree: Tree, top: int) -> tuple[FloatArray, FloatArray]:
    """Return each place's share in the node by design, and here: NaN where it takes no part."""
    leaves = len(tree.leaves)
    design = np.zeros(len(stack))
    here = np.full(len(stack), np.nan)
    design[leaves + top] = 1.0
    here[leaves + top] = 1.0 if not np.isnan(stack[leaves + top]) else np.nan
    positions = tree.positions()
    for n in range(top, -1, -1):
        children = list(positions[n])
        weights = np.asarray(tree.nodes[n].weights)
        design[children] = design[leaves + n] * weights / weights.sum()
        there = ~np.isnan(stack[children])
        whole = float(weights[there].sum())
        if whole > 0:
            taken = here[leaves + n] * weights / whole
            here[children] = np.where(there, taken, np.nan)
    return design, here


def _paths(tree: Tree, top: int) -> dict[int, tuple[int, ...]]:
    """Return, for every place under a node, the nodes from just above it up to that node."""
    leaves = len(tree.leaves)
    positions = tree.positions()
    paths: dict[int, tuple[int, ...]] = {leaves + top: ()}
    for n in range(top, -1, -1):
        if leaves + n in paths:
            for child in positions[n]:
                paths[child] = (n, *paths[leaves + n])
    return paths


def _contribution(
    score: float, share: float, path: tuple[int, ...], methods: tuple[Method, ...]
) -> float | None:
    if np.isnan(share) or any(methods[n].name != "arithmetic_mean" for n in path):
        return None
    return float(share * score)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
