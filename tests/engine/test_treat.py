import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from moibench.engine import (
    EngineError,
    TreatmentRule,
    apply_treatment,
    excel_kurtosis,
    excel_skewness,
    fit_treatment,
)
from tests.engine import doubles_treat as doubles
from tests.engine.generated import NAN, arrays, numbers

LOOSE = TreatmentRule(then="none")
# Ordinary values with a few far away, so that treatment is common and ties are too.
TAILED = st.one_of(
    st.integers(-5, 5).map(float),
    st.integers(-5, 5).map(float),
    st.sampled_from([NAN, 60.0, 200.0, 200.0, -90.0, 1000.0]),
)
TRANSFORMED = st.sampled_from(["none", "log_ct", "log_ct_orig", "log_ct_plus", "log_gii"])


def treated(values: np.ndarray, rule: TreatmentRule) -> np.ndarray:
    return apply_treatment(values, fit_treatment(values, rule)).values


def test_a_single_outlier_is_moved_to_the_next_value():
    # The case of COINr's own test: 1 to 10 and 100.
    values = np.array([[*range(1, 11), 100.0]])
    fitted = fit_treatment(values, TreatmentRule())
    result = apply_treatment(values, fitted)
    np.testing.assert_array_equal(result.values[0], [*range(1, 11), 10])
    assert fitted.points[0] == 1
    assert fitted.passed[0]
    (cell,) = result.cells
    assert (cell.indicator, cell.unit, cell.before, cell.after) == (0, 10, 100.0, 10.0)
    assert cell.why == "winsorised_high"


def test_low_outliers_are_moved_up():
    values = np.array([[*range(1, 11), -100.0]])
    result = apply_treatment(values, fit_treatment(values, TreatmentRule()))
    assert result.values[0, 10] == 1
    assert result.cells[0].why == "winsorised_low"


def test_if_moving_is_not_enough_the_original_values_are_transformed():
    # Again COINr's: two outliers, only one of which may be moved.
    values = np.array([[*range(1, 21), 100.0, 200.0]])
    fitted = fit_treatment(values, TreatmentRule(winsorise_max=1))
    result = apply_treatment(values, fitted)
    np.testing.assert_allclose(result.values, np.log(values - 1 + 0.01 * 199), rtol=1e-15)
    assert fitted.points[0] == 0
    assert len(result.cells) == 22
    assert {cell.why for cell in result.cells} == {"log_ct"}


def test_without_a_transformation_the_moved_values_stay_and_a_note_says_so():
    values = np.array([[*range(1, 21), 100.0, 200.0]])
    fitted = fit_treatment(values, TreatmentRule(winsorise_max=1, then="none"))
    assert apply_treatment(values, fitted).values[0, 21] == 100
    assert not fitted.passed[0]
    assert fitted.notes[0].text.startswith("still fails")


def test_tied_outliers_move_together():
    values = np.array([[*range(1, 21), 100.0, 100.0]])
    fitted = fit_treatment(values, TreatmentRule(winsorise_max=1, then="none"))
    assert fitted.points[0] == 2


def test_an_indicator_that_passes_is_left_as_it_is():
    values = np.array([[3.0, 1.0, NAN, 2.0, 5.0]])
    result = apply_treatment(values, fit_treatment(values, TreatmentRule()))
    np.testing.assert_array_equal(result.values, values)
    assert not result.changed.any()
    assert result.cells == ()


@pytest.mark.parametrize("kind", ["log_ct", "log_ct_orig", "log_ct_plus", "log_gii", "box_cox"])
def test_no_transformation_does_nothing(kind):
    # COINr's log_GII returns what it was given.
    values = np.array([[*range(1, 21), 100.0, 200.0]])
    fitted = fit_treatment(values, TreatmentRule(winsorise_max=0, then=kind))
    result = apply_treatment(values, fitted)
    assert result.changed.all()
    assert fitted.after.skewness[0] < fitted.before.skewness[0]
    assert np.all(np.diff(result.values[0]) > 0)


def test_log_gii_is_refused_where_it_would_turn_an_indicator_round():
    values = np.array([[*np.linspace(0, 0.1, 20), 0.9, 1.0]])
    with pytest.raises(EngineError, match="indicator 0 has the maximum 1"):
        fit_treatment(values, TreatmentRule(winsorise_max=0, then="log_gii"))


def test_a_long_lower_tail_is_reflected_by_the_signed_logarithm():
    values = -np.array([[*range(1, 21), 100.0, 200.0]])
    signed = fit_treatment(values, TreatmentRule(winsorise_max=0, then="log_ct_plus"))
    plain = fit_treatment(values, TreatmentRule(winsorise_max=0, then="log_ct"))
    assert signed.passed[0]
    assert not plain.passed[0]
    assert np.all(np.diff(apply_treatment(values, signed).values[0]) < 0)


