"""Scores beside a benchmark, ranks that cannot be told apart, two years: against slow doubles."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from moibench.analysis.apart import cannot_be_told_apart_in
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import peers
from moibench.analysis.ranking import ranking
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.two_years import two_years

pytestmark = pytest.mark.django_db
YEAR = 2019


def score(code: str, node: str = "overall", year: int = YEAR) -> float:
    panel = current_panel()
    place = panel.node_ids.index(node), panel.at(year), panel.geography.position[code]
    return float(panel.aggregated.scores[place])


def replicated(code: str, node: str = "overall") -> np.ndarray:
    panel = current_panel()
    return panel.replicates(YEAR)[:, panel.node_ids.index(node), panel.geography.position[code]]


@pytest.mark.parametrize("node", ["overall", "economy"])
def test_a_parent_s_score_is_its_own_and_the_replicates_tell_the_relation(node: str) -> None:
    found = scores_beside(("24",), node, YEAR, choice=BenchmarkChoice("region"))[0]
    assert found.reference == score("E", node)
    lead = np.mean(replicated("24", node) > replicated("E", node))
    assert found.share == pytest.approx(lead)
    expected = "better" if lead >= 0.95 else "worse" if lead <= 0.05 else "similar"
    assert (found.relation, found.rule) == (expected, "replicates")


def test_peers_and_units_stand_for_their_median_score() -> None:
    codes = peers("24").codes
    found = scores_beside(("24",), "overall", YEAR, choice=BenchmarkChoice("peers"))[0]
    assert found.reference == pytest.approx(statistics.median(score(c) for c in codes))
    others = np.median(np.stack([replicated(c) for c in codes]), axis=0)
    assert found.share == pytest.approx(np.mean(replicated("24") > others))
    units = BenchmarkChoice("units", ("20", "21", "10"))
    median = statistics.median(score(c) for c in ("20", "21", "10"))
    assert scores_beside(("24",), "overall", YEAR, choice=units)[0].reference == median


def test_the_median_counts_bangkok_only_where_asked() -> None:
    def median(with_bangkok: bool | None) -> float | None:
        choice = BenchmarkChoice("median", with_bangkok=with_bangkok)
        return scores_beside(("24",), "overall", YEAR, choice=choice)[0].reference

    provinces = [line.unit_code for line in ranking("overall", YEAR).lines]
    assert median(None) == statistics.median(score(c) for c in provinces)
    assert median(True) == statistics.median(score(c) for c in (*provinces, "10"))


def test_what_has_no_score_says_why() -> None:
    def reason(code: str, choice: BenchmarkChoice) -> str | None:
        return scores_beside((code,), "overall", YEAR, choice=choice)[0].reason

    assert reason("24", BenchmarkChoice("target")) == "no_target"
    assert reason("E", BenchmarkChoice("cluster")) == "no_parent"
    assert reason("TH", BenchmarkChoice("country")) == "itself"
    assert reason("24", BenchmarkChoice(with_bangkok=False)) == "cannot_leave_bangkok_out"
    assert reason("TH", BenchmarkChoice("peers")) == "no_peers"


def test_nobody_leads_whom_they_cannot_be_told_apart_from() -> None:
    result = ranking("economy", YEAR)
    found = cannot_be_told_apart_in(result)
    assert found is not None
    assert found.rules == ("replicates",)
    codes = [line.unit_code for line in result.lines]
    panel = current_panel()
    node = panel.node_ids.index("economy")
    scores = panel.replicates(YEAR)[:, node]
    own = scores[:, panel.geography.position["24"]]
    near = set()
    for code in codes:
        other = scores[:, panel.geography.position[code]]
        lead = np.mean(own > other) + np.mean(own == other) / 2
        if code != "24" and 0.05 < lead < 0.95:
            near.add(code)
    assert set(found.of("24")) == near
    for code, alike in found.alike:
        assert all(code in found.of(other) for other in alike)


def test_without_standard_errors_the_width_of_similarity_tells_figures_apart() -> None:
    result = ranking("household_debt", 2019)
    found = cannot_be_told_apart_in(result)
    assert found is not None
    assert found.rules == ("mad",)
    values = {line.unit_code: line.figure.value for line in result.lines}
    held = [v for v in values.values() if v is not None]
    middle = statistics.median(held)
    width = 1.4826 * statistics.median(abs(v - middle) for v in held)
    own = values["24"]
    assert own is not None
    near = {c for c, v in values.items() if c != "24" and v is not None and abs(v - own) < width}
    assert set(found.of("24")) == near


def test_context_is_never_told_apart() -> None:
    assert cannot_be_told_apart_in(ranking("population_midyear")) is None


def test_the_earlier_year_is_the_one_most_have_data_for_of_equals_the_farthest() -> None:
    result = ranking("gpp_per_capita", 2019)
    found = two_years(result)
    assert found is not None
    panel = current_panel()
    values = panel.values("gpp_per_capita").values
    codes = [line.unit_code for line in result.lines]
    columns = [panel.geography.position[c] for c in codes]
    held = {y: ~np.isnan(values[i, columns]) for i, y in enumerate(panel.cube.years)}
    both = {
        y: int((held[y] & held[found.to_year]).sum())
        for y in range(found.to_year - 10, found.to_year - 2)
    }
    most = max(both.values())
    assert found.from_year == min(y for y, n in both.items() if n == most)
    assert len(found.moves) == most
    assert not found.was_chosen
    move = next(m for m in found.moves if m.unit_code == "24")
    row = panel.cube.years.index(found.from_year)
    assert move.from_value == values[row, panel.geography.position["24"]]


def test_two_years_keep_to_the_reader_s_year_and_to_one_side_of_a_break() -> None:
    result = ranking("overall", 2019)
    asked = two_years(result, 2017)
    assert asked is not None
    assert (asked.from_year, asked.was_chosen) == (2017, True)
    for indicator_id in ("hai", "waste_recycled_share", "household_debt"):
        found_ranking = ranking(indicator_id)
        found = two_years(found_ranking)
        if found is not None:
            breaks = found_ranking.break_years
            assert not any(found.from_year < b <= found.to_year for b in breaks)
            assert not any(y < b <= found.to_year for y in found.years for b in breaks)
    assert two_years(ranking("land_area")) is None


def test_of_a_split_province_no_move_is_judged() -> None:
    found = two_years(ranking("gpp_per_capita", 2019), 2010)
    assert found is not None
    nong_khai = next(m for m in found.moves if m.unit_code == "43")
    assert (nong_khai.good, nong_khai.other_land) == (None, True)
