"""Statistical peers: the scale, the distance and what makes it up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError, distance_parts, distances, nearest, standardise
from tests.engine import comparative_doubles as slow
from tests.engine.generated import NAN, arrays, holed, numbers

MARKS = np.array([False, True, False]), np.array([False, False, True])
REFERENCE = np.array([True] * 6 + [False])
DESCRIPTORS = arrays((3, 7), st.one_of(numbers(0.5, 1e4), st.just(NAN)))
WEIGHTS = np.array([2.0, 1.0, 0.5])


def scaled(values: np.ndarray) -> np.ndarray:
    return standardise(values, *MARKS, REFERENCE)


@given(DESCRIPTORS)
def test_the_scale_equals_plain_loops(values: np.ndarray) -> None:
    for row, got, log, flag in zip(values, scaled(values), *MARKS, strict=True):
        expected = slow.steps(list(row), list(REFERENCE), bool(log), bool(flag))
        np.testing.assert_allclose(got, expected, rtol=1e-7, atol=1e-9)


@given(DESCRIPTORS)
def test_distances_equal_plain_loops_and_are_symmetric(values: np.ndarray) -> None:
    found = distances(scaled(values), WEIGHTS)
    rows = [list(r) for r in scaled(values)]
    for one in range(7):
        for other in range(7):
            expected = slow.squared_distance(rows, list(WEIGHTS), one, other, 0.7)
            np.testing.assert_allclose(found.squared[one, other], expected, rtol=1e-9)
    np.testing.assert_array_equal(found.squared, found.squared.T)


@given(DESCRIPTORS)
def test_the_parts_add_up_to_the_squared_distance(values: np.ndarray) -> None:
    steps = scaled(values)
    found = distances(steps, WEIGHTS, shared_minimum=0.01).squared
    for other in range(1, 7):
        parts = distance_parts(steps, WEIGHTS, 0, other)
        if np.isnan(found[0, other]):
            assert np.isnan(parts).all()
        else:
            assert np.nansum(parts) == pytest.approx(found[0, other], rel=1e-12, abs=1e-12)


@given(DESCRIPTORS, st.sampled_from([0.001, 1000.0]), st.floats(-50, 50))
def test_the_unit_of_measure_changes_nothing(
    values: np.ndarray, factor: float, shift: float
) -> None:
    # A shift moves only what no logarithm is taken of; a flag has no unit of measure.
    other = values.copy()
    other[0] = values[0] * factor + round(shift)
    other[1] = values[1] * factor
    np.testing.assert_allclose(scaled(values), scaled(other), rtol=1e-6, atol=1e-6)


@given(DESCRIPTORS, st.permutations(range(7)), st.permutations(range(3)))
def test_the_order_of_units_and_descriptors_changes_nothing(
    values: np.ndarray, units: list[int], rows: list[int]
) -> None:
    plain = distances(scaled(values), WEIGHTS).squared
    moved = standardise(values[rows][:, units], MARKS[0][rows], MARKS[1][rows], REFERENCE[units])
    np.testing.assert_allclose(
        distances(moved, WEIGHTS[rows]).squared, plain[np.ix_(units, units)], rtol=1e-9
    )


def test_ties_go_by_name_whatever_the_order() -> None:
    squared = np.array([[0.0, 1.0, 1.0, 2.0]] * 4)
    everyone = np.ones(4, dtype=bool)
    assert nearest(squared, 0, everyone, ("a", "c", "b", "d"), 2).tolist() == [2, 1]
    assert nearest(squared, 0, everyone, ("a", "b", "c", "d"), 2).tolist() == [1, 2]


def test_a_unit_is_no_peer_of_its_own_and_neither_is_one_that_is_not_asked_for() -> None:
    squared = np.array([[0.0, 1.0, NAN], [1.0, 0.0, 3.0], [NAN, 3.0, 0.0]])
    assert nearest(squared, 0, np.ones(3, dtype=bool), ("a", "b", "c"), 5).tolist() == [1]
    assert nearest(squared, 1, np.array([False, True, True]), ("a", "b", "c"), 5).tolist() == [2]


def test_under_seventy_per_cent_shared_is_refused_and_exactly_that_is_not() -> None:
    values = np.zeros((10, 2))
    values[:3, 1] = NAN
    assert distances(values, np.ones(10)).squared[0, 1] == 0.0
    values[3, 1] = NAN
    found = distances(values, np.ones(10))
    assert np.isnan(found.squared[0, 1])
    assert found.shared[0, 1] == pytest.approx(0.6)


def test_a_descriptor_of_weight_0_is_switched_off() -> None:
    values = np.array([[0.0, 5.0], [0.0, 1.0]])
    assert distances(values, np.array([0.0, 1.0])).squared[0, 1] == pytest.approx(1.0)


def test_a_flag_that_over_half_share_still_counts_one_step() -> None:
    values = np.array([[0.0, 0.0, 0.0, 0.0, 1.0]])
    yes, no = np.array([True]), np.array([False])
    everyone = np.ones(5, dtype=bool)
    assert standardise(values, no, yes, everyone)[0, 4] == 1.0
    # As a plain descriptor the deviation is the mean one, 1/5, made comparable by √(π/2).
    expected = 1 / (0.2 * np.sqrt(np.pi / 2))
    assert standardise(values, no, no, everyone)[0, 4] == pytest.approx(expected)


def test_where_all_are_equal_nobody_differs() -> None:
    values = np.full((1, 4), 7.0)
    flat = standardise(values, np.array([False]), np.array([False]), np.ones(4, dtype=bool))
    assert flat.tolist() == [[0.0] * 4]


def test_a_size_of_0_has_no_logarithm_and_counts_as_missing() -> None:
    values = np.array([[0.0, 1.0, 10.0, 100.0]])
    found = standardise(values, np.array([True]), np.array([False]), np.ones(4, dtype=bool))
    assert np.isnan(found[0, 0])
    assert not np.isnan(found[0, 1:]).any()


@pytest.mark.parametrize("weights", [[-1.0, 2.0], [0.0, 0.0], [1.0], [np.inf, 1.0]])
def test_unfit_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(EngineError, match="weight"):
        distances(np.zeros((2, 2)), np.array(weights))


def test_shapes_and_infinity_are_refused() -> None:
    mark, everyone = np.array([False]), np.ones(2, dtype=bool)
    with pytest.raises(EngineError, match="infinite"):
        standardise(np.array([[1.0, np.inf]]), mark, mark, everyone)
    with pytest.raises(EngineError, match="fit"):
        standardise(np.zeros((1, 3)), mark, mark, everyone)
    with pytest.raises(EngineError, match="marks"):
        standardise(np.zeros((2, 2)), mark, mark, everyone)
    with pytest.raises(EngineError, match="at least 1"):
        nearest(np.zeros((2, 2)), 0, everyone, ("a", "b"), 0)


@given(arrays((3, 7), holed(0.5, 100)))
def test_no_distance_is_negative_and_to_itself_it_is_0(values: np.ndarray) -> None:
    squared = distances(scaled(values), WEIGHTS).squared
    assert not (squared < 0).any()
    own = np.diag(squared)
    assert np.all((own == 0) | np.isnan(own))
