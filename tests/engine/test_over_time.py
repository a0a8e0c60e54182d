"""Growth and moving sums, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from moibench.engine import EngineError
from moibench.engine.over_time import crosses, growth, moving_sum

NAN = np.nan
LEVELS = np.array([[100.0, 0.0], [110.0, 5.0], [NAN, 6.0], [121.0, 9.0]])


def test_growth_by_hand() -> None:
    expected = np.array([[NAN, NAN], [10.0, NAN], [NAN, 20.0], [NAN, 50.0]])
    np.testing.assert_allclose(growth(LEVELS), expected)
    np.testing.assert_allclose(growth(LEVELS, 2)[3], [10.0, 80.0])
    assert np.isnan(growth(LEVELS, 9)).all()


def test_a_moving_sum_admits_no_gap() -> None:
    expected = np.array([[NAN, NAN], [210.0, 5.0], [NAN, 11.0], [NAN, 15.0]])
    np.testing.assert_allclose(moving_sum(LEVELS, 2), expected)
    np.testing.assert_allclose(moving_sum(LEVELS, 1), LEVELS)
    for years in (0, -1):
        with pytest.raises(EngineError):
            moving_sum(LEVELS, years)
        with pytest.raises(EngineError):
            growth(LEVELS, years)


def test_a_break_parts_the_year_from_the_one_before() -> None:
    years = (2015, 2016, 2017, 2018)
    assert list(crosses(years, (2016,), 1)) == [False, True, False, False]
    assert list(crosses(years, (2016,), 2)) == [False, True, True, False]
    assert not crosses(years, (2016,), 0).any()
