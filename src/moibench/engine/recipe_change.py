"""Why scores and ranks of an index changed between two years, in parts that add up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from moibench.engine.aggregate import aggregate
from moibench.engine.build import Built, State, build
from moibench.engine.build.steps import groups_of, methods, ranks_within, run_step
from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.explain import RankChange, ScoreChange, explain_change, split_rank_change
from moibench.engine.index_data import IndexData
from moibench.engine.normalise import apply_normalisation
from moibench.engine.recipe import Aggregate, Normalise, Rank, Recipe, Treat
from moibench.engine.treat import apply_treatment

OVER_YEARS = "adjusted_mazziotta_pareto"
# Steps that look at other years or take units out; what comes before the last is data.
PREPARES = ("denominate", "impute", "screen")


@dataclass(frozen=True, eq=False)
class IndexChange:
    """The index in two years; everything of shape (unit,) but `parts`.

    earlier: the score as it was published then. later: as it is now. revision, method: what the
    newer data of the earlier year and the newer recipe did to it. parts: how it moved since, by
    code; None where the recipe's means have no exact parts, and `reason` says why. later −
    earlier = revision + method + all parts. ranks: the same of ranks.
    """

    index: IndexData
    years: tuple[int, int]
    earlier: FloatArray
    later: FloatArray
    revision: FloatArray
    method: FloatArray
    codes: tuple[str, ...]
    parts: ScoreChange | None
    reason: str
    ranks: RankChange


def index_change(
    index: IndexData,
    recipe: Recipe,
    earlier: int,
    later: int,
    *,
    before: IndexData | None = None,
    recipe_before: Recipe | None = None,
    units: Sequence[str] | None = None,
) -> IndexChange:
    """Split the change of every score and rank of the index between two years.

    Ranks change by the unit's own values, by those of others, by revised data and by another
    recipe. Each is turned on and off in every way: what a treatment or a scale took from all
    years stays as it was taken; what is taken year by year is taken anew.

    Args:
        index: the data as they are known now, both years in it.
        recipe: as it is now; must aggregate.
        earlier: year (CE).
        later: year (CE).
        before: the data as the earlier year was published from; by default `index`.
        recipe_before: as the earlier year was published by; by default `recipe`.
        units: whose ranks to split, which takes time for many; by default all.

    Raises:
        EngineError: a year or unit is not there, the recipe does not aggregate, or an index
            cannot be built, or a method of its means takes its scale from all years.

    Source:
        As `explain_change` and `split_rank_change`.
    """
    then, old = before or index, recipe_before or recipe
    for data, year in ((then, earlier), (index, earlier), (index, later)):
        if year not in data.years:
            there = ", ".join(map(str, data.years))
            raise EngineError(f"there is no year {year}; there are {there}")
    unknown = [unit for unit in units or () if unit not in index.units]
    if unknown:
        raise EngineError(f"there is no unit {unknown[0]!r}")
    if then.structure.indicators != index.structure.indicators:
        raise EngineError("both editions of the data need the same META")
    newest = _Way(build(index, recipe), index)
    newest_old = newest if old == recipe else _Way(build(index, old), index)
    first = newest_old if then is index else _Way(build(then, old), index)
    first_new = first if old == recipe else _Way(build(then, recipe), index)
    if then is index:
        first_new = newest
    score = {
        (edition, new): way.published(earlier)
        for (edition, new), way in {
            (0, 0): first, (1, 0): newest_old, (0, 1): first_new, (1, 1): newest,
        }.items()
    }  # fmt: skip
    revision = (score[1, 0] - score[0, 0] + score[1, 1] - score[0, 1]) / 2
    method = (score[0, 1] - score[0, 0] + score[1, 1] - score[1, 0]) / 2
    parts, reason = None, ""
    try:
        parts = newest.parts(earlier, later)
    except EngineError as error:
        reason = str(error)
    wanted = None if units is None else [index.units.index(unit) for unit in units]

    def held(ways: tuple[_Way, _Way], year: int, edition: float) -> FloatArray:
        # The last row says which edition a unit's values are of.
        both = [way.prepared(year) for way in ways]
        return np.concatenate([*both, np.full((1, len(index.units)), edition)])

    def scorer(pair: tuple[_Way, _Way], part: slice) -> _Scorer:
        return _Scorer(pair, part, later)

    cut = len(first.state.indicators)
    ranks = split_rank_change(
        held((first, first_new), earlier, 0.0),
        held((newest_old, newest), earlier, 1.0),
        held((newest_old, newest), later, 1.0),
        scorer((first, newest_old), slice(0, cut)),
        scorer((first_new, newest), slice(cut, -1)),
        wanted,
        newest.places,
    )
    return IndexChange(
        index,
        (earlier, later),
        score[0, 0],
        newest.published(later),
        revision,
        method,
        newest.state.columns,
        parts,
        reason,
        ranks,
    )


class _Way:
    """An index built, ready to score other values of its units by what it was built with."""

    def __init__(self, built: Built, units: IndexData) -> None:
        steps = built.recipe.steps
        found = [own for own in steps if isinstance(own, Aggregate)]
        if not found:
            raise EngineError("the recipe has no step aggregate, so it has no score to compare")
        self.built, self.state, self.aggregate = built, built.state, found[0]
        if any(own.name == OVER_YEARS for own in methods(self.state.tree, found[0])):
            raise EngineError(
                f"{OVER_YEARS} takes its scale from all years at once, so that no value can be "
                "changed alone; normalise by goalposts to [70, 130] and use mazziotta_pareto, "
                "which is the same arithmetic"
            )
        self._known = units
        own = built.index.units
        self._columns = np.array([own.index(u) if u in own else -1 for u in units.units])
        names = [step.name for step in steps]
        ready = [place for place, name in enumerate(names) if name in PREPARES]
        self._ready = ready[-1] + 1 if ready else 0
        self._then = steps[self._ready : names.index("aggregate")]
        self._values = built.index.values[self.state.places]
        stages = iter(built.stages)
        for step in steps[: self._ready]:
            if step.name != "weigh":
                stage = next(stages)
                places = [stage.codes.index(code) for code in self.state.indicators]
                self._values = stage.values[places]

    def _of(self, values: FloatArray, year: int) -> FloatArray:
        """Return a year of values (row, year, unit) in the order of the known units."""
        place = self.built.index.years.index(year)
        known = np.where(self.state.rows[place], values[:, place], np.nan)
        own: FloatArray = np.where(self._columns >= 0, known[:, self._columns], np.nan)
        return own

    def prepared(self, year: int) -> FloatArray:
        """Return values (indicator, unit) as they are once denominated, imputed and screened."""
        return self._of(self._values, year)

    def published(self, year: int) -> FloatArray:
        """Return the index's own scores."""
        assert self.state.above is not None
        root: FloatArray = self._of(self.state.above.scores, year)[-1]
        return root

    def parts(self, earlier: int, later: int) -> ScoreChange:
        """Return the parts of the change between two years of this index."""
        first, second = (self._of(self.state.values, year) for year in (earlier, later))
        ways = methods(self.state.tree, self.aggregate)
        return explain_change(first, second, self.state.tree, self.aggregate.coverage, ways)

    def scores(self, values: FloatArray, year: int) -> FloatArray:
        """Score values (indicator, unit) as those of a year."""
        state = self._one_year(values, year)
        number = sum(
            isinstance(s, Treat | Normalise) for s in self.built.recipe.steps[: self._ready]
        )
        for turned in self.state.fitted[:number]:
            if turned.step == "normalise":
                _settle(state, turned.indicators)
        fitted = iter(self.state.fitted[number:])
        for step in self._then:
            if not isinstance(step, Treat | Normalise):
                continue
            own = next(fitted)
            places = [state.indicators.index(code) for code in own.indicators]
            if isinstance(step, Treat):
                state.values[places] = apply_treatment(state.values[places], own.parameters).values
            elif step.per_year:
                state = run_step(state, replace(step, fit_years=()))
            else:
                done = apply_normalisation(state.values[places], own.parameters)
                state.values[places] = done.values
                _settle(state, own.indicators)
        ways = methods(state.tree, self.aggregate)
        above = aggregate(state.values, state.tree, self.aggregate.coverage, ways)
        root: FloatArray = above.scores[-1, 0]
        return root

    def _one_year(self, values: FloatArray, year: int) -> State:
        shape = (len(values), 1, values.shape[1])
        nowhere = np.zeros(shape, dtype=np.bool_)
        known = self._known.structure
        ways = np.array([known.direction[place] for place in self.state.places], dtype=np.int64)
        return replace(
            self.state,
            index=replace(self._known, years=(year,)),
            values=values.reshape(shape).copy(),
            imputed=nowhere,
            capped=nowhere,
            rows=np.ones(shape[1:], dtype=np.bool_),
            direction=ways,
            above=None,
        )

    def places(self, scores: FloatArray) -> FloatArray:
        """Return ranks (unit,) as the recipe ranks."""
        own = next((s for s in self.built.recipe.steps if isinstance(s, Rank)), Rank())
        return ranks_within(scores, groups_of(self.state, own), own)


def _settle(state: State, codes: Sequence[str]) -> None:
    for code in codes:
        if code in state.indicators:
            state.direction[state.indicators.index(code)] = 1


@dataclass(frozen=True, eq=False)
class _Scorer:
    """One recipe on either edition: whose scales are used goes by the data of most units."""

    ways: tuple[_Way, _Way]
    part: slice
    year: int

    def __call__(self, held: FloatArray) -> FloatArray:
        """Return scores (unit,) of values as `index_change` holds them."""
        way = self.ways[int(held[-1].mean() > 0.5)]
        return way.scores(held[self.part], self.year)
