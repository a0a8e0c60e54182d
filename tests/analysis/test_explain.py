"""Why score and rank changed: parts that add up, exactly."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moibench.analysis.comparative_results import ScoreChange
from moibench.analysis.errors import (
    NoDataForYear,
    NoScore,
    SameYears,
    UnitDidNotExist,
    UnknownChoice,
    UnknownUnit,
)
from moibench.analysis.explain import score_change
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.ranking import ranking
from moibench.store.cube import on_axis
from tests.analysis.double import built_in_double
from tests.analysis.made import panel_with

pytestmark = pytest.mark.django_db

SOME = ("24", "11", "38", "50", "83", "96", "10", "E-1", "SB-1", "S", "TH")


def adds_up(found: ScoreChange) -> None:
    parts = [s.points for s in found.steps]
    whole = math.fsum([*parts, found.coverage, found.revision, found.method])
    assert whole == pytest.approx(found.score_change, abs=1e-9)
    if found.from_rank is not None and found.to_rank is not None:
        ranks = (found.rank_own, found.rank_others, found.rank_revision, found.rank_method)
        assert None not in ranks
        moved = found.to_rank - found.from_rank
        assert math.fsum(r for r in ranks if r is not None) == pytest.approx(moved, abs=1e-9)


@given(
    st.sampled_from(SOME),
    st.sampled_from([(2015, 2019), (2015, 2016), (2017, 2020), (2019, 2021), (2016, 2019)]),
    st.sampled_from(["overall", "economy", "society_security", "environment"]),
)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_between_years_the_parts_add_up(unit: str, years: tuple[int, int], node: str) -> None:
    try:
        found = score_change(unit, *years, node_id=node)
    except NoScore:
        return
    adds_up(found)
    assert (found.revision, found.method) == (0.0, 0.0)
    assert found.rank_revision in (0.0, None)
    assert found.rank_method in (0.0, None)


def test_scores_and_ranks_are_those_of_the_double_and_of_the_ranking() -> None:
    found = score_change("24", 2015, 2019)
    double = built_in_double()
    assert found.from_score == pytest.approx(double.overall("24", 2015))
    assert found.to_score == pytest.approx(double.overall("24", 2019))
    for year, rank in ((2015, found.from_rank), (2019, found.to_rank)):
        line = next(x for x in ranking("overall", year).lines if x.unit_code == "24")
        assert line.rank == rank


def test_the_three_that_did_most_did_most() -> None:
    found = score_change("24", 2015, 2019)
    points = {s.indicator_id: abs(s.points) for s in found.steps}
    assert len(found.did_most) == 3
    rest = [p for i, p in points.items() if i not in found.did_most]
    assert min(points[i] for i in found.did_most) >= max(rest)


def test_a_step_is_the_mean_weight_times_the_move_of_the_score() -> None:
    found = score_change("24", 2015, 2019, node_id="society_security")
    assert found.coverage == 0.0
    for step in found.steps:
        assert step.weight == pytest.approx(1 / 3)
        assert step.points == pytest.approx((step.to_score - step.from_score) / 3)


def test_own_and_others_part_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    found = score_change("24", 2015, 2019)
    # Its score rose, so its own change can only have gained places; it fell 10 all the same.
    assert found.rank_own is not None
    assert found.rank_others is not None
    assert found.score_change > 0
    assert found.rank_own < 0 < found.rank_others
    assert found.to_rank - found.from_rank == 10


def revised(cells: dict[tuple[str, str, int], float | None]) -> Panel:
    return panel_with(cells)


def test_a_revision_of_the_data_alone_is_revision_alone() -> None:
    earlier = revised({("hai", "24", 2019): 0.56})
    found = score_change("24", 2019, 2019, earlier=earlier)
    adds_up(found)
    assert found.revision == pytest.approx(found.score_change)
    assert found.score_change > 5
    assert (found.method, found.coverage) == (0.0, 0.0)
    assert all(s.points == 0 for s in found.steps)
    assert found.rank_own == pytest.approx(0)
    assert found.rank_revision == found.to_rank - found.from_rank


def test_a_change_of_method_alone_is_method_alone() -> None:
    panel = current_panel()
    heavy = panel.design.dimensions["environment"].model_copy(update={"weight": 3.0})
    design = panel.design.model_copy(
        update={"dimensions": {**panel.design.dimensions, "environment": heavy}}
    )
    earlier = panel_with({}, design=design)
    found = score_change("24", 2019, 2019, earlier=earlier)
    adds_up(found)
    assert found.method == pytest.approx(found.score_change)
    assert abs(found.score_change) > 1
    assert found.revision == 0
    assert found.rank_method == found.to_rank - found.from_rank


def test_all_four_at_once_still_add_up() -> None:
    panel = current_panel()
    heavy = panel.design.dimensions["economy"].model_copy(update={"weight": 2.0})
    design = panel.design.model_copy(
        update={"dimensions": {**panel.design.dimensions, "economy": heavy}}
    )
    cells: dict[tuple[str, str, int], float | None] = {
        ("hai", c, 2019): 0.6 + i / 1000 for i, c in enumerate(panel.geography.leaves[::2])
    }
    cells["hai", "24", 2016] = 0.57
    earlier = panel_with(cells, design=design)
    for unit in ("24", "50", "96"):
        found = score_change(unit, 2016, 2019, earlier=earlier)
        adds_up(found)
        assert found.method != 0
        assert found.revision != 0
        assert any(s.points for s in found.steps)


def test_bangkok_in_or_out_moves_ranks_and_no_score() -> None:
    without, counted = (
        score_change("24", 2015, 2019),
        score_change("24", 2015, 2019, with_bangkok=True),
    )
    assert without.score_change == counted.score_change
    assert (without.of_to, counted.of_to) == (76, 77)
    assert score_change("10", 2015, 2019).with_bangkok


def test_the_country_has_no_rank() -> None:
    found = score_change("TH", 2015, 2019)
    assert (found.from_rank, found.rank_own, found.of_to) == (None, None, 0)


def test_what_cannot_be_explained_is_refused() -> None:
    with pytest.raises(SameYears):
        score_change("24", 2019, 2019)
    with pytest.raises(SameYears):
        score_change("24", 2019, 2015)
    with pytest.raises(UnknownUnit):
        score_change("99", 2015, 2019)
    with pytest.raises(UnknownChoice) as refusal:
        score_change("24", 2015, 2019, node_id="beauty")
    assert "overall" in refusal.value.known
    with pytest.raises(NoDataForYear):
        score_change("24", 1900, 2019)
    with pytest.raises(UnitDidNotExist):
        score_change("38", 2005, 2019)
    with pytest.raises(NoScore) as no_score:
        score_change("24", 1996, 2019)
    assert no_score.value.year == 1996


def test_a_state_of_fewer_units_is_set_beside_by_code() -> None:
    panel = current_panel()
    units = {c: u for c, u in panel.catalogue.units.items() if c != "96"}
    cube = on_axis(panel.cube, tuple(c for c in panel.cube.units if c != "96"))
    kept = [link for link in panel.catalogue.parents if link.unit != "96"]
    catalogue = replace(panel.catalogue, units=units, parents=tuple(kept))
    other = Panel(catalogue, panel.framework, panel.design, cube)
    found = score_change("24", 2015, 2019, earlier=other)
    usual = score_change("24", 2015, 2019)
    adds_up(found)
    assert found.from_score == usual.from_score
    assert (found.of_from, found.of_to) == (usual.of_from - 1, usual.of_to)
