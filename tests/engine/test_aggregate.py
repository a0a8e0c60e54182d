import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError, Node, Tree, aggregate, contributions
from tests import doubles
from tests.engine.generated import NAN, PLAIN_NODES, TREE, arrays, holed, numbers

TWO_THIRDS = 2 / 3
SCORES = st.one_of(numbers(0, 100), st.just(NAN), st.sampled_from([0.0, 100.0]))


def flat(*weights: float) -> Tree:
    leaves = tuple("abcdefghij"[: len(weights)])
    return Tree(leaves, (Node("overall", leaves, weights),))


def column(*scores: float) -> np.ndarray:
    return np.array(scores, dtype=float)[:, None]


def root(scores: np.ndarray, tree: Tree, threshold: float = 0.0, **how: object) -> float:
    return float(aggregate(scores, tree, threshold, **how).scores[-1, 0])


def test_scores_are_averaged_by_weight_from_the_bottom_up():
    answer = aggregate(column(60, 30, 10, 80, 40), TREE, 0)
    np.testing.assert_allclose(
        answer.scores[:, 0],
        [(2 * 60 + 30 + 3 * 10) / 6, (80 + 40) / 2, (1 * 30 + 2 * 60) / 3],
    )
    np.testing.assert_array_equal(answer.coverage[:, 0], [1, 1, 1])


def test_the_weight_of_a_missing_indicator_is_shared_among_the_rest():
    assert root(column(60, 30, NAN), flat(2, 1, 3)) == pytest.approx((2 * 60 + 30) / 3)


def test_one_missing_value_of_ten_does_not_make_either_mean_missing():
    scores, tree = column(*[40.0] * 9, NAN), flat(*[1.0] * 10)
    assert root(scores, tree, 0.9) == 40
    assert root(scores, tree, 0.9, means={"overall": "geometric"}) == pytest.approx(40)


def test_coverage_is_the_share_of_indicators_by_weight_and_travels_up():
    answer = aggregate(column(60, 30, NAN, 80, 40), TREE, 0)
    np.testing.assert_allclose(answer.coverage[:, 0], [3 / 6, 1, (1 * 0.5 + 2 * 1) / 3])


def test_a_node_under_the_threshold_has_no_score_and_counts_as_missing_above():
    answer = aggregate(column(60, 30, NAN, 80, 40), TREE, TWO_THIRDS)
    np.testing.assert_allclose(answer.scores[:, 0], [NAN, 60, 60])
    np.testing.assert_allclose(answer.coverage[:, 0], [0.5, 1, 2.5 / 3])


def test_reaching_the_threshold_is_enough_whatever_the_last_digit():
    for weights in ((1.0, 1.0, 1.0), (0.1, 0.1, 0.1), (1 / 7, 1 / 7, 1 / 7)):
        for threshold in (2 / 3, 0.6666666667, 1 - 1 / 3):
            assert root(column(50, 50, NAN), flat(*weights), threshold) == 50
    assert math.isnan(root(column(50, 50, NAN), flat(1, 1, 1), 0.67))


def test_a_unit_without_any_value_has_no_score_even_where_no_coverage_is_asked():
    answer = aggregate(column(NAN, NAN), flat(1, 1), 0)
    assert np.isnan(answer.scores).all()
    assert (answer.coverage == 0).all()


def test_an_indicator_of_no_weight_changes_nothing_and_alone_gives_nothing():
    assert root(column(10, 90), flat(1, 0)) == 10
    assert math.isnan(root(column(NAN, 90), flat(1, 0)))


def test_the_geometric_mean_lets_one_low_score_weigh_more():
    assert root(column(25, 100), flat(1, 1), means={"overall": "geometric"}) == pytest.approx(50)


def test_the_geometric_mean_takes_scores_under_one_point_as_one_point():
    how = {"means": {"overall": "geometric"}}
    assert root(column(0, 100), flat(1, 1), **how) == pytest.approx(10)
    assert root(column(0, 0), flat(1, 1), **how) == 1


def test_weights_can_be_replaced_node_by_node():
    assert root(column(0, 100), flat(1, 1), weights={"overall": (1, 3)}) == 75


def test_what_the_tree_does_not_know_is_named():
    with pytest.raises(EngineError, match="no node 'health'"):
        root(column(1, 2), flat(1, 1), means={"health": "geometric"})
    with pytest.raises(EngineError, match="no node 'health'"):
        root(column(1, 2), flat(1, 1), weights={"health": (1, 1)})
    with pytest.raises(EngineError, match="2 leaves"):
        root(column(1, 2, 3), flat(1, 1))
    with pytest.raises(EngineError, match="infinite"):
        root(column(1, np.inf), flat(1, 1))


def test_leading_axes_are_free():
    scores = np.random.default_rng(3).uniform(0, 100, (5, 2, 4, 3))
    answer = aggregate(scores, TREE, TWO_THIRDS)
    assert answer.scores.shape == (3, 2, 4, 3)
    one = aggregate(scores[:, 1, 2, :], TREE, TWO_THIRDS)
    np.testing.assert_allclose(answer.scores[:, 1, 2, :], one.scores)


