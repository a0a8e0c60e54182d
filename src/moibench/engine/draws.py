"""What replicates of a recipe choose: drawn from a seed, laid out by a design, or given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray
from moibench.engine.recipe import Recipe, edited, locate
from moibench.engine.structure import Structure
from moibench.engine.tree import Tree

# Names of inputs, and of columns in a file of choices.
WEIGHTS, LEAVE_OUT, NOISE = "weights", "leave_out", "noise"
REPLICATE, WEIGHT_FACTOR = "replicate", "weight_factor."
AS_IN_RECIPE = -1
# Seeds of noise are drawn below this: every whole number that a spreadsheet keeps exactly.
SEEDS = 2**31


@dataclass(frozen=True, eq=False)
class Draws:
    """The choices of every replicate, a row each.

    Attributes:
        addresses: what is chosen, as in `edited`.
        alternatives: of each address.
        chosen: (replicate, address), the place of the alternative; −1 is as in the recipe.
        codes: what has a weight: everything in the tree but its root.
        factors: (replicate, code), what weights are times; None where they do not vary.
        left_out: (replicate,), the indicator left out; empty where none is.
        noise: (replicate,), the seed of the errors added to the data; 0 adds none.
    """

    addresses: tuple[str, ...]
    alternatives: tuple[tuple[Any, ...], ...]
    chosen: IntArray
    codes: tuple[str, ...]
    factors: FloatArray | None
    left_out: tuple[str, ...]
    noise: IntArray

    def __len__(self) -> int:
        """Return the number of replicates."""
        return len(self.chosen)

    def named(self, chosen: Sequence[int]) -> dict[str, Any]:
        """Return alternatives by address, those as in the recipe left out."""
        return {
            address: own[place]
            for address, own, place in zip(self.addresses, self.alternatives, chosen, strict=True)
            if place != AS_IN_RECIPE
        }

    def recipe_of(self, recipe: Recipe, chosen: Sequence[int]) -> Recipe:
        """Return the recipe with alternatives put in, keys before whole steps."""
        own = self.named(chosen)
        places = {address: locate(recipe, address) for address in own}
        # Leaving out a step moves those after it, so that whole steps go last, from the end on.
        for address in sorted(own, key=lambda a: (places[a][1] is None, -places[a][0])):
            recipe = edited(recipe, address, own[address])
        return recipe

    def only(self, rows: IntArray) -> Draws:
        """Return some replicates alone."""
        return replace(
            self,
            chosen=self.chosen[rows],
            factors=None if self.factors is None else self.factors[rows],
            left_out=tuple(self.left_out[row] for row in rows),
            noise=self.noise[rows],
        )

    def weights(self, rows: Sequence[int], trees: Sequence[Tree]) -> list[FloatArray]:
        """Return the weights of some replicates, node by node, each (replicate, child).

        Args:
            rows: the replicates.
            trees: the tree of each; they differ in nothing but weights.
        """
        own = {id(tree): tree for tree in trees}
        number = {key: place for place, key in enumerate(own)}
        which = np.array([number[id(tree)] for tree in trees])
        code = {code: place for place, code in enumerate(self.codes)}
        out_of = np.array([code.get(self.left_out[row], -1) for row in rows])
        found = []
        for place, node in enumerate(trees[0].nodes):
            columns = np.array([code[child] for child in node.children])
            weights = np.array([tree.nodes[place].weights for tree in own.values()])[which]
            if self.factors is not None:
                weights = weights * self.factors[np.asarray(rows)[:, None], columns]
            found.append(np.where(columns == out_of[:, None], 0.0, weights))
        return found


@dataclass(frozen=True)
class Inputs:
    """What varies, each an input between 0 and 1 of the design."""

    addresses: tuple[str, ...]
    alternatives: tuple[tuple[Any, ...], ...]
    codes: tuple[str, ...]
    indicators: tuple[str, ...]
    weight_noise: float
    leave_one_out: bool
    noisy: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name of each input."""
        whether = ((WEIGHTS, self.weight_noise > 0), (LEAVE_OUT, self.leave_one_out))
        more = [name for name, varies in (*whether, (NOISE, self.noisy)) if varies]
        return (*self.addresses, *more)


