import numpy as np
import pytest

from moibench.engine import Cube, EngineError

VALUES = np.arange(12.0).reshape(2, 3, 2)


def cube(**axes: tuple) -> Cube:
    named = {"indicators": ("gpp", "hai"), "years": (2017, 2018, 2019), "units": ("10", "24")}
    return Cube(VALUES, **(named | axes))


def test_at_gives_one_indicator_by_year_and_unit():
    np.testing.assert_array_equal(cube().at("hai"), [[6, 7], [8, 9], [10, 11]])


def test_year_gives_one_year_by_indicator_and_unit():
    np.testing.assert_array_equal(cube().year(2018), [[2, 3], [8, 9]])


def test_axes_that_do_not_fit_the_values_are_refused():
    with pytest.raises(EngineError, match=r"\(2, 3, 2\).*\(2, 2, 2\)"):
        cube(years=(2018, 2019))


def test_a_code_may_not_stand_twice_on_an_axis():
    with pytest.raises(EngineError, match="unit '24' twice"):
        cube(units=("24", "24"))


def test_an_unknown_indicator_or_year_is_named():
    with pytest.raises(EngineError, match="no indicator 'gini'"):
        cube().position("gini")
    with pytest.raises(EngineError, match="no year 2562"):
        cube().year(2562)
