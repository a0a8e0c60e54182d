"""What replicates of a recipe choose: drawn from a seed, laid out by a design, or given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray
from moibench.engine.recipe import Recipe, edited
from moibench.engine.structure import Structure

WEIGHTS, LEAVE_OUT, NOISE = "weights", "leave_out", "noise"
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

    def recipe_of(self, recipe: Recipe, chosen: Sequence[int]) -> Recipe:
        """Return the recipe with alternatives put in, keys before whole steps."""
        pairs = [
            (address, own[place])
            for address, own, place in zip(self.addresses, self.alternatives, chosen, strict=True)
            if place != AS_IN_RECIPE
        ]
        # Leaving out a step moves those after it of the same name, so it comes last.
        for address, value in sorted(pairs, key=lambda pair: "." not in pair[0]):
            recipe = edited(recipe, address, value)
        return recipe


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
        EngineError: the noise of weights is not in [0, 1), or an alternative cannot be put in.
    """
    vary = recipe.uncertainty
    if not 0 <= vary.weight_noise < 1:
        raise EngineError(f"weight_noise is {vary.weight_noise}, not in [0, 1)")
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
        weight_sets: shape (set, code), factors; the input of weights picks one of them, and
            where there are as many sets as replicates and no input for them, each has its own.
    """
    column = {name: design[:, place] for place, name in enumerate(inputs.names)}
    number = len(design)
    chosen = [
        np.minimum((column[a] * len(own)).astype(np.int64), len(own) - 1)
        for a, own in zip(inputs.addresses, inputs.alternatives, strict=True)
    ]
    factors = None
    if weight_sets is not None:
        picked = np.minimum((column[WEIGHTS] * len(weight_sets)).astype(np.int64), len(weight_sets) - 1)
        factors = weight_sets[picked]
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
    return Draws(
        draws.addresses,
        draws.alternatives,
        draws.chosen,
        draws.codes,
        draws.factors,
        ("", *draws.left_out[1:]),
        draws.noise,
    )


def weight_sets(inputs: Inputs, number: int, generator: np.random.Generator) -> FloatArray:
    """Draw factors of all weights, shape (set, code), evenly within the noise."""
    noise = inputs.weight_noise
    return generator.uniform(1 - noise, 1 + noise, (number, len(inputs.codes)))
