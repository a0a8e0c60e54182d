from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from moibench.engine import (
    Aggregate,
    EngineError,
    Impute,
    Normalise,
    Rank,
    Recipe,
    Screen,
    Treat,
    Vary,
    Weigh,
    audit_index,
    build,
    edited,
    leave_each_out,
    rank,
    rank_summary,
    read_index,
    recipe_sensitivity,
    replicate_recipe,
)
from moibench.engine.blocks import Stopped
from moibench.engine.draws import AS_IN_RECIPE, Draws
from moibench.engine.recipe_ranks import indistinct, pairwise
from tests.engine.index_tables import DATA, META, index, panel

NAN = np.nan
STEPS = (
    Impute("median"),
    Treat(),
    Normalise(to=(1.0, 100.0)),
    Weigh(),
    Aggregate(("arithmetic_mean", "geometric_mean"), coverage=0.5),
    Rank(),
)
CHOICES = {
    "impute.method": ("median", "mean"),
    "treat": ("used", "skipped"),
    "normalise.method": ("min_max", "percentile_rank"),
    "weigh.method": ("given", "equal"),
    "aggregate.method": (
        ("arithmetic_mean", "geometric_mean"), "arithmetic_mean", "copeland", "median",
    ),
}  # fmt: skip
VARY = Vary(replicates=80, seed=7, weight_noise=0.25, leave_one_out=True, choices=CHOICES)
RECIPE = Recipe(STEPS, VARY)


def with_(**changes) -> Recipe:
    return replace(RECIPE, uncertainty=replace(VARY, **changes))


def one_by_one(own, recipe: Recipe, draws: Draws) -> np.ndarray:
    """The double: every replicate is a build of its own recipe, with its weights in META."""
    out = []
    for row in range(len(draws)):
        edit = draws.recipe_of(recipe, tuple(draws.chosen[row].tolist()))
        before = replace(edit, steps=edit.steps[: [s.name for s in edit.steps].index("aggregate")])
        state = build(own, before).state
        tree = {n.id: dict(zip(n.children, n.weights, strict=True)) for n in state.tree.nodes}
        factor = dict(zip(draws.codes, draws.factors[row], strict=True))
        leaves = {code: state.values[at, 0] for at, code in enumerate(state.indicators)}
        leaves.pop(draws.left_out[row], None)
        last = edit.steps[len(before.steps)]
        out.append(_root(tree, leaves, factor, last, own))
    return np.array(out)


def _root(tree, leaves, factor, last, own):
    """Score what is left by a small index of its own, already normalised."""
    codes = list(leaves)
    meta = {"iCode": [*codes], "Type": ["Indicator"] * len(codes), "Level": [1] * len(codes)}
    parent = {child: node for node, children in tree.items() for child in children}
    weight = {c: w * factor[c] for children in tree.values() for c, w in children.items()}
    nodes = [n for n in tree if n == "I" or any(parent[c] == n for c in codes)]
    meta["iCode"] += nodes
    meta["Type"] += ["Aggregate"] * len(nodes)
    meta["Level"] += [3 if n == "I" else 2 for n in nodes]
    meta["Parent"] = [parent.get(c, "") for c in meta["iCode"]]
    meta["Direction"] = [1] * len(meta["iCode"])
    meta["Weight"] = [weight.get(c, 1.0) for c in meta["iCode"]]
    table = {"uCode": list(own.units), **{c: leaves[c].tolist() for c in codes}}
    built = build(read_index(table, meta), Recipe((last,)))
    return built.state.above.scores[-1]


def test_replicate_0_is_the_recipe_itself():
    done = replicate_recipe(index(), RECIPE)
    built = build(index(), RECIPE)
    np.testing.assert_allclose(done.scores[0, 0], built.state.above.scores[-1], rtol=1e-12)
    assert done.scores.shape == (80, 1, 1, 5)
    assert not np.isnan(done.scores).any()


def test_every_replicate_is_a_build_of_its_own_recipe():
    done = replicate_recipe(index(), RECIPE)
    chosen = {tuple(row) for row in done.draws.chosen.tolist()}
    assert len(chosen) > 25
    expected = one_by_one(index(), RECIPE, done.draws)
    np.testing.assert_allclose(done.scores[:, 0], expected, rtol=1e-9)


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    first, again = (replicate_recipe(index(), RECIPE) for _ in range(2))
    np.testing.assert_array_equal(first.scores, again.scores)
    other = replicate_recipe(index(), with_(seed=8))
    assert not np.allclose(first.scores[1:], other.scores[1:])


