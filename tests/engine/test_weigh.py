import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from moibench.engine import (
    EngineError,
    Node,
    Tree,
    benefit_of_the_doubt,
    effective_weights,
    importance,
    weigh,
)
from moibench.engine.weigh import (
    WEIGHTING_METHODS,
    budget,
    critic,
    entropy,
    hierarchy,
    principal_components,
    weights_for_importance,
)
from moibench.engine.weigh.spread import varimax
from tests.engine import doubles_weigh as doubles
from tests.engine.generated import NAN, TREE, arrays, holed, numbers

GENERATOR = np.random.default_rng(2562)
# Five indicators about one thing, unequally, for 60 units.
SCORES = np.clip(
    50
    + 12 * GENERATOR.normal(size=60)
    + GENERATOR.normal(0, [[4], [8], [12], [16], [20]], (5, 60)),
    1,
    100,
)


def shares(weighed_tree: Tree) -> list[float]:
    return [sum(node.weights) for node in weighed_tree.nodes]


@pytest.mark.parametrize("method", sorted(set(WEIGHTING_METHODS) - {"given", "budget", "ahp"}))
def test_the_weights_of_a_node_add_up_to_1_and_none_is_negative(method):
    weighed = weigh(SCORES, TREE, method)
    np.testing.assert_allclose(shares(weighed.tree), 1)
    assert all(w >= 0 for node in weighed.tree.nodes for w in node.weights)
    assert [n.node for n in weighed.report.nodes] == ["economy", "society", "overall"]
    assert weighed.report.method == method


def test_given_weights_stay_or_are_replaced():
    assert weigh(None, TREE, "given").tree == TREE
    replaced = weigh(None, TREE, "given", weights={"society": (1, 3)}).tree
    assert replaced.nodes[1].weights == (1.0, 3.0)
    assert replaced.nodes[0] == TREE.nodes[0]


def test_equal_weights_are_equal_within_each_node_asked_for():
    tree = weigh(None, TREE, "equal", nodes=["economy"]).tree
    np.testing.assert_allclose(tree.nodes[0].weights, [1 / 3] * 3)
    assert tree.nodes[2] == TREE.nodes[2]


def test_a_budget_counts_every_judge_alike():
    np.testing.assert_allclose(budget(np.array([[100, 0], [50, 50]])), [0.75, 0.25])
    tree = weigh(None, TREE, "budget", points={"society": np.array([[60, 40], [80, 20]])}).tree
    np.testing.assert_allclose(tree.nodes[1].weights, [0.7, 0.3])


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([[100, 0], [40, 50]], "judge 1 gave 90 points in all, judge 0 100"),
        ([[100, -1], [50, 50]], "judge 0 gave item 1 the points -1"),
        ([[100, NAN]], "judge 0 gave item 1 the points nan"),
        ([[0, 0]], "more than 0"),
        ([1, 2], "not \\(judge, item\\)"),
    ],
)
def test_an_unfit_budget_is_refused_and_the_judge_named(points, says):
    with pytest.raises(EngineError, match=says):
        budget(np.array(points))


def consistent(weights: np.ndarray) -> np.ndarray:
    return weights[:, None] / weights[None, :]


@given(arrays((5,), numbers(0.1, 10)))
def test_consistent_judgements_give_back_the_weights_and_a_ratio_of_0(weights):
    found = hierarchy(consistent(weights))
    np.testing.assert_allclose(found.weights, weights / weights.sum(), rtol=1e-6)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.is_consistent


def test_the_judgement_farthest_from_the_rest_is_named():
    matrix = consistent(np.array([4.0, 2.0, 1.0, 1.0]))
    matrix[1, 3], matrix[3, 1] = 1 / 9, 9
    weighed = weigh(None, flat(4), "ahp", judgements={"overall": matrix})
    worst = weighed.report.nodes[0].detail.least_consistent
    assert (worst.first, worst.second) == (1, 3)
    assert worst.stated == pytest.approx(1 / 9)
    (remark,) = weighed.report.remarks
    assert "'b' as 0.111 times 'd'" in remark
    assert "should be at most 0.10" in remark


def test_two_items_are_always_consistent_and_judges_are_joined_by_the_geometric_mean():
    judges = np.array([[[1, 4], [0.25, 1]], [[1, 1], [1, 1]]])
    found = hierarchy(judges)
    np.testing.assert_allclose(found.weights, [2 / 3, 1 / 3])
    assert (found.consistency_ratio, found.least_consistent) == (0.0, None)


