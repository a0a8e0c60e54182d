import numpy as np

from moibench.engine import change
from tests.engine.generated import NAN


def test_change_is_told_in_the_unit_of_measure_and_in_per_cent_of_the_earlier_value():
    absolute, percent = change(np.array([80.0, 50.0]), np.array([100.0, 40.0]))
    np.testing.assert_array_equal(absolute, [20, -10])
    np.testing.assert_array_equal(percent, [25, -20])


def test_a_base_of_zero_or_less_has_no_percentage():
    absolute, percent = change(np.array([0.0, -2.0]), np.array([5.0, 1.0]))
    np.testing.assert_array_equal(absolute, [5, 3])
    assert np.isnan(percent).all()


def test_a_missing_value_gives_no_change():
    assert np.isnan(change(np.array([1.0, NAN]), np.array([NAN, 1.0]))).all()


def test_one_year_can_be_compared_with_many():
    np.testing.assert_array_equal(change(2.0, np.array([3.0, 4.0])).percent, [50, 100])
