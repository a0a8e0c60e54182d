"""Classes of California's counties as PySAL publishes them; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np

from moibench.engine import classify, natural_breaks, quantile_cutoffs

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    DENSITY = np.array(
        [float(row["employed_per_square_kilometre"]) for row in csv.DictReader(lines)]
    )


def test_natural_breaks_are_those_of_fisher_and_jenks():
    levels = classify(DENSITY, natural_breaks(DENSITY, 5))
    assert np.bincount(levels.astype(int))[1:].tolist() == [49, 3, 4, 1, 1]
    largest = [DENSITY[levels == level].max() for level in range(1, 6)]
    np.testing.assert_allclose(largest, [75.29, 192.05, 370.5, 722.85, 4111.45], atol=0.005)


def test_quantiles_are_the_published_ones():
    cutoffs = quantile_cutoffs(DENSITY, 5)
    np.testing.assert_allclose(cutoffs, [1.464, 5.798, 13.278, 54.616], atol=0.0005)
    levels = classify(DENSITY, cutoffs)
    assert np.bincount(levels.astype(int))[1:].tolist() == [12, 11, 12, 11, 12]
