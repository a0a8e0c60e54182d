from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moibench.engine import (
    Aggregate,
    Classify,
    Denominate,
    EngineError,
    Impute,
    Node,
    Normalise,
    Rank,
    Recipe,
    Screen,
    Treat,
    Tree,
    Weigh,
    build,
    edited,
    explain_score,
    like,
    read_index,
    weigh,
)
from tests import doubles
from tests.engine import doubles_build
from tests.engine.index_tables import DATA, META, data, index, meta, panel, with_cell

NAN = np.nan
MEANS = ("arithmetic_mean", "geometric_mean")
WHOLE = Recipe(
    (
        Denominate(),
        Impute("group_mean", group="Cluster"),
        Normalise(to=(1.0, 100.0)),
        Aggregate(MEANS, coverage=0.5),
        Rank(),
    )
)
TREE = [("P", [("a", 2), ("b", 1)]), ("Q", [("c", 1), ("d", 1)]), ("I", [("P", 1), ("Q", 3)])]
DIRECTIONS = {"a": 1, "b": -1, "c": 1, "d": 1}


def scores(recipe: Recipe, own=None) -> np.ndarray:
    """The index's own scores, (year, unit)."""
    built = build(index() if own is None else own, recipe)
    assert built.state.above is not None
    return built.state.above.scores[-1]


def test_each_step_leaves_its_stage_in_the_order_of_the_recipe():
    built = build(index(), WHOLE)
    assert [stage.name for stage in built.stages] == [
        "denominated", "imputed", "normalised", "aggregated", "ranks",
    ]  # fmt: skip
    np.testing.assert_array_equal(built.stage("denominated").values[0, 0], [1, 3, 2, 5, 3])
    # c of w takes the mean of x and y, its cluster.
    np.testing.assert_array_equal(built.stage("imputed").values[2, 0], [5, 6, 2, 1, 3])
    assert built.stage("aggregated").codes == ("a", "b", "c", "d", "P", "Q", "I")
    with pytest.raises(EngineError, match="no stage 'treated'; it has denominated"):
        built.stage("treated")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_build_is_that_of_plain_loops(draw):
    number = draw.draw(st.integers(3, 7))
    numbers = st.integers(1, 50).map(float)
    column = st.lists(numbers, min_size=number, max_size=number)
    raw = {code: draw.draw(column) for code in "abcd"}
    for code in "abcd":
        for unit in draw.draw(st.sets(st.integers(0, number - 1), max_size=2)):
            raw[code][unit] = NAN
        varied = {value for value in raw[code] if value == value}
        if len(varied) < 2:
            raw[code][:2] = [1.0, 2.0]
    people = [float(10 + unit) for unit in range(number)]
    clusters = draw.draw(st.lists(st.sampled_from("NS"), min_size=number, max_size=number))
    table = {"uCode": [f"u{n}" for n in range(number)], "Cluster": clusters, "Pop": people, **raw}
    rates = [value / person for value, person in zip(raw["a"], people, strict=True)]
    assume(np.nanmax(rates) > np.nanmin(rates))
    slow = doubles_build.build(raw, people, clusters, DIRECTIONS, TREE, ("I",), 0.5)
    built = build(read_index(table, META), WHOLE)
    for place, code in enumerate(built.state.columns):
        np.testing.assert_allclose(
            built.state.cells[place, 0], slow[code], rtol=1e-9, equal_nan=True
        )
    for place, code in enumerate(built.state.columns):
        np.testing.assert_array_equal(
            built.state.ranks[place, 0], doubles.rank(slow[code]), err_msg=code
        )


def test_imputed_cells_stay_marked_up_to_the_scores_they_enter():
    built = build(index(), WHOLE)
    assert np.argwhere(built.state.imputed).tolist() == [[2, 0, 2]]
    # c is half of Q, and Q three quarters of the index.
    share = built.state.above.imputed_share[:, 0, 2]
    np.testing.assert_allclose(share, [0, 0.5, 0.375])