def test_draws_replay_to_the_last_bit():
    first = replicate_recipe(index(), RECIPE)
    again = replicate_recipe(index(), with_(seed=99), first.draws)
    np.testing.assert_array_equal(first.scores, again.scores)


ERRORS = {"uCode": ["u", "x"], "a": [5.0, 3.0], "d": [0.5, 2.0]}


@pytest.mark.parametrize(
    "executor", ["threads", pytest.param("processes", marks=pytest.mark.slow), "own"]
)
def test_every_executor_gives_the_same_bits(executor):
    own = read_index(DATA, META, ERRORS)
    expected = replicate_recipe(own, with_(replicates=30)).scores
    with ThreadPoolExecutor(3) as pool:
        where = pool if executor == "own" else executor
        found = replicate_recipe(own, with_(replicates=30), executor=where, workers=2).scores
    np.testing.assert_array_equal(found, expected)


def test_progress_is_told_and_a_run_can_be_stopped():
    told = []
    replicate_recipe(index(), RECIPE, progress=lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] > 0
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        replicate_recipe(index(), RECIPE, stop=stop)


def test_impossible_combinations_are_counted_and_drawn_anew():
    choices = {
        "normalise.to": ((1.0, 100.0), None),
        "normalise.method": ("min_max", "z_score"),
        "aggregate.method": ("arithmetic_mean", "geometric_mean"),
    }
    done = replicate_recipe(index(), with_(replicates=200, choices=choices))
    (refused,) = done.refused
    assert refused.choices == {
        "normalise.to": None, "normalise.method": "z_score", "aggregate.method": "geometric_mean",
    }  # fmt: skip
    assert "a geometric mean cannot take the negative value" in refused.reason
    # One in eight is refused, and one in eight of those again: 28.4 of 199 are expected.
    assert 14 <= refused.draws <= 46
    assert len(done.scores) == 200
    assert not np.isnan(done.scores).any()
    assert done.failed == ()


def test_given_draws_of_an_impossible_combination_fail_by_name_and_are_kept():
    recipe = with_(choices={"normalise.to": (None,), "normalise.method": ("z_score",)})
    draws = Draws(
        ("normalise.to", "normalise.method"), ((None,), ("z_score",)),
        np.array([[-1, -1], [0, 0], [-1, 0]]), ("a", "b", "c", "d", "P", "Q"), None, ("",) * 3,
        np.zeros(3, dtype=np.int64),
    )  # fmt: skip
    recipe = edited(recipe, "aggregate.method", "geometric_mean")
    done = replicate_recipe(index(), recipe, draws)
    assert [failure.replicate for failure in done.failed] == [1]
    assert np.isnan(done.scores[1]).all()
    assert not np.isnan(done.scores[[0, 2]]).any()
    assert rank_summary(done).missing_share[0, 0].tolist() == pytest.approx([1 / 3] * 5)
    assert done.refused[0].draws == 1


def test_where_nothing_can_be_computed_the_reasons_are_told():
    recipe = with_(choices={"normalise.to": (None,), "normalise.method": ("z_score",)})
    recipe = edited(recipe, "aggregate.method", "geometric_mean")
    with pytest.raises(EngineError, match="hardly any combination of the choices can be computed"):
        replicate_recipe(index(), recipe)


def test_a_recipe_that_cannot_be_replicated_is_refused():
    with pytest.raises(EngineError, match="no step aggregate"):
        replicate_recipe(index(), Recipe((Normalise(),), VARY))
    with pytest.raises(EngineError, match="nothing varies"):
        replicate_recipe(index(), Recipe(STEPS))
    with pytest.raises(EngineError, match=r"weight_noise is 1\.5"):
        replicate_recipe(index(), with_(weight_noise=1.5))
    with pytest.raises(EngineError, match="0 replicates"):
        replicate_recipe(index(), with_(replicates=0))
    with pytest.raises(EngineError, match="nodes names 'zz'; there are P, Q, I"):
        replicate_recipe(index(), with_(nodes=("zz",)))


