import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from moibench.engine import EngineError, correlation_matrix
from tests.engine import doubles_weigh as doubles
from tests.engine.generated import NAN, arrays

# Few different values, so that ties are common.
VALUES = arrays((4, 8), st.one_of(st.integers(-6, 6).map(float), st.just(NAN)))
SLOW = {"pearson": doubles.pearson, "spearman": doubles.spearman, "kendall": doubles.kendall}


@pytest.mark.parametrize("kind", SLOW)
@given(VALUES)
def test_correlations_agree_with_their_slow_doubles_also_where_values_are_missing(kind, values):
    found = correlation_matrix(values, kind)
    for i, first in enumerate(values.tolist()):
        for j, second in enumerate(values.tolist()):
            both = int((~np.isnan(values[i]) & ~np.isnan(values[j])).sum())
            assert found.units[i, j] == both
            expected = SLOW[kind](first, second) if both >= 3 else NAN
            np.testing.assert_allclose(found.values[i, j], expected, atol=1e-9)


@pytest.mark.parametrize("kind", SLOW)
def test_an_indicator_goes_with_itself_exactly_and_one_that_does_not_vary_with_none(kind):
    found = correlation_matrix(np.array([[1.0, 2, 4, 9], [7.1] * 4, [4, 2, 1, 0]]), kind)
    assert found.values[0, 0] == found.values[2, 2] == 1
    assert np.isnan(found.values[1]).all()
    assert found.values[0, 2] < 0


def test_p_values_are_those_of_students_t():
    values = np.random.default_rng(4).normal(size=(2, 12))
    values[1, 3] = NAN
    for kind, reference in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr)):
        there = ~np.isnan(values[1])
        expected = reference(values[0, there], values[1, there]).pvalue
        found = correlation_matrix(values, kind).p_values
        assert found[0, 1] == pytest.approx(expected)
        assert found[0, 0] == 0


def test_a_large_offset_costs_no_digits():
    values = np.array([[1.0, 2, 4, 9, 3], [2.0, 1, 5, 8, 3]])
    np.testing.assert_allclose(
        correlation_matrix(values + 1e9).values, correlation_matrix(values).values, rtol=1e-6
    )


@pytest.mark.parametrize(
    ("values", "kind", "says"),
    [
        (np.ones((2, 3)), "phi", "not 'phi'"),
        (np.ones(3), "pearson", "\\(indicator, unit\\)"),
        (np.array([[1.0, np.inf]]), "pearson", "infinite"),
    ],
)
def test_unfit_questions_are_refused(values, kind, says):
    with pytest.raises(EngineError, match=says):
        correlation_matrix(values, kind)
