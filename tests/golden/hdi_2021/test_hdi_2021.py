"""Every step from four indicators to the HDI, through a recipe and its tables; see SOURCE.md."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from moibench.catalogue.recipe import load_recipe
from moibench.engine import build, edited, read_index

HERE = Path(__file__).parent
INDICATORS = ("le", "eys", "mys", "gni")
META = {
    "iCode": [*INDICATORS, "health", "education", "income", "hdi"],
    "Type": ["Indicator"] * 4 + ["Aggregate"] * 4,
    "Level": [1, 1, 1, 1, 2, 2, 2, 3],
    "Parent": ["health", "education", "education", "income", "hdi", "hdi", "hdi", ""],
    "Direction": [1] * 8,
    "Weight": [1] * 8,
}
# Women live longer wherever both live alike: their goalposts lie five years above men's.
LIFE = {"all": (20.0, 85.0), "women": (22.5, 87.5), "men": (17.5, 82.5)}
GDI = {"AUS": 0.968, "AUT": 0.98, "LKA": 0.949, "STP": 0.907, "TGO": 0.849}
WITH_NINE_DECIMALS = 3e-7

with (HERE / "published.csv").open(encoding="utf-8", newline="") as lines:
    PUBLISHED = list(csv.DictReader(lines))


def computed(who: str) -> dict[tuple[str, int], float]:
    """The index of each country and year of some people."""
    rows = [row for row in PUBLISHED if row["who"] == who]
    table = {
        "uCode": [row["country"] for row in rows],
        "Time": [row["year"] for row in rows],
        **{code: [row[code] for row in rows] for code in INDICATORS},
    }
    recipe = load_recipe(HERE / "recipe.yaml")
    goalposts = {**recipe.steps[0].goalposts, "le": LIFE[who]}
    built = build(read_index(table, META), edited(recipe, "normalise.goalposts", goalposts))
    columns = built.table("aggregated")
    return dict(
        zip(zip(columns["uCode"], columns["Time"], strict=True), columns["hdi"], strict=True)
    )


@pytest.mark.parametrize(("who", "tolerance"), [
    ("all", 0.0005), ("women", WITH_NINE_DECIMALS), ("men", WITH_NINE_DECIMALS),
])  # fmt: skip
def test_every_published_index_is_reached(who, tolerance):
    found = computed(who)
    rows = [row for row in PUBLISHED if row["who"] == who]
    assert len(rows) >= 5
    for row in rows:
        own = found[row["country"], int(row["year"])]
        if row["hdi"]:
            assert own == pytest.approx(float(row["hdi"]), abs=tolerance), row
        else:
            assert np.isnan(own), row


def test_what_lies_beyond_a_goalpost_counts_as_the_goalpost():
    income = {row["country"]: float(row["gni"]) for row in PUBLISHED if row["year"] == "2021"}
    assert income["LIE"] > 75_000
    schooling = {row["who"]: float(row["eys"]) for row in PUBLISHED if row["country"] == "AUS"}
    assert min(schooling.values()) > 18


def test_the_gender_development_index_is_that_of_women_over_that_of_men():
    women, men = computed("women"), computed("men")
    for country, published in GDI.items():
        ratio = women[country, 2021] / men[country, 2021]
        assert ratio == pytest.approx(published, abs=0.0005)
