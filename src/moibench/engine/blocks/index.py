"""An index too large to hold its scores: built node by node and year by year, on any executor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

import numpy as np

from moibench.engine.aggregate import THRESHOLD_NOISE
from moibench.engine.blocks.executors import Executor, open_executor
from moibench.engine.blocks.normalise import Normalises
from moibench.engine.blocks.run import Progress, run_blocks
from moibench.engine.cube import EngineError, FloatArray, IntArray, refuse_infinite
from moibench.engine.rank import rank, rank_within
from moibench.engine.rollup import RolledUp, roll_up_weighted_mean
from moibench.engine.tree import Tree


@dataclass(frozen=True, eq=False)
class BlockwiseIndex:
    """Every node in every year: scores and coverage (node, year, unit), ranks likewise.

    ranks: grouping → ranks among the units of one's own group. rolled_up: the parents' weighted
    means (node, year, parent), None where no parents were given.
    """

    scores: FloatArray
    coverage: FloatArray
    ranks: dict[str, FloatArray]
    rolled_up: RolledUp | None


def index_in_blocks(
    values: FloatArray,
    tree: Tree,
    normalise: Normalises,
    coverage_threshold: float,
    *,
    rank_among: Mapping[str, IntArray] | None = None,
    parents: IntArray | None = None,
    weights: FloatArray | None = None,
    executor: str | Executor = "serial",
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> BlockwiseIndex:
    """Normalise, aggregate by arithmetic means, rank and roll up without holding all scores.

    A block is a node in a year: it reads the values of the node's own indicators and the scores
    of the nodes below, so the memory beyond values and result is that of a few blocks. Sums are
    taken in a fixed order and without a library of linear algebra, so that every executor and
    every machine's number of threads give the same bits.

    Args:
        values: shape (indicator, year, unit), NaN missing; may be a memory-mapped array.
        tree: the hierarchy and its weights.
        normalise: scores one indicator in one year; must be importable by other processes.
        coverage_threshold: as in `aggregate`.
        rank_among: grouping → the group of each unit, (unit,), −1 for none.
        parents: the parent of each unit, (unit,), −1 for none.
        weights: of units in the roll-up, (year, unit), such as people.
        executor: where the blocks are computed; it and the rest are as in `run_blocks`.
        workers: how many work at once.
        progress: called with the number of blocks done and of all.
        stop: once set, no further block is begun.

    Raises:
        EngineError: arrays do not fit each other, a value is infinite, or parents and weights
            are not given together.
        Stopped: `stop` was set.
    """
    groups = dict(rank_among or {})
    _check(values, tree, groups, parents, weights)
    nodes, (leaves, years, units) = len(tree.nodes), values.shape
    scores, coverage = np.empty((nodes, years, units)), np.empty((nodes, years, units))
    ranks = {name: np.empty((nodes, years, units)) for name in groups}
    rolled_up = None
    if parents is not None:
        shape = (nodes, years, int(parents.max(initial=-1)) + 1)
        rolled_up = RolledUp(np.empty(shape), np.empty(shape))
    positions = tree.positions()

    def block(node: int, year: int) -> tuple[Any, ...]:
        held = [child for child in positions[node] if child < leaves]
        below = [child - leaves for child in positions[node] if child >= leaves]
        return (
            positions[node],
            tree.nodes[node].weights,
            [np.ascontiguousarray(values[child, year]) for child in held],
            [(scores[child, year], coverage[child, year]) for child in below],
            normalise,
            coverage_threshold,
            groups,
            parents,
            None if weights is None else weights[year],
        )

    all_blocks = nodes * years
    done = 0

    def report(in_round: int, _: int) -> None:
        if progress is not None:
            progress(done + in_round, all_blocks)

    with ExitStack() as open_while:
        if isinstance(executor, str):
            executor = open_while.enter_context(open_executor(executor, workers))
        for level in _levels(tree):
            cells = [(node, year) for node in level for year in range(years)]
            for number, result in run_blocks(
                node_in_year,
                [partial(block, *cell) for cell in cells],
                executor=executor,
                workers=workers,
                progress=report,
                stop=stop,
            ):
                cell = cells[number]
                scores[cell], coverage[cell], own_ranks, own_roll_up = result
                for name, ranked in own_ranks.items():
                    ranks[name][cell] = ranked
                if rolled_up is not None and own_roll_up is not None:
                    rolled_up.values[cell] = own_roll_up.values
                    rolled_up.coverage[cell] = own_roll_up.coverage
            done += len(cells)
    return BlockwiseIndex(scores, coverage, ranks, rolled_up)


def node_in_year(
    children: tuple[int, ...],
    weights: tuple[float, ...],
    values: list[FloatArray],
    below: list[tuple[FloatArray, FloatArray]],
    normalise: Normalises,
    coverage_threshold: float,
    groups: dict[str, IntArray],
    parents: IntArray | None,
    people: FloatArray | None,
) -> tuple[FloatArray, FloatArray, dict[str, FloatArray], RolledUp | None]:
    """Return one node's scores, coverage, ranks and roll-up in one year.

    `children` are positions of leaves, whose values come in `values`, followed by those of nodes,
    whose scores and coverage come in `below`, each in the order of the children.
    """
    units = len(values[0]) if values else len(below[0][0])
    total, weight, covered = np.zeros(units), np.zeros(units), np.zeros(units)
    least, most = np.full(units, np.inf), np.full(units, -np.inf)
    share = np.array(weights) / sum(weights)
    for child, own in _children(children, values, below, normalise):
        score, reached = child
        present = ~np.isnan(score)
        np.fmin(least, score, out=least)
        np.fmax(most, score, out=most)
        total += share[own] * np.where(present, score, 0.0)
        weight += share[own] * present
        covered += share[own] * (present if reached is None else reached)
    enough = (weight > 0) & (covered >= coverage_threshold - THRESHOLD_NOISE)
    mean = np.divide(total, weight, out=np.full(units, np.nan), where=enough)
    # As in `aggregate`: no mean leaves the range of its parts, also in the last digit.
    mean = np.where(enough, np.clip(mean, least, most), np.nan)
    ranks = {
        name: rank_within(mean, group) if group.any() else rank(mean)
        for name, group in groups.items()
    }
    rolled_up = None
    if parents is not None and people is not None:
        rolled_up = roll_up_weighted_mean(mean, people, parents)
    return mean, covered, ranks, rolled_up


def _children(
    children: tuple[int, ...],
    values: list[FloatArray],
    below: list[tuple[FloatArray, FloatArray]],
    normalise: Normalises,
) -> Iterator[tuple[tuple[FloatArray, FloatArray | None], int]]:
    """Yield the scores and coverage of each child, None for an indicator's, and its place."""
    # Leaves stand before nodes among positions, but not always among the children of a node.
    leaves = set(sorted(children)[: len(values)])
    own_values, own_below = iter(values), iter(below)
    for place, child in enumerate(children):
        if child in leaves:
            yield (normalise(next(own_values), child), None), place
        else:
            yield next(own_below), place


