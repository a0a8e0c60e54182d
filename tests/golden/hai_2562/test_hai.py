"""The Human Achievement Index of Nakhon Phanom, 2562; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np
import pytest

from moibench.engine import Node, Tree, aggregate

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    PUBLISHED = {row["sub_index"]: float(row["value"]) for row in csv.DictReader(lines)}
SUB_INDICES = tuple(name for name in PUBLISHED if name != "overall")
TREE = Tree(SUB_INDICES, (Node("overall", SUB_INDICES, (1.0,) * 8),))
SCORES = 100 * np.array([[PUBLISHED[name]] for name in SUB_INDICES])


def test_the_published_index_is_the_geometric_mean_of_its_eight_sub_indices():
    index = aggregate(SCORES, TREE, 1.0, means={"overall": "geometric"}).scores[0, 0] / 100
    assert index == pytest.approx(PUBLISHED["overall"], abs=0.00005)


def test_their_arithmetic_mean_is_another_number():
    assert aggregate(SCORES, TREE, 1.0).scores[0, 0] / 100 == pytest.approx(0.6229, abs=0.00005)
