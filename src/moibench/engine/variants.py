"""The variants of an index that its replicates stand on, each computed once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from moibench.engine.aggregate import Method, aggregate
from moibench.engine.aggregate.method import MEANS, methods_of
from moibench.engine.build import State, run_recipe_step, start
from moibench.engine.build.steps import methods
from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.draws import AS_IN_RECIPE, Draws
from moibench.engine.index_data import IndexData
from moibench.engine.recipe import Aggregate, Recipe, Weigh, plain_step
from moibench.engine.tree import Tree
from moibench.engine.weigh.tree_weights import FROM_DATA

Choice = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Variant:
    """Scores (indicator, year, unit) up to the last step before `aggregate`, and how to go on.

    `methods` are one a node.
    """

    values: FloatArray
    tree: Tree
    methods: tuple[Method, ...]
    coverage: float

    def scores(self) -> FloatArray:
        """Return what the tree's own weights give, shape (node, year, unit)."""
        methods = {
            node.id: method for node, method in zip(self.tree.nodes, self.methods, strict=True)
        }
        return aggregate(self.values, self.tree, self.coverage, methods).scores

    @property
    def shape(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the tree without its weights."""
        return tuple((node.id, node.children) for node in self.tree.nodes)


class Variants:
    """Every combination of choices asked for: what it comes to, or why it cannot be computed."""

    def __init__(self, index: IndexData, recipe: Recipe, draws: Draws) -> None:
        self._index = index
        self._recipe = recipe
        self._draws = draws
        self.found: dict[Choice, Variant] = {}
        self.refused: dict[Choice, str] = {}

    def compute(self, choices: Iterable[Choice]) -> None:
        """Compute what has not been computed yet, sharing the steps that are the same."""
        new = set(choices) - self.found.keys() - self.refused.keys()
        recipes = [(self._draws.recipe_of(self._recipe, choice), choice) for choice in sorted(new)]
        # Next to each other stand those that begin alike, so that only one path is remembered.
        recipes.sort(key=lambda pair: _texts(pair[0]))
        path: list[tuple[str, State]] = []
        for recipe, choice in recipes:
            try:
                self.found[choice] = _variant(self._index, recipe, path)
            except EngineError as error:
                self.refused[choice] = str(error)

    def headline(self) -> Variant:
        """Return the variant of the recipe itself.

        Raises:
            EngineError: it cannot be computed.
        """
        as_it_is = self.found.get((AS_IN_RECIPE,) * len(self._draws.addresses))
        return as_it_is or variant_of(self._index, self._recipe)


def variant_of(index: IndexData, recipe: Recipe) -> Variant:
    """Return the variant of one recipe, alone.

    Raises:
        EngineError: it cannot be computed.
    """
    return _variant(index, recipe, [])


def _variant(index: IndexData, recipe: Recipe, path: list[tuple[str, State]]) -> Variant:
    """Return the variant of a recipe; `path` holds the states of the one before and is changed."""
    names = [own.name for own in recipe.steps]
    last = names.index("aggregate")
    texts = _texts(recipe)[:last]
    shared = 0
    while shared < min(len(path), last) and path[shared][0] == texts[shared]:
        shared += 1
    del path[shared:]
    state = path[-1][1] if path else start(index)
    for place in range(shared, last):
        state = run_recipe_step(state, recipe, place + 1)
        path.append((texts[place], state))
    own = recipe.steps[last]
    assert isinstance(own, Aggregate)
    if not _sure_of_scores(state, own):
        run_recipe_step(state, recipe, last + 1)
    of_node = methods_of(state.tree, methods(state.tree, own))
    return Variant(state.values, state.tree, of_node, own.coverage)


def _sure_of_scores(state: State, own: Aggregate) -> bool:
    """Return whether `aggregate` need not be tried: one mean takes what is not negative."""
    if own.method not in MEANS or (state.direction < 0).any():
        return False
    return not ((state.values < 0) | np.isinf(state.values)).any()


def _texts(recipe: Recipe) -> list[str]:
    above = [plain_step(own) for own in recipe.steps if isinstance(own, Aggregate)]
    # Weights from data hang on how the scores above them are made.
    whole = [
        [plain_step(own), above if isinstance(own, Weigh) and own.method in FROM_DATA else None]
        for own in recipe.steps
    ]
    return [json.dumps(own, sort_keys=True) for own in whole]
