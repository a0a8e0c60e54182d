"""Build an index: fold a recipe's steps over its data and keep what each of them did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from moibench.engine.build.state import Fitted, Screening, State, TreatedPart, start
from moibench.engine.build.steps import run_step
from moibench.engine.cube import BoolArray, EngineError, FloatArray
from moibench.engine.index_data import TIME, UNIT, IndexData
from moibench.engine.recipe import Aggregate, Recipe

__all__ = [
    "Built",
    "Fitted",
    "Screening",
    "Stage",
    "State",
    "TreatedPart",
    "build",
    "run_recipe_step",
    "start",
]

STAGE_NAMES = {
    "denominate": "denominated",
    "impute": "imputed",
    "screen": "screened",
    "treat": "treated",
    "normalise": "normalised",
    "aggregate": "aggregated",
    "rank": "ranks",
    "classify": "levels",
}


@dataclass(frozen=True, eq=False)
class Stage:
    """The values after a step: shape (code, year, unit); `rows` (year, unit) are still there."""

    name: str
    codes: tuple[str, ...]
    values: FloatArray
    rows: BoolArray


@dataclass(frozen=True, eq=False)
class Built:
    """An index built: its recipe, every stage on the way, and the state at the end."""

    index: IndexData
    recipe: Recipe
    stages: tuple[Stage, ...]
    state: State

    def without_score(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield every aggregate that lacks a score: code, places of year and unit, and reason."""
        above = self.state.above
        if above is None:
            return
        threshold = next(own.coverage for own in self.recipe.steps if isinstance(own, Aggregate))
        for node, year, unit in np.argwhere(np.isnan(above.scores) & self.state.rows).tolist():
            covered = above.coverage[node, year, unit]
            reason = f"coverage is {covered:.4g}, under {threshold:.4g}"
            if covered == 0:
                reason = "no indicator below has a value"
            elif covered >= threshold:
                reason = "what has a value below has no weight, or no score of its own"
            yield self.state.tree.nodes[node].id, year, unit, reason

    def table(self, name: str) -> dict[str, list[Any]]:
        """Return a stage as columns: uCode, Time where the data have it, and a column a code.

        `like(data, built.table("ranks"))` makes it the kind of data frame that `data` is.

        Raises:
            EngineError: the recipe has no such stage.
        """
        stage, index = self.stage(name), self.index
        years, units = np.nonzero(stage.rows)
        columns: dict[str, list[Any]] = {UNIT: [index.units[unit] for unit in units]}
        if index.dated:
            columns[TIME] = [index.years[year] for year in years]
        for code, values in zip(stage.codes, stage.values, strict=True):
            columns[code] = values[years, units].tolist()
        return columns

    def stage(self, name: str) -> Stage:
        """Return a stage by its name, such as "normalised".

        Raises:
            EngineError: the recipe has no such stage.
        """
        for stage in self.stages:
            if stage.name == name:
                return stage
        there = ", ".join(stage.name for stage in self.stages)
        raise EngineError(f"the recipe has no stage {name!r}; it has {there}")


def build(index: IndexData, recipe: Recipe) -> Built:
    """Build an index by a recipe.

    Args:
        index: from `read_index`.
        recipe: its steps are done in their order.

    Returns:
        Every stage, each cell traceable to the raw one; what was imputed, treated, capped and
        screened out; scores, coverage and ranks.

    Raises:
        EngineError: a step cannot be done; the sentence names the step and what stands in the
            way, by the codes of indicators, units and years.
    """
    state = start(index)
    stages = []
    times: Counter[str] = Counter()
    for place, own in enumerate(recipe.steps, start=1):
        state = run_recipe_step(state, recipe, place)
        # Weighing changes no value; the state keeps the tree.
        if own.name == "weigh":
            continue
        name = STAGE_NAMES[own.name]
        times[name] += 1
        special = {"rank": state.ranks, "classify": state.levels}.get(own.name)
        values = state.cells if special is None else special
        turn = f"_{times[name]}" if times[name] > 1 else ""
        stages.append(Stage(name + turn, state.columns, values, state.rows))
    return Built(index, recipe, tuple(stages), state)


def run_recipe_step(state: State, recipe: Recipe, place: int) -> State:
    """Return the state after the step at `place`, counted from 1, of a recipe.

    Raises:
        EngineError: the step cannot be done; the sentence says which.
    """
    own = recipe.steps[place - 1]
    above = next((step for step in recipe.steps if isinstance(step, Aggregate)), None)
    try:
        return run_step(state, own, above)
    except EngineError as error:
        raise EngineError(f"step {place} ({own.name}): {error}") from error
