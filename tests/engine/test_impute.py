import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import IMPUTATION_METHODS, EngineError, impute
from tests.engine import doubles_impute as doubles
from tests.engine.generated import NAN, arrays

YEARS = (2018, 2019, 2021, 2024)
GROUPS = np.array([0, 0, 1, -1, -1])
PILLARS = np.array([0, 0, 1, -1])
DIRECTION = np.array([1, -1, 1, -1])
CELLS = st.one_of(st.just(NAN), st.integers(-20, 20).map(float))


def one_year(rows: list[list[float]]) -> np.ndarray:
    return np.array(rows)[:, None, :]


def series(*values: float) -> np.ndarray:
    return np.array(values)[None, :, None]


def filled(values: np.ndarray, method: str, **given_: object) -> list[float]:
    return impute(values, method, **given_).values.ravel().tolist()


def test_a_mean_and_a_median_are_of_the_units_present_in_the_year():
    values = one_year([[1.0, 2.0, 9.0, NAN]])
    assert filled(values, "mean")[-1] == 4
    assert filled(values, "median")[-1] == 2


def test_only_reference_units_are_averaged_but_all_are_filled():
    values = one_year([[1.0, 3.0, 100.0, NAN]])
    assert filled(values, "mean", reference=np.array([True, True, False, False]))[-1] == 2


def test_a_group_without_a_value_stays_missing_and_so_does_a_unit_in_none():
    values = one_year([[1.0, NAN, NAN, NAN, 5.0]])
    result = impute(values, "group_mean", groups=GROUPS)
    np.testing.assert_array_equal(result.values[0, 0], [1, 1, NAN, NAN, 5])
    np.testing.assert_array_equal(result.imputed[0, 0], [False, True, False, False, False])


def test_a_row_mean_is_taken_where_high_is_good_and_put_back_in_the_unit_of_measure():
    # The last unit is the best of the first indicator, so it gets the lowest of the second,
    # where low is good, and the third indicator is of another pillar.
    values = one_year([[0.0, 5.0, 10.0], [8.0, 4.0, NAN], [7.0, 9.0, NAN]])
    result = impute(values, "row_mean", pillars=np.array([0, 0, 1]), direction=np.array([1, -1, 1]))
    np.testing.assert_array_equal(result.values[1, 0], [8, 4, 4])
    np.testing.assert_array_equal(result.values[2, 0], [7, 9, NAN])


def test_a_missing_cell_of_a_constant_indicator_takes_the_constant():
    values = one_year([[3.0, 3.0, NAN], [1.0, 2.0, 2.0]])
    result = impute(values, "row_mean", direction=np.array([1, 1]))
    assert result.values[0, 0, 2] == 3


def test_the_latest_value_stands_no_longer_than_its_maximum_age():
    values = series(4.0, NAN, NAN, NAN)
    assert filled(values, "latest", years=YEARS) == [4, 4, 4, 4]
    np.testing.assert_array_equal(
        filled(values, "latest", years=YEARS, maximum_age=3), [4, 4, 4, NAN]
    )


def test_a_line_counts_calendar_years_and_not_positions():
    values = series(10.0, NAN, NAN, 40.0)
    np.testing.assert_allclose(filled(values, "linear", years=YEARS), [10, 15, 25, 40])


def test_the_ends_stay_missing_or_are_held_constant():
    values = series(NAN, 1.0, 3.0, NAN)
    np.testing.assert_array_equal(filled(values, "linear", years=YEARS), [NAN, 1, 3, NAN])
    assert filled(values, "linear_constant", years=YEARS) == [1, 1, 3, 3]


def test_a_step_carries_forward_and_the_first_value_back():
    assert filled(series(NAN, 1.0, NAN, 3.0), "constant", years=YEARS) == [1, 1, 1, 3]


