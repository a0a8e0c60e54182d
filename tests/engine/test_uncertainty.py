from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moibench.engine import (
    EngineError,
    Node,
    Tree,
    Variation,
    aggregate,
    beats,
    cannot_be_told_apart,
    goalposts,
    rank,
    rank_ranges,
    replicate_scores,
)
from tests import doubles
from tests.engine.generated import NAN, PLAIN_NODES, TREE, arrays, numbers

EVERYTHING = Variation(
    replicates=60,
    seed=2562,
    weight_noise=0.25,
    normalisations=("goalposts", "z_score", "rank"),
    aggregations=("arithmetic", "geometric"),
    imputations=("none", "median"),
    leave_one_out=True,
)
NOTHING = Variation(5, 1, 0.0, ("goalposts",), ("arithmetic",), ("none",), False)
POSTS = np.array([[0.0, 100.0]] * 4 + [[100.0, 0.0]])
DIRECTION = np.array([1, 1, 1, 1, -1])
REFERENCE = np.array([True, True, True, True, True, False])
VALUES = np.random.default_rng(7).uniform(-10, 110, (5, 6))
VALUES[1, 2] = VALUES[3, 0] = NAN


def replicates(variation: Variation, values: np.ndarray = VALUES, threshold: float = 0.5):
    return replicate_scores(values, TREE, POSTS, DIRECTION, REFERENCE, threshold, variation)


def headline(values: np.ndarray = VALUES, threshold: float = 0.5) -> np.ndarray:
    scores = goalposts(values, POSTS[:, 0], POSTS[:, 1]).values
    return aggregate(scores, TREE, threshold).scores


def test_replicate_0_is_the_headline_design_itself():
    np.testing.assert_allclose(replicates(EVERYTHING)[0], headline(), rtol=1e-12)


def test_replicate_0_is_the_headline_also_where_nothing_varied_is_of_its_kind():
    other = Variation(3, 1, 0.25, ("rank",), ("geometric",), ("median",), True)
    scores = replicates(other)
    np.testing.assert_allclose(scores[0], headline(), rtol=1e-12)
    assert not np.allclose(scores[1], scores[0])


def test_where_nothing_varies_every_replicate_is_the_headline():
    scores = replicates(NOTHING)
    for replicate in scores:
        np.testing.assert_array_equal(replicate, scores[0])


def test_the_same_seed_gives_the_same_replicates_and_another_seed_others():
    np.testing.assert_array_equal(replicates(EVERYTHING), replicates(EVERYTHING))
    assert not np.allclose(replicates(EVERYTHING), replicates(replace(EVERYTHING, seed=2563)))


def test_weights_are_drawn_within_their_noise():
    tree = Tree(("a", "b"), (Node("overall", ("a", "b"), (1.0, 1.0)),))
    variation = Variation(2000, 3, 0.25, ("goalposts",), ("arithmetic",), ("none",), False)
    scores = replicate_scores(
        np.array([[100.0], [0.0]]), tree, POSTS[:2], DIRECTION[:2], np.array([True]), 0, variation
    )[:, 0, 0]
    least, most = 100 * 0.75 / (0.75 + 1.25), 100 * 1.25 / (0.75 + 1.25)
    assert scores.min() >= least
    assert scores.max() <= most
    assert scores.min() < least + 1
    assert scores.max() > most - 1


def test_leaving_one_out_drops_each_indicator_or_none_equally_often():
    tree = Tree(("a", "b", "c"), (Node("overall", ("a", "b", "c"), (1.0, 1.0, 1.0)),))
    variation = Variation(4000, 3, 0.0, ("goalposts",), ("arithmetic",), ("none",), True)
    scores = replicate_scores(
        np.array([[0.0], [30.0], [90.0]]),
        tree, POSTS[:3], DIRECTION[:3], np.array([True]), 1.0, variation,
    )[:, 0, 0]  # fmt: skip
    values, times = np.unique(scores.round(6), return_counts=True)
    np.testing.assert_array_equal(values, [15, 40, 45, 60])
    # Four standard deviations of a count of 4000 draws with probability 1/4.
    assert np.abs(times - 1000).max() < 4 * np.sqrt(4000 * 0.25 * 0.75)


