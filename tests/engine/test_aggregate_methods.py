"""The ways to aggregate beside the two of the product; what they refuse; the peers' faults."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moibench.engine import (
    AGGREGATION_METHODS,
    EngineError,
    Method,
    Node,
    Tree,
    adjusted_mazziotta_pareto,
    aggregate,
    copeland,
    dominance,
    geometric_mean,
    harmonic_mean,
    mazziotta_pareto,
    power_mean,
    topsis,
    weighted_median,
)
from tests.engine import doubles_aggregate as doubles
from tests.engine.generated import NAN, TREE, arrays, numbers

WEIGHTS = arrays((4,), st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0, 2.5])).filter(
    lambda w: w.sum() > 0
)
POSITIVE = st.one_of(numbers(0.01, 100), st.just(NAN), st.just(0.0))
# Few different values, so that ties are common, some of them in the last digit only.
TIED = st.sampled_from([1.0, 1.0 + 1e-13, 2.0, 2.0 - 1e-13, 3.0, 0.1 + 0.2, 0.3, NAN])


def plain(method: str) -> Method:
    return Method(method, exponent=2.0) if method == "power_mean" else Method(method)


def flat(*weights: float) -> Tree:
    leaves = tuple("abcdefghij"[: len(weights)])
    return Tree(leaves, (Node("overall", leaves, weights),))


@given(
    arrays((4, 3), POSITIVE),
    WEIGHTS,
    st.sampled_from([-20.0, -3.0, -1.0, 0.0, 0.5, 1.0, 2.0, 20.0]),
)
def test_power_means_agree_with_their_slow_double(values, weights, exponent):
    fast = power_mean(values, weights, exponent)
    slow = [doubles.power_mean(values[:, u], weights, exponent) for u in range(3)]
    np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-12)


def test_known_means_are_special_cases_of_the_power_mean():
    values, weights = np.array([[1.0], [4.0]]), np.array([1.0, 1.0])
    assert geometric_mean(values, weights)[0] == pytest.approx(2)
    assert harmonic_mean(values, weights)[0] == pytest.approx(1.6)
    assert power_mean(values, weights, 2.0)[0] == pytest.approx(np.sqrt(8.5))
    assert power_mean(values, weights, 1.0)[0] == 2.5


def test_a_power_close_to_0_is_close_to_the_geometric_mean_and_a_large_one_overflows_nowhere():
    values, weights = np.array([[3.0], [80.0], [41.0]]), np.array([1.0, 2.0, 3.0])
    geometric = geometric_mean(values, weights)
    for exponent in (1e-6, -1e-6):
        np.testing.assert_allclose(power_mean(values, weights, exponent), geometric, rtol=1e-4)
    np.testing.assert_allclose(power_mean(values, weights, 1e-12), geometric, rtol=1e-9)
    assert power_mean(values, weights, 500.0)[0] == pytest.approx(80, rel=0.01)
    assert power_mean(values, weights, -500.0)[0] == pytest.approx(3, rel=0.01)


@given(arrays((4, 3), st.one_of(numbers(-50, 50), st.just(NAN))), WEIGHTS)
def test_the_weighted_median_agrees_with_its_slow_double(values, weights):
    slow = [doubles.median(values[:, u], weights) for u in range(3)]
    np.testing.assert_allclose(weighted_median(values, weights), slow, rtol=1e-12)


@given(arrays((5, 2), numbers(-50, 50)))
def test_with_equal_weights_the_median_is_the_ordinary_one(values):
    np.testing.assert_allclose(
        weighted_median(values, np.full(5, 0.2)), np.median(values, axis=0), rtol=1e-12
    )


@pytest.mark.parametrize("method", ["geometric_mean", "harmonic_mean", "power_mean"])
def test_a_mean_not_defined_for_negatives_refuses_them_and_says_where(method):
    scores = np.array([[5.0, 7.0], [3.0, -2.0]])
    with pytest.raises(EngineError, match=r"node 'overall': .* negative value -2.0 .*\(1, 1\)"):
        aggregate(scores, flat(1, 1), 0, plain(method))


@pytest.mark.parametrize("method", ["geometric_mean", "harmonic_mean", "power_mean"])
def test_a_negative_without_weight_changes_nothing(method):
    scores = np.array([[5.0, 7.0], [3.0, -2.0]])
    got = aggregate(scores, flat(1, 0), 0, plain(method)).scores[0]
    np.testing.assert_allclose(got, [5, 7])


@pytest.mark.parametrize("method", ["geometric_mean", "harmonic_mean"])
def test_a_zero_makes_a_geometric_or_harmonic_mean_0_and_not_missing(method):
    scores = np.array([[0.0, 7.0], [3.0, 7.0]])
    np.testing.assert_allclose(aggregate(scores, flat(1, 1), 0, method).scores[0], [0, 7])


@pytest.mark.parametrize("method", AGGREGATION_METHODS)
def test_one_missing_value_of_four_makes_no_result_missing_and_is_said(method):
    scores = np.array([[5.0, 7.0, 9.0], [3.0, 2.0, 8.0], [4.0, NAN, 1.0], [9.0, 8.0, 7.0]])
    result = aggregate(scores, flat(1, 1, 1, 1), 0.75, plain(method))
    assert not np.isnan(result.scores).any()
    np.testing.assert_array_equal(result.renormalised[0], [False, True, False])


@pytest.mark.parametrize("method", AGGREGATION_METHODS)
def test_a_unit_without_any_value_has_no_result(method):
    scores = np.array([[5.0, NAN, 9.0], [3.0, NAN, 8.0]])
    result = aggregate(scores, flat(1, 1), 0, plain(method))
    np.testing.assert_array_equal(np.isnan(result.scores[0]), [False, True, False])
    assert not result.renormalised.any()


@pytest.mark.parametrize("method", AGGREGATION_METHODS)
def test_every_method_keeps_the_axes_between(method):
    scores = np.random.default_rng(5).uniform(1, 100, (5, 2, 3, 4))
    result = aggregate(scores, TREE, 0, plain(method))
    assert result.scores.shape == (3, 2, 3, 4)


@pytest.mark.parametrize("method", sorted(set(AGGREGATION_METHODS) - {"adjusted_mazziotta_pareto"}))
def test_every_year_stands_by_itself_but_for_the_adjusted_index(method):
    scores = np.random.default_rng(6).uniform(1, 100, (2, 3, 4))
    whole = aggregate(scores, flat(1, 2), 0, plain(method)).scores
    one = aggregate(scores[:, 1], flat(1, 2), 0, plain(method)).scores
    np.testing.assert_allclose(whole[:, 1], one, rtol=1e-12)


@pytest.mark.parametrize("method", AGGREGATION_METHODS)
@given(arrays((4, 5), numbers(1, 100)), st.permutations(range(5)), st.permutations(range(4)))
def test_reordering_units_or_indicators_moves_only_the_order(method, scores, order, children):
    tree = flat(1, 2, 3, 4)
    straight = aggregate(scores, tree, 0, plain(method)).scores[0]
    moved = aggregate(scores[:, order], tree, 0, plain(method)).scores[0]
    np.testing.assert_allclose(moved, straight[order], rtol=1e-9)
    weights = tuple(float(1 + c) for c in children)
    turned = aggregate(scores[children], flat(*weights), 0, plain(method)).scores[0]
    np.testing.assert_allclose(turned, straight, rtol=1e-9)


@pytest.mark.parametrize(
    "method",
    ["arithmetic_mean", "geometric_mean", "harmonic_mean", "power_mean", "median", "copeland"],
)
@given(arrays((4, 5), numbers(1, 100)), st.integers(0, 3), st.integers(0, 4), numbers(1, 100))
def test_raising_one_value_never_lowers_a_unit(method, scores, child, unit, to):
    raised = scores.copy()
    raised[child, unit] = max(to, scores[child, unit])
    tree = flat(1, 2, 3, 4)
    before, after = (aggregate(s, tree, 0, plain(method)).scores[0] for s in (scores, raised))
    assert after[unit] >= before[unit] - 1e-9


@given(arrays((4, 6), TIED), WEIGHTS)
def test_copeland_agrees_with_its_slow_double(values, weights):
    np.testing.assert_array_equal(copeland(values, weights), doubles.copeland(values, weights))


@given(arrays((4, 6), TIED), WEIGHTS, st.permutations(range(6)))
def test_copeland_does_not_depend_on_the_order_of_units_also_where_values_are_missing(
    values, weights, order
):
    np.testing.assert_array_equal(
        copeland(values[:, order], weights), copeland(values, weights)[order]
    )


@given(arrays((4, 6), TIED), WEIGHTS)
def test_copeland_scores_add_up_to_0_and_lie_between_all_lost_and_all_won(values, weights):
    scores = copeland(values, weights)
    known = scores[~np.isnan(scores)]
    assert known.sum() == 0
    assert (np.abs(known) <= max(0, len(known) - 1)).all()


def test_float_noise_breaks_no_tie_of_copeland():
    # 0.1 + 0.2 is not 0.3 in binary, neither as a value nor as a weight.
    values = np.array([[0.1 + 0.2, 0.3], [5.0, 5.0]])
    np.testing.assert_array_equal(copeland(values, np.array([1.0, 1.0])), [0, 0])
    votes = np.array([[2.0, 1.0], [2.0, 1.0], [1.0, 2.0]])
    np.testing.assert_array_equal(copeland(votes, np.array([0.1, 0.2, 0.3])), [0, 0])


def test_copeland_compares_two_units_by_what_both_have():
    values = np.array([[1.0, 2.0, NAN], [NAN, 1.0, 2.0], [9.0, NAN, 1.0]])
    np.testing.assert_array_equal(copeland(values, np.ones(3)), [0, 0, 0])
    np.testing.assert_array_equal(copeland(values[:1], np.ones(1)), [-1, 1, NAN])


def test_copeland_in_blocks_is_copeland_at_once(monkeypatch):
    from moibench.engine.aggregate import pairwise

    values = np.random.default_rng(4).integers(0, 5, (6, 40)).astype(float)
    whole = copeland(values, np.arange(1.0, 7.0))
    monkeypatch.setattr(pairwise, "BLOCK", 6 * 40 * 7)
    np.testing.assert_array_equal(copeland(values, np.arange(1.0, 7.0)), whole)


def test_a_unit_under_the_threshold_is_not_among_those_compared():
    scores = np.array([[3.0, 2.0, 9.0], [3.0, 2.0, NAN]])
    result = aggregate(scores, flat(1, 1), 0.9, "copeland").scores[0]
    np.testing.assert_array_equal(result, [1, -1, NAN])


@given(arrays((4, 5), st.one_of(numbers(-50, 50), st.just(NAN))), WEIGHTS)
def test_topsis_agrees_with_its_slow_double(values, weights):
    # Squares of the smallest numbers vanish in plain loops; the engine scales them first.
    assume(not ((np.abs(values) < 1e-100) & (values != 0)).any())
    np.testing.assert_allclose(
        topsis(values, weights), doubles.topsis(values, weights), rtol=1e-6, atol=1e-9
    )


def test_topsis_gives_the_best_in_all_1_the_worst_0_and_units_that_are_alike_a_half():
    values = np.array([[1.0, 5.0, 3.0], [2.0, 9.0, 4.0]])
    np.testing.assert_allclose(topsis(values, np.ones(2))[:2], [0, 1])
    np.testing.assert_array_equal(topsis(np.full((2, 3), 4.0), np.ones(2)), [0.5] * 3)
    np.testing.assert_array_equal(topsis(np.zeros((2, 1)), np.ones(2)), [0.5])


@given(arrays((4, 3), st.one_of(numbers(0.5, 130), st.just(NAN))), WEIGHTS, st.booleans())
def test_mazziotta_pareto_agrees_with_its_slow_double(values, weights, subtract):
    slow = [
        doubles.mazziotta_pareto(values[:, u], weights, -1 if subtract else 1) for u in range(3)
    ]
    fast = mazziotta_pareto(values, weights, "subtract" if subtract else "add")
    np.testing.assert_allclose(fast, slow, rtol=1e-9)


@given(arrays((4, 5), st.one_of(numbers(-130, 130), st.just(NAN))), WEIGHTS, st.booleans())
def test_the_adjusted_index_agrees_with_its_slow_double(values, weights, subtract):
    spread = [np.ptp(row[~np.isnan(row)]) for row in values if not np.isnan(row).all()]
    assume(all(s == 0 or s > 1e-3 for s in spread))
    fast = adjusted_mazziotta_pareto(values, weights, "subtract" if subtract else "add")
    slow = doubles.adjusted(values, weights, -1 if subtract else 1)
    np.testing.assert_allclose(fast, slow, rtol=1e-6)


def test_mazziotta_pareto_by_hand():
    # Mean 100, deviations −10, 0, 10: variance 200/3, penalty 200/3/100.
    values = np.array([[90.0, 100.0], [100.0, 100.0], [110.0, 100.0]])
    weights = np.ones(3)
    np.testing.assert_allclose(mazziotta_pareto(values, weights), [100 - 2 / 3, 100])
    np.testing.assert_allclose(mazziotta_pareto(values, weights, "add"), [100 + 2 / 3, 100])
    np.testing.assert_array_equal(mazziotta_pareto(np.zeros((2, 1)), np.ones(2)), [0])


def test_the_adjusted_index_heeds_its_penalty_and_keeps_every_digit():
    values = np.array([[0.0, 10.0, 5.0], [2.0, 4.0, 3.0], [9.0, 1.0, 2.0]])
    lower = adjusted_mazziotta_pareto(values, np.ones(3))
    upper = adjusted_mazziotta_pareto(values, np.ones(3), "add")
    assert (upper > lower).all()
    assert not np.array_equal(lower, np.round(lower, 3))


def test_the_adjusted_index_of_two_years_has_one_scale_and_the_first_years_mean_as_100():
    values = np.array([[[1.0, 3.0], [2.0, 6.0]], [[10.0, 30.0], [20.0, 60.0]]])
    index = adjusted_mazziotta_pareto(values, np.ones(2))
    # Reference 2, range 5: 1 → 100 − 30/2.5, and both indicators agree, so no penalty.
    np.testing.assert_allclose(index, [[88, 112], [100, 148]])
    frozen = adjusted_mazziotta_pareto(values, np.ones(2), references=np.array([1.0, 10.0]))
    np.testing.assert_allclose(frozen, [[100, 124], [112, 160]])


def test_an_indicator_without_variation_is_100_in_the_adjusted_index():
    values = np.array([[4.0, 4.0, 4.0], [1.0, 2.0, 3.0]])
    np.testing.assert_allclose(adjusted_mazziotta_pareto(values, np.array([1.0, 0.0])), [100] * 3)


def test_each_level_can_have_its_own_way():
    scores = np.array([60.0, 30.0, 10.0, 80.0, 20.0])[:, None]
    got = aggregate(scores, TREE, 0, ["arithmetic_mean", "geometric_mean"]).scores[:, 0]
    economy, society = (2 * 60 + 30 + 3 * 10) / 6, 50.0
    np.testing.assert_allclose(got, [economy, society, (economy * society**2) ** (1 / 3)])
    by_name = aggregate(scores, TREE, 0, {"overall": "geometric_mean"}).scores[:, 0]
    np.testing.assert_array_equal(by_name, got)


def test_a_node_beside_indicators_is_one_level_above_its_highest_child():
    tree = Tree(("a", "b", "c"), (Node("x", ("a", "b"), (1, 1)), Node("y", ("x", "c"), (1, 1))))
    scores = np.array([[1.0], [4.0], [8.0]])
    got = aggregate(scores, tree, 0, ["geometric_mean", "arithmetic_mean"]).scores[:, 0]
    np.testing.assert_allclose(got, [2, 5])


@pytest.mark.parametrize(
    ("means", "says"),
    [
        ("mode", "'mode' is not a known way to aggregate"),
        (["arithmetic_mean"], "1 ways to aggregate were given for a tree of 2 levels"),
        ({"health": "median"}, "no node 'health'"),
        ("power_mean", "a power mean needs an exponent"),
    ],
)
def test_what_cannot_be_meant_is_refused(means, says):
    with pytest.raises(EngineError, match=says):
        aggregate(np.ones((5, 1)), TREE, 0, means)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"name": "median", "exponent": 2.0}, "nothing else takes one"),
        ({"name": "median", "floor": 1.0}, "only a geometric mean has a floor"),
        ({"name": "median", "penalty": "add"}, "only a Mazziotta–Pareto index has a penalty"),
        ({"name": "mazziotta_pareto", "penalty": "none"}, "'subtract' or 'add'"),
    ],
)
def test_a_parameter_of_another_method_is_refused(parameters, says):
    with pytest.raises(EngineError, match=says):
        Method(**parameters)


@pytest.mark.parametrize(
    ("weights", "says"),
    [([1.0], "weights were given"), ([0.0, 0.0], "not all 0"), ([1.0, -1.0], "not shares")],
)
def test_unfit_weights_are_refused_by_every_function(weights, says):
    values = np.ones((2, 3))
    for function in (copeland, topsis, mazziotta_pareto, weighted_median, geometric_mean):
        with pytest.raises(EngineError, match=says):
            function(values, np.array(weights))


def test_unfit_parameters_are_refused():
    values, weights = np.ones((2, 3)), np.ones(2)
    with pytest.raises(EngineError, match="not above 0"):
        geometric_mean(values, weights, floor=0.0)
    with pytest.raises(EngineError, match="not finite"):
        power_mean(values, weights, np.inf)
    with pytest.raises(EngineError, match="'subtract' or 'add'"):
        mazziotta_pareto(values, weights, "none")
    with pytest.raises(EngineError, match="references have shape"):
        adjusted_mazziotta_pareto(values, weights, references=np.ones(3))


def test_the_share_of_what_was_imputed_travels_up():
    scores = np.full((5, 2), 50.0)
    scores[4, 1] = NAN
    imputed = np.zeros((5, 2), dtype=bool)
    imputed[0] = imputed[4] = True
    result = aggregate(scores, TREE, 0, imputed=imputed)
    # A missing value was not imputed, whatever the mark says.
    np.testing.assert_allclose(result.imputed_share[:, 0], [2 / 6, 1 / 2, (2 / 6 + 2 / 2) / 3])
    np.testing.assert_allclose(result.imputed_share[:, 1], [2 / 6, 0, 2 / 6 / 3])
    with pytest.raises(EngineError, match="marks of what was imputed"):
        aggregate(scores, TREE, 0, imputed=imputed[:3])


def test_dominance_is_better_in_one_and_worse_in_none():
    values = np.array([[3.0, 2.0, 3.0, NAN], [5.0, 5.0 + 1e-12, 6.0, 7.0]])
    np.testing.assert_array_equal(
        dominance(values),
        [[0, 1, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]],
    )


def test_a_missing_child_without_weight_renormalises_nothing():
    scores = np.array([[5.0, 7.0], [3.0, NAN]])
    assert not aggregate(scores, flat(1, 0), 0).renormalised.any()
