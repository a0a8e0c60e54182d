"""Level and momentum: cases reckoned on paper, slow doubles, and the laws that must hold."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError
from moibench.engine.position import (
    CORNERS,
    corners,
    heights,
    momentum,
    oriented_gaps,
    pace_to_close,
    years_until_level,
)

YEARS = (2015, 2016, 2017, 2018, 2019, 2020)


def column(*values: float) -> np.ndarray:
    return np.array(values)[:, None]


def test_a_gap_is_positive_where_the_unit_is_better() -> None:
    own, other = column(10.0, 12.0), column(8.0, 12.0)
    np.testing.assert_allclose(oriented_gaps(own, other, np.array([1])), column(2.0, 0.0))
    np.testing.assert_allclose(oriented_gaps(own, other, np.array([-1])), column(-2.0, 0.0))
    assert np.isnan(oriented_gaps(own, other, np.array([0]))).all()


def test_what_grows_by_a_rate_has_a_logarithm_and_nothing_at_or_below_zero() -> None:
    values = np.array([[math.e, math.e], [0.0, 0.0], [-1.0, -1.0]])
    found = heights(values, np.array([True, False]))
    np.testing.assert_allclose(found[:, 0], [1.0, np.nan, np.nan])
    np.testing.assert_allclose(found[:, 1], [math.e, 0.0, -1.0])


def test_momentum_of_a_case_reckoned_on_paper() -> None:
    # Slopes of all pairs of (0, 1, 5) in three years: 1, 4, 2.5; the middle one is 2.5.
    found = momentum(YEARS[:3], column(0.0, 1.0, 5.0), np.array([2017]), 5)
    assert found.slope[0] == pytest.approx(2.5)
    assert found.points[0] == 3


def test_the_window_holds_the_span_and_the_year_itself_and_ends_where_it_is_told() -> None:
    values = column(100.0, 1.0, 2.0, 3.0, 4.0, 5.0)
    assert momentum(YEARS, values, np.array([2020]), 4).slope[0] == pytest.approx(1.0)
    assert momentum(YEARS, values, np.array([2020]), 4).points[0] == 5
    assert momentum(YEARS, values, np.array([2016]), 4).points[0] == 2
    assert np.isnan(momentum(YEARS, values, np.array([2016]), 4).slope[0])
    with pytest.raises(EngineError):
        momentum(YEARS, values, np.array([2020]), 0)


@given(
    st.lists(
        st.one_of(st.just(math.nan), st.floats(-1e3, 1e3, allow_nan=False)),
        min_size=6,
        max_size=6,
    )
)
def test_momentum_is_as_plain_loops_have_it(values: list[float]) -> None:
    held = [(y, v) for y, v in zip(YEARS, values, strict=True) if not math.isnan(v)]
    found = momentum(YEARS, column(*values), np.array([2020]), 5)
    assert found.points[0] == len(held)
    if len(held) < 3:
        assert math.isnan(found.slope[0])
        return
    slopes = [(b - a) / (y - x) for (x, a), (y, b) in combinations(held, 2)]
    assert found.slope[0] == pytest.approx(median(slopes), abs=1e-9)


def test_four_corners_and_the_lines_between_them() -> None:
    level = np.array([1.0, 1.0, -1.0, -1.0, 0.0, 1.0, np.nan, 1.0])
    pace = np.array([1.0, -1.0, 1.0, -1.0, 1.0, 0.0, 1.0, np.nan])
    placed = corners(level, pace)
    named = [None if math.isnan(p) else CORNERS[int(p)] for p in placed]
    assert named == [
        "lead_accelerating",
        "lead_slowing",
        "behind_catching_up",
        "behind_falling_back",
        None,
        None,
        None,
        None,
    ]


@given(
    st.floats(-1e3, 1e3, allow_nan=False),
    st.floats(-1e3, 1e3, allow_nan=False),
    st.integers(1, 30),
    st.floats(-50, 50, allow_nan=False),
)
def test_the_pace_needed_leads_to_where_the_reference_will_be(
    own: float, reference: float, years: int, pace: float
) -> None:
    needed = pace_to_close(own, reference, years, pace)
    assert own + needed * years == pytest.approx(reference + pace * years, abs=1e-6)


def test_a_gap_cannot_be_closed_in_no_time() -> None:
    with pytest.raises(EngineError):
        pace_to_close(1.0, 2.0, 0)


def test_when_a_gap_is_gone() -> None:
    assert years_until_level(-6.0, 2.0) == pytest.approx(3.0)
    assert years_until_level(6.0, -2.0) == pytest.approx(3.0)
    assert years_until_level(-6.0, -2.0) == math.inf
    assert years_until_level(-6.0, 0.0) == math.inf
    assert years_until_level(0.0, 5.0) == 0.0
    assert math.isnan(years_until_level(math.nan, 1.0))
