"""The worked example of UNDP's Technical note 1 (2020); see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np
import pytest

from moibench.engine import (
    Node,
    Tree,
    aggregate,
    apply_normalisation,
    fit_normalisation,
    goalposts,
)

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    PUBLISHED = {row["quantity"]: float(row["value"]) for row in csv.DictReader(lines)}


def income_score() -> float:
    own, low, high = (
        np.log([PUBLISHED[name]])
        for name in ("gni_per_capita_2017_ppp", "income_low", "income_high")
    )
    return float(goalposts(own[None, :], low, high).values[0, 0])


def test_the_income_index_is_the_logarithm_between_its_goalposts():
    assert income_score() / 100 == pytest.approx(PUBLISHED["income_index"], abs=0.00005)


def test_goalposts_on_a_logarithmic_scale_give_the_same_income_index():
    own = np.array([[PUBLISHED["gni_per_capita_2017_ppp"]]])
    fitted = fit_normalisation(
        own,
        "goalposts",
        direction=np.array([1]),
        to=(0, 1),
        goalposts=np.array([[PUBLISHED["income_low"], PUBLISHED["income_high"]]]),
        log=np.array([True]),
    )
    score = apply_normalisation(own, fitted).values[0, 0]
    assert score == pytest.approx(PUBLISHED["income_index"], abs=0.00005)


def test_the_index_is_the_geometric_mean_of_its_three_dimensions():
    names = ("health", "education", "income")
    tree = Tree(names, (Node("overall", names, (1.0, 1.0, 1.0)),))
    scores = np.array(
        [[100 * PUBLISHED["health_index"]], [100 * PUBLISHED["education_index"]], [income_score()]]
    )
    hdi = aggregate(scores, tree, 1.0, means={"overall": "geometric"}).scores[0, 0] / 100
    assert hdi == pytest.approx(PUBLISHED["hdi"], abs=0.0005)