def test_a_dimension_whose_only_indicator_is_left_out_is_not_part_of_that_replicate():
    tree = Tree(
        ("a", "b"),
        (Node("x", ("a",), (1,)), Node("y", ("b",), (1,)), Node("overall", ("x", "y"), (1, 1))),
    )
    variation = Variation(50, 3, 0.0, ("goalposts",), ("arithmetic",), ("none",), True)
    scores = replicate_scores(
        np.array([[20.0], [60.0]]), tree, POSTS[:2], DIRECTION[:2], np.array([True]), 1.0, variation
    )
    assert set(scores[:, 2, 0]) == {20.0, 40.0, 60.0}
    assert np.isnan(scores[scores[:, 2, 0] == 20, 1, 0]).all()


def test_an_index_of_one_indicator_never_loses_it():
    tree = Tree(("a",), (Node("overall", ("a",), (1.0,)),))
    scores = replicate_scores(
        np.array([[40.0, 70.0]]), tree, POSTS[:1], DIRECTION[:1], np.array([True, True]), 1.0,
        replace(NOTHING, leave_one_out=True, replicates=40),
    )  # fmt: skip
    np.testing.assert_array_equal(scores, np.tile([[[40.0, 70.0]]], (40, 1, 1)))


def test_medians_never_rank_a_unit_that_the_headline_leaves_out():
    values = VALUES.copy()
    values[:, 4] = NAN
    scores = replicates(EVERYTHING, values)
    assert np.isnan(scores[:, :, 4]).all()
    ranges = rank_ranges(scores, [np.ones(6, dtype=bool)])
    assert (ranges.missing_share[:, 4] == 1).all()
    assert np.nanmax(ranges.high) <= 5


def test_no_replicate_is_dropped_one_without_a_score_is_counted():
    # Unit 2 has 5/6 of its dimension by weight; with c left out, it has 2/3 and no score.
    scores = replicates(replace(EVERYTHING, imputations=("none",)), threshold=0.75)
    missing = np.isnan(scores).mean(axis=0)
    assert 0 < missing[0, 2] < 1
    ranges = rank_ranges(scores, [np.ones(6, dtype=bool)])
    np.testing.assert_allclose(ranges.missing_share, missing)
    assert len(scores) == 60


@settings(max_examples=15)
@given(
    arrays((5, 6), st.one_of(numbers(-10, 110).map(lambda v: round(v, 3)), st.just(NAN))),
    st.integers(0, 10**9),
    st.sampled_from([0.0, 0.5, 2 / 3]),
)
def test_replicates_their_ranks_and_ranges_agree_with_their_slow_double(values, seed, threshold):
    variation = replace(EVERYTHING, seed=seed, replicates=24)
    fast = replicates(variation, values, threshold)
    slow, slow_ranks = doubles.replicate_ranks(
        values, TREE.leaves, PLAIN_NODES, POSTS, DIRECTION, REFERENCE, threshold, variation
    )
    np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(rank(fast), slow_ranks)
    ranges = rank_ranges(fast, [np.ones(6, dtype=bool)], (10, 90))
    for node in range(3):
        for unit in range(6):
            low, high = doubles.rank_range(slow_ranks[:, node, unit], 10, 90)
            np.testing.assert_array_equal(ranges.low[node, unit], low)
            np.testing.assert_array_equal(ranges.high[node, unit], high)


@given(st.permutations(range(6)))
def test_reordering_units_moves_only_the_order_of_replicates(order):
    mixed = replicate_scores(
        VALUES[:, order], TREE, POSTS, DIRECTION, REFERENCE[order], 0.5, EVERYTHING
    )
    np.testing.assert_allclose(mixed, replicates(EVERYTHING)[:, :, order], rtol=1e-9)


def of_root(scores: list[list[float]]) -> np.ndarray:
    return np.array(scores, dtype=float)[:, None, :]


def test_the_range_of_ranks_is_rounded_outwards_to_ranks_that_occurred():
    # Unit 0 is first in nine replicates of ten and third in one.
    scores = of_root([[9, 5, 4]] * 9 + [[1, 5, 4]])
    ranges = rank_ranges(scores, [np.ones(3, dtype=bool)], (5, 95))
    np.testing.assert_array_equal(ranges.low, [[1, 1, 2]])
    np.testing.assert_array_equal(ranges.high, [[3, 2, 3]])
    narrow = rank_ranges(scores, [np.ones(3, dtype=bool)], (0, 50))
    np.testing.assert_array_equal(narrow.high, [[1, 2, 3]])


def test_ranks_are_counted_within_each_group_and_units_in_none_have_no_range():
    scores = of_root([[9, 5, 7, 1, 3]])
    groups = [np.array([1, 1, 0, 0, 0], dtype=bool), np.array([0, 0, 0, 1, 1], dtype=bool)]
    ranges = rank_ranges(scores, groups)
    np.testing.assert_array_equal(ranges.low, [[1, 2, NAN, 2, 1]])
    np.testing.assert_array_equal(ranges.missing_share, [[0, 0, NAN, 0, 0]])