def test_the_order_of_units_and_of_indicators_moves_nothing_but_order():
    forth = scores(WHOLE)[0]
    turned = {code: cells[::-1] for code, cells in DATA.items()}
    np.testing.assert_allclose(scores(WHOLE, read_index(turned, META))[0], forth[::-1], rtol=1e-12)
    order = [0, 1, 5, 4, 3, 2, 7, 6, 8]
    shuffled = {name: [cells[row] for row in order] for name, cells in META.items()}
    np.testing.assert_allclose(scores(WHOLE, read_index(DATA, shuffled))[0], forth, rtol=1e-12)


def test_the_unit_of_measure_moves_nothing():
    thousands = index(b=[value * 1000 for value in DATA["b"]])
    np.testing.assert_allclose(scores(WHOLE, thousands), scores(WHOLE), rtol=1e-12)


def test_direction_is_settled_once_however_often_an_indicator_is_normalised():
    once = Recipe((Normalise(), Aggregate()))
    twice = Recipe((Normalise(), Normalise("percentile_rank"), Aggregate()))
    best_b = scores(once)[0].argmax()
    assert build(index(), twice).state.direction.tolist() == [1] * 4
    b = build(index(), twice).state.values[1, 0]
    np.testing.assert_allclose(b, [50, 75, 100, 0, 25])
    assert best_b == scores(once)[0].argmax()


def test_a_step_may_be_for_some_indicators_only():
    recipe = Recipe(
        (
            Normalise("goalposts", goalposts={"a": (0.0, 200.0)}, only=("a",)),
            Normalise("rank", only=("b", "c", "d")),
            Aggregate(),
        )
    )
    values = build(index(), recipe).state.values
    np.testing.assert_allclose(values[0, 0], [5, 30, 10, 100, 75])
    assert values[1, 0].argmax() == 2


def test_targets_come_from_meta_and_the_recipe_goes_before():
    recipe = Recipe((Normalise("distance_to_target", only=("c",)), Rank()))
    from_meta = build(index(), recipe).state.values[2, 0]
    np.testing.assert_allclose(from_meta, [100, 100, NAN, 0, 50])
    other = build(index(), edited(recipe, "normalise.targets", {"c": 3.0})).state.values[2, 0]
    np.testing.assert_allclose(other, [100, 100, NAN, 0, 100])


def test_parameters_taken_from_a_year_hold_for_every_year():
    own = panel()
    frozen = build(own, Recipe((Normalise(fit_years=(2019,)), Rank())))
    np.testing.assert_allclose(frozen.state.values[3, 0], [75, 12.5, 87.5, 0, 100])
    # The second year's 9 is the first year's 100, and 8 its 87.5.
    np.testing.assert_allclose(frozen.state.values[3, 1], [87.5, 25, 100, 12.5, NAN])
    pooled = build(own, Recipe((Normalise(), Rank()))).state.values[3, 1]
    yearly = build(own, Recipe((Normalise(per_year=True), Rank()))).state.values[3, 1]
    np.testing.assert_allclose(pooled, frozen.state.values[3, 1])
    np.testing.assert_allclose(yearly, [6 / 7 * 100, 100 / 7, 100, 0, NAN])


def test_a_row_that_is_not_there_is_filled_in_by_no_step():
    built = build(panel(), Recipe((Impute("latest"), Normalise(), Aggregate(), Rank())))
    assert np.isnan(built.state.cells[:, 1, 4]).all()
    assert np.isnan(built.state.ranks[:, 1, 4]).all()
    assert not built.state.imputed[:, 1, 4].any()


