"""The efficiencies of seven stores with one employee each; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np

from moibench.engine import benefit_of_the_doubt

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def test_the_efficiencies_are_those_published():
    values = np.array([[float(row[c]) for row in ROWS] for c in ("customers", "sales")])
    found = benefit_of_the_doubt(values).scores
    published = [float(row["efficiency"] or "nan") for row in ROWS]
    known = ~np.isnan(published)
    np.testing.assert_allclose(found[known], np.array(published)[known], rtol=0, atol=0.0005)
    # Store C, of which the book prints nothing, is under the line x + y = 10.
    np.testing.assert_allclose(found[2], 7 / 10)