def test_weights_are_drawn_within_their_noise_and_indicators_left_out_equally_often():
    done = replicate_recipe(index(), with_(replicates=2000, choices={})).draws
    assert done.factors[0].tolist() == [1.0] * 6
    assert done.factors.min() >= 0.75
    assert done.factors.max() <= 1.25
    times = {code: done.left_out[1:].count(code) for code in ("a", "b", "c", "d", "")}
    # Four standard deviations of a count of 2000 draws with probability 1/5.
    assert max(abs(n - 400) for n in times.values()) < 4 * np.sqrt(2000 * 0.2 * 0.8)
    assert done.left_out[0] == ""


def test_a_choice_takes_each_alternative_equally_often_whatever_the_sample():
    done = replicate_recipe(index(), with_(replicates=2000)).draws
    for column, alternatives in enumerate(done.alternatives):
        times = np.bincount(done.chosen[1:, column], minlength=len(alternatives))
        share = 1 / len(alternatives)
        assert np.abs(times - 2000 * share).max() < 4 * np.sqrt(2000 * share * (1 - share))
    assert (done.chosen[0] == AS_IN_RECIPE).all()


def test_standard_errors_move_scores_by_about_their_size():
    own = read_index(DATA, META, {"uCode": ["y"], "d": [0.8]})
    steps = (Normalise("goalposts", goalposts=dict.fromkeys("abcd", (0.0, 200.0))), Aggregate())
    recipe = Recipe(steps, Vary(replicates=600, seed=3, weight_noise=0.0, choices={}))
    scores = replicate_recipe(own, recipe).scores[:, 0, 0]
    np.testing.assert_array_equal(scores[1:, :4], np.tile(scores[0, :4], (599, 1)))
    # d weighs 1/2 in Q, which weighs 3/4: 0.8 / 200 · 100 points · 3/8.
    deviation = scores[1:, 4].std()
    assert deviation == pytest.approx(0.8 / 2 * 3 / 8, rel=0.12)
    assert scores[1:, 4].mean() == pytest.approx(scores[0, 4], abs=4 * deviation / np.sqrt(599))


def test_a_unit_without_a_score_by_the_recipe_has_none_in_any_replicate():
    own = index(c=[5.0, 6.0, None, 1.0, 3.0], d=[7.0, 2.0, None, 1.0, 9.0])
    recipe = Recipe(
        (Impute("none"), Normalise(), Aggregate(coverage=1.0), Rank()),
        Vary(replicates=40, seed=1, choices={"impute.method": ("none", "median")}),
    )
    done = replicate_recipe(own, recipe)
    assert np.isnan(done.scores[:, 0, 0, 2]).all()
    assert rank_summary(done).missing_share[0, 0, 2] == 1
    assert np.nanmax(rank_summary(done).high) <= 4


def test_screening_may_vary_which_changes_the_tree():
    own = index(c=[5.0, None, None, None, 3.0])
    recipe = Recipe(
        (Screen("indicator", coverage=0.1), Normalise(), Aggregate()),
        Vary(replicates=30, seed=2, weight_noise=0.1, nodes=("Q", "I"),
             choices={"screen.coverage": (0.1, 0.6)}),
    )  # fmt: skip
    done = replicate_recipe(own, recipe)
    pruned = done.draws.chosen[:, 0] == 1
    assert 5 < pruned.sum() < 25
    d = build(own, recipe).state.values[3, 0]
    np.testing.assert_allclose(done.scores[pruned, 0, 0], np.tile(d, (pruned.sum(), 1)))


def test_ranks_of_replicates_are_summarised_within_their_groups_and_years():
    recipe = with_(replicates=60, nodes=("P", "Q", "I"), top=2)
    recipe = replace(recipe, steps=(*STEPS[:-1], Rank(within="Cluster")))
    done = replicate_recipe(panel(), recipe)
    found = rank_summary(done)
    built = build(panel(), recipe)
    np.testing.assert_array_equal(found.rank, built.state.ranks[4:])
    for node in range(3):
        for members in ([0, 1], [2, 3, 4]):
            scores = done.scores[:, node, 0][:, members]
            ranks = rank(scores)
            np.testing.assert_allclose(found.median[node, 0, members], np.median(ranks, axis=0))
            np.testing.assert_allclose(found.top[node, 0, members], (ranks <= 2).mean(axis=0))
            assert (found.low[node, 0, members] >= ranks.min(axis=0)).all()
            assert (found.high[node, 0, members] <= ranks.max(axis=0)).all()
    assert np.isnan(found.rank[:, 1, 4]).all()
    share = pairwise(done, 2, 0)
    np.testing.assert_allclose(share + share.T, 1)
    for unit, others in enumerate(indistinct(done, 2, 0)):
        same = [0, 1] if unit < 2 else [2, 3, 4]
        near = [o for o in same if o != unit and 0.05 < share[unit, o] < 0.95]
        assert list(others) == near