def test_units_with_too_little_are_screened_out_with_a_reason_and_do_not_count():
    sparse = with_cell(with_cell(DATA, "a", 3, None), "b", 3, None)
    recipe = Recipe((Screen(coverage=0.75), Normalise(), Aggregate(), Rank()))
    built = build(read_index(sparse, META), recipe)
    assert [(s.code, s.kept) for s in built.state.screened] == [("x", False)]
    assert "2 of 4 indicators" in built.state.screened[0].reason
    assert built.stages[0].rows.tolist() == [[True, True, True, False, True]]
    # x had the lowest c: without it, y stands lowest.
    np.testing.assert_allclose(built.state.values[2, 0], [200 / 3, 100, NAN, NAN, 0])
    kept = build(read_index(sparse, META), edited(recipe, "screen.keep", {"x": "the capital"}))
    assert kept.stages[0].rows.all()


def test_an_indicator_screened_out_leaves_the_tree_and_its_weight_to_the_rest():
    holed = data(c=[5.0, None, None, None, 3.0], d=[None, 1.0, None, None, 3.0])
    recipe = Recipe((Screen("indicator", coverage=0.6), Normalise(), Aggregate(), Rank()))
    built = build(read_index(holed, META), recipe)
    assert built.state.indicators == ("a", "b")
    assert [node.id for node in built.state.tree.nodes] == ["P", "I"]
    np.testing.assert_allclose(built.state.above.coverage, 1)
    assert [s.code for s in built.state.screened] == ["c", "d"]


def test_weights_of_the_recipe_go_before_those_of_meta():
    plain = Recipe((Normalise(), Aggregate()))
    weighed = Recipe((Normalise(), Weigh("given", weights={"P": 0.0}), Aggregate()))
    built = build(index(), weighed)
    np.testing.assert_allclose(built.state.above.scores[-1], built.state.above.scores[1])
    assert not np.allclose(scores(plain), scores(weighed), equal_nan=True)
    equal = build(index(), Recipe((Normalise(), Weigh("equal"), Aggregate())))
    assert equal.state.tree.root.weights == (0.5, 0.5)


def test_ahp_weights_come_with_their_remark_where_judges_contradict_themselves():
    judgements = {"P": ((1.0, 3.0), (1 / 3, 1.0)), "I": ((1.0, 1.0), (1.0, 1.0))}
    built = build(index(), Recipe((Weigh("ahp", judgements=judgements),)))
    np.testing.assert_allclose(built.state.tree.nodes[0].weights, [0.75, 0.25])
    assert built.state.tree.nodes[1].weights == (1.0, 1.0)


def test_a_list_of_methods_gives_each_level_its_own():
    upper = Recipe((Normalise(to=(1.0, 100.0)), Aggregate(MEANS)))
    lower = Recipe((Normalise(to=(1.0, 100.0)), Aggregate(MEANS[::-1])))
    own = build(index(), upper).state
    p, q = own.above.scores[:2, 0]
    np.testing.assert_allclose(own.above.scores[2, 0], np.exp((np.log(p) + 3 * np.log(q)) / 4))
    assert not np.allclose(scores(upper), scores(lower))
    with pytest.raises(EngineError, match="1 methods are named for 2 levels"):
        scores(Recipe((Normalise(), Aggregate(("median",)))))


@pytest.mark.parametrize("method", ["entropy", "critic", "bod", "optimised"])
def test_weights_from_data_stand_on_scores_as_the_recipe_aggregates_them(method):
    steps = (Normalise(to=(1.0, 100.0)), Weigh(method, nodes=("I",)))
    given = [
        build(index(), Recipe((*steps, Aggregate(mean)))).state
        for mean in ("arithmetic_mean", "harmonic_mean")
    ]
    roots = [state.tree.root.weights for state in given]
    assert not np.allclose(*roots)
    for state, weights in zip(given, roots, strict=True):
        # A flat index of the two pillars' own scores, weighed alike, gets the same weights.
        flat = Tree(("P", "Q"), (Node("I", ("P", "Q"), (1.0, 3.0)),))
        again = weigh(state.above.scores[:2], flat, method).tree
        np.testing.assert_allclose(again.root.weights, weights)


