"""The weights of the article that introduced CRITIC; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np

from moibench.engine import Node, Tree, weigh

CRITERIA = ("first", "second", "third")
with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    *FIRMS, WEIGHTS = ([float(row[c]) for c in CRITERIA] for row in csv.DictReader(lines))


def test_the_weights_are_those_published():
    tree = Tree(CRITERIA, (Node("overall", CRITERIA, (1.0, 1.0, 1.0)),))
    found = weigh(np.array(FIRMS).T, tree, "critic").tree.root.weights
    np.testing.assert_allclose(found, WEIGHTS, rtol=0, atol=0.000000005)
