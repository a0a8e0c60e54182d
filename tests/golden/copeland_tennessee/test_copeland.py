"""Copeland's scores of four cities; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np

from moibench.engine import copeland

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    *VOTERS, NET = list(csv.DictReader(lines))
CITIES = ("Memphis", "Nashville", "Knoxville", "Chattanooga")


def test_wins_less_losses_are_those_published():
    preferences = np.array([[float(row[city]) for city in CITIES] for row in VOTERS])
    shares = np.array([float(row["share"]) for row in VOTERS])
    published = [float(NET[city]) for city in CITIES]
    np.testing.assert_array_equal(copeland(preferences, shares), published)
