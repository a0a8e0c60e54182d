"""Priorities and consistency ratio of Saaty's drinks; see SOURCE.md."""

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np

from moibench.engine import Node, Tree, weigh

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
DRINKS = tuple(row["drink"] for row in ROWS)
JUDGEMENTS = np.array(
    [[float(Fraction(row[d])) if row[d] else np.nan for d in DRINKS] for row in ROWS]
)
TREE = Tree(DRINKS, (Node("consumption", DRINKS, (1.0,) * 7),))


def test_the_priorities_and_the_consistency_ratio_are_those_published():
    weighed = weigh(None, TREE, "ahp", judgements={"consumption": JUDGEMENTS})
    detail = weighed.report.nodes[0].detail
    published = [float(row["priority"]) for row in ROWS]
    np.testing.assert_allclose(weighed.tree.root.weights, published, rtol=0, atol=0.0005)
    np.testing.assert_allclose(detail.consistency_ratio, 0.022, rtol=0, atol=0.0005)
    assert weighed.report.remarks == ()
