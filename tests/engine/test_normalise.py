import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moibench.engine import EngineError, goalposts, percentile_goalposts, rank_score, z_score
from tests import doubles
from tests.engine.generated import NAN, arrays, holed, numbers

ALL = np.ones(4, dtype=bool)
UP = np.array([1])


def test_goalposts_score_exactly_0_and_100_and_halfway_50():
    scores = goalposts(np.array([[20.0, 52.5, 85.0]]), np.array([20.0]), np.array([85.0]))
    np.testing.assert_array_equal(scores.values, [[0, 50, 100]])
    assert not scores.capped.any()


def test_values_beyond_a_goalpost_are_capped_and_marked():
    scores = goalposts(np.array([[10.0, 90.0, NAN]]), np.array([20.0]), np.array([85.0]))
    np.testing.assert_array_equal(scores.values, [[0, 100, NAN]])
    np.testing.assert_array_equal(scores.capped, [[True, True, False]])


def test_goalposts_the_other_way_round_reward_low_values():
    scores = goalposts(np.array([[30.0, 10.0, 0.0]]), np.array([30.0]), np.array([0.0]))
    np.testing.assert_allclose(scores.values, [[0, 200 / 3, 100]])
    assert not np.signbit(scores.values).any()


def test_equal_goalposts_are_refused_by_index():
    with pytest.raises(EngineError, match=r"indicator 1 .*7\.0 and 7\.0"):
        goalposts(np.ones((2, 3)), np.array([0.0, 7.0]), np.array([1.0, 7.0]))


def test_goalposts_that_are_missing_or_too_few_are_refused():
    with pytest.raises(EngineError, match="indicator 0"):
        goalposts(np.ones((1, 3)), np.array([NAN]), np.array([1.0]))
    with pytest.raises(EngineError, match="2 indicators"):
        goalposts(np.ones((2, 3)), np.array([0.0]), np.array([1.0]))


def test_percentile_goalposts_ignore_missing_values():
    values = np.array([[0.0, 10.0, NAN, 20.0]])
    np.testing.assert_allclose(percentile_goalposts(values, 25, 75), [[5, 15]])


def test_percentiles_the_other_way_round_give_goalposts_that_reward_low_values():
    values = np.array([[0.0, 10.0, 20.0]])
    np.testing.assert_allclose(percentile_goalposts(values, 75, 25), [[15, 5]])


def test_an_indicator_without_a_baseline_value_is_named():
    with pytest.raises(EngineError, match="indicator 1 has no baseline value"):
        percentile_goalposts(np.array([[1.0, 2.0], [NAN, NAN]]), 5, 95)


def test_a_z_score_of_0_scores_50_and_three_deviations_reach_the_edge():
    values = np.array([[-1.0, 1.0, 0.0, 3.0, -9.0]])
    reference = np.array([True, True, False, False, False])
    np.testing.assert_allclose(
        z_score(values, reference, UP), [[50 - 100 / 6, 50 + 100 / 6, 50, 100, 0]]
    )


def test_a_z_score_turns_round_where_low_is_good():
    values = np.array([[-1.0, 1.0]])
    np.testing.assert_allclose(
        z_score(values, np.array([True, True]), np.array([-1])), [[50 + 100 / 6, 50 - 100 / 6]]
    )


def test_a_constant_indicator_scores_50_and_is_not_dropped():
    values = np.array([[0.1, 0.1, NAN, 0.1]])
    np.testing.assert_array_equal(z_score(values, ALL, UP), [[50, 50, NAN, 50]])
    np.testing.assert_array_equal(rank_score(values, ALL, UP), [[50, 50, NAN, 50]])


def test_an_indicator_constant_but_for_float_noise_is_constant():
    values = np.array([[0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2]])
    np.testing.assert_array_equal(z_score(values, ALL, UP), [[50, 50, 50, 50]])
    np.testing.assert_array_equal(rank_score(values, ALL, UP), [[50, 50, 50, 50]])


def test_positions_run_from_0_to_100_and_ties_share_the_middle():
    values = np.array([[1.0, 5.0, 5.0, 9.0]])
    np.testing.assert_array_equal(rank_score(values, ALL, UP), [[0, 50, 50, 100]])
    np.testing.assert_array_equal(rank_score(values, ALL, np.array([-1])), [[100, 50, 50, 0]])


