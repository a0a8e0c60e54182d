import numpy as np
import pytest
from hypothesis import given

from moibench.engine import EngineError, denominate, undenominated
from tests.engine.generated import NAN, arrays, holed

VALUES = np.array([[10.0, 20.0, 30.0, 40.0], [1.0, 2.0, 3.0, NAN]])
PEOPLE = np.array([[5.0, 0.0, -1.0, NAN]])
FIRST = np.array([0, -1])


def test_an_indicator_is_divided_by_its_denominator_and_scaled():
    result = denominate(VALUES, np.full((1, 4), 4.0), FIRST, np.array([100.0, 7.0]))
    np.testing.assert_array_equal(result, [[250, 500, 750, 1000], [1, 2, 3, NAN]])


def test_a_denominator_that_cannot_divide_gives_no_rate_and_says_why():
    np.testing.assert_array_equal(denominate(VALUES, PEOPLE, FIRST)[0], [2, NAN, NAN, NAN])
    faults = undenominated(VALUES, PEOPLE, FIRST)
    assert [(f.indicator, f.unit, f.why) for f in faults] == [
        (0, 1, "zero"),
        (0, 2, "negative"),
        (0, 3, "missing"),
    ]


def test_what_was_missing_before_is_no_fault_of_the_denominator():
    assert undenominated(VALUES, PEOPLE, np.array([-1, 0]))[-1].unit == 2


def test_a_fault_names_its_year():
    cube, people = VALUES[:, None, :], PEOPLE[:, None, :]
    assert undenominated(cube, people, FIRST)[0].place == (0,)


def test_values_given_are_not_changed():
    before = VALUES.copy()
    denominate(VALUES, PEOPLE, FIRST)
    np.testing.assert_array_equal(VALUES, before)


@pytest.mark.parametrize(
    ("people", "which", "scale", "message"),
    [
        (PEOPLE[:, :3], FIRST, None, "do not fit"),
        (PEOPLE, np.array([0]), None, "1 denominators are named for 2"),
        (PEOPLE, np.array([0, 1]), None, "indicator 1 names the denominator 1, but there are 1"),
        (PEOPLE, FIRST, np.array([1.0]), "1 scales"),
        (PEOPLE, FIRST, np.array([1.0, 0.0]), "indicator 1 has the scale 0.0"),
        (np.full((1, 4), 1e-300), FIRST, np.array([1e300, 1.0]), "rates hold an infinite number"),
    ],
)
def test_what_does_not_fit_is_refused(people, which, scale, message):
    with pytest.raises(EngineError, match=message):
        denominate(VALUES, people, which, scale)


@given(arrays((3, 2, 4), holed(-100, 100)), arrays((2, 2, 4), holed(-2, 100)))
def test_denominating_agrees_with_dividing_cell_by_cell(values, denominators):
    which, scale = np.array([1, -1, 0]), np.array([1000.0, 5.0, 1.0])
    fast = denominate(values, np.round(denominators, 3), which, scale)
    for i, year, unit in np.ndindex(values.shape):
        expected = values[i, year, unit]
        if which[i] >= 0:
            below = float(np.round(denominators, 3)[which[i], year, unit])
            expected = expected / below * scale[i] if below > 0 else NAN
        np.testing.assert_allclose(fast[i, year, unit], expected, rtol=1e-12)
