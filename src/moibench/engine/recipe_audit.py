"""The audit of a built index, year by year."""

from __future__ import annotations

from moibench.engine.audit import Audit, audit
from moibench.engine.build import Built
from moibench.engine.build.steps import methods
from moibench.engine.cube import EngineError
from moibench.engine.recipe import Aggregate
from moibench.engine.recipe_replicates import RecipeReplicates


def audit_index(
    built: Built, year: int | None = None, replicates: RecipeReplicates | None = None
) -> Audit:
    """Look at a built index as an auditor does: distributions, coherence, balance, robustness.

    Args:
        built: from `build`.
        year: CE; by default the latest.
        replicates: of the same index and recipe, with every node; without them the audit says
            nothing of robustness.

    Returns:
        Plain data; distributions are those of the values before treatment and normalisation.

    Raises:
        EngineError: nothing was aggregated, or there is no such year.
    """
    index, state = built.index, built.state
    own = [step for step in built.recipe.steps if isinstance(step, Aggregate)]
    if not own:
        raise EngineError("the recipe has no step aggregate, so there is no index to audit")
    when = index.years[-1] if year is None else year
    if when not in index.years:
        raise EngineError(f"there is no year {when}; there are {', '.join(map(str, index.years))}")
    at = index.years.index(when)
    before = index.values[state.places]
    for stage in built.stages:
        if stage.name.startswith(("treated", "normalised")):
            break
        before = stage.values[[stage.codes.index(code) for code in state.indicators]]
    return audit(
        state.values[:, at],
        state.tree,
        own[0].coverage,
        means=methods(state.tree, own[0]),
        values=before[:, at],
        replicates=None if replicates is None else replicates.scores[:, :, at],
    )
