"""Positions of real and made units, against plain loops over the shipped files."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import median

import pytest

from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.errors import (
    NoFigures,
    NoValuesForLevel,
    SameYears,
    UnitDidNotExist,
    UnknownChoice,
)
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import peers
from moibench.analysis.position import position, position_of
from moibench.analysis.position_results import Place, Position
from moibench.catalogue import load_catalogue
from tests.analysis.double import Double
from tests.analysis.made import panel_with, use, with_break

pytestmark = pytest.mark.django_db
RAYONG = BenchmarkChoice("units", units=("21",))


@pytest.fixture(scope="module")
def double() -> Double:
    return Double(load_catalogue())


def indicator(answer: Position, indicator_id: str) -> Place:
    return next(p for p in answer.indicators if p.subject_id == indicator_id)


def values(double: Double, series: str, unit: str, first: int, last: int) -> dict[int, float]:
    held = double.figures[series]
    return {y: held[unit, y] for y in range(first, last + 1) if (unit, y) in held}


def slope(points: dict[int, float]) -> float:
    return median((points[b] - points[a]) / (b - a) for a, b in combinations(sorted(points), 2))


def spread(found: list[float]) -> float:
    middle = median(found)
    return 1.4826 * median(abs(v - middle) for v in found)


def provinces() -> list[str]:
    return [c for c, u in load_catalogue().units.items() if u.unit_type == "province"]


def test_a_level_against_a_sample_city_is_as_plain_loops_have_it(double: Double) -> None:
    found = indicator(position("24", 2019, choice=RAYONG), "hai")
    own, other = (values(double, "hai", unit, 2014, 2019) for unit in ("24", "21"))
    width = spread([double.figures["hai"][c, 2019] for c in provinces()])
    gaps = {y: own[y] - other[y] for y in own if y in other}
    assert found.gap == pytest.approx(gaps[2019])
    assert found.level == pytest.approx(gaps[2019] / width)
    assert found.momentum == pytest.approx(slope(gaps) / width)
    assert found.points == len(gaps)
    assert found.first_year == min(gaps)
    assert found.trail[-1].year == 2019
    assert (found.trail[-1].level, found.trail[-1].momentum) == (found.level, found.momentum)


def test_what_grows_by_a_rate_is_compared_in_logarithms(double: Double) -> None:
    answer = position("24", 2019, choice=RAYONG, by=2029)
    found = indicator(answer, "gpp_per_capita")
    series = {
        unit: {y: double.value("gpp_per_capita", unit, y) for y in range(2014, 2020)}
        for unit in ("24", "21")
    }
    own, other = ({y: math.log(v) for y, v in series[u].items() if v} for u in ("24", "21"))
    width = spread([math.log(double.value("gpp_per_capita", c, 2019)) for c in provinces()])
    gaps = {y: own[y] - other[y] for y in own}
    assert found.is_rate
    assert found.level == pytest.approx(gaps[2019] / width)
    assert found.momentum == pytest.approx(slope(gaps) / width)
    closing = found.closing
    assert closing is not None
    still = (series["21"][2019] / series["24"][2019]) ** (1 / 10) - 1
    assert closing.needed_if_still == pytest.approx(still)
    assert closing.reference_pace == pytest.approx(math.exp(slope(other)) - 1)
    needed = -gaps[2019] / 10 + slope(other)
    assert closing.needed == pytest.approx(math.exp(needed) - 1)
    assert closing.achieved == pytest.approx(math.exp(slope(own)) - 1)
    assert closing.share == pytest.approx(slope(own) / needed)


def test_a_gap_in_points_is_closed_by_points_a_year(double: Double) -> None:
    found = indicator(position("24", 2019, choice=RAYONG, by=2024), "labour_force_participation_q4")
    series = {
        unit: {y: double.value("labour_force_participation_q4", unit, y) for y in range(2014, 2020)}
        for unit in ("24", "21")
    }
    own, other = ({y: v for y, v in series[u].items() if v is not None} for u in ("24", "21"))
    closing = found.closing
    assert closing is not None
    assert not closing.is_rate
    assert closing.needed_if_still == pytest.approx((other[2019] - own[2019]) / 5)
    assert closing.needed == pytest.approx((other[2019] - own[2019]) / 5 + slope(other))
    assert closing.achieved == pytest.approx(slope(own))
    assert closing.share == pytest.approx(closing.achieved / closing.needed)
    assert closing.diverges == ((own[2019] - other[2019]) * (slope(own) - slope(other)) >= 0)


def test_a_unit_that_leads_needs_no_pace_and_may_be_told_when_it_is_overtaken() -> None:
    answer = position("21", 2019, choice=BenchmarkChoice("units", units=("24",)))
    leading = [p for p in answer.indicators if p.closing is not None and (p.level or 0) > 0]
    assert leading
    for place in leading:
        assert place.closing is not None
        assert (place.closing.needed, place.closing.needed_if_still) == (None, None)
        assert place.closing.share is None
        if place.closing.meets is not None:
            assert place.corner == "lead_slowing" or place.momentum is None


def test_the_reference_of_peers_is_their_median(double: Double) -> None:
    found = indicator(position("24", 2019), "hai")
    codes = peers("24").codes
    assert found.members == codes
    assert found.reference.value == pytest.approx(
        median(double.figures["hai"][c, 2019] for c in codes)
    )


def test_low_is_good_counts_as_leading_where_it_is_low() -> None:
    found = indicator(position("24", 2019, choice=RAYONG), "household_debt_share")
    assert found.gap is not None
    assert found.gap < 0
    assert found.level is not None
    assert found.level > 0
    assert found.corner in ("lead_accelerating", "lead_slowing")


def test_every_place_stands_in_the_corner_that_its_signs_say() -> None:
    answer = position("24", 2019)
    for place in (*answer.nodes, *answer.indicators):
        if place.level is None or place.momentum is None:
            assert place.corner is None
            assert place.reason or place.momentum_reason
            continue
        expected = {
            (True, True): "lead_accelerating",
            (True, False): "lead_slowing",
            (False, True): "behind_catching_up",
            (False, False): "behind_falling_back",
        }[place.level > 0, place.momentum > 0]
        assert place.corner == expected
        assert place in answer.in_corner(place.corner) or place.is_index


def test_a_similar_level_or_an_unclear_direction_is_never_sure() -> None:
    answer = position("24", 2019)
    told = [p for p in (*answer.nodes, *answer.indicators) if p.is_sure]
    assert told
    for place in told:
        assert place.relation != "similar"
        assert place.momentum_verdict in ("rising", "falling")
        assert place.points >= 5


def test_context_indicators_are_not_judged() -> None:
    found = indicator(position("24", 2019), "population_density")
    assert (found.level, found.momentum, found.corner) == (None, None, None)
    assert found.reason == "not_judged"


def test_no_window_crosses_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = with_break("hai", 2018)
    use(monkeypatch, panel_with({}, catalogue=broken))
    found = indicator(position("24", 2019, choice=RAYONG), "hai")
    assert found.level is not None
    assert (found.momentum, found.corner, found.momentum_reason) == (None, None, "break")
    assert found.points == 2
    assert 2018 in found.break_years
    assert found.trail == ()


def test_a_missing_value_stays_missing_and_says_whose(monkeypatch: pytest.MonkeyPatch) -> None:
    own, others = (
        panel_with({("hai", unit, y): None for y in range(2010, 2025)}) for unit in ("24", "21")
    )
    use(monkeypatch, own)
    assert indicator(position("24", 2019, choice=RAYONG), "hai").reason == "no_value"
    use(monkeypatch, others)
    found = indicator(position("24", 2019, choice=RAYONG), "hai")
    assert (found.reason, found.reference.value) == ("no_benchmark_value", None)


def test_a_hole_in_the_window_is_left_out_and_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, panel_with({("hai", "24", 2017): None}))
    found = indicator(position("24", 2019, choice=RAYONG), "hai")
    assert found.points == 4
    assert found.preliminary
    assert not found.is_sure


def test_where_all_provinces_have_one_value_there_is_no_measure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    same = {("hai", c, y): 0.5 for c in provinces() for y in range(2015, 2020)}
    use(monkeypatch, panel_with(same))
    found = indicator(position("24", 2019, choice=RAYONG), "hai")
    assert (found.level, found.reason) == (None, "no_spread")


def test_an_equal_value_lies_on_the_line_and_in_no_corner(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = current_panel()
    series = {
        y: panel.series_values("hai")[panel.cube.years.index(y), panel.geography.position["21"]]
        for y in range(2015, 2020)
    }
    use(monkeypatch, panel_with({("hai", "24", y): float(v) for y, v in series.items()}))
    found = indicator(position("24", 2019, choice=RAYONG), "hai")
    assert (found.level, found.momentum, found.corner) == (0.0, 0.0, None)


def test_a_unit_is_not_its_own_competitor() -> None:
    answer = position("24", 2019, choice=BenchmarkChoice("units", units=("24",)))
    assert {p.reason for p in answer.nodes} == {"itself"}
    assert indicator(answer, "hai").reason == "itself"
    assert all(p.corner is None for p in answer.indicators)


def test_units_of_a_level_by_one_indicator_are_as_each_unit_by_itself() -> None:
    whole = position_of("hai", 2019)
    assert len(whole.places) == 76
    for code in ("24", "21", "38"):
        alone = indicator(position(code, 2019), "hai")
        assert next(p for p in whole.places if p.unit_code == code) == alone
    placed = [p for corner in ("lead_accelerating", "lead_slowing", "behind_catching_up",
                               "behind_falling_back")
              for p in whole.in_corner(corner)]  # type: ignore[arg-type]  # fmt: skip
    assert len(placed) == sum(p.corner is not None for p in whole.places)


def test_a_dimension_is_told_by_the_replicates() -> None:
    found = next(p for p in position("24", 2019).nodes if p.subject_id == "economy")
    assert found.rule == "replicates"
    assert found.is_index
    panel = current_panel()
    node = panel.node_ids.index("economy")
    scores = panel.aggregated.scores[node, panel.at(2019)]
    assert found.figure.value == scores[panel.geography.position["24"]]
    held = [scores[panel.geography.position[c]] for c in peers("24").codes]
    assert found.reference.value == pytest.approx(median(held))


def test_clusters_stand_by_their_own_values() -> None:
    answer = position_of("hai", 2019, level="region", choice=BenchmarkChoice("country"))
    assert {p.figure.status for p in answer.places if p.figure.value is not None} <= {
        "final",
        "derived",
    }


@pytest.mark.parametrize(
    ("year", "by"), [(2016, 2021), (2017, 2027), (2019, 2027), (2022, 2027), (2024, 2029)]
)
def test_a_gap_is_to_be_closed_by_the_end_of_a_plan(year: int, by: int) -> None:
    """The plans of the catalogue end in 2021, 2027 and 2037; the last is too far off."""
    assert position_of("waste_per_capita", year, by=None).by == by


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownChoice):
        position("24", 2019, choice=BenchmarkChoice("target"))
    with pytest.raises(SameYears):
        position("24", 2019, by=2019)
    with pytest.raises(UnitDidNotExist):
        position("38", 2005)
    with pytest.raises(ValueError, match="level"):
        position_of("hai", level="street")
    with pytest.raises((NoFigures, NoValuesForLevel)):
        position_of("gpp_per_capita", 2019, level="district")
