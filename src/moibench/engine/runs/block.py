"""A block of runs that share the data and the means, over some units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate import THRESHOLD_NOISE
from moibench.engine.cube import BoolArray, FloatArray
from moibench.engine.runs.mean import PowerMean
from moibench.engine.tree import Tree


def scores_of_block(
    scores: FloatArray,
    complete: BoolArray,
    tree: Tree,
    weights: Sequence[FloatArray],
    means: Sequence[PowerMean],
    coverage_threshold: float,
    wanted: Sequence[int],
) -> FloatArray:
    """Return (run, wanted node, unit) of runs that share the data and the means.

    `complete` (indicator,) says which indicators miss no unit at all, also beyond this block.
    """
    leaves, positions = len(tree.leaves), tree.positions()
    above = {child: index for index, children in enumerate(positions) for child in children}
    data = _Data(scores)
    nodes: list[_Mean | _Sum] = []
    for index, children in enumerate(positions):
        node = _Sum(len(weights[index]))
        for column, child in enumerate(children):
            if child >= leaves:
                node.add(nodes[child - leaves], weights[index][:, column, None])
        held = np.array([column for column, child in enumerate(children) if child < leaves])
        for whole in (True, False):
            columns = [column for column in held if complete[children[column]] == whole]
            if columns:
                node.add_leaves(
                    [children[column] for column in columns], weights[index][:, columns], whole
                )
        parent = above.get(leaves + index)
        # The mean of means of one kind is one mean, where nothing is missing.
        if (
            node.is_plain
            and index not in wanted
            and parent is not None
            and means[parent] == means[index]
        ):
            nodes.append(node)
        else:
            nodes.append(node.mean(data, means[index], coverage_threshold))
    out = np.empty((len(weights[0]), len(wanted), scores.shape[1]))
    for place, index in enumerate(wanted):
        chosen = nodes[index]
        assert isinstance(chosen, _Mean)
        out[:, place] = chosen.scores
    return out


class _Data:
    """The block's scores as every mean takes them, each made once."""

    def __init__(self, scores: FloatArray) -> None:
        self._scores = scores
        self._present = ~np.isnan(scores)
        self.present = self._present.astype(np.float64)
        self._parts: dict[PowerMean, FloatArray] = {}
        self._zeros: dict[PowerMean, FloatArray | None] = {}

    def parts(self, mean: PowerMean) -> FloatArray:
        """Return what is averaged, 0 where it is missing."""
        if mean not in self._parts:
            self._parts[mean] = np.where(self._present, mean.parts(self._scores), 0.0)
        return self._parts[mean]

    def zeros(self, mean: PowerMean) -> FloatArray | None:
        """Return 1 where a score makes the mean 0; None where none does."""
        if mean not in self._zeros:
            zeros = mean.zeros(self._scores)
            self._zeros[mean] = None if zeros is None else zeros.astype(np.float64)
        return self._zeros[mean]


@dataclass(frozen=True, eq=False)
class _Mean:
    """A node's mean as the average of its parts (run, unit), NaN where it has no score.

    zero: where a part makes the score 0, None where none does. in_design (run, 1). coverage
    (run, unit), None where it is 1. holed: whether a score is missing.
    """

    averaged: FloatArray
    mean: PowerMean
    zero: BoolArray | None
    in_design: BoolArray
    coverage: FloatArray | None
    holed: bool

    @property
    def scores(self) -> FloatArray:
        """The scores, 0 where a part makes them so."""
        scores = self.mean.of(self.averaged)
        if self.zero is None:
            return scores
        return np.where(self.zero & ~np.isnan(scores), 0.0, scores)

    def parts(self, mean: PowerMean) -> tuple[FloatArray, BoolArray | None]:
        """Return what another mean averages of these scores, and which of them make it 0."""
        # A mean of the same kind averages what this one already is: no logarithm of a power.
        if mean == self.mean and self.zero is None:
            return self.averaged, None
        scores = self.scores
        return mean.parts(scores), mean.zeros(scores)


