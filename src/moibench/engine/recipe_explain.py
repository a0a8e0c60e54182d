"""A score of a built index, followed down to the raw cells it stands on."""

from __future__ import annotations

import numpy as np

from moibench.engine.build import Built
from moibench.engine.build.steps import methods
from moibench.engine.cube import BoolArray, EngineError
from moibench.engine.explain import Explanation, explain
from moibench.engine.recipe import Aggregate

RAW = "raw"


def explain_score(
    built: Built, unit: str, year: int | None = None, node: str | None = None
) -> Explanation:
    """Explain one score: raw → denominated → imputed → … → normalised → weight → contribution.

    Args:
        built: from `build`.
        unit: its code.
        year: CE; by default the latest.
        node: code of an aggregate; by default the index itself.

    Raises:
        EngineError: there is no such unit, year or aggregate, or nothing was aggregated.
    """
    index, state = built.index, built.state
    own = [step for step in built.recipe.steps if isinstance(step, Aggregate)]
    if not own:
        raise EngineError("the recipe has no step aggregate, so there is no score to explain")
    if unit not in index.units:
        raise EngineError(f"there is no unit {unit!r}")
    when = index.years[-1] if year is None else year
    if when not in index.years:
        raise EngineError(f"there is no year {when}; there are {', '.join(map(str, index.years))}")
    # A later screening may have taken indicators away: the stages before it lose them too.
    kept = state.places
    stages = {RAW: index.values[kept]}
    for stage in built.stages:
        if stage.name.startswith(("aggregated", "ranks", "levels", "screened")):
            continue
        places = [stage.codes.index(code) for code in state.indicators]
        stages[stage.name] = stage.values[places]
    # A screening after the last stage may have left out more.
    stages[next(reversed(stages))] = state.values
    return explain(
        stages,
        state.tree,
        own[0].coverage,
        index.units.index(unit),
        (index.years.index(when),),
        node=node,
        means=methods(state.tree, own[0]),
        imputed=state.imputed,
        treated=treated_cells(built),
    )


def treated_cells(built: Built) -> BoolArray:
    """Return which values of the indicators that are left were treated."""
    state = built.state
    treated = np.zeros(state.values.shape, dtype=np.bool_)
    for part in state.treated:
        for place, code in enumerate(part.indicators):
            if code in state.indicators:
                treated[state.indicators.index(code)] |= part.treated.changed[place]
    return treated
