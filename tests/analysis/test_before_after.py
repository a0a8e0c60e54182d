"""What came with a plan: against plain loops, in made provinces, and when nothing can be said."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from moibench.analysis.before_after import before_after_indicator, before_after_unit
from moibench.analysis.errors import (
    EmptyGroup,
    NoFigures,
    UnknownChoice,
    UnknownSubject,
    UnknownUnit,
)
from moibench.analysis.panel import current_panel
from moibench.analysis.plan_results import (
    PlanEffect,
)
from tests.analysis.double import built_in_double
from tests.analysis.made import panel_with, use, with_break
from tests.engine import comparative_doubles as slow

pytestmark = pytest.mark.django_db

BEFORE, AFTER = (2013, 2014, 2015, 2016), (2017, 2018, 2019, 2020, 2021)


def effect(unit: str, indicator: str, **more: object) -> PlanEffect:
    return before_after_unit(unit, indicator_ids=(indicator,), **more).effects[0]  # type: ignore[arg-type]


def moved(indicator: str, unit: str, *, log: bool) -> float:
    double = built_in_double()
    held = {y: double.value(indicator, unit, y) for y in (*BEFORE, *AFTER)}
    known = {y: math.log(v) if log else v for y, v in held.items() if v is not None}
    early = [known.get(y, math.nan) for y in BEFORE]
    late = [known.get(y, math.nan) for y in AFTER]
    return slow.window_mean(late, [True] * 5, 2) - slow.window_mean(early, [True] * 4, 3)


def test_the_twelfth_plan_is_built_in() -> None:
    answer = before_after_unit("24")
    assert (answer.plan_id, answer.before_years, answer.after_years) == ("plan12", BEFORE, AFTER)
    assert [e.indicator_id for e in answer.effects] == list(current_panel().indicator_ids)


@pytest.mark.parametrize(
    ("indicator", "log"),
    [("gpp_per_capita", True), ("household_expenditure", False), ("waste_proper_share", False)],
)
def test_changes_excess_and_placebo_equal_plain_loops(indicator: str, log: bool) -> None:
    answer = before_after_indicator(indicator)
    assert len(answer.effects) == 76
    steps = {e.unit_code: moved(indicator, e.unit_code, log=log) for e in answer.effects}
    excess = {
        e.unit_code: steps[e.unit_code] - statistics.median(steps[p] for p in e.peers)
        for e in answer.effects
    }
    for e in answer.effects[::7]:
        own, others = steps[e.unit_code], statistics.median(steps[p] for p in e.peers)
        expected = [100 * (math.exp(s) - 1) for s in (own, others)] if log else [own, others]
        assert [e.own_change, e.peers_change] == pytest.approx(expected, rel=1e-9)
        assert e.excess == pytest.approx(expected[0] - expected[1], rel=1e-9)
        larger = [abs(v) >= abs(excess[e.unit_code]) for c, v in excess.items() if c != e.unit_code]
        assert e.placebo_share == pytest.approx(statistics.fmean(larger))


def test_one_unit_and_one_indicator_give_the_same_effect() -> None:
    whole = before_after_indicator("gpp_per_capita").effects
    assert effect("24", "gpp_per_capita") == next(e for e in whole if e.unit_code == "24")


def flat(
    indicator_series: str, unit_values: dict[str, list[float]]
) -> dict[tuple[str, str, int], float]:
    """Every province the same tiny wave, but for those named."""
    panel = current_panel()
    cells: dict[tuple[str, str, int], float] = {}
    for number, code in enumerate(panel.geography.leaves):
        wave = [50 + 0.001 * ((number * 7 + y * 3) % 11) for y in range(9)]
        for year, value in zip((*BEFORE, *AFTER), unit_values.get(code, wave), strict=True):
            cells[indicator_series, code, year] = value
    return cells


GOOD = [50.0, 50.001, 50.002, 50.001] + [60.0] * 5
POOR = [50.0, 50.001, 50.002, 50.001] + [40.0] * 5
CLIMBING = [20.0, 30.0, 40.0, 50.0, 60.0, 61.0, 62.0, 63.0, 64.0]


def test_an_excellent_and_a_poor_province_are_told_clearly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, panel_with(flat("hai", {"24": GOOD, "50": POOR})))
    best, worst = effect("24", "hai"), effect("50", "hai")
    assert (best.verdict, best.reason) == ("clearly_better", None)
    assert worst.verdict == "clearly_worse"
    assert best.excess == pytest.approx(10, abs=0.1)
    assert worst.excess == pytest.approx(-10, abs=0.1)
    assert best.placebo_share == pytest.approx(1 / 75)


def test_verdicts_turn_round_where_less_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = flat("household_debt_share", {"24": GOOD, "50": POOR})
    use(monkeypatch, panel_with(cells))
    assert effect("24", "household_debt_share").verdict == "clearly_worse"
    assert effect("50", "household_debt_share").verdict == "clearly_better"


def test_among_many_that_moved_as_much_a_move_is_only_probable_or_no_different(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = current_panel().geography.leaves[1:]
    spread = codes[::8]
    assert 0.05 < (len(spread) - 1) / 75 < 0.20
    use(monkeypatch, panel_with(flat("hai", dict.fromkeys(spread, GOOD))))
    assert effect(spread[3], "hai").verdict == "probably_better"
    many = codes[::4]
    use(monkeypatch, panel_with(flat("hai", dict.fromkeys(many, GOOD))))
    assert effect(many[3], "hai").verdict == "no_different"


def test_a_trend_of_before_is_not_put_down_to_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, panel_with(flat("hai", {"24": CLIMBING})))
    found = effect("24", "hai")
    assert (found.verdict, found.reason) == ("cannot_say", "pre_trend")
    assert found.excess is not None
    assert found.pre_trend_share == 0


@pytest.mark.parametrize(("gone", "can"), [((2013,), True), ((2013, 2014), False)])
def test_fewer_than_three_points_before_withhold_the_verdict(
    monkeypatch: pytest.MonkeyPatch, gone: tuple[int, ...], can: bool
) -> None:
    cells: dict[tuple[str, str, int], float | None] = {**flat("hai", {"24": GOOD})}
    cells |= {("hai", "24", y): None for y in gone}
    use(monkeypatch, panel_with(cells))
    found = effect("24", "hai")
    assert found.points_before == 4 - len(gone)
    assert (found.reason is None) == can
    if not can:
        assert (found.verdict, found.reason) == ("cannot_say", "too_few_points")
        assert found.own_change is None


def test_one_point_during_the_plan_withholds_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    cells: dict[tuple[str, str, int], float | None] = {**flat("hai", {"24": GOOD})}
    cells |= {("hai", "24", y): None for y in AFTER[1:]}
    use(monkeypatch, panel_with(cells))
    assert effect("24", "hai").reason == "too_few_points"


def test_mixed_editions_withhold_the_verdict_of_that_unit_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells = flat("hai", {"24": GOOD, "50": POOR})
    panel = panel_with(cells, editions=dict.fromkeys(cells, "nesdc_hai_2564"))
    edition = np.array(panel.cube.edition)
    place = (
        panel.cube.series.index("hai"),
        panel.cube.years.index(2014),
        panel.cube.units.index("24"),
    )
    edition[place] = panel.cube.editions.index("nesdc_gpp_2563")
    use(monkeypatch, replace(panel, cube=replace(panel.cube, edition=edition)))
    assert effect("24", "hai").reason == "editions_mixed"
    assert effect("50", "hai").verdict == "clearly_worse"


@pytest.mark.parametrize(
    ("year", "reason", "trimmed"),
    [(2013, None, None), (2014, None, 2014), (2015, "break", 2015), (2018, "break", None)],
)
def test_a_break_inside_is_never_crossed(
    monkeypatch: pytest.MonkeyPatch, year: int, reason: str | None, trimmed: int | None
) -> None:
    cells = flat("hai", {"24": GOOD})
    use(monkeypatch, panel_with(cells, catalogue=with_break("hai", year)))
    found = effect("24", "hai")
    assert (found.reason, found.trimmed_from) == (reason, trimmed)
    assert found.points_before == {None: 4, 2014: 3, 2015: 2}[trimmed]


def test_a_value_without_logarithm_has_no_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, panel_with({("gpp_per_capita", "24", 2014): -1.0}))
    assert effect("24", "gpp_per_capita").reason == "not_positive"


def test_a_unit_just_born_has_too_few_points() -> None:
    found = effect("38", "gpp_per_capita", before=(2008, 2009, 2010), after=(2011, 2012))
    assert (found.points_before, found.reason) == (0, "too_few_points")


def test_context_has_numbers_and_no_verdict() -> None:
    found = effect("24", "gpp_current")
    assert (found.verdict, found.reason) == ("cannot_say", "not_judged")
    assert found.excess is not None


def test_six_regions_are_too_few_to_check_against() -> None:
    found = before_after_indicator("gpp_per_capita", level="region").effects
    assert {e.reason for e in found} <= {"no_placebo", "too_few_peers"}
    assert effect("TH", "gpp_per_capita").reason == "no_peers"


def test_other_windows_and_refusals() -> None:
    answer = before_after_unit("24", before=(2005, 2006, 2007), after=(2009, 2008))
    assert (answer.plan_id, answer.after_years) == (None, (2008, 2009))
    with pytest.raises(EmptyGroup):
        before_after_unit("24", before=(2015, 2017), after=(2016,))
    # A plan that names no baseline is set beside the years before it.
    assert before_after_unit("24", "plan13").before_years == (2019, 2020, 2021, 2022)
    with pytest.raises(UnknownChoice):
        before_after_unit("24", "plan99")
    with pytest.raises(UnknownChoice):
        before_after_indicator("hai", level="village")
    with pytest.raises(UnknownChoice):
        before_after_unit("24", model_id="moon")
    with pytest.raises(UnknownUnit):
        before_after_unit("99")
    with pytest.raises(UnknownSubject):
        before_after_indicator("nothing")
    with pytest.raises(NoFigures):
        before_after_indicator("poverty_headcount")


def test_the_same_move_of_everyone_is_no_excess(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = current_panel().geography.leaves
    use(monkeypatch, panel_with(flat("hai", dict.fromkeys(codes, GOOD))))
    found = effect("24", "hai")
    assert found.excess == pytest.approx(0)
    assert found.own_change == pytest.approx(9.999)
    assert found.verdict != "clearly_better"
