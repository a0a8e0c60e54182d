"""The SDG Index from its goals, where some are missing; see SOURCE.md."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from moibench.engine import Aggregate, Rank, Recipe, build, read_index

GOALS = [f"g{number}" for number in range(1, 18)]
META = {
    "iCode": [*GOALS, "index"],
    "Type": ["Indicator"] * 17 + ["Aggregate"],
    "Level": [1] * 17 + [2],
    "Parent": ["index"] * 17 + [""],
    "Direction": [1] * 18,
    "Weight": [1] * 18,
}

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    PUBLISHED = list(csv.DictReader(lines))


def built():
    columns = {goal: [row[goal] for row in PUBLISHED] for goal in GOALS}
    columns |= {"uCode": [r["country"] for r in PUBLISHED], "Time": [r["year"] for r in PUBLISHED]}
    return build(read_index(columns, META), Recipe((Aggregate(), Rank())))


def test_the_index_is_the_mean_of_the_goals_that_have_a_score():
    table = built().table("aggregated")
    places = zip(table["uCode"], table["Time"], strict=True)
    found = dict(zip(places, table["index"], strict=True))
    for row in PUBLISHED:
        own = found[row["country"], int(row["year"])]
        assert own == pytest.approx(float(row["index"]), abs=0.1), row


def test_a_missing_goal_is_told_by_coverage_and_never_counts_as_nothing():
    own = built()
    index = own.index
    afghanistan, armenia = index.units.index("AFG"), index.units.index("ARM")
    coverage = own.state.above.coverage[-1]
    assert coverage[:, afghanistan] == pytest.approx(15 / 17)
    assert coverage[:, armenia] == pytest.approx(16 / 17)
    assert own.state.above.renormalised[-1, 0, armenia]
    as_zero = sum(float(row or 0) for row in [PUBLISHED[1][goal] for goal in GOALS]) / 17
    assert as_zero < float(PUBLISHED[1]["index"]) - 5
