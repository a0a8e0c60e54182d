"""Sobol indices of the Ishigami function, known in closed form; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np
import pytest

from moibench.engine.sensitivity import Factor, sobol_design, sobol_indices

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    PUBLISHED = list(csv.DictReader(lines))
FIRST = np.array([float(row["first_order"]) for row in PUBLISHED])
TOTAL = np.array([float(row["total"]) for row in PUBLISHED])
A, B, PI = 7.0, 0.1, np.pi


def indices(base, seed=2562):
    factors = [Factor(row["factor"], low=-PI, high=PI) for row in PUBLISHED]
    design = sobol_design(factors, base, seed)
    x1, x2, x3 = design.values.T
    outputs = np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)
    return sobol_indices(outputs, design, resamples=200)


def test_the_published_shares_are_those_of_the_closed_form():
    variance = 0.5 + A**2 / 8 + B**2 * PI**8 / 18 + B * PI**4 / 5
    alone = np.array([(1 + B * PI**4 / 5) ** 2 / 2, A**2 / 8, 0.0])
    together = np.array([8 * B**2 * PI**8 / 225, 0.0, 8 * B**2 * PI**8 / 225])
    np.testing.assert_allclose(alone / variance, FIRST, atol=0.00005)
    np.testing.assert_allclose((alone + together) / variance, TOTAL, atol=0.00005)
    assert indices(2**16).variance == pytest.approx(variance, rel=0.001)


def test_the_estimates_are_the_published_indices():
    found = indices(2**16)
    np.testing.assert_allclose(found.first_order, FIRST, atol=0.001)
    np.testing.assert_allclose(found.total, TOTAL, atol=0.001)


def test_a_thousand_base_rows_give_intervals_that_hold_the_published_indices():
    found = indices(1000)
    assert np.all((found.first_low <= FIRST) & (found.first_high >= FIRST))
    assert np.all((found.total_low <= TOTAL) & (found.total_high >= TOTAL))
    assert np.all(found.total_high - found.total_low < 0.2)