def test_more_than_fifteen_items_have_a_random_index_too():
    found = hierarchy(consistent(np.arange(1.0, 18.0)))
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    worse = consistent(np.ones(17))
    worse[0, 1], worse[1, 0] = 9, 1 / 9
    # (17 · 2.7699 − 4.3513 − 17) / 16 is about 1.608.
    got = hierarchy(worse)
    assert got.consistency_index / got.consistency_ratio == pytest.approx(1.608, abs=0.001)


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        ([[1, 3], [0.5, 1]], "judge 0 says item 0 is 3 times item 1, but the reverse is 0.5"),
        ([[1, NAN], [NAN, 1]], "judge 0 compares items 0 and 1"),
        ([[1, -2], [NAN, 1]], "two numbers above 0"),
        ([[2, 1], [1, 1]], "item 0 is 2 times item 0"),
        ([[1, 2, 3]], "not \\(n, n\\)"),
    ],
)
def test_unfit_judgements_are_refused_and_the_pair_named(matrix, says):
    with pytest.raises(EngineError, match=says):
        hierarchy(np.array(matrix, dtype=float))


def test_a_rounded_reciprocal_is_one():
    found = hierarchy(np.array([[1, 3], [0.33, 1]]))
    np.testing.assert_allclose(found.weights, [0.751, 0.249], atol=0.001)


@given(arrays((4, 6), st.one_of(numbers(1, 100), st.just(NAN), st.just(5.0))))
def test_entropy_agrees_with_its_slow_double(values):
    varied = [np.ptp(row[~np.isnan(row)]) > 1e-3 for row in values if (~np.isnan(row)).sum() > 1]
    if any(varied):
        np.testing.assert_allclose(entropy(values), doubles.entropy(values), atol=1e-6)
    elif not any(np.ptp(r[~np.isnan(r)]) for r in values if (~np.isnan(r)).any()):
        with pytest.raises(EngineError, match="none of them varies"):
            entropy(values)


def test_an_indicator_without_variation_gets_no_weight_from_entropy_and_critic():
    values = np.array([[1.0, 2.0, 5.0], [4.0, 4.0, 4.0], [3.0, 9.0, 1.0]])
    assert entropy(values)[1] == 0
    assert critic(values)[1] == 0
    assert critic(values).sum() == pytest.approx(1)


def test_critic_agrees_with_its_slow_double():
    np.testing.assert_allclose(critic(SCORES), doubles.critic(SCORES), rtol=1e-9)


def test_negative_values_have_no_entropy_and_are_named():
    scores = SCORES.copy()
    scores[1, 0] = -3
    with pytest.raises(EngineError, match=r"node 'economy'.*negative value -3.0 at \(1, 0\)"):
        weigh(scores, TREE, "entropy")


@given(st.permutations(range(5)), arrays((5,), st.sampled_from([-1.0, 1.0])))
def test_the_sign_of_a_component_is_not_chance(order, signs):
    # Turning an indicator round turns its loading, and nothing else; order changes nothing.
    straight = principal_components(SCORES, first_only=True)
    moved = principal_components(SCORES[list(order)], first_only=True)
    np.testing.assert_allclose(moved.weights, straight.weights[list(order)], rtol=1e-9)
    assert straight.loadings.sum() > 0
    rotated = principal_components(SCORES * signs[:, None])
    assert (rotated.loadings.sum(axis=0) >= -1e-9).all()
    np.testing.assert_allclose(rotated.weights, principal_components(SCORES).weights, rtol=1e-6)


def test_an_indicator_against_the_others_is_refused_by_name_and_not_given_a_negative_weight():
    scores = SCORES.copy()
    scores[2] = 100 - SCORES[0]
    with pytest.raises(EngineError, match="indicator 2 loads -0"):
        principal_components(scores, first_only=True)
    assert (principal_components(scores).weights > 0).all()


def test_two_separate_blocks_are_two_components_and_share_the_weight():
    generator = np.random.default_rng(8)
    one, two = generator.normal(size=(2, 4000))
    noise = generator.normal(0, 0.3, (4, 4000))
    found = principal_components(np.stack([one, one, two, two]) + noise)
    assert found.loadings.shape == (4, 2)
    np.testing.assert_allclose(found.weights, [0.25] * 4, atol=0.01)
    assert (np.abs(found.loadings).argmax(axis=1)[:2] == np.abs(found.loadings[0]).argmax()).all()


def test_a_rotation_keeps_what_is_explained_of_each_indicator():
    loadings = np.random.default_rng(3).normal(size=(6, 3))
    rotated = varimax(loadings)
    np.testing.assert_allclose((rotated**2).sum(axis=1), (loadings**2).sum(axis=1))
    assert (rotated**2).var(axis=0).sum() >= (loadings**2).var(axis=0).sum()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (np.array([[1.0, 2.0, 2.0], [5.0, 5.0, 5.0]]), "indicator 1 does not vary"),
        (np.array([[1.0, 2.0, NAN], [5.0, 6.0, 7.0]]), "need 3 units .* there are 2"),
    ],
)
def test_components_that_cannot_be_had_are_refused(values, says):
    with pytest.raises(EngineError, match=says):
        principal_components(values)