def test_sensitivity_names_the_input_that_decides():
    # Only the indicator left out matters: treatment finds no outlier in these data.
    vary = Vary(replicates=1024, seed=1, leave_one_out=True, choices={"treat": ("used", "skipped")})
    found = recipe_sensitivity(panel(), Recipe(STEPS, vary), resamples=200)
    assert found.inputs == ("treat", "leave_out")
    assert len(found.replicates.draws) == 1024 * 4
    for year in found.by_year:
        assert year.overall.total[0] == 0
        assert year.overall.total[1] == pytest.approx(1, abs=0.05)
        assert year.overall.first_order[1] == pytest.approx(1, abs=0.05)
    again = recipe_sensitivity(panel(), Recipe(STEPS, vary), found.replicates.draws, resamples=200)
    np.testing.assert_array_equal(again.by_year[0].units.total, found.by_year[0].units.total)
    with pytest.raises(EngineError, match="needs a multiple of 4"):
        recipe_sensitivity(panel(), Recipe(STEPS, vary), found.replicates.draws.only(np.arange(6)))


def test_sensitivity_refuses_choices_of_which_some_combination_is_impossible():
    choices = {"normalise.to": ((1.0, 100.0), None), "normalise.method": ("min_max", "z_score")}
    with pytest.raises(EngineError, match=r"take an alternative out: .*z_score.*geometric mean"):
        recipe_sensitivity(index(), with_(choices=choices, replicates=16))


def test_leaving_each_indicator_out_is_building_without_it():
    found = leave_each_out(panel(), RECIPE)
    everything = build(panel(), RECIPE).state
    for place, code in enumerate("abcd"):
        without = Recipe((Screen("indicator", drop={code: "to see"}), *STEPS))
        own = build(panel(), without).state
        np.testing.assert_array_equal(found.ranks[place], own.ranks[-1])
        moved = np.nanmean(np.abs(own.ranks[-1] - everything.ranks[-1]), axis=1)
        np.testing.assert_allclose(found.shift[place], moved)


def test_an_audit_of_a_built_index_is_of_its_latest_year_and_of_values_before_treatment():
    built = build(panel(), RECIPE)
    found = audit_index(built)
    assert found.places == ("a", "b", "c", "d", "P", "Q", "I")
    assert found.distributions[3].maximum == 9
    assert found.distributions[3].missing == 1
    assert found.robustness is None
    done = replicate_recipe(panel(), with_(nodes=("P", "Q", "I")))
    assert audit_index(built, 2019, done).robustness.replicates == 79
    with pytest.raises(EngineError, match="there is no year 1999; there are 2019, 2021"):
        audit_index(built, 1999)


def test_steps_left_out_do_not_move_the_addresses_of_the_others():
    recipe = Recipe((Treat(), Treat(skew=1.0), Normalise(), Treat(skew=3.0), Aggregate()))
    draws = Draws(
        ("treat", "treat.3.skew", "treat.2"), (("skipped",), (9.0,), ("skipped",)),
        np.zeros((1, 3), dtype=np.int64), (), None, ("",), np.zeros(1, dtype=np.int64),
    )  # fmt: skip
    edit = draws.recipe_of(recipe, (0, 0, 0))
    assert edit.steps == (Normalise(), Treat(skew=9.0), Aggregate())
    assert draws.named((0, -1, 0)) == {"treat": "skipped", "treat.2": "skipped"}


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"seed": -1}, "the seed is -1; a whole number from 0 on is needed"),
        ({"top": 0}, "top is 0; the first 1 or more are needed"),
        ({"weight_noise": 1.5}, "weight_noise is 1.5"),
    ],
)
def test_an_uncertainty_that_cannot_be_is_refused(keys, sentence):
    vary = Vary(**{"replicates": 4, "weight_noise": 0.1, **keys})
    recipe = Recipe((Normalise(), Aggregate()), vary)
    with pytest.raises(EngineError, match=sentence):
        replicate_recipe(index(), recipe)
    with pytest.raises(EngineError, match=sentence):
        recipe_sensitivity(index(), recipe)
