"""Levers, what-if, what lies inside a parent, and what to explore."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moibench.analysis.comparative_results import CHOSEN_KINDS, BenchmarkChoice
from moibench.analysis.dispersion import dispersions
from moibench.analysis.errors import (
    EmptyGroup,
    NoPeers,
    NoScore,
    UnitDidNotExist,
    UnknownChoice,
    UnknownUnit,
)
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.figures import trends
from moibench.analysis.levers import levers, what_if
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import peers
from moibench.analysis.profile import profile
from moibench.store.models import Observation
from tests.analysis.double import built_in_double
from tests.analysis.made import panel_with, use

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("unit", ["96", "50", "63", "33", "38", "SB-1"])
@pytest.mark.parametrize("node", ["overall", "economy", "environment"])
def test_a_lever_pulled_to_its_end_brings_exactly_the_next_level(unit: str, node: str) -> None:
    found = levers(unit, 2019, node_id=node)
    for lever in found.levers:
        if lever.years is None or lever.target_value is None:
            continue
        reached = what_if(unit, {lever.indicator_id: lever.target_value}, node_id=node)
        assert reached.after.level == found.level + 1
        assert reached.after.score == pytest.approx(found.next_cutoff)
        short = lever.value + 0.99 * (lever.target_value - lever.value)
        assert what_if(unit, {lever.indicator_id: short}, node_id=node).after.level == found.level


def test_levers_are_ordered_by_years_and_their_pace_is_the_peers_75th_percentile() -> None:
    found = levers("96", 2019)
    years = [x.years for x in found.levers if x.years is not None]
    assert years == sorted(years)
    assert years
    panel = current_panel()
    for lever in found.levers:
        if lever.pace is None:
            continue
        slopes = trends(panel, lever.indicator_id, 2019)
        held = [slopes[panel.geography.position[c]].slope for c in peers("96").codes]
        turned = [s * panel.sign(lever.indicator_id) for s in held if s is not None]
        assert lever.pace == pytest.approx(np.percentile(turned, 75))
        if lever.years is not None:
            assert abs(lever.target_value - lever.value) / lever.pace == pytest.approx(lever.years)


def test_every_lever_without_years_says_why() -> None:
    for unit in ("24", "96", "50"):
        for lever in levers(unit, 2019).levers:
            assert (lever.years is None) == (lever.reason is not None)
            if lever.reason == "at_best":
                assert lever.score == 100
            if lever.reason == "not_enough_alone":
                assert lever.most_points < levers(unit, 2019).points_needed


def moved(unit: str, years: float) -> dict[str, float]:
    """Return every value of the index as it is after so many years at the peers' pace."""
    panel, found = current_panel(), {}
    for lever in levers(unit, 2019).levers:
        if lever.value is not None and lever.pace is not None and lever.pace > 0:
            sign = panel.sign(lever.indicator_id)
            found[lever.indicator_id] = lever.value + sign * lever.pace * years
    return found


@pytest.mark.parametrize("unit", ["24", "96", "38", "SB-1", "67"])
def test_all_levers_at_once_bring_exactly_the_next_level(unit: str) -> None:
    found = levers(unit, 2019)
    if found.together_years is None:
        after = what_if(unit, moved(unit, found.longest), year=2019).after
        assert after.level == found.level
        return
    assert 0 < found.together_years <= min((x.years for x in found.levers if x.years), default=20)
    reached = what_if(unit, moved(unit, found.together_years), year=2019).after
    assert reached.score == pytest.approx(found.next_cutoff)
    before = what_if(unit, moved(unit, 0.99 * found.together_years), year=2019).after
    assert before.level == found.level


def test_a_lever_is_of_this_generation_and_at_its_best_brings_nothing() -> None:
    reasons = set()
    for unit in ("24", "SB-1", "38"):
        for lever in levers(unit, 2019).levers:
            reasons.add(lever.reason)
            assert lever.years is None or lever.years <= 20
            if lever.reason == "at_best":
                assert lever.points_per_year == 0
            if lever.reason == "too_slow":
                needed = levers(unit, 2019).points_needed
                assert lever.points_per_year * 20 < needed <= lever.most_points
    assert {"at_best", "too_slow"} <= reasons


