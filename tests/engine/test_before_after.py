from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import (
    EngineError,
    excess_over_peers,
    placebo_share,
    slopes_before,
    window_change,
)
from tests.engine import comparative_doubles as slow
from tests.engine.generated import NAN, arrays, holed

BEFORE = np.array([True] * 4 + [False] * 4)
AFTER = ~BEFORE


@given(arrays((8, 5), holed(-100, 100)))
def test_the_change_of_windows_equals_plain_loops(values: np.ndarray) -> None:
    found = window_change(values, BEFORE, AFTER)
    for unit in range(5):
        series = list(values[:, unit])
        early = slow.window_mean(series, list(BEFORE), 3)
        late = slow.window_mean(series, list(AFTER), 2)
        np.testing.assert_allclose(found.change[unit], late - early, atol=1e-9)


@given(arrays((6,), holed(-50, 50)), arrays((6, 6), st.sampled_from([0.0, 1.0])))
def test_the_excess_equals_plain_loops(own: np.ndarray, marks: np.ndarray) -> None:
    peers = marks.astype(bool)
    found = excess_over_peers(own, peers)
    expected = slow.excess(list(own), [list(r) for r in peers])
    np.testing.assert_allclose(found.excess, expected, atol=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "can"), [(3, 2, True), (2, 2, False), (3, 1, False), (4, 4, True)]
)
def test_three_points_before_and_two_after_are_needed(before: int, after: int, can: bool) -> None:
    values = np.full((8, 1), NAN)
    values[:before, 0] = 1.0
    values[4 : 4 + after, 0] = 3.0
    found = window_change(values, BEFORE, AFTER)
    assert (found.points_before[0], found.points_after[0]) == (before, after)
    assert found.change[0] == 2.0 if can else math.isnan(found.change[0])


def test_a_change_of_everyone_is_nobody_s_excess() -> None:
    own = np.full(5, 7.0)
    peers = ~np.eye(5, dtype=bool)
    assert excess_over_peers(own, peers).excess.tolist() == [0.0] * 5


def test_two_peers_with_data_are_too_few() -> None:
    own = np.array([5.0, 1.0, 2.0, NAN])
    assert math.isnan(excess_over_peers(own, ~np.eye(4, dtype=bool)).excess[0])


def test_the_placebo_share_counts_effects_at_least_as_large_and_never_itself() -> None:
    excess = np.array([-3.0, 1.0, 3.0, 4.0, NAN])
    everyone = np.ones(5, dtype=bool)
    assert placebo_share(excess, everyone, 0) == pytest.approx(2 / 3)
    assert placebo_share(excess, everyone, 3) == 0.0
    assert math.isnan(placebo_share(excess, everyone, 4))
    assert math.isnan(placebo_share(excess, np.eye(5, dtype=bool)[0], 0))


def test_the_slope_before_is_of_the_baseline_alone() -> None:
    values = np.array([[1.0], [2.0], [3.0], [4.0], [90.0], [5.0], [5.0], [5.0]])
    years = tuple(range(2013, 2021))
    assert slopes_before(values, years, BEFORE).tolist() == [1.0]
    assert math.isnan(slopes_before(values, years, np.zeros(8, dtype=bool))[0])


def test_windows_that_share_a_year_and_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(EngineError, match="share a year"):
        window_change(np.zeros((8, 1)), BEFORE, np.ones(8, dtype=bool))
    with pytest.raises(EngineError, match="windows of"):
        window_change(np.zeros((7, 1)), BEFORE, AFTER)
    with pytest.raises(EngineError, match="do not fit"):
        excess_over_peers(np.zeros(3), np.ones((2, 2), dtype=bool))
