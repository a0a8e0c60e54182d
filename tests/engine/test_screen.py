import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError, screen, screen_indicators
from tests.engine.generated import NAN, arrays

# Three indicators (rows) of four units: full, one missing, all zeros, nothing at all.
VALUES = np.array(
    [
        [1.0, 5.0, 0.0, NAN],
        [2.0, NAN, 0.0, NAN],
        [3.0, 0.0, 0.0, NAN],
    ]
)
CELLS = st.one_of(st.sampled_from([0.0, NAN]), st.integers(1, 9).map(float))


def test_a_unit_with_too_few_values_is_left_out_and_told_why():
    found = screen(VALUES, coverage=0.9)
    np.testing.assert_array_equal(found.kept, [True, False, True, False])
    np.testing.assert_allclose(found.present_share, [1, 2 / 3, 1, 0])
    assert [(r.position, r.rule) for r in found.reasons] == [((1,), "coverage"), ((3,), "coverage")]
    assert found.reasons[0].text == (
        "has 2 of 3 indicators, a share of 0.6667 under the coverage of 0.9"
    )


def test_a_share_that_is_exactly_the_threshold_is_enough():
    assert screen(VALUES, coverage=2 / 3).kept[1]


def test_zeros_are_counted_among_what_is_present():
    found = screen(VALUES, nonzero=0.4)
    np.testing.assert_array_equal(found.kept, [True, True, False, False])
    np.testing.assert_allclose(found.nonzero_share, [1, 0.5, 0, NAN])
    assert [r.rule for r in found.reasons] == ["nonzero", "empty"]


def test_without_a_threshold_nothing_is_left_out():
    assert screen(VALUES).kept.all()
    assert screen(VALUES).reasons == ()


def test_a_unit_may_be_kept_or_left_out_by_hand_with_a_reason():
    found = screen(VALUES, coverage=0.9, forced={1: "the capital"}, excluded={0: "an island"})
    np.testing.assert_array_equal(found.kept, [False, True, True, False])
    assert [(r.position, r.kept, r.text) for r in found.reasons[:2]] == [
        ((0,), False, "is left out by hand: an island"),
        ((1,), True, "is kept by hand: the capital"),
    ]


def test_units_are_screened_year_by_year_and_by_hand_in_every_year():
    two_years = np.stack([VALUES, np.ones_like(VALUES)], axis=1)
    found = screen(two_years, coverage=0.9, excluded={2: "merged"})
    np.testing.assert_array_equal(found.kept, [[1, 0, 0, 0], [1, 1, 0, 1]])
    assert [r.position for r in found.reasons] == [(0, 1), (0, 2), (0, 3), (1, 2)]


def test_indicators_are_screened_over_all_years():
    two_years = np.stack([VALUES, np.ones_like(VALUES)], axis=1)
    found = screen_indicators(two_years, coverage=0.8)
    np.testing.assert_allclose(found.present_share, [7 / 8, 6 / 8, 7 / 8])
    np.testing.assert_array_equal(found.kept, [True, False, True])
    assert found.reasons[0].text.startswith("has 6 of 8 cells")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"coverage": 1.2}, "coverage is 1.2"),
        ({"nonzero": -0.1}, "non-zero values is -0.1"),
        ({"forced": {4: "x"}}, "unit 4 is chosen by hand, but there are 4"),
        ({"forced": {1: "x"}, "excluded": {1: "y"}}, "unit 1 is both"),
        ({"forced": {1: " "}}, "unit 1 is chosen by hand without a reason"),
    ],
)
def test_a_rule_that_is_no_rule_is_refused(wrong, message):
    with pytest.raises(EngineError, match=message):
        screen(VALUES, **wrong)


def test_without_an_indicator_nothing_can_be_screened():
    with pytest.raises(EngineError, match="no indicators"):
        screen(np.empty((0, 3)))


@given(arrays((3, 2, 4), CELLS), st.sampled_from([None, 0.5, 1.0]), st.sampled_from([None, 0.4]))
def test_screening_agrees_with_counting(values, coverage, nonzero):
    found = screen(values, coverage=coverage, nonzero=nonzero)
    for year in range(2):
        for unit in range(4):
            cell = [v for v in values[:, year, unit] if not np.isnan(v)]
            kept = True
            if coverage is not None:
                kept = len(cell) >= coverage * 3 and len(cell) > 0
            if nonzero is not None:
                kept = kept and len(cell) > 0 and sum(v != 0 for v in cell) >= nonzero * len(cell)
            assert found.kept[year, unit] == kept
    left_out = {tuple(int(p) for p in at) for at in np.argwhere(~found.kept)}
    assert {r.position for r in found.reasons} == left_out
