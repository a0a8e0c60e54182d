from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import (
    EngineError,
    forecast_fan,
    pace_ratio,
    pace_state,
    relation_by_interval,
    required_path,
    spells,
)
from tests.engine.generated import NAN, arrays, holed, numbers


@given(numbers(-100, 100), numbers(-100, 100), st.integers(1, 20))
def test_a_linear_path_begins_at_the_base_and_ends_at_the_goal(
    base: float, goal: float, span: int
) -> None:
    path = required_path(2000, base, 2000 + span, goal, [2000, 2000 + span], "linear")
    assert path == pytest.approx([base, goal], abs=1e-9)


@given(numbers(1, 1e6), numbers(1, 1e6), st.integers(2, 20))
def test_a_geometric_path_grows_by_one_rate(base: float, goal: float, span: int) -> None:
    years = range(2000, 2001 + span)
    path = required_path(2000, base, 2000 + span, goal, years, "geometric")
    assert path[[0, -1]] == pytest.approx([base, goal], rel=1e-9)
    rates = path[1:] / path[:-1]
    assert rates == pytest.approx(np.full(span, (goal / base) ** (1 / span)), rel=1e-9)


def test_the_pace_of_the_path_itself_is_1() -> None:
    halfway = required_path(2020, 100.0, 2030, 200.0, [2025], "geometric")[0]
    assert halfway == pytest.approx(math.sqrt(2) * 100)
    assert pace_ratio(2020, 100, 2025, halfway, 2030, 200, "geometric") == pytest.approx(1.0)
    assert pace_ratio(2020, 100, 2025, 150, 2030, 200, "linear") == pytest.approx(1.0)
    # Straight, the same value is behind the half it needs.
    assert pace_ratio(2020, 100, 2025, halfway, 2030, 200, "linear") == pytest.approx(0.828427)


def test_less_can_be_the_goal() -> None:
    assert pace_ratio(2020, 10, 2025, 8, 2030, 5, "linear") == pytest.approx(0.8)
    assert pace_ratio(2020, 10, 2025, 11, 2030, 5, "linear") < 0


@pytest.mark.parametrize(
    ("ratio", "met", "was_met", "due", "state"),
    [
        (1.2, True, False, False, "achieved"),
        (NAN, True, True, True, "achieved"),
        (1.2, False, False, False, "on_track"),
        (0.95, False, False, False, "on_track"),
        (0.9499, False, False, False, "needs_acceleration"),
        (0.60, False, False, False, "needs_acceleration"),
        (0.5999, False, False, False, "limited"),
        (0.0, False, False, False, "limited"),
        (-0.0001, False, False, False, "moving_away"),
        (1.0, False, True, False, "moving_away"),
        (0.97, False, False, True, "needs_acceleration"),
    ],
)
def test_the_five_states(ratio: float, met: bool, was_met: bool, due: bool, state: str) -> None:
    assert pace_state(ratio, met, was_met, due) == state


def test_no_change_required_has_no_pace() -> None:
    assert math.isnan(pace_ratio(2020, 5, 2021, 6, 2025, 5, "linear"))


def test_years_out_of_order_and_growth_from_0_are_refused() -> None:
    with pytest.raises(EngineError, match="not after its base"):
        required_path(2020, 1, 2020, 2, [2020], "linear")
    with pytest.raises(EngineError, match="come after"):
        pace_ratio(2020, 1, 2020, 2, 2025, 3, "linear")
    with pytest.raises(EngineError, match="not positive"):
        required_path(2020, 0, 2025, 2, [2020], "geometric")


def test_the_fan_of_a_straight_line_is_the_line() -> None:
    fan = forecast_fan(range(2010, 2020), np.arange(10.0) * 2, [2020, 2025], "linear")
    assert fan is not None
    for edge in fan:
        assert edge == pytest.approx([20.0, 30.0])


def test_the_fan_of_steady_growth_is_that_growth() -> None:
    values = 100 * 1.05 ** np.arange(8)
    fan = forecast_fan(range(2010, 2018), values, [2020], "geometric")
    assert fan is not None
    assert fan.middle == pytest.approx([100 * 1.05**10])


@given(arrays((8,), numbers(-50, 50)))
def test_the_fan_opens_around_its_middle(values: np.ndarray) -> None:
    fan = forecast_fan(range(2010, 2018), values, [2018, 2025], "linear")
    assert fan is not None
    assert np.all(fan.low <= fan.middle + 1e-9)
    assert np.all(fan.middle <= fan.high + 1e-9)
    assert fan.high[1] - fan.low[1] >= fan.high[0] - fan.low[0] - 1e-9


def test_four_points_or_a_value_of_0_have_no_fan() -> None:
    values = np.array([1.0, 2.0, NAN, 3.0, 4.0])
    assert forecast_fan(range(5), values, [6], "linear") is None
    assert forecast_fan(range(5), np.array([0.0, 1, 2, 3, 4]), [6], "geometric") is None


@given(arrays((6, 3), holed(1, 100)), st.integers(1, 6))
def test_spells_equal_plain_loops(values: np.ndarray, span: int) -> None:
    years = [2010, 2011, 2012, 2014, 2015, 2016]
    found = spells(values, years, span, "linear")
    expected = sorted(
        (u, values[i, u], values[j, u] - values[i, u])
        for i, first in enumerate(years)
        for j, last in enumerate(years)
        for u in range(3)
        if last - first == span and not math.isnan(values[i, u] + values[j, u])
    )
    got = sorted(zip(found.unit, found.start, found.gain, strict=True))
    assert len(got) == len(expected)
    for one, other in zip(got, expected, strict=True):
        assert one == pytest.approx(other)


def test_a_geometric_spell_gains_by_its_logarithm_and_leaves_0_out() -> None:
    values = np.array([[100.0, 0.0], [200.0, 5.0]])
    found = spells(values, [2010, 2011], 1, "geometric")
    assert found.unit.tolist() == [0.0]
    assert found.gain == pytest.approx([math.log(2)])
    with pytest.raises(EngineError, match="at least 1"):
        spells(values, [2010, 2011], 0, "linear")


@pytest.mark.parametrize(
    ("gap", "direction", "answer"),
    [(1.9, 1, 0.0), (2.0, 1, 1.0), (-2.0, 1, -1.0), (2.0, -1, -1.0), (-2.0, -1, 1.0)],
)
def test_the_interval_tells_better_only_beyond_95_per_cent(
    gap: float, direction: int, answer: float
) -> None:
    assert relation_by_interval(50 + gap, 50, 1.0, direction) == answer


def test_the_interval_without_an_error_calls_only_equals_similar() -> None:
    assert relation_by_interval(5, 5, 0.0, 1) == 0.0
    assert relation_by_interval(5.1, 5, 0.0, 1) == 1.0
    assert math.isnan(relation_by_interval(5, 4, 1.0, 0))
    assert math.isnan(relation_by_interval(NAN, 4, 1.0, 1))
    with pytest.raises(EngineError, match="negative"):
        relation_by_interval(5, 4, -1.0, 1)
