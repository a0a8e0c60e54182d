"""Where a rule turns: at exactly the width, the year of a break, the share, the fifth best."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import numpy as np
import pytest

from moibench.analysis.amounts import series_value
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenBenchmark
from moibench.analysis.dispersion import dispersions
from moibench.analysis.explain import score_change
from moibench.analysis.groups import group_ranks
from moibench.analysis.levers import what_if
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.targets import target_progress
from moibench.analysis.two_years import two_years
from moibench.engine import relation
from tests.analysis.made import panel_with, target, use, with_break

pytestmark = pytest.mark.django_db


def beside(indicator: str, unit: str, choice: BenchmarkChoice) -> ChosenBenchmark:
    return compare_with((unit,), (indicator,), 2019, choice=choice).cells[0][0].benchmark


@pytest.mark.parametrize(("value", "expected"), [(2.99, 0), (3.0, 1), (-0.99, 0), (-1.0, -1)])
def test_a_difference_of_exactly_the_width_is_no_longer_similar(
    value: float, expected: int
) -> None:
    assert float(relation(value, 1.0, 2.0, 1)) == expected
    assert relation(np.array([value]), 1.0, 2.0, 1).tolist() == [expected]


def test_the_points_of_a_step_go_by_the_mean_weight_of_both_years() -> None:
    steps = {s.indicator_id: s for s in score_change("24", 2015, 2019).steps}
    # One of six indicators of the economy has no figure in 2015, so the others weigh more then.
    income, hai = steps["household_income"], steps["hai"]
    assert income.weight == pytest.approx((1 / 15 + 1 / 18) / 2)
    assert income.points == pytest.approx(income.weight * (income.to_score - income.from_score))
    assert hai.weight == pytest.approx(1 / 9)


def test_those_that_did_most_are_the_largest_whichever_way() -> None:
    ways = set()
    for unit in ("11", "38", "35", "50", "83"):
        found = score_change(unit, 2015, 2019)
        largest = sorted((abs(s.points) for s in found.steps), reverse=True)[:3]
        points = {s.indicator_id: s.points for s in found.steps}
        assert [abs(points[i]) for i in found.did_most] == largest
        ways.update(points[i] > 0 for i in found.did_most)
    assert ways == {True, False}


def test_of_75_provinces_five_are_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = use(monkeypatch, panel_with({("hai", "83", 2019): None}))
    row = panel.values("hai").values[panel.cube.years.index(2019)]
    held = [
        row[panel.geography.position[c]]
        for c in panel.geography.peers_by_level("province", 2019, False)
    ]
    present = sorted(v for v in held if not math.isnan(v))
    found = beside("hai", "24", BenchmarkChoice("best_in_class"))
    assert len(present) == 75
    assert found.figure.value == pytest.approx(statistics.fmean(present[-5:]))


def test_the_target_due_this_very_year_is_the_next_one() -> None:
    targets = (target(value=0.7, target_year=2025), target(value=0.6, target_year=2019))
    found = beside("hai", "24", BenchmarkChoice("target", targets=targets))
    assert (found.figure.year, found.figure.value) == (2019, 0.6)


def test_a_break_in_the_very_year_is_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, panel_with({}, catalogue=with_break("hai", 2019)))
    assert beside("hai", "24", BenchmarkChoice("baseline")).reason == "break"
    change = profile("24", 2019, change_from=2018).indicator("hai").change
    assert change is not None
    assert change.crosses_break


def test_a_break_in_the_year_of_the_latest_value_leaves_a_target_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, panel_with({}, catalogue=with_break("hai", 2021)))
    progress = target_progress("24", target())
    assert (progress.latest.year, progress.reason) == (2021, "break")


def test_a_percentage_of_households_counts_in_households() -> None:
    panel = current_panel()
    rule = panel.indicator("household_debt_share").roll_up
    found = beside("household_debt_share", "24", BenchmarkChoice("country"))
    assert found.amount is not None
    households = series_value(panel, rule.weights, "24", found.amount.denominator_year)
    assert found.amount.value == pytest.approx(found.gap / 100 * households)


def test_a_parent_has_no_sum_where_a_member_has_no_value() -> None:
    panel = panel_with({("population_midyear", "21", 2019): None})
    assert series_value(panel, "population_midyear", "E-1", 2019) is None
    assert series_value(panel, "population_midyear", "E-2", 2019) > 0


@pytest.mark.parametrize(
    ("ahead", "tied", "expected"),
    [
        (95, 0, "better"),
        (94, 0, "similar"),
        (5, 0, "worse"),
        (6, 0, "similar"),
        (0, 100, "similar"),
    ],
)
def test_95_of_100_replicates_tell_apart_and_ties_count_half(
    monkeypatch: pytest.MonkeyPatch, ahead: int, tied: int, expected: str
) -> None:
    panel = use(monkeypatch, panel_with({}))
    scores = np.zeros((100, len(panel.node_ids), len(panel.geography.units)))
    own = np.where(np.arange(100) < ahead, 1.0, -1.0)
    own[100 - tied :] = 0.0
    scores[:, :, panel.geography.position["24"]] = own[:, None]
    monkeypatch.setattr(Panel, "replicates", lambda *_: scores)
    found = scores_beside(("24",), "overall", 2019, choice=BenchmarkChoice("region"))[0]
    assert found.relation == expected
    assert found.share == pytest.approx((ahead + tied / 2) / 100)


def test_a_range_always_holds_its_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = use(monkeypatch, panel_with({}))
    # Replicates in which the order is turned round, so that most ranks lie outside of them.
    turned = -panel.aggregated.scores[:, panel.at(2019), :]
    monkeypatch.setattr(Panel, "replicates", lambda *_: np.stack([turned] * 20))
    provinces = panel.geography.peers_by_level("province", 2019, False)
    found = group_ranks(panel, 2019, provinces)
    held = found.group & ~np.isnan(found.ranks)
    assert np.all((found.low <= found.ranks)[held])
    assert np.all((found.ranks <= found.high)[held])


def test_a_supposed_rank_comes_from_unrounded_scores() -> None:
    lines = ranking("overall", 2019).lines
    close = [
        (a, b)
        for a, b in pairwise(lines)
        if round(a.figure.value, 1) == round(b.figure.value, 1) and a.figure.value > b.figure.value
    ]
    assert close
    for first, second in close[:2]:
        for line in (first, second):
            after = what_if(line.unit_code, {}, {"economy": 1.0}, 2019).after
            assert after.rank == line.rank


def test_a_pull_up_is_bad_where_less_is_better() -> None:
    (inside,) = dispersions("E-1", 2019, indicator_ids=("waste_per_capita",))
    pull = next(p for p in inside.pulls if p.unit_code == "20")
    assert pull.pull > 0
    assert pull.good is False


def test_no_two_years_are_compared_across_a_break_in_the_later_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, panel_with({}, catalogue=with_break("hai", 2018)))
    moves = two_years(ranking("hai", 2021))
    assert moves is not None
    assert moves.years == (2018, 2019, 2020)
    use(monkeypatch, panel_with({}, catalogue=with_break("hai", 2021)))  # one break more
    assert two_years(ranking("hai", 2021)) is None