@settings(max_examples=40, deadline=None)
@given(arrays((2, 6), numbers(0.5, 10)))
def test_benefit_of_the_doubt_agrees_with_its_slow_double(values):
    found = benefit_of_the_doubt(values)
    slow = [doubles.benefit_of_two(values, unit) for unit in range(6)]
    np.testing.assert_allclose(found.scores, slow, rtol=1e-6)


@settings(max_examples=40, deadline=None)
@given(arrays((3, 5), st.one_of(numbers(0.1, 10), st.just(NAN))), st.sampled_from([0.0, 0.1, 0.3]))
def test_under_anyones_weights_no_unit_passes_1_and_shares_keep_their_bounds(values, least):
    known = ~np.isnan(values)
    if not known.any():
        return
    found = benefit_of_the_doubt(values, least=least)
    assert (np.isnan(found.scores) == ~known.any(axis=0)).all()
    for unit in np.flatnonzero(known.any(axis=0)):
        assert (found.weights[:, unit] @ np.nan_to_num(values) <= 1 + 1e-6).all()
        given_shares = found.shares[:, unit]
        assert given_shares.sum() == pytest.approx(1)
        assert (given_shares[known[:, unit]] >= least - 1e-6).all()


def test_bounds_keep_a_unit_from_scoring_by_one_indicator_alone():
    values = np.array([[10.0, 6.0], [1.0, 6.0]])
    assert benefit_of_the_doubt(values).scores[0] == pytest.approx(1)
    bound = benefit_of_the_doubt(values, least=0.4)
    assert bound.scores[0] < 0.6
    np.testing.assert_allclose(bound.shares[:, 0], [0.6, 0.4])
    assert benefit_of_the_doubt(values, most=0.6).scores[0] == pytest.approx(bound.scores[0])


@pytest.mark.parametrize(
    ("values", "bounds", "says"),
    [
        ([[1.0, -1.0]], {}, r"negative value -1.0 at \(0, 1\)"),
        ([[0.0, NAN]], {}, "needs a value above 0"),
        ([[1.0, 2.0]], {"least": 0.7, "most": 0.2}, "least ≤ most"),
        ([[1.0], [2.0]], {"least": 0.7}, "at least 1.4"),
        ([[1.0], [2.0]], {"most": 0.4}, "at most 0.8"),
    ],
)
def test_unfit_benefit_of_the_doubt_is_refused(values, bounds, says):
    with pytest.raises(EngineError, match=says):
        benefit_of_the_doubt(np.array(values), **bounds)


def test_wanted_importances_are_reached_and_the_same_every_time():
    wanted = np.array([1.2, 1.0, 1.0, 1.0, 1.1])
    found = weights_for_importance(SCORES, wanted)
    assert found.reached
    index = found.weights @ SCORES
    squares = np.array([doubles.pearson(row, index) ** 2 for row in SCORES])
    np.testing.assert_allclose(squares / squares.sum(), wanted / wanted.sum(), atol=0.005)
    np.testing.assert_array_equal(weights_for_importance(SCORES, wanted).weights, found.weights)
    holed_scores = SCORES.copy()
    holed_scores[0, ::9] = NAN
    assert weights_for_importance(holed_scores, wanted).reached


def test_what_cannot_be_reached_is_said():
    scores = SCORES[:3].copy()
    scores[2] = 100 - scores[0] + scores[1] / 50
    weighed = weigh(scores, flat(3), "optimised", wanted={"overall": [1, 1, 1]})
    assert not weighed.report.nodes[0].detail.reached
    assert "importance wanted is not reached" in weighed.report.remarks[0]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [([1, 1], "for 5 indicators"), ([1, 1, 1, 1, 0], "above 0")],
)
def test_unfit_wishes_are_refused(wanted, says):
    with pytest.raises(EngineError, match=says):
        weights_for_importance(SCORES, np.array(wanted, dtype=float))
    with pytest.raises(EngineError, match="indicator 1 does not vary"):
        weights_for_importance(np.array([[1.0, 2, 3, 4], [5, 5, 5, 5]]), np.ones(2))


def flat(number: int) -> Tree:
    leaves = tuple("abcdefg"[:number])
    return Tree(leaves, (Node("overall", leaves, (1.0,) * number),))


def test_a_node_with_one_child_keeps_it_whole():
    tree = Tree(("a", "b"), (Node("x", ("a",), (3.0,)), Node("y", ("x", "b"), (1.0, 1.0))))
    for method in ("pca", "entropy", "critic", "bod", "optimised"):
        assert weigh(SCORES[:2], tree, method).tree.nodes[0].weights == (1.0,)


