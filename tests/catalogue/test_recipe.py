from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.catalogue.recipe import RecipeError, alternative, load_recipe, recipe_of
from moibench.engine.recipe import Aggregate, Normalise, Treat, plain

EXAMPLES = sorted((Path(__file__).parents[2] / "docs/examples").glob("*/recipe.yaml"))
OF_THE_ISSUE = """
steps:
  - denominate                                   # by META's Denominator column
  - impute: {method: group_mean, group: Cluster}
  - screen: {coverage: 0.9}
  - treat: {winsorise_max: 5, skew: 2, kurtosis: 3.5, then: log_ct}
  - normalise: {method: min_max, to: [0, 100], per_year: false}
  - weigh: {method: given}
  - aggregate: {method: arithmetic_mean, coverage: 0}   # a list gives each level its own
  - rank: {ties: min}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recipe.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(content: object) -> list[str]:
    with pytest.raises(RecipeError) as refused:
        recipe_of(content)
    return refused.value.faults


def test_a_recipe_is_read_with_its_defaults(tmp_path):
    recipe = load_recipe(written(tmp_path, OF_THE_ISSUE))
    assert [step.name for step in recipe.steps] == [
        "denominate", "impute", "screen", "treat", "normalise", "weigh", "aggregate", "rank",
    ]  # fmt: skip
    assert recipe.steps[3] == Treat(5, 2.0, 3.5, "log_ct")
    assert recipe.steps[4] == Normalise("min_max", (0.0, 100.0))
    assert recipe.steps[6] == Aggregate("arithmetic_mean", coverage=0.0)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_recipe_to_text_to_recipe_is_the_identity(path, tmp_path):
    assert len(EXAMPLES) > 1
    recipe = load_recipe(path)
    again = recipe_of(json.loads(json.dumps(plain(recipe))))
    assert again == recipe
    assert again.hash == recipe.hash
    kept = tmp_path / "result.json"
    kept.write_text(json.dumps({"scores": [], "recipe": plain(recipe)}), encoding="utf-8")
    assert load_recipe(kept) == recipe


@given(
    st.sampled_from(["min_max", "z_score", "borda"]),
    st.integers(0, 9),
    st.floats(0, 1),
    st.sampled_from([["median", "copeland"], "topsis"]),
)
def test_any_parameters_survive_being_written(method, points, coverage, means):
    content = {
        "steps": [
            {"treat": {"winsorise_max": points}},
            {"normalise": {"method": method, "goalposts": {"a": [points, 100]}}},
            {"aggregate": {"method": means, "coverage": coverage}},
        ],
        "uncertainty": {"choices": {"treat": ["used", "skipped"], "normalise.to": [None, [1, 2]]}},
    }
    recipe = recipe_of(content)
    assert recipe_of(plain(recipe)) == recipe
    assert recipe.uncertainty.choices["normalise.to"] == (None, (1.0, 2.0))


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (["denominat"], "step 1: there is no step 'denominat'; did you mean 'denominate'?"),
        (["bake"], "step 1: there is no step 'bake'; there are denominate, impute"),
        ([{"rank": {}, "treat": {}}], "step 1: must be a name, or one name with its keys"),
        ([3], "step 1: must be a name"),
        ([{"rank": 3}], "step 1 (rank): must hold keys and values"),
        ([{"treat": {"skw": 1}}], "step 1 (treat): there is no key 'skw'; did you mean 'skew'?"),
        ([{"treat": {"skew": "big"}}], "step 1 (treat): skew: Input should be a valid number"),
        ([{"normalise": {"to": [1]}}], "step 1 (normalise): to.1: Field required"),
        ([{"aggregate": {"method": "mean"}}], "step 1 (aggregate): method: Input should be"),
        (["aggregate", "treat"], "treat is step 2, but it works on indicators"),
        ([], "needs at least one step"),
    ],
)
def test_a_fault_is_named_by_step_and_key(steps, sentence):
    told = faults_of({"steps": steps})
    assert len(told) == 1
    assert sentence in told[0]


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"normalise.method": ["mid_max"]}, "choices.normalise.method: normalise: method: Input"),
        ({"treat.skew": [1]}, "names step 1 called 'treat', but the recipe has 0"),
        ({"normalise": ["gone"]}, "'gone' is neither used nor skipped"),
        ({"normalise.method": []}, "needs at least one alternative"),
    ],
)
def test_alternatives_are_checked_as_their_step_would(choices, sentence):
    told = faults_of({"steps": ["normalise", "aggregate"], "uncertainty": {"choices": choices}})
    assert len(told) == 1
    assert sentence in told[0]


def test_every_fault_is_told_at_once():
    told = faults_of(
        {
            "steps": ["bake", {"treat": {"skw": 1, "winsorise_max": "many"}}],
            "uncertainty": {"replicates": "all"},
            "extra": 1,
        }
    )
    assert len(told) == 5


def test_what_is_no_recipe_is_refused(tmp_path):
    for content in (None, [], {"step": []}, {"steps": "all"}):
        assert faults_of(content) == ["must hold the key steps with a list of steps"]
    with pytest.raises(RecipeError, match="is not readable YAML"):
        load_recipe(written(tmp_path, "steps: ["))
    with pytest.raises(RecipeError, match="the key “ties” is given twice"):
        load_recipe(written(tmp_path, "steps:\n- rank: {ties: min, ties: dense}"))
    with pytest.raises(RecipeError, match=r"nowhere\.yaml: is not readable"):
        load_recipe(tmp_path / "nowhere.yaml")


def test_a_value_is_read_as_its_step_would():
    recipe = recipe_of({"steps": ["normalise", {"aggregate": {}}]})
    assert alternative(recipe, "normalise.to", [1, 2]) == (1.0, 2.0)
    assert alternative(recipe, "normalise", "skipped") == "skipped"
    with pytest.raises(RecipeError):
        alternative(recipe, "aggregate.coverage", "much")
