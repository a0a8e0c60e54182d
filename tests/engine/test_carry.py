import numpy as np
import pytest

from moibench.engine import EngineError, carry_forward
from tests.engine.generated import NAN


def column(*values: float) -> np.ndarray:
    return np.array(values)[:, None]


def test_a_year_without_a_value_takes_the_latest_one_and_says_its_age():
    carried = carry_forward(column(5, NAN, 7, NAN), [2016, 2017, 2018, 2019], 2)
    np.testing.assert_array_equal(carried.values, column(5, 5, 7, 7))
    np.testing.assert_array_equal(carried.age, column(0, 1, 0, 1))


def test_a_value_older_than_the_maximum_age_stands_for_nothing():
    carried = carry_forward(column(5, NAN, NAN), [2016, 2017, 2018], 1)
    np.testing.assert_array_equal(carried.values, column(5, 5, NAN))
    np.testing.assert_array_equal(carried.age, column(0, 1, NAN))


def test_age_counts_calendar_years_where_the_years_have_gaps():
    carried = carry_forward(column(5, NAN), [2014, 2019], 4)
    assert np.isnan(carried.values[1, 0])
    assert carry_forward(column(5, NAN), [2014, 2019], 5).age[1, 0] == 5


def test_a_value_is_never_carried_back():
    assert np.isnan(carry_forward(column(NAN, 5), [2016, 2017], 9).values[0, 0])


def test_a_maximum_age_of_zero_carries_nothing():
    np.testing.assert_array_equal(
        carry_forward(column(5, NAN), [2016, 2017], 0).values, column(5, NAN)
    )


def test_units_and_indicators_are_carried_each_by_itself():
    values = np.array([[[1, NAN], [NAN, 2]], [[NAN, NAN], [3, NAN]]])
    carried = carry_forward(values, [2018, 2019], 1)
    np.testing.assert_array_equal(carried.values, [[[1, NAN], [1, 2]], [[NAN, NAN], [3, NAN]]])


def test_years_out_of_order_are_refused():
    with pytest.raises(EngineError, match="2017 is followed by 2016"):
        carry_forward(column(1, 2), [2017, 2016], 1)
    with pytest.raises(EngineError, match="3 years were given for values of 2 years"):
        carry_forward(column(1, 2), [2015, 2016, 2017], 1)


def test_a_negative_age_is_refused():
    with pytest.raises(EngineError, match="cannot be negative"):
        carry_forward(column(1, 2), [2016, 2017], -1)