def test_a_unit_outside_the_reference_is_placed_among_it():
    values = np.array([[10.0, 20.0, 15.0, 99.0, 10.0]])
    reference = np.array([True, True, False, False, False])
    np.testing.assert_array_equal(rank_score(values, reference, UP), [[0, 100, 50, 100, 25]])


def test_without_a_reference_value_there_is_no_score():
    values = np.array([[NAN, 2.0]])
    reference = np.array([True, False])
    assert np.isnan(z_score(values, reference, UP)).all()
    assert np.isnan(rank_score(values, reference, UP)).all()


def test_the_only_reference_unit_scores_50():
    values, reference = np.array([[3.0, NAN]]), np.array([True, True])
    np.testing.assert_array_equal(rank_score(values, reference, UP), [[50, NAN]])


def test_a_direction_that_is_no_direction_is_refused():
    with pytest.raises(EngineError, match="indicator 0 has the direction 0"):
        z_score(np.ones((1, 4)), ALL, np.array([0]))


def test_a_reference_that_does_not_fit_is_refused():
    with pytest.raises(EngineError, match=r"\(1, 4\) do not fit a reference of shape \(3,\)"):
        rank_score(np.ones((1, 4)), np.ones(3, dtype=bool), UP)


@given(arrays((2, 7), holed()), numbers(), numbers())
def test_a_score_never_leaves_its_scale_and_missing_stays_missing(values, low, high):
    assume(abs(high - low) > 1e-3)
    reference = np.array([True, True, True, True, False, False, True])
    direction = np.array([1, -1])
    for scores in (
        goalposts(values, np.array([low, high]), np.array([high, low])).values,
        z_score(values, reference, direction),
        rank_score(values, reference, direction),
    ):
        present = scores[~np.isnan(scores)]
        assert ((present >= 0) & (present <= 100)).all()
        assert np.isnan(scores[np.isnan(values)]).all()


@given(numbers(), numbers())
def test_any_goalposts_score_exactly_0_and_100(low, high):
    assume(low != high)
    scores = goalposts(np.array([[low, high]]), np.array([low]), np.array([high])).values
    np.testing.assert_array_equal(scores, [[0.0, 100.0]])


@given(arrays((1, 6), numbers(-1e3, 1e3)), st.sampled_from([1e-3, 1e3, 1e6]))
def test_changing_the_unit_of_measure_moves_nothing(values, factor):
    low, high = np.array([-500.0]), np.array([750.0])
    reference = np.array([True, True, True, True, True, False])
    np.testing.assert_allclose(
        goalposts(values, low, high).values,
        goalposts(values * factor, low * factor, high * factor).values,
        atol=1e-9,
    )
    spread = np.ptp(values[:, :5])
    assume(spread == 0 or spread > 1e-3)
    np.testing.assert_allclose(
        z_score(values, reference, UP), z_score(values * factor, reference, UP), atol=1e-6
    )


@given(arrays((2, 6), holed()), st.permutations(range(6)), st.permutations(range(2)))
def test_reordering_units_or_indicators_moves_only_the_order(values, units, indicators):
    reference = np.array([True, True, False, True, True, True])
    direction = np.array([1, -1])
    mixed = values[np.ix_(indicators, units)]
    np.testing.assert_array_equal(
        rank_score(mixed, reference[units], direction[indicators]),
        rank_score(values, reference, direction)[np.ix_(indicators, units)],
    )


@given(arrays((1, 6), st.one_of(st.integers(-9, 9).map(float), st.just(NAN))), st.booleans())
def test_normalising_agrees_with_its_slow_double(values, high_is_good):
    reference = [True, True, True, True, False, False]
    direction = 1 if high_is_good else -1
    for how, score in (("z_score", z_score), ("rank", rank_score)):
        slow = doubles.normalise((how, "none"), list(values[0]), (0, 1), direction, reference)
        fast = score(values, np.array(reference), np.array([direction]))[0]
        np.testing.assert_allclose(fast, slow, atol=1e-9)
