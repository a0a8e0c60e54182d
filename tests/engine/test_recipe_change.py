from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moibench.engine import (
    Aggregate,
    Denominate,
    EngineError,
    Impute,
    IndexData,
    Normalise,
    Rank,
    Recipe,
    Screen,
    Treat,
    Weigh,
    build,
    edited,
    index_change,
    read_index,
)
from tests.engine.index_tables import DATA, META

WHOLE = Recipe(
    (
        Denominate(),
        Impute("latest"),
        Screen(coverage=0.5),
        Treat(),
        Normalise(to=(1.0, 100.0)),
        Aggregate(("arithmetic_mean", "geometric_mean"), coverage=0.5),
        Rank(),
    )
)
RECIPES = {
    "whole": WHOLE,
    "by year": edited(WHOLE, "normalise.per_year", True),
    "in groups": edited(WHOLE, "rank.within", "Cluster"),
    "weights from data": Recipe((*WHOLE.steps[:5], Weigh("critic"), *WHOLE.steps[5:])),
    "two scales": Recipe(
        (
            Normalise(only=("a", "b")),
            Impute("median"),
            Normalise("rank", only=("c", "d")),
            Aggregate(),
            Rank(),
        )
    ),
}


def three_years(seed: int = 1) -> IndexData:
    generator = np.random.default_rng(seed)
    both = {code: values * 3 for code, values in DATA.items()}
    both["Time"] = [2019] * 5 + [2020] * 5 + [2021] * 5
    for code in "abd":
        both[code] = generator.uniform(1, 100, 15).tolist()
    both["c"] = [*generator.uniform(1, 9, 7).tolist(), None, *generator.uniform(1, 9, 7).tolist()]
    return read_index(both, META)


def ranks(index: IndexData, recipe: Recipe, year: int) -> np.ndarray:
    return build(index, recipe).state.ranks[-1, index.years.index(year)]


def scores(index: IndexData, recipe: Recipe, year: int) -> np.ndarray:
    return build(index, recipe).state.above.scores[-1, index.years.index(year)]


def revised(index: IndexData) -> IndexData:
    values = index.values.copy()
    values[:, 0] = values[::-1, 0] * 1.3
    values[3, 2, 0] += 7
    return replace(index, values=values)


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("years", [(2019, 2021), (2020, 2021), (2021, 2019)])
def test_a_change_starts_and_ends_at_what_was_built_and_its_parts_add_up(name, years):
    index, recipe = three_years(), RECIPES[name]
    found = index_change(index, recipe, *years)
    np.testing.assert_array_equal(found.earlier, scores(index, recipe, years[0]))
    np.testing.assert_array_equal(found.later, scores(index, recipe, years[1]))
    np.testing.assert_array_equal(found.ranks.before, ranks(index, recipe, years[0]))
    np.testing.assert_array_equal(found.ranks.after, ranks(index, recipe, years[1]))
    own, others = found.ranks.own, found.ranks.others
    np.testing.assert_allclose(found.ranks.after - found.ranks.before, own + others, atol=1e-12)
    for nothing in (found.revision, found.method, found.ranks.revision, found.ranks.method):
        assert not nothing.any()
    told = found.parts.moved.sum(axis=0) + found.parts.appeared.sum(axis=0)
    np.testing.assert_allclose(told, found.later - found.earlier, atol=1e-9)


@pytest.mark.parametrize("name", RECIPES)
def test_revised_data_and_another_recipe_have_their_own_parts(name):
    now, then, recipe = revised(three_years()), three_years(), RECIPES[name]
    old = edited(edited(recipe, "normalise.method", "rank"), "aggregate.method", "arithmetic_mean")
    found = index_change(now, recipe, 2019, 2021, before=then, recipe_before=old)
    np.testing.assert_array_equal(found.earlier, scores(then, old, 2019))
    np.testing.assert_array_equal(found.later, scores(now, recipe, 2021))
    np.testing.assert_array_equal(found.ranks.before, ranks(then, edited_ranks(old, recipe), 2019))
    np.testing.assert_array_equal(found.ranks.after, ranks(now, recipe, 2021))
    # Both orders of the two, by hand.
    first = scores(now, old, 2019) - scores(then, old, 2019)
    second = scores(now, recipe, 2019) - scores(then, recipe, 2019)
    np.testing.assert_allclose(found.revision, (first + second) / 2, atol=1e-9)
    moved = found.parts.moved.sum(axis=0) + found.parts.appeared.sum(axis=0)
    whole = found.revision + found.method + moved
    np.testing.assert_allclose(whole, found.later - found.earlier, atol=1e-9)
    split = found.ranks
    places = split.own + split.others + split.revision + split.method
    np.testing.assert_allclose(places, split.after - split.before, atol=1e-12)
    # With the same recipe, nothing is put down to it.
    same = index_change(now, recipe, 2019, 2021, before=then)
    assert not same.method.any()
    assert not same.ranks.method.any()
    assert same.revision.any()


def edited_ranks(old: Recipe, recipe: Recipe) -> Recipe:
    """The older recipe, ranked as the newer one ranks."""
    return replace(old, steps=(*old.steps[:-1], recipe.steps[-1]))


def test_a_means_without_exact_parts_says_so_and_ranks_are_still_split():
    index = three_years()
    recipe = edited(WHOLE, "aggregate.method", "copeland")
    found = index_change(index, recipe, 2019, 2021)
    assert found.parts is None
    assert "copeland" in found.reason
    own = found.ranks.own + found.ranks.others
    np.testing.assert_allclose(own, found.ranks.after - found.ranks.before, atol=1e-12)


@pytest.mark.parametrize("method", ["copeland", "topsis", "mazziotta_pareto", "median"])
def test_every_method_of_one_year_starts_and_ends_at_its_ranks(method):
    index = three_years(4)
    recipe = edited(edited(WHOLE, "aggregate.method", method), "normalise.to", (70.0, 130.0))
    found = index_change(index, recipe, 2019, 2021)
    np.testing.assert_array_equal(found.ranks.before, ranks(index, recipe, 2019))
    np.testing.assert_array_equal(found.ranks.after, ranks(index, recipe, 2021))


def test_a_method_whose_scale_is_of_all_years_is_refused():
    recipe = edited(WHOLE, "aggregate.method", "adjusted_mazziotta_pareto")
    with pytest.raises(EngineError, match="takes its scale from all years at once"):
        index_change(three_years(), recipe, 2019, 2021)


def test_units_asked_for_alone_are_split_and_a_unit_not_there_then_is_unknown():
    now = three_years()
    kept = {code: list(values[:4]) * 3 for code, values in DATA.items()}
    kept["Time"] = [2019] * 4 + [2020] * 4 + [2021] * 4
    then = read_index(kept, META)
    found = index_change(now, WHOLE, 2019, 2021, before=then, units=["u"])
    assert np.isnan(found.earlier[4])
    assert np.isnan(found.revision[4])
    assert not np.isnan(found.ranks.own[0])
    assert np.isnan(found.ranks.own[1:]).all()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"earlier": 1999, "later": 2021}, "there is no year 1999; there are 2019, 2020, 2021"),
        ({"earlier": 2019, "later": 2021, "units": ["q"]}, "there is no unit 'q'"),
    ],
)
def test_what_is_not_there_is_said(asked, sentence):
    with pytest.raises(EngineError, match=sentence):
        index_change(three_years(), WHOLE, **asked)
    with pytest.raises(EngineError, match="no step aggregate"):
        index_change(three_years(), Recipe((Normalise(),)), 2019, 2021)