@given(arrays((5, 3), SCORES), st.sampled_from([0.0, 0.4, TWO_THIRDS, 1.0]), st.booleans())
def test_aggregate_agrees_with_its_slow_double(scores, threshold, geometric):
    named = ["overall"] if geometric else []
    fast = aggregate(scores, TREE, threshold, means=dict.fromkeys(named, "geometric"))
    for unit in range(3):
        slow, coverage = doubles.aggregate(
            dict(zip(TREE.leaves, scores[:, unit], strict=True)), PLAIN_NODES, threshold, named
        )
        np.testing.assert_allclose(fast.scores[:, unit], list(slow.values()), atol=1e-9)
        np.testing.assert_allclose(fast.coverage[:, unit], list(coverage.values()), atol=1e-12)


@given(arrays((5, 2), SCORES), st.booleans())
def test_an_index_never_leaves_the_scale(scores, geometric):
    means = {"overall": "geometric"} if geometric else None
    answer = aggregate(scores, TREE, 0, means).scores
    present = answer[~np.isnan(answer)]
    assert ((present >= 0) & (present <= 100)).all()


@given(numbers(0, 100), arrays((5,), st.booleans().map(float)))
def test_equal_scores_give_exactly_that_score(score, holes):
    scores = np.where(holes > 0, NAN, score)[:, None]
    answer = aggregate(scores, TREE, 0).scores
    assert np.isin(answer[~np.isnan(answer)], [score]).all()


@given(arrays((5, 1), SCORES), st.integers(0, 4), numbers(0, 100), st.booleans())
def test_raising_one_indicator_never_lowers_the_index(scores, which, to, geometric):
    means = {"overall": "geometric"} if geometric else None
    raised = scores.copy()
    raised[which] = np.maximum(scores[which], to)
    before, after = (aggregate(s, TREE, TWO_THIRDS, means).scores[-1, 0] for s in (scores, raised))
    assert np.isnan(before) == np.isnan(after)
    assert np.isnan(before) or after >= before - 1e-9


@given(arrays((5, 2), SCORES), st.sampled_from([1e-3, 7.0, 1e4]))
def test_weights_may_be_scaled_freely(scores, factor):
    scaled = {n.id: [factor * w for w in n.weights] for n in TREE.nodes}
    np.testing.assert_allclose(
        aggregate(scores, TREE, TWO_THIRDS).scores,
        aggregate(scores, TREE, TWO_THIRDS, weights=scaled).scores,
        atol=1e-9,
    )


@given(arrays((5, 3), SCORES), st.permutations(range(3)))
def test_reordering_units_moves_only_the_order(scores, order):
    np.testing.assert_allclose(
        aggregate(scores[:, order], TREE, TWO_THIRDS).scores,
        aggregate(scores, TREE, TWO_THIRDS).scores[:, order],
        rtol=1e-12,
    )


@given(arrays((5, 2), SCORES), st.permutations(range(5)))
def test_reordering_indicators_moves_nothing(scores, order):
    tree = Tree(tuple(TREE.leaves[i] for i in order), TREE.nodes)
    np.testing.assert_allclose(
        aggregate(scores[order], tree, TWO_THIRDS).scores,
        aggregate(scores, TREE, TWO_THIRDS).scores,
        rtol=1e-12,
    )


def test_contributions_are_the_points_each_indicator_gives_to_the_index():
    given_points = contributions(column(60, 30, 10, 80, 40), TREE, TWO_THIRDS)
    np.testing.assert_allclose(
        given_points[:, 0],
        [60 * 2 / 6 / 3, 30 * 1 / 6 / 3, 10 * 3 / 6 / 3, 80 / 2 * 2 / 3, 40 / 2 * 2 / 3],
    )


def test_a_missing_indicator_contributes_nothing_known_and_a_dropped_dimension_zero():
    points = contributions(column(60, 30, NAN, 80, 40), TREE, TWO_THIRDS)[:, 0]
    np.testing.assert_allclose(points, [0, 0, NAN, 40, 20])


def test_without_an_index_there_are_no_contributions():
    assert np.isnan(contributions(column(60, NAN, NAN, NAN, 40), TREE, TWO_THIRDS)).all()


@given(arrays((5, 3), SCORES), st.sampled_from([0.0, 0.4, TWO_THIRDS]))
def test_contributions_add_up_to_the_index(scores, threshold):
    index = aggregate(scores, TREE, threshold).scores[-1]
    points = contributions(scores, TREE, threshold)
    scored = ~np.isnan(index)
    np.testing.assert_allclose(
        np.nansum(points[:, scored], axis=0), index[scored], rtol=1e-12, atol=1e-12
    )
    assert (np.isnan(points) == (np.isnan(scores) | ~scored)).all()


@given(arrays((2, 5), holed(0, 100)))
def test_contributions_keep_leading_axes(scores):
    both = contributions(np.stack([scores.T, scores.T], axis=1), TREE, 0)
    np.testing.assert_array_equal(both[:, 0], both[:, 1])