def test_at_the_highest_level_no_lever_is_needed() -> None:
    top = next(c for c, _ in profile("24", 2019).overall.distribution)
    found = levers(top, 2019)
    assert (found.level, found.next_cutoff, found.levers) == (5, None, ())


def test_who_has_no_lever_is_refused() -> None:
    with pytest.raises(NoScore):
        levers("24", 1996)
    with pytest.raises(NoPeers):
        levers("TH", 2019)
    with pytest.raises(UnknownChoice):
        levers("24", node_id="beauty")
    with pytest.raises(UnitDidNotExist):
        levers("38", 2005)


@pytest.mark.parametrize("unit", ["24", "10", "E-1", "38"])
def test_supposing_what_is_changes_nothing(unit: str) -> None:
    own = profile(unit, 2019).indicator("waste_per_capita").figure.value
    found = what_if(unit, {"waste_per_capita": own}, year=2019)
    assert found.before == found.after
    assert what_if(unit, {}, {"economy": 1.0}, 2019).after == found.before
    node = profile(unit, 2019).overall
    assert (found.before.rank, found.before.rank_low, found.before.rank_high) == (
        node.rank,
        node.rank_low,
        node.rank_high,
    )


def test_supposed_figures_equal_a_panel_that_holds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    found = what_if("96", {"hai": 0.62}, year=2019).after
    use(monkeypatch, panel_with({("hai", "96", 2019): 0.62}))
    node = profile("96", 2019).overall
    assert (found.score, found.level, found.rank) == (node.score, node.level, node.rank)
    assert (found.rank_low, found.rank_high) == (node.rank_low, node.rank_high)


def test_weights_move_the_score_by_hand() -> None:
    found = what_if("24", {}, {"economy": 2.0, "environment": 0.0}, 2019)
    double = built_in_double()
    economy, society = (double.score(d, "24", 2019) for d in ("economy", "society_security"))
    assert found.after.score == pytest.approx((2 * economy + society) / 3)
    inside = what_if("24", {}, {"hai": 0.0}, 2019, node_id="society_security")
    assert inside.after.score == pytest.approx((63.15137798271424 + 72.79543215861712) / 2)


def test_a_supposed_value_can_fill_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, panel_with({("hai", "96", y): None for y in (2018, 2019)}))
    filled = what_if("96", {"hai": 0.6}, year=2019)
    assert filled.before.score != filled.after.score
    assert filled.after.score is not None


def test_nothing_supposed_is_stored() -> None:
    panel = current_panel()
    leaves, count = panel.leaf_values.copy(), Observation.objects.count()
    before = profile("24", 2019).overall
    what_if("24", {"hai": 0.1}, {"economy": 5.0}, 2019)
    np.testing.assert_array_equal(panel.leaf_values, leaves)
    assert Observation.objects.count() == count
    assert profile("24", 2019).overall == before


def test_what_cannot_be_supposed_is_refused() -> None:
    with pytest.raises(UnknownChoice):
        what_if("24", {"population_midyear": 5.0})
    with pytest.raises(UnknownChoice):
        what_if("24", {}, {"beauty": 1.0})
    with pytest.raises(ValueError, match="finite"):
        what_if("24", {"hai": math.nan})
    with pytest.raises(ValueError, match="weight"):
        what_if("24", {}, {"economy": -1.0})
    with pytest.raises(ValueError, match="add up to 0"):
        what_if("24", {}, dict.fromkeys(("economy", "society_security", "environment"), 0.0))
    with pytest.raises(UnknownUnit):
        what_if("99", {})