@pytest.mark.parametrize("method", ["latest", "linear", "linear_constant", "constant"])
def test_a_series_of_one_point_is_no_accident(method):
    # COINr #63: panel imputation crashes on a series with one value, or with none.
    result = impute(series(NAN, 2.0, NAN, NAN), method, years=YEARS)
    assert result.values[0, 1, 0] == 2
    assert np.isnan(impute(series(NAN, NAN, NAN, NAN), method, years=YEARS).values).all()


def test_a_single_year_may_be_filled_in_time_and_stays_as_it_was():
    # COINr stops: "only one time point of data is available".
    values = one_year([[1.0, NAN]])
    np.testing.assert_array_equal(impute(values, "latest", years=[2020]).values, values)


@pytest.mark.parametrize(
    ("method", "given_", "message"),
    [
        ("knn", {}, "'knn' is no imputation: choose from none, mean"),
        ("latest", {}, "'latest' fills in time and needs the years"),
        ("linear", {"years": (2020, 2019)}, "years must increase"),
        ("latest", {"years": (2019, 2020), "maximum_age": -1}, "cannot be negative"),
        ("group_mean", {}, "'group_mean' needs the group of each unit"),
        ("group_mean", {"groups": np.array([1])}, r"groups have shape \(1,\) for 2 units"),
        ("row_mean", {}, "'row_mean' needs the direction"),
        ("row_mean", {"direction": np.array([2])}, "indicator 0 has the direction 2"),
        ("row_mean", {"direction": np.array([1, 1])}, "for 1 indicators"),
        ("row_mean", {"direction": np.array([1]), "pillars": np.array([])}, "pillars"),
        ("mean", {"reference": np.array([True])}, r"reference have shape \(1,\)"),
    ],
)
def test_what_a_rule_needs_is_asked_for(method, given_, message):
    with pytest.raises(EngineError, match=message):
        impute(np.array([[[1.0, NAN], [2.0, 3.0]]]), method, **given_)


def test_values_without_a_year_axis_are_refused():
    with pytest.raises(EngineError, match=r"\(1, 2\) are not \(indicator, year, unit\)"):
        impute(np.array([[1.0, NAN]]), "mean")


def given_for(method: str, maximum_age: int | None, reference: np.ndarray) -> dict[str, object]:
    return {
        "years": YEARS,
        "groups": GROUPS,
        "pillars": PILLARS,
        "direction": DIRECTION,
        "maximum_age": maximum_age,
        "reference": reference,
    }


@given(
    arrays((4, 4, 5), CELLS),
    st.sampled_from(IMPUTATION_METHODS[1:]),
    st.sampled_from([None, 0, 2]),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_imputing_agrees_with_its_slow_double(values, method, maximum_age, reference):
    fast = impute(values, method, **given_for(method, maximum_age, np.array(reference)))
    slow = doubles.impute(
        values.tolist(),
        method,
        YEARS,
        GROUPS.tolist(),
        PILLARS.tolist(),
        DIRECTION.tolist(),
        maximum_age,
        reference,
    )
    np.testing.assert_allclose(fast.values, slow, atol=1e-9)


@given(arrays((4, 4, 5), CELLS), st.sampled_from(IMPUTATION_METHODS))
def test_what_was_present_is_kept_and_every_filled_cell_is_marked(values, method):
    result = impute(values, method, **given_for(method, None, np.ones(5, dtype=bool)))
    there = ~np.isnan(values)
    np.testing.assert_array_equal(result.values[there], values[there])
    np.testing.assert_array_equal(result.imputed, ~there & ~np.isnan(result.values))


@given(arrays((4, 4, 5), CELLS), st.sampled_from(IMPUTATION_METHODS), st.permutations(range(5)))
def test_reordering_units_moves_only_the_order(values, method, order):
    everything = given_for(method, None, np.ones(5, dtype=bool))
    mixed = {**everything, "groups": GROUPS[order]}
    np.testing.assert_allclose(
        impute(values[..., order], method, **mixed).values,
        impute(values, method, **everything).values[..., order],
        atol=1e-12,
    )