def test_ranks_within_a_group_start_at_one_in_each():
    built = build(index(), Recipe((Normalise(), Aggregate(), Rank(within="Cluster"))))
    root = built.state.ranks[-1, 0]
    assert sorted(root[:2]) == [1, 2]
    assert sorted(root[2:]) == [1, 2, 3]
    with pytest.raises(EngineError, match="not 'Nowhere'; there are: Cluster"):
        build(index(), Recipe((Rank(within="Nowhere"),)))


def test_ranks_of_raw_values_know_which_way_is_good():
    built = build(index(), Recipe((Rank(),)))
    np.testing.assert_array_equal(built.state.ranks[1, 0], [3, 2, 1, 5, 4])


def test_levels_are_taken_from_all_years_together():
    built = build(panel(), Recipe((Normalise(), Aggregate(), Classify("natural_breaks", 2))))
    assert built.stages[-1].name == "levels"
    levels = built.state.levels[-1]
    assert set(levels[~np.isnan(levels)]) == {1, 2}
    cut = build(panel(), Recipe((Normalise(), Aggregate(), Classify("cutoffs", cutoffs=(50.0,)))))
    high = cut.state.above.scores[-1] >= 50
    np.testing.assert_array_equal(cut.state.levels[-1], np.where(np.isnan(levels), NAN, 1 + high))


def test_a_stage_is_a_table_of_the_kind_that_came_in():
    built = build(panel(), Recipe((Normalise(), Aggregate(), Rank())))
    table = built.table("ranks")
    assert list(table) == ["uCode", "Time", "a", "b", "c", "d", "P", "Q", "I"]
    assert table["uCode"] == [*"uvwxy", *"uvwx"]
    assert table["Time"] == [2019] * 5 + [2021] * 4
    assert sorted(table["I"][5:]) == [1, 2, 3, 4]
    assert "Time" not in build(index(), Recipe((Rank(),))).table("ranks")
    assert like({}, table) == table


def test_the_same_step_twice_leaves_two_stages():
    built = build(index(), Recipe((Treat(), Normalise(), Normalise("rank"))))
    assert [stage.name for stage in built.stages] == ["treated", "normalised", "normalised_2"]


def test_a_denominator_that_cannot_divide_is_noticed():
    built = build(index(Pop=[10.0, 0.0, -1.0, None, 50.0]), Recipe((Denominate(),)))
    assert np.isnan(built.state.values[0, 0]).tolist() == [False, True, True, True, False]
    assert built.state.notices == (
        "indicator 'a' became missing for 1 (v): the denominator is zero",
        "indicator 'a' became missing for 1 (w): the denominator is negative",
        "indicator 'a' became missing for 1 (x): the denominator is missing",
    )


def test_what_no_rule_can_fill_is_noticed():
    holed = index(c=[5.0, 6.0, None, None, None])
    built = build(holed, Recipe((Impute("group_mean", group="Cluster"),)))
    assert built.state.notices == (
        "indicator 'c' stays missing for 3 (w, x, y): group_mean finds nothing to fill it from",
    )


def test_every_aggregate_without_a_score_has_a_reason():
    own = index(c=[None] * 5, d=[7.0, 2.0, None, 1.0, 9.0])
    built = build(own, Recipe((Normalise(), Aggregate(coverage=0.7))))
    reasons = {(code, own.units[unit]): why for code, _, unit, why in built.without_score()}
    assert reasons["Q", "u"] == "coverage is 0.5, under 0.7"
    assert reasons["Q", "w"] == "no indicator below has a value"
    assert reasons["I", "u"] == "coverage is 0.625, under 0.7"
    missing = np.argwhere(np.isnan(built.state.above.scores)).shape[0]
    assert len(reasons) == missing


