"""The worked example of TOPSIS by Tzeng and Huang (2011); see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np

from moibench.engine import Node, Tree, aggregate, rank

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
CRITERIA = ("durability", "capability", "reliability")
VALUES = np.array([[float(row[c]) for row in ROWS] for c in CRITERIA])
TREE = Tree(CRITERIA, (Node("overall", CRITERIA, (0.3, 0.4, 0.3)),))


def test_closeness_and_ranks_are_those_published():
    closeness = aggregate(VALUES, TREE, 1.0, "topsis").scores[0]
    published = [float(row["closeness"]) for row in ROWS]
    np.testing.assert_allclose(closeness, published, rtol=0, atol=0.00005)
    np.testing.assert_array_equal(rank(closeness), [float(row["rank"]) for row in ROWS])