@pytest.mark.parametrize(
    ("scores", "method", "parameters", "says"),
    [
        (SCORES, "luck", {}, "'luck' is not a known way to weigh"),
        (None, "pca", {}, "taken from scores, and none were given"),
        (None, "ahp", {}, "need 'judgements'"),
        (None, "equal", {"nodes": ["health"]}, "no node 'health'"),
        (None, "equal", {"points": {}}, "'points' belong to weights by 'budget'"),
        (None, "budget", {"points": {"society": np.ones((1, 3))}}, "2 children, but 3 were judged"),
        (
            None,
            "ahp",
            {"judgements": {"society": np.eye(2) * 0 + 1}, "nodes": ["economy"]},
            "node 'economy': nothing was said of its children",
        ),
        (None, "given", {"weights": {"society": (0, 0)}}, "add up to 0"),
        (SCORES * 0, "bod", {}, "node 'economy': .* a value above 0"),
    ],
)
def test_what_cannot_be_weighed_is_refused(scores, method, parameters, says):
    with pytest.raises(EngineError, match=says):
        weigh(scores, TREE, method, **parameters)


def test_effective_weights_are_products_down_the_tree():
    np.testing.assert_allclose(
        effective_weights(TREE),
        [2 / 6 / 3, 1 / 6 / 3, 3 / 6 / 3, 1 / 3, 1 / 3, 1 / 3, 2 / 3, 1],
    )


def test_importance_of_a_straight_relation_is_the_squared_correlation():
    x = np.random.default_rng(1).normal(size=(3, 500))
    index = x[0] + x[1] * 0.5
    found = importance(x, index)
    np.testing.assert_allclose(found, [0.8, 0.2, 0.0], atol=0.06)


def test_importance_sees_a_bent_relation_where_a_correlation_sees_none():
    x = np.linspace(-1, 1, 101)
    found = importance(x[None, :], x**2)
    assert abs(doubles.pearson(x, x**2)) < 1e-9
    assert found[0] > 0.97


@given(arrays((3, 8), holed(-50, 50)), arrays((8,), holed(-50, 50)))
def test_importance_is_a_share_or_missing(scores, index):
    found = importance(scores, index)
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()


def test_importance_of_what_does_not_vary_is_0_and_of_an_index_that_does_not_unknown():
    rows = np.array([[1.0, 2, 3, 4, 5], [7.0] * 5, [1, 2, 3, NAN, NAN]])
    found = importance(rows, np.array([1.0, 2, 3, 4, 6]))
    np.testing.assert_array_equal(np.isnan(found), [False, False, True])
    assert found[1] == 0
    assert np.isnan(importance(rows, np.full(5, 2.0))).all()


def test_many_units_are_joined_first_and_the_answer_stays():
    generator = np.random.default_rng(7)
    x = generator.normal(size=(1, 6000))
    index = x[0] + generator.normal(size=6000)
    assert importance(x, index)[0] == pytest.approx(0.5, abs=0.04)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(EngineError, match="do not fit an index"):
        importance(SCORES, SCORES[0, :5])
    with pytest.raises(EngineError, match="infinite"):
        importance(SCORES, np.where(SCORES[0] > 50, np.inf, SCORES[0]))


def test_where_bounds_leave_every_unit_0_there_are_no_weights():
    crossed = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert (benefit_of_the_doubt(crossed, least=0.3).scores == 0).all()
    with pytest.raises(EngineError, match="node 'overall': no unit scores above 0"):
        weigh(crossed, flat(2), "bod", least=0.3)


def test_a_programme_that_is_not_solved_is_never_passed_over(monkeypatch):
    def unsolved(*_args: object, **_parameters: object) -> object:
        return type("Answer", (), {"status": 4, "message": "numerical difficulties"})()

    monkeypatch.setattr(optimize, "linprog", unsolved)
    with pytest.raises(EngineError, match="unit 0 has no best weights: numerical difficulties"):
        benefit_of_the_doubt(np.ones((2, 3)))


def test_benefit_of_the_doubt_is_of_one_year():
    with pytest.raises(EngineError, match="\\(indicator, unit\\) is needed"):
        benefit_of_the_doubt(np.ones((2, 3, 4)))


def test_one_indicator_has_all_of_the_importance():
    assert weights_for_importance(SCORES[:1], np.ones(1)).weights.tolist() == [1.0]


@pytest.mark.slow
def test_noise_alone_is_not_taken_for_importance_among_few_units():
    noise = np.random.default_rng(11).normal(size=(40, 40))
    index = np.random.default_rng(12).normal(size=40)
    assert importance(noise, index).mean() < 0.12