@pytest.mark.parametrize("unit", ["E-1", "SB-1", "C-V", "NE", "S", "TH"])
def test_pulls_add_up_to_the_gap_from_the_country(unit: str) -> None:
    told = 0
    for inside in dispersions(unit, 2019):
        if inside.reason is not None:
            assert inside.pulls == ()
            continue
        told += 1
        assert math.fsum(p.pull for p in inside.pulls) == pytest.approx(inside.gap, abs=1e-6)
        assert math.fsum(p.share for p in inside.pulls) == pytest.approx(1)
        sizes = [abs(p.pull) for p in inside.pulls]
        assert sizes == sorted(sizes, reverse=True)
    assert told > 15


def test_the_best_the_worst_and_the_ratio_equal_the_files() -> None:
    double = built_in_double()
    (inside,) = dispersions("E-1", 2019, indicator_ids=("gpp_per_capita",))
    values = {m: double.value("gpp_per_capita", m, 2019) for m in double.members("E-1", 2019)}
    assert inside.best == max(values, key=lambda m: values[m])
    assert inside.worst == min(values, key=lambda m: values[m])
    assert inside.disparity_ratio == max(values.values()) / min(values.values())
    (debt,) = dispersions("E-1", 2019, indicator_ids=("household_debt",))
    assert debt.best == debt.lowest[0]
    people = sum(double.figures["population_nesdc"][m, 2019] for m in values)
    pull = next(p for p in inside.pulls if p.unit_code == "21")
    own = double.figures["gpp_current"]["21", 2019] / double.figures["population_nesdc"]["21", 2019]
    share = double.figures["population_nesdc"]["21", 2019] / people
    country = double.value("gpp_per_capita", "TH", 2019)
    assert pull.pull == pytest.approx(share * (own * 1000 - country))
    assert pull.good is True


def test_a_parent_with_a_hole_tells_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, panel_with(_without_tertiary("21")))
    (inside,) = dispersions("E-1", 2019, indicator_ids=("tertiary_share_q4",))
    assert (inside.figure.value, inside.reason) == (None, "no_value")
    assert (inside.members, inside.with_value) == (3, 2)
    assert inside.best is not None


def _without_tertiary(unit: str) -> dict[tuple[str, str, int], float | None]:
    return {("lfs_pop15_tertiary", unit, y): None for y in (2018, 2019)}


def test_what_only_the_agency_publishes_has_no_pulls() -> None:
    (inside,) = dispersions("E", 2019, indicator_ids=("hai",))
    assert inside.figure.value is not None
    assert (inside.pulls, inside.reason) == ((), "not_additive")


def test_a_province_has_no_members() -> None:
    with pytest.raises(EmptyGroup):
        dispersions("24", 2019)


@pytest.mark.parametrize("kind", CHOSEN_KINDS)
@pytest.mark.parametrize("unit", ["24", "96", "E-1", "10"])
def test_areas_to_explore_are_few_and_in_order(kind: str, unit: str) -> None:
    choice = BenchmarkChoice(kind, units=("20", "50"))  # type: ignore[arg-type]
    found = areas_to_explore(unit, 2019, choice=choice)
    assert len(found.gaps) <= 6
    assert len(found.strengths) <= 4
    for listed, relation in ((found.gaps, "worse"), (found.strengths, "better")):
        order = [e.priority for e in listed]
        assert order == sorted(order, reverse=True)
        for e in listed:
            assert e.benchmark.relation == relation
            assert e.priority == pytest.approx(e.size * e.weight * e.certainty)
            assert 0 < e.size <= 3


def test_certainty_falls_with_age_and_status() -> None:
    panel = current_panel()
    for found in areas_to_explore("96", 2021).gaps:
        expected = panel.design.certainty[found.figure.status] * 0.9**found.figure.age
        assert found.certainty == pytest.approx(expected)
    gaps = areas_to_explore("96", 2019).gaps
    for found in gaps:
        assert found.benchmark.width is not None
        size = min(3.0, abs(found.benchmark.gap) / found.benchmark.width)
        assert found.size == pytest.approx(size)


def test_exploring_beside_nobody_is_refused() -> None:
    with pytest.raises(EmptyGroup):
        areas_to_explore("24", 2019, choice=BenchmarkChoice("units"))
    with pytest.raises(UnknownUnit):
        areas_to_explore("99")
