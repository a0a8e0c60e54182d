from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from moibench.engine import EngineError, mann_kendall, trend, trend_all
from tests import doubles
from tests.engine.generated import NAN, arrays, numbers

YEARS = [2010, 2011, 2012, 2013, 2015, 2016, 2019]
# Whole numbers tie often; the rest hardly ever do, and differ by more than noise where they do not.
FINE = numbers(-1e4, 1e4).map(lambda value: round(value, 4))
VALUES = st.one_of(st.integers(-3, 3).map(float), FINE, st.just(NAN))


def test_the_slope_is_the_median_of_the_slopes_of_all_pairs_of_years():
    # Pairs: 2/1, 3/2, 9/4, 1/1, 7/3, 6/2.
    slope, _, points = trend([2015, 2016, 2017, 2019], np.array([1.0, 3.0, 4.0, 10.0]))
    assert slope == (2 + 9 / 4) / 2
    assert points == 4


def test_a_slope_counts_calendar_years_where_the_years_have_gaps():
    assert trend([2000, 2010, 2020], np.array([0.0, 10.0, 20.0])).slope == 1


def test_one_wild_year_does_not_turn_the_slope():
    assert trend(range(2011, 2018), np.array([1, 2, 3, 900, 5, 6, 7.0])).slope == 1


def test_under_three_points_there_is_no_trend():
    slope, p_value, points = trend([2015, 2016, 2017], np.array([1.0, NAN, 2.0]))
    assert np.isnan(slope)
    assert np.isnan(p_value)
    assert points == 2
    assert np.isnan(mann_kendall(np.array([1.0, 2.0])).p_value)


def test_equal_values_show_no_trend():
    assert mann_kendall(np.array([7.0] * 6)) == (0, 1.0)
    assert trend(range(6), np.array([7.0] * 6)).slope == 0


def test_float_noise_is_no_trend():
    rising = 0.3 + np.arange(5) * np.spacing(0.3)
    assert (np.diff(rising) > 0).all()
    assert mann_kendall(rising) == (0, 1.0)


@given(st.lists(st.integers(0, 6).map(float), min_size=4, max_size=12))
def test_mann_kendall_is_kendalls_tau_against_time_but_for_the_correction_for_continuity(values):
    s, p_value = mann_kendall(np.array(values))
    if len(set(values)) == 1:
        assert (s, p_value) == (0, 1.0)
        return
    tau = stats.kendalltau(np.arange(len(values)), values, method="asymptotic")
    assert np.sign(s) == np.sign(round(tau.statistic, 9))
    corrected = stats.norm.isf(tau.pvalue / 2) * (abs(s) - 1) / abs(s) if s else 0.0
    assert p_value == pytest.approx(2 * stats.norm.sf(corrected), abs=1e-9)


@pytest.mark.parametrize("number", [5, 6, 7])
def test_without_ties_a_short_series_falls_on_the_exact_tests_side_of_a_tenth(number):
    s = np.array(
        [mann_kendall(np.array(order, dtype=float)).s for order in permutations(range(number))]
    )
    for size in np.unique(np.abs(s)):
        exact = np.mean(np.abs(s) >= size)
        example = next(
            order
            for order, found in zip(permutations(range(number)), s, strict=True)
            if found == size
        )
        approximate = mann_kendall(np.array(example, dtype=float)).p_value
        assert (approximate < 0.1) == (exact < 0.1)


@given(arrays((7, 4), VALUES))
def test_all_trends_at_once_agree_with_one_at_a_time_and_with_the_slow_double(values):
    together = trend_all(YEARS, values)
    for unit in range(4):
        one = trend(YEARS, values[:, unit])
        slow = doubles.trend(YEARS, values[:, unit].tolist())
        for single in (one, slow):
            np.testing.assert_allclose(together.slope[unit], single[0], rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(together.p_value[unit], single[1], rtol=1e-9)
            assert together.points[unit] == single[2]


def test_trends_of_a_whole_cube_keep_its_leading_axes_also_over_many_blocks():
    values = np.random.default_rng(5).normal(size=(3, 4, 800))
    together = trend_all([2015, 2016, 2017, 2018], values)
    assert together.slope.shape == (3, 800)
    assert together.slope[2, 799] == pytest.approx(
        trend([2015, 2016, 2017, 2018], values[2, :, 799]).slope
    )


def test_a_cube_of_one_or_two_years_has_no_trends():
    assert np.isnan(trend_all([2015], np.ones((1, 3))).slope).all()
    assert np.isnan(trend_all([2015, 2016], np.ones((2, 3))).p_value).all()


def test_years_out_of_order_are_refused():
    for estimate in (trend, lambda y, v: trend_all(y, v[:, None])):
        with pytest.raises(EngineError, match="2016 is followed by 2016"):
            estimate([2015, 2016, 2016], np.ones(3))