def test_a_score_is_followed_down_to_the_raw_cell():
    built = build(index(), edited(WHOLE, "aggregate.method", "arithmetic_mean"))
    found = explain_score(built, "w")
    values = {part.leaf: dict(part.values) for part in found.parts}
    assert values["a"]["raw"] == 20
    assert values["a"]["denominated"] == 2
    assert values["c"]["raw"] is None
    assert values["c"]["imputed"] == 2
    assert [part.imputed for part in found.parts] == [False, False, True, False]
    total = sum(part.contribution for part in found.parts)
    assert total == pytest.approx(found.score)
    assert found.score == pytest.approx(built.state.above.scores[-1, 0, 2])
    with pytest.raises(EngineError, match="there is no unit 'zz'"):
        explain_score(built, "zz")
    with pytest.raises(EngineError, match="there is no year 1999"):
        explain_score(built, "w", 1999)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((Aggregate(),), "low is good for 'b', and no step normalise before this one has turned"),
        ((Weigh("critic"),), "low is good for 'b'"),
        (
            (Weigh("ahp", judgements={"P": ((1.0, 3.0), (0.5, 1.0))}),),
            "node 'P': judge 1 says item 'a' is 3 times item 'b', but the reverse is 0.5",
        ),
        (
            (Weigh("ahp", judgements={"I": ((1.0, NAN), (NAN, 1.0))}),),
            "node 'I': judge 1 compares items 'P', 'Q' by nan and nan",
        ),
        ((Normalise("goalposts"),), "'a', 'b', 'c', 'd': the method needs two goalposts"),
        (
            (Normalise("goalposts", goalposts=dict.fromkeys("abcd", (1.0, 1.0))),),
            "indicators 'a', 'b', 'c', 'd': the two goalposts are equal",
        ),
        ((Normalise(only=("zz",)),), "only names 'zz', which is no indicator"),
        ((Normalise(goalposts={"zz": (0.0, 1.0)}),), "goalposts names 'zz'"),
        ((Normalise("distance_to_reference", reference_unit="q"),), "reference_unit names 'q'"),
        ((Normalise(fit_years=(1999,)),), "fit_years names 1999, which is no year of the data"),
        ((Impute("group_mean", group="Nowhere"),), "needs a Group column of META, not 'Nowhere'"),
        ((Screen(coverage=1.1),), "the coverage is 1.1"),
        ((Screen(keep={"zz": "why"}),), "keep or drop names 'zz', which is no unit"),
        ((Screen(drop=dict.fromkeys("uvwxy", "by hand")),), "no unit is left"),
        ((Screen("indicator", drop=dict.fromkeys("abcd", "by hand")),), "no indicator is left"),
        ((Weigh(weights={"a": 0.0, "b": 0.0}),), "the weights of node 'P' add up to 0"),
        ((Weigh("budget", points={"zz": ((1.0,),)}),), "points names 'zz', which is no aggregate"),
        ((Rank(tolerance=-1.0),), "the tolerance of ranks is -1.0, not 0 or more"),
        ((Classify("cutoffs"),), "cut-offs must be increasing numbers"),
    ],
)
def test_a_step_that_cannot_be_done_says_which_and_why(steps, sentence):
    with pytest.raises(EngineError) as refused:
        build(index(b=[4.0, 3.0, -3.0, 9.0, 5.0]), Recipe(steps))
    assert str(refused.value).startswith("step 1 (")
    assert sentence in str(refused.value)


def test_constant_indicators_and_one_unit_alone_have_a_score_and_a_notice():
    flat = build(index(d=[3.0] * 5), Recipe((Treat(), Normalise(), Aggregate(), Rank())))
    np.testing.assert_array_equal(flat.state.values[3, 0], [50] * 5)
    assert sum("'d' has values that do not differ" in notice for notice in flat.state.notices) == 2
    one = {name: cells[:1] for name, cells in DATA.items()}
    alone = build(read_index(one, META), Recipe((Treat(), Normalise(), Aggregate(), Rank())))
    assert alone.state.above.scores[-1].tolist() == [[50.0]]
    assert alone.state.ranks[-1].tolist() == [[1.0]]
    assert len(alone.state.notices) == 8