def _levels(tree: Tree) -> list[list[int]]:
    """Return the positions of nodes by their height, those that hold indicators alone first."""
    leaves = len(tree.leaves)
    heights: list[int] = []
    for children in tree.positions():
        heights.append(1 + max([heights[c - leaves] for c in children if c >= leaves], default=0))
    return [
        [node for node, height in enumerate(heights) if height == level]
        for level in range(1, max(heights) + 1)
    ]


def _check(
    values: FloatArray,
    tree: Tree,
    groups: Mapping[str, IntArray],
    parents: IntArray | None,
    weights: FloatArray | None,
) -> None:
    if values.ndim != 3 or values.shape[0] != len(tree.leaves):
        raise EngineError(
            f"values have shape {values.shape}, but the tree has {len(tree.leaves)} leaves: "
            "(indicator, year, unit) is needed"
        )
    for indicator, page in enumerate(values):
        refuse_infinite(page, f"values of indicator {indicator}")
    given = {f"the grouping {name!r}": group for name, group in groups.items()}
    if parents is not None:
        given["parents"] = parents
    for name, units in given.items():
        if units.shape != values.shape[2:]:
            raise EngineError(f"{name} has shape {units.shape} for {values.shape[2]} units")
    if (parents is None) != (weights is None):
        raise EngineError("a roll-up needs both the parents of units and the units' weights")
    if weights is not None and weights.shape != values.shape[1:]:
        raise EngineError(
            f"weights have shape {weights.shape}: (year, unit) = {values.shape[1:]} is needed"
        )