def inputs_of(recipe: Recipe, structure: Structure, noisy: bool) -> Inputs:
    """Return what a recipe's uncertainty varies.

    Raises:
        EngineError: the noise of weights is not in [0, 1), the seed is negative, `top` is under
            1, or an alternative cannot be put in.
    """
    vary = recipe.uncertainty
    if not 0 <= vary.weight_noise < 1:
        raise EngineError(f"weight_noise is {vary.weight_noise}, not in [0, 1)")
    if vary.seed < 0:
        raise EngineError(f"the seed is {vary.seed}; a whole number from 0 on is needed")
    if vary.top < 1:
        raise EngineError(f"top is {vary.top}; the first 1 or more are needed")
    for address, alternatives in vary.choices.items():
        for value in alternatives:
            edited(recipe, address, value)
    inputs = Inputs(
        addresses=tuple(vary.choices),
        alternatives=tuple(tuple(own) for own in vary.choices.values()),
        codes=weighted_codes(structure),
        indicators=structure.indicators,
        weight_noise=vary.weight_noise,
        # Leaving out the only indicator would leave no index.
        leave_one_out=vary.leave_one_out and len(structure.indicators) > 1,
        noisy=noisy,
    )
    if not inputs.names:
        raise EngineError(
            "nothing varies: name choices, weight_noise or leave_one_out under uncertainty"
        )
    return inputs


def weighted_codes(structure: Structure) -> tuple[str, ...]:
    """Return everything that has a weight: the tree's leaves and nodes but its root."""
    return (*structure.indicators, *structure.nodes[:-1])


def draws_of(inputs: Inputs, design: FloatArray, weight_sets: FloatArray | None) -> Draws:
    """Turn a design in the unit cube into choices.

    Args:
        inputs: what varies.
        design: shape (replicate, input), in [0, 1).
        weight_sets: shape (set, code), factors, of which the input of weights picks one; None
            where weights do not vary.
    """
    column = {name: design[:, place] for place, name in enumerate(inputs.names)}
    number = len(design)
    chosen = [
        _places(column[a], len(own))
        for a, own in zip(inputs.addresses, inputs.alternatives, strict=True)
    ]
    factors = None
    if weight_sets is not None:
        factors = weight_sets[_places(column[WEIGHTS], len(weight_sets))]
    left_out = ("",) * number
    if inputs.leave_one_out:
        names = (*inputs.indicators, "")
        left_out = tuple(names[int(u * len(names))] for u in column[LEAVE_OUT])
    noise = np.zeros(number, dtype=np.int64)
    if inputs.noisy:
        noise = 1 + (column[NOISE] * (SEEDS - 1)).astype(np.int64)
    return Draws(
        inputs.addresses,
        inputs.alternatives,
        np.column_stack(chosen) if chosen else np.empty((number, 0), dtype=np.int64),
        inputs.codes,
        factors,
        left_out,
        noise,
    )


def random_draws(inputs: Inputs, replicates: int, generator: np.random.Generator) -> Draws:
    """Draw every choice independently; replicate 0 is the recipe itself.

    Raises:
        EngineError: no replicate is asked for.
    """
    if replicates < 1:
        raise EngineError(f"{replicates} replicates were asked for; at least 1 is needed")
    design = generator.random((replicates, len(inputs.names)))
    sets = None
    if inputs.weight_noise > 0:
        sets = weight_sets(inputs, replicates, generator)
        sets[0] = 1.0
        # Each replicate has the set of its own number.
        design[:, inputs.names.index(WEIGHTS)] = (np.arange(replicates) + 0.5) / replicates
    draws = draws_of(inputs, design, sets)
    draws.chosen[0] = AS_IN_RECIPE
    draws.noise[0] = 0
    return replace(draws, left_out=("", *draws.left_out[1:]))


def choices_anew(
    draws: Draws, inputs: Inputs, rows: IntArray, generator: np.random.Generator
) -> Draws:
    """Return the draws with the choices of some replicates drawn again."""
    chosen = draws.chosen.copy()
    for column, own in enumerate(inputs.alternatives):
        chosen[rows, column] = generator.integers(len(own), size=rows.size)
    return replace(draws, chosen=chosen)


def weight_sets(inputs: Inputs, number: int, generator: np.random.Generator) -> FloatArray:
    """Draw factors of all weights, shape (set, code), evenly within the noise."""
    noise = inputs.weight_noise
    return generator.uniform(1 - noise, 1 + noise, (number, len(inputs.codes)))


def _places(inputs: FloatArray, number: int) -> IntArray:
    """Return which of `number` equal parts of [0, 1) each input falls into."""
    return np.minimum((inputs * number).astype(np.int64), number - 1)
