import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moibench.engine import EngineError, classify, natural_breaks, quantile_cutoffs
from tests.engine import doubles_classify as doubles
from tests.engine.generated import NAN, arrays, numbers

FIVE = np.array([20.0, 40.0, 60.0, 80.0])


def test_a_score_that_reaches_a_cut_off_has_the_higher_level():
    scores = np.array([0, 19.999, 20, 40, 60, 79.9, 80, 100, NAN])
    np.testing.assert_array_equal(classify(scores, FIVE), [1, 1, 2, 3, 4, 4, 5, 5, NAN])


def test_a_cut_off_is_reached_whatever_the_last_digit():
    just_under = np.nextafter(80.0, 0.0)
    assert just_under < 80
    assert classify(np.array([just_under]), FIVE) == 5


@pytest.mark.parametrize("cutoffs", [[], [20.0, 40.0, 40.0], [40.0, 20.0], [NAN], [np.inf]])
def test_cut_offs_must_be_there_and_increase(cutoffs):
    with pytest.raises(EngineError, match="cut-offs must be increasing numbers"):
        classify(np.array([1.0]), np.array(cutoffs))


def test_one_cut_off_makes_two_levels():
    np.testing.assert_array_equal(classify(np.array([1.0, 2.0]), np.array([2.0])), [1, 2])


def test_quantiles_share_the_units_out_equally():
    scores = np.array([5.0, 1.0, 3.0, NAN, 2.0, 4.0, 6.0])
    levels = classify(scores, quantile_cutoffs(scores, 3))
    np.testing.assert_array_equal(levels, [3, 1, 2, NAN, 1, 2, 3])


def test_quantiles_may_be_given_as_shares():
    scores = np.linspace(0, 100, 101)
    np.testing.assert_allclose(quantile_cutoffs(scores, (0.1, 0.35, 0.65, 0.9)), [10, 35, 65, 90])


def test_quantiles_of_scores_that_are_nearly_all_tied_are_refused():
    with pytest.raises(EngineError, match="coincide: ask for fewer classes"):
        quantile_cutoffs(np.array([1.0, 1.0, 1.0, 1.0, 2.0]), 4)


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        (1, "two are the least"),
        ((0.5, 0.2), "increase"),
        ((0.0, 0.5), "increase"),
        ((), "increase"),
    ],
)
def test_quantiles_that_are_none_are_refused(classes, message):
    with pytest.raises(EngineError, match=message):
        quantile_cutoffs(np.array([1.0, 2.0]), classes)


def test_without_a_score_there_are_no_cut_offs():
    for take in (quantile_cutoffs, natural_breaks):
        with pytest.raises(EngineError, match="no score"):
            take(np.array([NAN]), 2)


def test_natural_breaks_fall_into_the_gaps():
    scores = np.array([51.0, 1.0, 2.0, 50.0, 99.0, NAN, 98.0, 3.0])
    np.testing.assert_array_equal(natural_breaks(scores, 3), [50.0, 98.0])


def test_natural_breaks_need_as_many_different_scores_as_classes():
    with pytest.raises(EngineError, match="2 different scores do not make 3 classes"):
        natural_breaks(np.array([1.0, 1.0, 2.0]), 3)
    with pytest.raises(EngineError, match="two are the least"):
        natural_breaks(np.array([1.0, 2.0]), 1)


@given(
    arrays((9,), st.one_of(st.integers(-9, 9).map(float), numbers(-1e3, 1e3))), st.integers(2, 5)
)
def test_natural_breaks_are_as_good_as_the_best_of_all_cuts(scores, classes):
    assume(len(set(scores)) >= classes)
    breaks = natural_breaks(scores, classes)
    assert breaks.shape == (classes - 1,)
    found = doubles.within(list(scores), list(breaks))
    best = doubles.least_within(list(scores), classes)
    assert found <= best + 1e-9 * (1.0 + np.ptp(scores) ** 2)


@given(arrays((12,), numbers(-1e3, 1e3)), st.permutations(range(12)))
def test_breaks_do_not_depend_on_the_order_of_units(scores, order):
    assume(len(set(scores)) >= 4)
    np.testing.assert_array_equal(natural_breaks(scores[order], 4), natural_breaks(scores, 4))
