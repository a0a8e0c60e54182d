"""A Mann–Kendall test worked by hand, with a tie; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from moibench.engine import mann_kendall

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    VALUES = np.array([float(row["value"]) for row in csv.DictReader(lines)])


def test_s_z_and_p_are_those_worked_by_hand():
    s, p_value = mann_kendall(VALUES)
    assert s == 54
    assert stats.norm.isf(p_value / 2) == pytest.approx(2.9058, abs=0.00005)
    assert p_value / 2 == pytest.approx(0.0018, abs=0.00005)


def test_the_sign_turns_with_time_and_the_p_value_does_not():
    assert mann_kendall(VALUES[::-1]) == (-54, mann_kendall(VALUES).p_value)
