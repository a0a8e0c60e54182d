"""Sectors: textbook cases, slow doubles in plain loops, and the laws that must hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError
from moibench.engine.sectors import (
    GROWTH_SHARE_CLASSES,
    density,
    effective_sectors,
    growth_share,
    herfindahl,
    homothetic_shift_share,
    krugman_specialisation,
    location_quotient,
    proximity,
    sector_shares,
    shift_share,
)

# Two sectors in two regions: a case small enough to be reckoned on paper.
BEFORE = np.array([[100.0, 300.0], [200.0, 200.0]])
AFTER = np.array([[150.0, 330.0], [210.0, 250.0]])
COUNTRY_BEFORE, COUNTRY_AFTER = BEFORE.sum(axis=1), AFTER.sum(axis=1)


def test_shift_share_of_a_case_reckoned_on_paper() -> None:
    # The country grew from 800 to 940, by 17.5 %; sector 1 by 20 %, sector 2 by 15 %.
    parts = shift_share(BEFORE, AFTER, COUNTRY_BEFORE, COUNTRY_AFTER)
    np.testing.assert_allclose(parts.national, [[17.5, 52.5], [35.0, 35.0]])
    np.testing.assert_allclose(parts.mix, [[2.5, 7.5], [-5.0, -5.0]])
    np.testing.assert_allclose(parts.regional, [[30.0, -30.0], [-20.0, 20.0]])


def test_homothetic_parts_of_the_same_case() -> None:
    # Region 1 with the country's structure (1:1) would have 150 of each sector.
    parts = homothetic_shift_share(BEFORE, AFTER, COUNTRY_BEFORE, COUNTRY_AFTER)
    np.testing.assert_allclose(parts.competitive[:, 0], [150 * 0.30, 150 * -0.10])
    np.testing.assert_allclose(parts.allocation[:, 0], [30.0 - 45.0, -20.0 + 15.0])
    np.testing.assert_allclose(parts.total, AFTER - BEFORE)


def test_quotients_and_indices_of_the_same_case() -> None:
    np.testing.assert_allclose(
        location_quotient(BEFORE, COUNTRY_BEFORE), [[(1 / 3) / 0.5, 0.6 / 0.5], [4 / 3, 0.8]]
    )
    np.testing.assert_allclose(herfindahl(BEFORE), [1 / 9 + 4 / 9, 0.36 + 0.16])
    np.testing.assert_allclose(effective_sectors(BEFORE)[0], 1.8)
    np.testing.assert_allclose(
        krugman_specialisation(BEFORE, COUNTRY_BEFORE), [2 * (0.6 - 1 / 3)] * 2
    )


def test_proximity_and_density_of_a_case_reckoned_on_paper() -> None:
    held = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0]], dtype=bool)
    close = proximity(held)
    np.testing.assert_allclose(
        close, [[1, 2 / 3, 0, 0], [2 / 3, 1, 1 / 3, 0], [0, 1 / 3, 1, 0], [0, 0, 0, 0]]
    )
    near = density(held, close)
    np.testing.assert_allclose(near[:, 0], [1.0, 2 / 3, 1.0, math.nan])
    np.testing.assert_allclose(near[:, 3], [0.0, 0.0, 0.0, math.nan])


def test_classes_by_stated_thresholds() -> None:
    quotient = np.array([1.5, 1.5, 0.5, 0.5, np.nan, 1.0])
    growth = np.array([0.05, 0.01, 0.05, 0.01, 0.05, 0.03])
    placed = growth_share(quotient, growth, share_threshold=1.0, growth_threshold=0.03)
    named = [None if math.isnan(p) else GROWTH_SHARE_CLASSES[int(p)] for p in placed]
    assert named == ["star", "cash_cow", "question_mark", "dog", None, "star"]


amounts = st.floats(0, 1e6, allow_nan=False).map(lambda v: 0.0 if v < 1e-3 else v)


@st.composite
def economies(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    sectors, units = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    cells = st.lists(amounts, min_size=sectors * units, max_size=sectors * units)
    before, after = (np.array(draw(cells)).reshape(sectors, units) for _ in range(2))
    before[:, 0] += 1.0  # somebody has something of every sector
    return before, after


@given(economies())
def test_parts_add_up_to_the_change_per_sector_and_in_total(
    economy: tuple[np.ndarray, np.ndarray],
) -> None:
    before, after = economy
    country = before.sum(axis=1), after.sum(axis=1)
    for parts in (
        shift_share(before, after, *country),
        homothetic_shift_share(before, after, *country),
    ):
        scale = max(1.0, float(np.abs(before).max()), float(np.abs(after).max()))
        np.testing.assert_allclose(parts.total, after - before, atol=1e-7 * scale)
        np.testing.assert_allclose(
            parts.total.sum(axis=0), (after - before).sum(axis=0), atol=1e-6 * scale
        )


@given(economies())
def test_over_all_units_mix_and_regional_parts_cancel(
    economy: tuple[np.ndarray, np.ndarray],
) -> None:
    before, after = economy
    parts = shift_share(before, after, before.sum(axis=1), after.sum(axis=1))
    scale = max(1.0, float(before.max()), float(after.max()))
    np.testing.assert_allclose(parts.regional.sum(axis=1), 0, atol=1e-6 * scale)
    np.testing.assert_allclose(parts.mix.sum(), 0, atol=1e-5 * scale)


@given(economies())
def test_all_is_as_plain_loops_have_it(economy: tuple[np.ndarray, np.ndarray]) -> None:
    before, after = economy
    country_before, country_after = before.sum(axis=1), after.sum(axis=1)
    shares, quotient = sector_shares(before), location_quotient(before, country_before)
    parts = shift_share(before, after, country_before, country_after)
    overall = country_after.sum() / country_before.sum() - 1
    for u in range(before.shape[1]):
        whole = sum(before[:, u])
        square, apart = 0.0, 0.0
        for s in range(before.shape[0]):
            if whole == 0:
                assert math.isnan(shares[s, u])
                continue
            share = before[s, u] / whole
            assert shares[s, u] == pytest.approx(share)
            reference = country_before[s] / sum(country_before)
            assert quotient[s, u] == pytest.approx(share / reference)
            square += share * share
            rest = sum(country_before) - whole
            apart += abs(share - (country_before[s] - before[s, u]) / rest) if rest else math.nan
            growth = country_after[s] / country_before[s] - 1
            if before[s, u] or after[s, u]:
                assert parts.national[s, u] == pytest.approx(before[s, u] * overall, abs=1e-6)
                assert parts.mix[s, u] == pytest.approx(
                    before[s, u] * (growth - overall), rel=1e-6, abs=1e-4
                )
        if whole:
            assert herfindahl(before)[u] == pytest.approx(square)
            if not math.isnan(apart):
                found = krugman_specialisation(before, country_before)[u]
                assert found == pytest.approx(apart, abs=1e-6)


def test_a_missing_sector_leaves_its_unit_without_shares_and_the_others_alone() -> None:
    values = BEFORE.copy()
    values[0, 0] = np.nan
    shares = sector_shares(values)
    assert np.isnan(shares[:, 0]).all()
    np.testing.assert_array_equal(shares[:, 1], sector_shares(BEFORE)[:, 1])


def test_a_sector_that_vanishes_or_begins_is_taken_apart_too() -> None:
    before = np.array([[10.0, 10.0], [0.0, 20.0]])
    after = np.array([[0.0, 15.0], [5.0, 20.0]])
    for parts in (
        shift_share(before, after, before.sum(axis=1), after.sum(axis=1)),
        homothetic_shift_share(before, after, before.sum(axis=1), after.sum(axis=1)),
    ):
        np.testing.assert_allclose(parts.total, after - before)


def test_a_sector_new_to_the_country_has_no_rate_and_says_so() -> None:
    before, after = np.array([[10.0, 10.0], [0.0, 0.0]]), np.array([[11.0, 9.0], [3.0, 0.0]])
    parts = shift_share(before, after, before.sum(axis=1), after.sum(axis=1))
    assert np.isnan(parts.mix[1, 0])
    assert parts.mix[1, 1] == 0.0


@pytest.mark.parametrize(
    ("values", "country", "said"),
    [
        (np.array([[-1.0], [2.0]]), np.array([1.0, 2.0]), "negative"),
        (np.array([[np.inf], [2.0]]), np.array([1.0, 2.0]), "infinite"),
        (np.array([[1.0], [2.0]]), np.array([1.0]), "1 sectors"),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0]), "axes"),
    ],
)
def test_impossible_values_are_refused(values: np.ndarray, country: np.ndarray, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        location_quotient(values, country)


def test_a_unit_larger_than_its_country_and_a_country_of_nothing_are_refused() -> None:
    with pytest.raises(EngineError, match="more of a sector"):
        krugman_specialisation(np.array([[5.0], [1.0]]), np.array([4.0, 2.0]))
    nothing = np.zeros((2, 1))
    with pytest.raises(EngineError, match="nothing before"):
        shift_share(nothing, nothing, nothing[:, 0], nothing[:, 0])
