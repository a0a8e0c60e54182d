import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from moibench.engine import EngineError, roll_up_ratio, roll_up_sum, roll_up_weighted_mean
from tests import doubles
from tests.engine.generated import NAN, arrays, holed

# Two clusters of two provinces and a country of all four.
MEMBERS = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1]], dtype=bool)


def test_a_sum_adds_up_the_members_of_each_parent():
    rolled = roll_up_sum(np.array([1.0, 2.0, 3.0, 4.0]), MEMBERS)
    np.testing.assert_array_equal(rolled.values, [3, 7, 10])
    np.testing.assert_array_equal(rolled.coverage, [1, 1, 1])


def test_a_missing_member_makes_the_parent_missing_and_never_a_smaller_sum():
    rolled = roll_up_sum(np.array([1.0, NAN, 3.0, 4.0]), MEMBERS)
    np.testing.assert_array_equal(rolled.values, [NAN, 7, NAN])
    np.testing.assert_array_equal(rolled.coverage, [0.5, 1, 0.75])


def test_a_zero_is_a_value_and_not_a_missing_member():
    rolled = roll_up_sum(np.array([0.0, 0.0, 3.0, 4.0]), MEMBERS)
    np.testing.assert_array_equal(rolled.values, [0, 7, 7])


def test_a_parent_without_members_has_no_value_and_no_coverage():
    rolled = roll_up_sum(np.array([1.0, 2.0]), np.zeros((1, 2), dtype=bool))
    np.testing.assert_array_equal(rolled.values, [NAN])
    np.testing.assert_array_equal(rolled.coverage, [NAN])


def test_a_ratio_is_of_sums_and_not_the_mean_of_ratios():
    rolled = roll_up_ratio(
        np.array([10.0, 90.0, 1.0, 1.0]), np.array([100.0, 100.0, 1.0, 3.0]), MEMBERS, scale=100
    )
    np.testing.assert_allclose(rolled.values, [50, 50, 50])


def test_a_ratio_says_the_share_of_the_denominator_it_would_rest_on():
    rolled = roll_up_ratio(np.array([5.0, NAN]), np.array([30.0, 10.0]), np.array([[True, True]]))
    assert np.isnan(rolled.values[0])
    assert rolled.coverage[0] == 30 / 40


def test_a_ratio_counts_members_where_a_denominator_is_unknown():
    rolled = roll_up_ratio(np.array([5.0, 5.0]), np.array([30.0, NAN]), np.array([[True, True]]))
    assert rolled.coverage[0] == 1 / 2


def test_denominators_that_add_up_to_zero_give_no_ratio():
    rolled = roll_up_ratio(np.array([5.0, 5.0]), np.zeros(2), np.array([[True, True]]))
    assert np.isnan(rolled.values[0])
    assert rolled.coverage[0] == 1.0


def test_a_weighted_mean_gives_large_members_their_weight():
    rolled = roll_up_weighted_mean(
        np.array([10.0, 20.0]), np.array([3.0, 1.0]), np.array([[True, True]])
    )
    assert rolled.values[0] == (10 * 3 + 20 * 1) / 4


def test_a_member_without_weight_makes_the_mean_missing():
    rolled = roll_up_weighted_mean(
        np.array([10.0, 20.0]), np.array([3.0, NAN]), np.array([[True, True]])
    )
    assert np.isnan(rolled.values[0])
    assert rolled.coverage[0] == 1 / 2


def test_a_negative_weight_is_refused_with_its_place():
    with pytest.raises(EngineError, match=r"weight at position \(1,\) is negative"):
        roll_up_weighted_mean(np.ones(2), np.array([1.0, -1.0]), np.array([[True, True]]))


def test_an_infinite_value_is_refused_because_it_would_spoil_other_parents():
    with pytest.raises(EngineError, match=r"values hold an infinite number at position \(0,\)"):
        roll_up_sum(np.array([np.inf, 1.0]), np.array([[False, True]]))


def test_members_of_another_number_of_units_are_refused():
    with pytest.raises(EngineError, match="4 units but members have 2"):
        roll_up_sum(np.ones(4), np.ones((1, 2), dtype=bool))
    with pytest.raises(EngineError, match="axes"):
        roll_up_sum(np.ones(2), np.ones(2, dtype=bool))


def test_a_map_that_differs_by_year_is_followed_year_by_year():
    # Bueng Kan (second) does not exist in the first year and belongs to the parent in the second.
    members = np.array([[[True, False]], [[True, True]]])
    values = np.array([[[44.0, NAN], [33.0, 12.0]]])
    rolled = roll_up_sum(values, members)
    np.testing.assert_array_equal(rolled.values, [[[44], [45]]])


def test_leading_axes_are_free():
    values = np.arange(24.0).reshape(2, 3, 4)
    rolled = roll_up_sum(values, MEMBERS)
    assert rolled.values.shape == (2, 3, 3)
    assert rolled.values[1, 2, 1] == 22 + 23


@given(
    top=arrays((2, 6), holed()),
    bottom=arrays((2, 6), holed(0, 1e6)),
    members=hnp.arrays(np.bool_, (3, 6)),
    rule=st.sampled_from(["sum", "ratio", "weighted mean"]),
)
def test_roll_up_agrees_with_its_slow_double(top, bottom, members, rule):
    bottom = np.where(bottom < 1e-3, 0.0, bottom)
    rolled = {
        "sum": lambda: roll_up_sum(top, members),
        "ratio": lambda: roll_up_ratio(top, bottom, members, 100.0),
        "weighted mean": lambda: roll_up_weighted_mean(top, bottom, members),
    }[rule]()
    for row in range(2):
        for parent in range(3):
            value, coverage = doubles.roll_up(rule, top[row], bottom[row], members[parent], 100.0)
            # Sums taken in another order differ by the rounding of their largest part.
            np.testing.assert_allclose(rolled.values[row, parent], value, rtol=1e-9, atol=1e-3)
            np.testing.assert_allclose(rolled.coverage[row, parent], coverage, atol=1e-12)


@given(arrays((5,), holed()), st.permutations(range(5)))
def test_reordering_units_moves_no_sum(values, order):
    members = np.array([[True, True, False, True, True]])
    one, other = roll_up_sum(values, members), roll_up_sum(values[order], members[:, order])
    np.testing.assert_allclose(one.values, other.values, rtol=1e-12, atol=1e-6)
    np.testing.assert_array_equal(one.coverage, other.coverage)


@given(
    top=arrays((3, 6), holed(-1e3, 1e3)),
    bottom=arrays((3, 6), holed(0, 1e3)),
    parents=hnp.arrays(np.int64, (6,), elements=st.integers(-1, 3)),
)
def test_parents_by_number_are_parents_by_mask(top, bottom, parents):
    members = parents == np.arange(parents.max() + 1)[:, None]
    for one, other in (
        (roll_up_sum(top, parents), roll_up_sum(top, members)),
        (roll_up_ratio(top, bottom, parents), roll_up_ratio(top, bottom, members)),
        (roll_up_weighted_mean(top, bottom, parents), roll_up_weighted_mean(top, bottom, members)),
    ):
        np.testing.assert_allclose(one.values, other.values, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(one.coverage, other.coverage, rtol=1e-9)