class _Sum:
    """What hangs on a node, with its weights (run, …), before it is averaged."""

    def __init__(self, runs: int) -> None:
        self.design = np.zeros((runs, 1))
        self._leaves: dict[bool, list[int]] = {True: [], False: []}
        self._weights: dict[bool, list[FloatArray]] = {True: [], False: []}
        self._nodes: list[tuple[FloatArray, _Mean]] = []

    @property
    def is_plain(self) -> bool:
        """Whether nothing hangs here but indicators that miss no unit."""
        return not self._nodes and not self._leaves[False]

    @property
    def _is_covered(self) -> bool:
        """Whether no indicator below misses any unit."""
        return not self._leaves[False] and all(node.coverage is None for _, node in self._nodes)

    def add_leaves(self, leaves: list[int], weights: FloatArray, complete: bool) -> None:
        self._leaves[complete] += leaves
        self._weights[complete].append(weights)
        self.design += weights.sum(axis=1, keepdims=True)

    def add(self, node: _Mean | _Sum, weight: FloatArray) -> None:
        """Add a node below with its weight (run, 1)."""
        if isinstance(node, _Mean):
            own = weight * node.in_design
            self._nodes.append((own, node))
        else:
            own = weight * (node.design > 0)
            self._leaves[True] += node._leaves[True]
            share = own / np.where(node.design > 0, node.design, 1.0)
            self._weights[True] += [share * weights for weights in node._weights[True]]
        self.design += own

    def mean(self, data: _Data, mean: PowerMean, coverage_threshold: float) -> _Mean:
        """Return the mean where coverage reaches the threshold."""
        total = _Total()
        # Weight present and weight covered; where nothing is missing both are the design.
        weight, covered = _Total(), _Total()
        zeroed = _Total()
        for complete, leaves in self._leaves.items():
            if leaves:
                own = np.concatenate(self._weights[complete], axis=1)
                total.add(own @ data.parts(mean)[leaves])
                there = own.sum(axis=1, keepdims=True)
                if not complete:
                    there = own @ data.present[leaves]
                weight.add(there)
                covered.add(there)
                if (zeros := data.zeros(mean)) is not None:
                    zeroed.add(own @ zeros[leaves])
        for own, node in self._nodes:
            parts, zero = node.parts(mean)
            if zero is not None:
                zeroed.add(own * zero)
            present = None
            if node.holed:
                present = ~np.isnan(parts)
                parts = np.where(present, parts, 0.0)
            total.add(own * parts)
            weight.add(own if present is None else own * present)
            covered.add(own if node.coverage is None else own * node.coverage)
        in_design = self.design > 0
        here, reached = weight.value, covered.value
        with np.errstate(invalid="ignore", divide="ignore"):
            averaged = total.value / here
            enough = here > 0
            coverage = None
            # Without a threshold coverage decides nothing.
            if coverage_threshold > 0 and not self._is_covered:
                coverage = reached / self.design
                enough = enough & (coverage >= coverage_threshold - THRESHOLD_NOISE)
        holed = not enough.all()
        if holed:
            averaged = np.where(enough, averaged, np.nan)
            coverage = None if coverage is None else np.where(in_design, coverage, 0.0)
        zero = zeroed.value > 0 if zeroed.value.any() else None
        return _Mean(averaged, mean, zero, in_design, coverage, holed)


class _Total:
    """A sum that takes as little room as its parts: (run, 1) until a (run, unit) is added."""

    def __init__(self) -> None:
        self.value: FloatArray = np.zeros((1, 1))
        self._parts = 0

    def add(self, part: FloatArray) -> None:
        """Add a part, which is not changed: the first may be in another sum as well."""
        self._parts += 1
        if self._parts == 1:
            self.value = part
        elif self._parts > 2 and self.value.shape == part.shape:
            self.value += part
        else:
            self.value = self.value + part
