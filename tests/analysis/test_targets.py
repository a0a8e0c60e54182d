"""Progress to targets of the six kinds, in made and in real series."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from moibench.analysis.errors import NoFigures, UnknownSubject, UnknownUnit
from moibench.analysis.panel import current_panel
from moibench.analysis.plan_results import (
    TARGET_STATES,
)
from moibench.analysis.targets import target_progress, target_review
from moibench.catalogue.schema import Text
from tests.analysis.double import built_in_double
from tests.analysis.made import panel_with, target, use, with_break

pytestmark = pytest.mark.django_db


def made_hai(monkeypatch: pytest.MonkeyPatch, *values: float | None, unit: str = "24") -> None:
    """Let the index of a province be 0.6 in 2015 and then as told, year by year to 2021."""
    series = [0.6, *values, *[None] * (6 - len(values))]
    use(
        monkeypatch,
        panel_with({("hai", unit, 2015 + i): value for i, value in enumerate(series)}),
    )


# From 0.6 in 2015 to 0.7 in 2025: 0.01 a year.
@pytest.mark.parametrize(
    ("latest", "state", "ratio"),
    [
        (0.700, "achieved", None),
        (0.620, "on_track", 1.0),
        (0.6191, "on_track", 0.955),
        (0.6189, "needs_acceleration", 0.945),
        (0.6121, "needs_acceleration", 0.605),
        (0.6119, "limited", 0.595),
        (0.600, "limited", 0.0),
        (0.599, "moving_away", -0.05),
    ],
)
def test_the_states_of_an_absolute_target(
    monkeypatch: pytest.MonkeyPatch, latest: float, state: str, ratio: float | None
) -> None:
    made_hai(monkeypatch, None, latest)
    found = target_progress("24", target())
    assert found.state == state
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))
    assert found.required_now == pytest.approx(0.62)
    assert found.path == "linear"


@pytest.mark.parametrize(
    ("indicator", "more", "goal"),
    [
        ("hai", {"kind": "absolute", "value": 0.7}, 0.7),
        ("hai", {"kind": "at_least", "value": 0.7}, 0.7),
        ("household_debt_share", {"kind": "at_most", "value": 20}, 20),
        ("household_debt_share", {"kind": "percent_change_on_base", "value": -50}, 16.8),
        ("gpp_per_capita", {"kind": "percent_change_on_base", "value": 25}, 406548.03 * 1.25),
        ("gpp_per_capita", {"kind": "ratio_one_to_n", "value": 900}, 900),
    ],
)
def test_the_goal_of_each_kind(indicator: str, more: dict[str, Any], goal: float) -> None:
    assert target_progress("24", target(indicator, **more)).goal == pytest.approx(goal)


def test_the_mean_of_five_years_ends_with_the_base_year() -> None:
    double = built_in_double()
    values = [double.value("gpp_per_capita", "24", y) for y in range(2011, 2016)]
    more = {"kind": "percent_on_mean_of_five_years", "value": 10}
    found = target_progress("24", target("gpp_per_capita", **more))
    assert found.base == pytest.approx(math.fsum(v for v in values if v) / 5)
    assert found.goal == pytest.approx(found.base * 1.1)
    lacking = target_progress("24", target("hai", **more))
    assert (lacking.state, lacking.reason) == ("cannot_say", "too_few_base_years")


def test_growing_levels_go_a_geometric_path_and_percentages_a_straight_one() -> None:
    growing = target_progress("24", target("gpp_per_capita", value=600_000))
    assert growing.path == "geometric"
    middle = next(p.value for p in growing.required if p.year == 2020)
    assert middle == pytest.approx(math.sqrt(406548.03 * 600_000))
    straight = target_progress("24", target("household_debt_share", kind="at_most", value=20))
    assert straight.path == "linear"


def test_at_most_and_one_to_n_want_less_and_at_least_wants_more() -> None:
    less = {"base_year": 2015, "target_year": 2027}
    debt = target_progress("24", target("household_debt", kind="at_most", value=60_000, **less))
    assert debt.state == "achieved" if (debt.latest.value or 0) <= 60_000 else "limited"
    people = target("population_density", kind="ratio_one_to_n", value=100)
    assert target_progress("24", people).state in ("moving_away", "cannot_say")
    more = target("population_midyear", kind="at_least", value=1)
    assert target_progress("24", more).state == "achieved"


def test_a_goal_met_at_the_base_and_lost_is_moved_away_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_hai(monkeypatch, 0.58)
    found = target_progress("24", target(value=0.59))
    assert (found.state, found.ratio) == ("moving_away", None)


def test_when_the_time_is_up_nothing_is_on_track(monkeypatch: pytest.MonkeyPatch) -> None:
    made_hai(monkeypatch, None, None, None, 0.6396)
    found = target_progress("24", target(value=0.64, target_year=2019))
    assert (found.state, found.overdue) == ("needs_acceleration", True)
    assert found.ratio == pytest.approx(0.99)
    assert found.forecast == ()


def test_one_year_or_a_preliminary_value_is_a_preliminary_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_hai(monkeypatch, 0.62)
    assert target_progress("24", target()).preliminary
    made_hai(monkeypatch, 0.62, 0.63)
    assert not target_progress("24", target()).preliminary


def test_what_cannot_be_said_has_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def reason(code: str = "24", **more: Any) -> str | None:
        found = target_progress(code, target(**more))
        assert found.state == "cannot_say"
        assert found.ratio is None
        return found.reason

    assert reason(base_year=2014) == "no_base"
    assert reason("E-1", unit="E-1") == "no_base"
    born = {"indicator": "gpp_per_capita", "base_year": 2010, "value": 9e5, "unit": "38"}
    assert reason("38", **born) == "unit_did_not_exist"
    assert reason(base_year=2021) == "no_value_since"
    assert reason(indicator="population_midyear", value=9e6) == "not_judged"
    assert reason(indicator="waste_improper_share", value=1) == "break"
    assert reason(base_value=0.5) == "editions_mixed"
    made_hai(monkeypatch, 0.61)
    assert reason(value=0.61, kind="percent_change_on_base", base_year=2017) == "no_base"


@pytest.mark.parametrize("value", [0.9, 0.95])
def test_editions_and_breaks_since_the_base_are_never_crossed(
    monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    broken = panel_with({}, catalogue=with_break("hai", 2018))
    use(monkeypatch, panel_with({}, editions={("hai", "24", 2021): "nesdc_gpp_2563"}))
    assert target_progress("24", target(value=value)).reason == "editions_mixed"
    use(monkeypatch, broken)
    assert target_progress("24", target(value=value)).reason == "break"


def test_the_national_target_waits_for_its_own_edition_of_the_index() -> None:
    (found,) = target_review("TH").targets
    assert (found.goal, found.base, found.plan_id) == (0.7209, 0.6501, "plan13")
    assert (found.state, found.reason) == ("cannot_say", "editions_mixed")


def test_the_forecast_goes_on_from_the_latest_value_to_the_target_s_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_hai(monkeypatch, 0.61, 0.62, 0.63, 0.64, 0.65, 0.66)
    found = target_progress("24", target())
    assert [f[0] for f in found.forecast] == [2022, 2023, 2024, 2025]
    assert found.expected_at_end == pytest.approx(0.70)
    made_hai(monkeypatch, 0.61, 0.62)
    assert target_progress("24", target()).forecast == ()


def spells_by_hand(indicator: str, span: int, base: float, width: float) -> list[float]:
    double = built_in_double()
    found = []
    for code, unit in double.catalogue.units.items():
        if unit.unit_type != "province":
            continue
        for year in double.years:
            start, end = (double.value(indicator, code, y) for y in (year, year + span))
            if start is not None and end is not None and abs(start - base) <= width:
                found.append(end - start)
    return found


def test_the_ambition_check_equals_plain_loops() -> None:
    more = {"value": 0.64, "base_year": 2018, "target_year": 2021}
    found = target_progress("24", target(**more)).ambition
    width = current_panel_width("hai", 2018)
    base = built_in_double().value("hai", "24", 2018)
    assert base is not None
    gains = spells_by_hand("hai", 3, base, width)
    assert found.spells == len(gains) >= 10
    assert found.gains is not None
    expected = [*np.percentile(gains, [25, 50, 75, 90]), max(gains)]
    assert found.gains == pytest.approx(expected)
    assert found.goal_gain == pytest.approx(0.64 - base)
    assert found.share_reaching == np.mean([g >= 0.64 - base for g in gains])


def current_panel_width(indicator: str, year: int) -> float:
    from moibench.analysis.relations import width_of

    width = width_of(current_panel(), indicator, year)
    assert width is not None
    return width


def test_timid_and_impossible_targets_are_flagged() -> None:
    def verdict(value: float) -> str:
        more = {"base_year": 2018, "target_year": 2021, "value": value}
        return target_progress("24", target(**more)).ambition.verdict

    gains = target_progress("24", target(base_year=2018, target_year=2021)).ambition.gains
    base = built_in_double().value("hai", "24", 2018)
    assert gains is not None
    assert base is not None
    low, middle, high, _, most = gains
    assert verdict(base + low - 1e-4) == "timid"
    assert verdict(base + middle) == "within_reach"
    assert verdict(base + high + 1e-4) == "ambitious"
    assert verdict(base + most + 1e-4) == "impossible"


def test_too_short_a_history_leaves_ambition_open() -> None:
    found = target_progress("24", target(base_year=2018, target_year=2030)).ambition
    assert (found.verdict, found.spells) == ("cannot_say", 0)


def test_states_roll_up_by_dimension_and_by_agency() -> None:
    entered = (
        target(value=0.6),
        target(value=0.9, target_year=2026),
        target("gpp_per_capita", value=1),
        target("waste_improper_share", value=1, agency=Text(th="จังหวัด", en="Province")),
    )
    review = target_review("24", entered=entered)
    assert len(review.targets) == 4
    totals = {c.group: sum(c.counts) for c in review.by_dimension}
    assert totals == {"society_security": 2, "economy": 1, "environment": 1}
    assert sum(sum(c.counts) for c in review.by_agency) == 4
    assert {c.name.en for c in review.by_agency} >= {"Province"}
    society = next(c for c in review.by_dimension if c.group == "society_security")
    for state, count in zip(TARGET_STATES, society.counts, strict=True):
        of_it = [p for p in review.targets if p.target.indicator == "hai" and p.state == state]
        assert len(of_it) == count


def test_a_target_of_a_level_holds_for_every_unit_of_it_and_no_other() -> None:
    shared = target(unit=None, level="province")
    for code, number in (("24", 1), ("50", 1), ("10", 0), ("E-1", 0)):
        assert len(target_review(code, entered=(shared,)).targets) == number


def test_by_an_earlier_year_only_what_was_known_counts() -> None:
    found = target_review("24", 2018, entered=(target(),)).targets[0]
    assert found.latest.year == 2018
    assert max(p.year for p in found.actual) == 2018


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        target_review("99")
    with pytest.raises(UnknownSubject):
        target_review("24", entered=(target("nothing"),))
    with pytest.raises(NoFigures):
        target_review("24", entered=(target("poverty_headcount"),))
    with pytest.raises(ValidationError, match="after base_year"):
        target(target_year=2015)
    with pytest.raises(ValidationError, match="exactly one"):
        target(level="province")


def test_the_own_target_of_a_unit_holds_before_one_for_its_level() -> None:
    level = target(value=0.65, unit=None, level="province")
    for entered in ((level, target(value=0.7)), (target(value=0.7), level)):
        assert [p.goal for p in target_review("24", entered=entered).targets] == [0.7]
        assert [p.goal for p in target_review("20", entered=entered).targets] == [0.65]
    later = target(value=0.8, target_year=2027)
    goals = [p.goal for p in target_review("24", entered=(level, later)).targets]
    assert sorted(goals) == [0.65, 0.8]
