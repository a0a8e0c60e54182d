"""Which choice of a recipe the ranks depend on, and what each indicator does to them."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

import numpy as np

from moibench.engine.blocks import Executor, Progress
from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.draws import AS_IN_RECIPE, Draws, draws_of, inputs_of, weight_sets
from moibench.engine.draws import weighted_codes as codes_of
from moibench.engine.index_data import IndexData
from moibench.engine.rank import rank
from moibench.engine.recipe import Recipe
from moibench.engine.recipe_replicates import RecipeReplicates, replicate_recipe
from moibench.engine.sensitivity import (
    Factor,
    RankSensitivity,
    SobolDesign,
    mean_rank_shift,
    rank_sensitivity,
    sobol_design,
)
from moibench.engine.variants import variant_of


@dataclass(frozen=True, eq=False)
class RecipeSensitivity:
    """Sobol indices of the index's ranks, year by year, and the runs they come from.

    inputs: the factors' names. by_year: one a year, in the order of years. base: rows of the
    quasi-random matrices, of which there are inputs + 2.
    """

    inputs: tuple[str, ...]
    base: int
    by_year: tuple[RankSensitivity, ...]
    replicates: RecipeReplicates


@dataclass(frozen=True, eq=False)
class LeftOutOfRecipe:
    """Ranks of the index without each indicator in turn, (indicator, year, unit).

    shift: (indicator, year), the mean move of ranks against those with all indicators.
    """

    indicators: tuple[str, ...]
    ranks: FloatArray
    shift: FloatArray


def recipe_sensitivity(
    index: IndexData,
    recipe: Recipe,
    draws: Draws | None = None,
    *,
    resamples: int = 1000,
    executor: str | Executor = "serial",
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> RecipeSensitivity:
    """Say which of the recipe's uncertain choices moves ranks, of each unit and overall.

    Inputs are the choices, and, where they vary, all weights together ("weights"), the
    indicator left out ("leave_out") and the errors of the data ("noise"). The recipe's
    `replicates` are the base rows: it takes that many × (inputs + 2) runs.

    Args:
        index: from `read_index`.
        recipe: must aggregate; its seed lays out the runs.
        draws: the runs of an earlier design of this recipe, to replay them.
        resamples: bootstrap samples for the intervals of the indices.
        executor: as in `replicate_recipe`, as are the rest.
        workers: how many work at once.
        progress: called with the number of blocks done and of all.
        stop: once set, no further block is begun.

    Raises:
        EngineError: as `replicate_recipe`; or a combination of choices cannot be computed, since
            indices need them all: the sentence names it.
        Stopped: `stop` was set.

    Source:
        Saltelli et al. (2010), Computer Physics Communications 181, 259–270; Saisana, Saltelli
        and Tarantola (2005).
    """
    inputs = inputs_of(recipe, index.structure, index.errors is not None)
    vary = recipe.uncertainty
    factors = tuple(Factor(name) for name in inputs.names)
    if draws is None:
        design = sobol_design(factors, vary.replicates, vary.seed)
        sets = None
        if inputs.weight_noise > 0:
            generator = np.random.Generator(np.random.PCG64(vary.seed))
            sets = weight_sets(inputs, vary.replicates, generator)
        draws = draws_of(inputs, design.values, sets)
    else:
        runs = len(factors) + 2
        if len(draws) % runs:
            raise EngineError(
                f"a design of {len(draws)} rows is not one of {len(factors)} inputs: "
                f"it needs a multiple of {runs}"
            )
        design = SobolDesign(factors, len(draws) // runs, np.empty((len(draws), len(factors))))
    done = replicate_recipe(
        index, recipe, draws, executor=executor, workers=workers, progress=progress, stop=stop
    )
    if done.refused:
        combinations = "; ".join(f"{r.choices}: {r.reason}" for r in done.refused)
        raise EngineError(
            "sensitivity needs every combination of the choices, and these cannot be computed; "
            f"take an alternative out: {combinations}"
        )
    root = variant_of(index, recipe).scores()[-1]
    by_year = tuple(
        rank_sensitivity(
            done.scores[:, 0, year],
            root[year],
            design,
            resamples=resamples,
            seed=vary.seed,
        )
        for year in range(len(index.years))
    )
    return RecipeSensitivity(inputs.names, design.base, by_year, done)


def leave_each_out(index: IndexData, recipe: Recipe) -> LeftOutOfRecipe:
    """Rank the index without each indicator in turn, by the recipe itself.

    Raises:
        EngineError: as `replicate_recipe`, or there is only one indicator.
    """
    indicators = index.structure.indicators
    if len(indicators) < 2:
        raise EngineError("an index of one indicator is nothing without it")
    number = len(indicators) + 1
    draws = Draws(
        addresses=(),
        alternatives=(),
        chosen=np.full((number, 0), AS_IN_RECIPE),
        codes=codes_of(index.structure),
        factors=None,
        left_out=("", *indicators),
        noise=np.zeros(number, dtype=np.int64),
    )
    scores = replicate_recipe(index, recipe, draws).scores[:, 0]
    ranks = rank(scores)
    shift = np.stack(
        [mean_rank_shift(ranks[1:, year], ranks[0, year]) for year in range(len(index.years))],
        axis=1,
    )
    return LeftOutOfRecipe(indicators, ranks[1:], shift)