def test_an_indicator_without_any_value_counts_as_missing_and_lowers_coverage():
    built = build(index(c=[None] * 5), Recipe((Impute("median"), Normalise(), Aggregate(), Rank())))
    np.testing.assert_allclose(built.state.above.coverage[1], 0.5)
    assert any("'c' has no value at all" in notice for notice in built.state.notices)
    assert not np.isnan(built.state.above.scores).any()


def test_two_trees_over_the_same_data_are_two_metas():
    flat = meta(Parent=["", "", "I", "I", "I", "I", "I", "I", ""])
    rows = [0, 1, 2, 3, 4, 5, 8]
    other = {name: [cells[row] for row in rows] for name, cells in flat.items()}
    built = build(read_index(DATA, other), Recipe((Normalise(), Aggregate(), Rank())))
    assert built.state.columns == ("a", "b", "c", "d", "I")


@pytest.mark.parametrize("share", [-0.1, 1.5, NAN])
def test_a_coverage_that_is_no_share_is_refused(share):
    with pytest.raises(EngineError, match="the coverage is"):
        build(index(), Recipe((Normalise(), Aggregate(coverage=share))))


def test_mazziotta_pareto_takes_standardised_scores_by_hand():
    steps = (
        Normalise("z_score", to=(70.0, 130.0), cap=False, deviation="population"),
        Weigh("equal"),
        Aggregate("mazziotta_pareto"),
    )
    own = read_index(data(c=[5.0, 6.0, 2.0, 1.0, 3.0]), META)
    built = build(own, Recipe(steps))
    c, d = (np.array(column) for column in ([5.0, 6.0, 2.0, 1.0, 3.0], DATA["d"]))
    both = np.array([100 + 10 * (x - x.mean()) / x.std() for x in (c, d)])
    mean, deviation = both.mean(axis=0), both.std(axis=0)
    np.testing.assert_allclose(built.state.above.scores[1, 0], mean - deviation**2 / mean)


def test_limits_of_a_treatment_stay_as_the_reference_year_gave_them():
    codes = [f"u{number}" for number in range(12)]
    first = [*np.linspace(1, 12, 11), 500.0]
    second = [0.5, *np.linspace(1, 12, 11)[1:], 900.0]
    both = {"uCode": codes * 2, "Time": [2020] * 12 + [2021] * 12}
    both |= {"a": first + second}
    alone = {
        "iCode": ["a", "I"], "Type": ["Indicator", "Aggregate"], "Level": [1, 2],
        "Parent": ["I", ""], "Direction": [1, 1], "Weight": [1, 1],
    }  # fmt: skip
    own = read_index(both, alone)
    frozen = build(own, Recipe((Treat(fit_years=(2020,)),))).state.values[0]
    # One point is drawn in to the next, 12; the later year is held at that limit.
    np.testing.assert_allclose(frozen[:, -1], [12.0, 12.0])
    np.testing.assert_array_equal(frozen[0, :-1], first[:-1])
    only = build(own, Recipe((Treat(fit_years=(2020,), winsorise_max=0, then="log_ct"),)))
    low, wide = 1.0, 499.0
    # Below the least value of the reference the logarithm is held at its end.
    expected = [np.log(x - low + 0.01 * wide) for x in (1.0, 1.0, 12.0, 500.0, 900.0)]
    found = only.state.values[0]
    np.testing.assert_allclose([*found[:, 0], found[1, 10], *found[:, -1]], expected)
    whys = {cell.before: cell.why for cell in only.state.treated[0].treated.cells}
    assert (whys[0.5], whys[900.0]) == ("log_ct_at_end", "log_ct")