def test_the_power_of_box_cox_is_the_most_likely_or_the_one_given():
    values = np.exp(np.array([[0.0, 0.1, 0.3, 0.2, 0.5, 0.4, 0.2, 0.6, 4.0, 6.0]]))
    free = fit_treatment(values, TreatmentRule(winsorise_max=0, skew=1, then="box_cox"))
    expected = stats.boxcox_normmax(values[0] - values[0].min() + 1, method="mle")
    assert free.curves[0].power == pytest.approx(expected, abs=1e-4)
    rule = TreatmentRule(winsorise_max=0, skew=1, then="box_cox", box_cox_power=0.0)
    np.testing.assert_allclose(treated(values, rule), np.log(values - values.min() + 1))


def test_limits_may_be_taken_from_the_quartiles_or_the_median_deviation():
    values = np.array([[*range(1, 21), 100.0, 200.0]])
    lower, upper = np.quantile(values, [0.25, 0.75])
    high = upper + 1.5 * (upper - lower)
    by_iqr = treated(values, TreatmentRule(limits="iqr", then="none"))
    np.testing.assert_array_equal(by_iqr, np.minimum(values, high))
    high = np.median(values) + 3 * 1.4826 * np.median(np.abs(values - np.median(values)))
    by_mad = treated(values, TreatmentRule(limits="mad", then="none"))
    np.testing.assert_allclose(by_mad, np.minimum(values, high), rtol=1e-15)


def test_a_spread_of_zero_gives_no_limits():
    values = np.array([[*[1.0] * 20, 2.0, 50.0]])
    for limits in ("iqr", "mad"):
        fitted = fit_treatment(values, TreatmentRule(limits=limits, then="none"))
        assert np.isinf(fitted.high[0])
        assert not fitted.passed[0]


def test_moving_never_makes_an_indicator_constant():
    # In COINr the test of the constant that is left is NA, and the loop stops with an error.
    values = np.array([[*[1.0] * 10, 50.0]])
    result = treated(values, LOOSE)
    np.testing.assert_array_equal(result, values)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([5.0, 5.0, 5.0, 5.0, 5.0], "do not differ"),
        ([0.3, 0.1 + 0.2, 0.3, 0.3, 0.3], "do not differ"),
        ([1.0, 2.0, 900.0, NAN, NAN], "has 3 values, too few"),
        ([NAN] * 5, "has 0 values, too few"),
    ],
)
def test_what_cannot_be_tested_is_left_as_it_is_and_said(row, message):
    values = np.array([row])
    fitted = fit_treatment(values, TreatmentRule())
    assert message in fitted.notes[0].text
    np.testing.assert_array_equal(apply_treatment(values, fitted).values, values)


def test_each_indicator_may_have_its_own_rule_and_none_means_none():
    # In COINr global_specs="none" is ignored, and changing the first step leaves the rest be.
    row = [*range(1, 21), 100.0, 200.0]
    values = np.array([row, row, row])
    rules = [None, TreatmentRule(winsorise_max=2), TreatmentRule(winsorise_max=0)]
    fitted = fit_treatment(values, rules)
    result = apply_treatment(values, fitted)
    assert [c is not None for c in fitted.curves] == [False, False, True]
    assert result.changed.sum(axis=1).tolist() == [0, 2, 22]


def test_limits_are_frozen_from_one_decision_over_all_years():
    years = np.array([[[*range(1, 11), 100.0], [*range(2, 12), 9.0]]])
    fitted = fit_treatment(years, TreatmentRule())
    again = apply_treatment(years[:, 1:], fitted).values
    np.testing.assert_array_equal(again, apply_treatment(years, fitted).values[:, 1:])
    later = np.array([[[-50.0, 5.0, 500.0]]])
    # Nothing was moved at the lower end, so that a later low value is left alone.
    np.testing.assert_array_equal(apply_treatment(later, fitted).values[0, 0], [-50, 5, 11])


def test_a_later_value_beyond_a_logarithm_s_end_is_held_there_and_marked():
    values = np.array([[*range(1, 21), 100.0, 200.0]])
    fitted = fit_treatment(values, TreatmentRule(winsorise_max=0))
    result = apply_treatment(np.array([[-30.0, 1.0, 300.0]]), fitted)
    assert result.values[0, 0] == result.values[0, 1]
    assert [c.why for c in result.cells] == ["log_ct_at_end", "log_ct", "log_ct"]
    assert np.isfinite(result.values).all()


