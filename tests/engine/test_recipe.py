from __future__ import annotations

import pytest

from moibench.engine import (
    Aggregate,
    EngineError,
    Faults,
    Normalise,
    Rank,
    Recipe,
    Screen,
    Treat,
    Vary,
    edited,
)
from moibench.engine.recipe import locate, plain

RECIPE = Recipe((Treat(), Normalise(), Treat(skew=1.0), Aggregate(), Rank()))


def test_the_hash_is_of_what_the_recipe_says_and_not_of_how():
    same = Recipe((Treat(5), Normalise("min_max"), Treat(skew=1.0), Aggregate(), Rank()))
    assert RECIPE.hash == same.hash
    assert RECIPE.hash != edited(RECIPE, "rank.ties", "dense").hash
    assert RECIPE.hash != Recipe(RECIPE.steps, Vary(seed=1)).hash
    assert len(RECIPE.hash) == 16


def test_what_if_is_an_edit_that_leaves_the_recipe_as_it_was():
    other = edited(RECIPE, "normalise.method", "z_score")
    assert other.steps[1] == Normalise("z_score")
    assert RECIPE.steps[1] == Normalise("min_max")
    assert edited(RECIPE, "aggregate.method", ["median", "copeland"]).steps[3] == Aggregate(
        ("median", "copeland")
    )


def test_the_second_step_of_a_name_is_addressed_by_its_turn():
    assert locate(RECIPE, "treat.skew") == (0, "skew")
    assert locate(RECIPE, "treat.2.skew") == (2, "skew")
    assert edited(RECIPE, "treat.2.skew", 3.0).steps[2] == Treat(skew=3.0)


def test_a_whole_step_is_used_or_skipped():
    assert edited(RECIPE, "treat.2", "skipped").steps == (
        Treat(), Normalise(), Aggregate(), Rank(),
    )  # fmt: skip
    assert edited(RECIPE, "treat", "used") == RECIPE


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("screen.coverage", "names step 1 called 'screen', but the recipe has 0"),
        ("treat.3", "names step 3 called 'treat', but the recipe has 2"),
        ("normalise.metod", "normalise has no key 'metod'; it has method, to"),
        ("normalise", "it is 'used' or 'skipped'"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(address, sentence):
    with pytest.raises(EngineError, match=sentence):
        edited(RECIPE, address, "z_score")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((), "needs at least one step"),
        ((Aggregate(), Aggregate()), "aggregate stands more than once"),
        ((Aggregate(), Screen(), Normalise()), "screen is step 2, but it works on indicators"),
    ],
)
def test_an_order_that_cannot_be_is_refused(steps, sentence):
    with pytest.raises(Faults, match=sentence):
        Recipe(steps)


def test_every_default_is_written_out():
    content = plain(Recipe((Rank(),)))
    assert content["steps"] == [{"rank": {"ties": "min", "within": "", "tolerance": 1e-9}}]
    assert content["uncertainty"]["interval"] == [5.0, 95.0]