def test_an_empty_group_changes_nothing():
    ranges = rank_ranges(of_root([[2, 1]]), [np.zeros(2, dtype=bool)])
    assert np.isnan(ranges.low).all()


def test_the_outer_fifths_are_shares_of_the_replicates_with_a_rank():
    ten = list(range(10, 0, -1))
    turned = ten[::-1]
    scores = of_root([ten, ten, ten, turned])
    ranges = rank_ranges(scores, [np.ones(10, dtype=bool)])
    np.testing.assert_array_equal(ranges.top_fifth[0], [0.75, 0.75, *[0] * 6, 0.25, 0.25])
    np.testing.assert_array_equal(ranges.bottom_fifth[0], [0.25, 0.25, *[0] * 6, 0.75, 0.75])


def test_a_fifth_is_of_the_units_with_a_score_and_at_least_one_unit():
    ranges = rank_ranges(of_root([[3, 2, NAN]]), [np.ones(3, dtype=bool)])
    np.testing.assert_array_equal(ranges.top_fifth, [[1, 0, NAN]])
    np.testing.assert_array_equal(ranges.bottom_fifth, [[0, 1, NAN]])


def test_units_tied_across_the_edge_of_a_fifth_are_in_it():
    ranges = rank_ranges(of_root([[4, 4, 4, 4, 4]]), [np.ones(5, dtype=bool)])
    np.testing.assert_array_equal(ranges.top_fifth, [[1] * 5])
    np.testing.assert_array_equal(ranges.bottom_fifth, [[1] * 5])


def test_groups_that_overlap_or_do_not_fit_are_refused():
    scores = of_root([[2, 1]])
    with pytest.raises(EngineError, match="unit 1 is in group 1 and in another"):
        rank_ranges(scores, [np.array([True, True]), np.array([False, True])])
    with pytest.raises(EngineError, match="group 0 has shape"):
        rank_ranges(scores, [np.array([True])])
    with pytest.raises(EngineError, match="two increasing percentiles"):
        rank_ranges(scores, [], (95, 5))


def test_one_unit_beats_another_in_the_share_of_replicates_where_it_is_above():
    share = beats(np.array([[3.0, 1.0], [3.0, 1.0], [1.0, 3.0], [2.0, 2.0 + 1e-12]]))
    np.testing.assert_array_equal(share, [[0.5, 2.5 / 4], [1.5 / 4, 0.5]])


def test_only_replicates_in_which_both_have_a_score_are_counted():
    share = beats(np.array([[3.0, NAN, NAN], [3.0, 1.0, NAN]]))
    np.testing.assert_array_equal(share[0], [0.5, 1.0, NAN])


def test_units_are_told_apart_from_95_per_cent_on():
    share = np.full((4, 4), 0.5)
    share[0] = [0.5, 0.95, 0.949, NAN]
    share[:, 0] = [0.5, 0.05, 0.051, NAN]
    everyone = np.ones(4, dtype=bool)
    assert cannot_be_told_apart(share, 0, everyone).tolist() == [2]
    assert cannot_be_told_apart(share, 1, everyone).tolist() == [2, 3]
    assert cannot_be_told_apart(share, 0, np.array([True, True, False, True])).tolist() == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"replicates": 0}, "at least 1"),
        ({"weight_noise": 1.0}, r"not in \[0, 1\)"),
        ({"normalisations": ()}, "at least one normalisation"),
        ({"normalisations": ("rank", "rank")}, "'rank' twice"),
        ({"aggregations": ("median",)}, "'median' is not a known aggregation"),
        ({"imputations": ("mean",)}, "'mean' is not a known imputation"),
    ],
)
def test_a_variation_that_cannot_be_drawn_is_refused(fault, says):
    with pytest.raises(EngineError, match=says):
        replace(EVERYTHING, **fault)


def test_values_or_goalposts_that_do_not_fit_the_tree_are_refused():
    with pytest.raises(EngineError, match="5 leaves"):
        replicate_scores(VALUES[:4], TREE, POSTS, DIRECTION, REFERENCE, 0.5, NOTHING)
    with pytest.raises(EngineError, match=r"goalposts have shape \(4, 2\)"):
        replicate_scores(VALUES, TREE, POSTS[:4], DIRECTION, REFERENCE, 0.5, NOTHING)