def test_only_the_reference_decides():
    values = np.array([[*range(1, 11), 100.0]])
    reference = np.array([True] * 10 + [False])
    assert fit_treatment(values, TreatmentRule(), reference).points[0] == 0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"winsorise_max": -1}, "winsorise_max is -1"),
        ({"then": "sqrt"}, "'sqrt' is no transformation"),
        ({"limits": "sd"}, "'sd' are no limits"),
        ({"factor": 0.0}, "factor is 0.0"),
        ({"skew": NAN}, "thresholds"),
    ],
)
def test_a_rule_that_is_no_rule_is_refused(wrong, message):
    with pytest.raises(EngineError, match=message):
        TreatmentRule(**wrong)


def test_what_does_not_fit_is_refused():
    values = np.ones((2, 5))
    with pytest.raises(EngineError, match="1 rules are given for 2"):
        fit_treatment(values, [TreatmentRule()])
    with pytest.raises(EngineError, match="does not fit 5 units"):
        fit_treatment(values, TreatmentRule(), np.ones(4, dtype=bool))
    with pytest.raises(EngineError, match="treatment of 2 indicators does not fit 1"):
        apply_treatment(values[:1], fit_treatment(values, TreatmentRule()))
    with pytest.raises(EngineError, match="infinite"):
        fit_treatment(np.array([[1.0, np.inf]]), TreatmentRule())


@given(arrays((3, 9), st.one_of(st.just(NAN), numbers(-1e4, 1e4))))
def test_skewness_and_kurtosis_agree_with_their_slow_doubles(values):
    spread = np.nanmax(values, axis=1, initial=-1e9) - np.nanmin(values, axis=1, initial=1e9)
    assume(((spread <= 0) | (spread > 1e-3)).all())
    slow = [doubles.skewness(row) for row in values.tolist()]
    np.testing.assert_allclose(excel_skewness(values), slow, atol=1e-6)
    slow = [doubles.kurtosis(row) for row in values.tolist()]
    np.testing.assert_allclose(excel_kurtosis(values), slow, atol=1e-6)


@given(arrays((40,), TAILED), st.integers(0, 6), TRANSFORMED)
def test_treating_agrees_with_its_slow_double(row, most, then):
    try:
        slow = doubles.treat(row.tolist(), most, 1.5, 2.0, then)
    except doubles.NearThreshold:
        assume(False)
    except ValueError:
        # The double takes a logarithm of what log_gii must refuse.
        assume(False)
    assume(then != "log_gii" or np.nanmax(row, initial=-np.inf) > 1)
    rule = TreatmentRule(most, 1.5, 2.0, then)
    np.testing.assert_allclose(treated(row[None], rule)[0], slow, rtol=1e-12, atol=1e-12)


@given(
    arrays((2, 30), TAILED),
    st.sampled_from(["none", "log_ct", "log_ct_plus"]),
    st.permutations(range(30)),
)
def test_reordering_units_moves_only_the_order(values, then, order):
    rule = TreatmentRule(2, then=then)
    np.testing.assert_array_equal(treated(values[:, order], rule), treated(values, rule)[:, order])


@given(arrays((2, 30), TAILED), st.sampled_from(["none", "log_ct", "log_ct_plus", "box_cox"]))
def test_treatment_never_changes_which_of_two_units_is_higher(values, then):
    result = treated(values, TreatmentRule(2, then=then))
    for row, after in zip(values, result, strict=True):
        order = np.argsort(row[~np.isnan(row)])
        assert (np.diff(after[~np.isnan(row)][order]) >= -1e-12).all()


@given(arrays((2, 30), TAILED), st.sampled_from(["none", "log_ct", "log_ct_plus"]))
def test_changing_the_unit_of_measure_changes_no_decision(values, then):
    rule = TreatmentRule(3, then=then)
    one, other = fit_treatment(values, rule), fit_treatment(values * 1024, rule)
    np.testing.assert_array_equal(one.points, other.points)
    np.testing.assert_array_equal(one.passed, other.passed)
    np.testing.assert_array_equal(one.high * 1024, other.high)


@given(arrays((2, 2, 15), TAILED), st.sampled_from(["none", "log_ct", "box_cox"]))
def test_every_changed_cell_is_listed_and_no_other(values, then):
    result = apply_treatment(values, fit_treatment(values, TreatmentRule(2, then=then)))
    listed = {(c.indicator, *c.place, c.unit): c for c in result.cells}
    for at in np.ndindex(values.shape):
        before, after = values[at], result.values[at]
        assert np.isnan(before) == np.isnan(after)
        assert (at in listed) == (not np.isnan(before) and before != after)
        if at in listed:
            assert (listed[at].before, listed[at].after) == (before, after)


@given(arrays((3, 2, 15), TAILED), st.sampled_from(["none", "log_ct_plus", "box_cox"]))
def test_an_indicator_is_treated_the_same_to_the_last_bit_beside_others_or_alone(values, then):
    rule = TreatmentRule(2, then=then)
    together = treated(values, rule)
    for i in range(values.shape[0]):
        np.testing.assert_array_equal(treated(values[i : i + 1], rule)[0], together[i])
