"""Every rule of the SWOT with made provinces: excellent, poor, alike, with a hole, just born."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.errors import NoDataForYear, UnitDidNotExist, UnknownUnit
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.peers import peers
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.sectors import sectors
from moibench.analysis.swot import inside
from moibench.analysis.swot.candidates import swot_candidates
from moibench.analysis.swot.results import Candidates
from moibench.catalogue.comparative import TargetSet
from moibench.catalogue.schema import Text
from moibench.catalogue.swot import SwotRule
from tests.analysis.made import panel_with, target, use, with_break

pytestmark = pytest.mark.django_db
Cells = dict[tuple[str, str, int], float | None]
YEARS = range(2015, 2022)  # of the index hai
WORDS = Text(th="ทดลอง", en="trial")


def rule(rule_id: str, quadrant: str, **test: Any) -> SwotRule:
    return SwotRule(
        id=rule_id,
        version=1,
        quadrant=quadrant,  # type: ignore[arg-type]
        name=WORDS,
        reason=WORDS,
        sentence=WORDS,
        test=test,  # type: ignore[arg-type]
    )


def with_rules(*rules: SwotRule) -> Any:
    usual = current_panel().catalogue
    return replace(usual, swot={r.id: r for r in rules})


def keys(found: Candidates, rule_id: str) -> set[str]:
    return {c.key.partition(":")[2] for c in found.items if c.rule_id == rule_id}


def proposed(rule_id: str, unit: str = "24", year: int | None = None) -> set[str]:
    return keys(swot_candidates(unit, year), rule_id)


@pytest.fixture
def hai(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Panel]:
    """Give Chachoengsao made values of the index, by year, or the peers' median and so many
    similarity widths more in 2021."""

    def made(
        values: dict[int, float | None] | None = None, steps: float | None = None, **more: Any
    ) -> Panel:
        usual = current_panel()
        cells: Cells = {}
        if steps is not None:
            row = usual.values("hai").values[usual.cube.years.index(2021)]
            around = [usual.geography.position[c] for c in peers("24").codes]
            middle = float(np.nanmedian(row[around]))
            provinces = row[usual.provinces]
            width = 1.4826 * float(np.nanmedian(np.abs(provinces - np.nanmedian(provinces))))
            cells["hai", "24", 2021] = middle + steps * width
        for year, value in (values or {}).items():
            cells["hai", "24", year] = value
        return use(monkeypatch, panel_with(cells, **more))

    return made


class TestLevel:
    def test_excellent_is_a_strength_and_poor_a_weakness(self, hai: Callable[..., Panel]) -> None:
        hai(steps=3.0)
        assert "hai" in proposed("level_strength") - proposed("level_weakness")
        found = swot_candidates("24").by_key("level_strength:hai")
        assert found is not None
        assert (found.fact("steps"), found.fact("year")) == (pytest.approx(3.0, abs=0.2), 2021)
        assert [e.measure for e in found.evidence] == ["value", "benchmark"]

    def test_poor_is_a_weakness(self, hai: Callable[..., Panel]) -> None:
        hai(steps=-3.0)
        assert "hai" in proposed("level_weakness") - proposed("level_strength")

    @pytest.mark.parametrize("steps", [0.9, 0.0, -0.9])
    def test_similar_is_neither(self, hai: Callable[..., Panel], steps: float) -> None:
        hai(steps=steps)
        assert "hai" not in proposed("level_strength") | proposed("level_weakness")

    def test_a_higher_threshold_asks_for_more(self, hai: Callable[..., Panel]) -> None:
        strict = rule(
            "strict", "strength", kind="level", relation="better", least_steps=2.0, most_age=1
        )
        hai(steps=1.5, catalogue=with_rules(strict))
        assert "hai" not in proposed("strict")
        hai(steps=2.5, catalogue=with_rules(strict))
        assert "hai" in proposed("strict")

    def test_a_hole_is_bridged_for_a_year_and_no_longer(self, hai: Callable[..., Panel]) -> None:
        hai({2021: None, 2020: 0.9})
        assert "hai" in proposed("level_strength")
        hai({2021: None, 2020: None, 2019: 0.9})
        assert "hai" not in proposed("level_strength")

    def test_missing_is_neither(self, hai: Callable[..., Panel]) -> None:
        hai(dict.fromkeys(YEARS))
        assert "hai" not in proposed("level_strength") | proposed("level_weakness")

    def test_similar_by_its_interval_is_neither_however_wide(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = current_panel()
        told = inside.chosen_benchmark
        monkeypatch.setattr(
            inside,
            "chosen_benchmark",
            lambda *given: replace(told(*given), relation="similar", width=None),
        )
        usual = panel.catalogue.swot["level_strength"]
        assert list(inside.levels(panel, usual, usual.test, "24", panel.years[-1])) == []

    def test_no_context_indicator_is_judged(self) -> None:
        panel = current_panel()
        for unit in ("24", "83", "58"):
            judged = proposed("level_strength", unit) | proposed("level_weakness", unit)
            assert all(panel.sign(i) for i in judged)


RISING = {year: 0.60 + 0.02 * (year - 2015) for year in YEARS}
FALLING = {year: 0.70 - 0.02 * (year - 2015) for year in YEARS}


class TestTrend:
    def test_peers_whose_trends_are_preliminary_are_outrun_by_nobody(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = current_panel()
        usual, until = panel.catalogue.swot["trend_strength"], panel.years[-1]
        assert list(inside.trends_beyond(panel, usual, usual.test, "24", until))
        known = inside.trends
        alike = {panel.geography.position[c] for c in peers("24").codes}
        monkeypatch.setattr(
            inside,
            "trends",
            lambda *given: tuple(
                replace(t, preliminary=True) if i in alike else t
                for i, t in enumerate(known(*given))
            ),
        )
        assert list(inside.trends_beyond(panel, usual, usual.test, "24", until)) == []

    def test_the_fastest_rise_is_a_strength(self, hai: Callable[..., Panel]) -> None:
        hai(RISING)
        assert "hai" in proposed("trend_strength") - proposed("trend_weakness")

    def test_a_fall_is_a_weakness(self, hai: Callable[..., Panel]) -> None:
        hai(FALLING)
        assert "hai" in proposed("trend_weakness") - proposed("trend_strength")

    def test_a_rise_that_most_peers_outrun_is_nothing(self, hai: Callable[..., Panel]) -> None:
        hai({year: 0.60 + 0.00001 * (year - 2015) for year in YEARS})
        assert "hai" not in proposed("trend_strength") | proposed("trend_weakness")

    def test_flat_is_nothing(self, hai: Callable[..., Panel]) -> None:
        hai(dict.fromkeys(YEARS, 0.65))
        assert "hai" not in proposed("trend_strength") | proposed("trend_weakness")

    def test_few_points_are_nothing(self, hai: Callable[..., Panel]) -> None:
        hai(RISING | dict.fromkeys(range(2015, 2018)))
        assert "hai" not in proposed("trend_strength")

    def test_points_before_a_break_do_not_count(self, hai: Callable[..., Panel]) -> None:
        hai(RISING, catalogue=with_break("hai", 2018))
        assert "hai" not in proposed("trend_strength")


@pytest.mark.parametrize(
    ("latest", "strength", "weakness"),
    [(0.70, True, False), (0.62, True, False), (0.615, False, False), (0.605, False, True),
     (0.59, False, True)],
)  # fmt: skip
def test_targets_met_are_strengths_and_those_left_behind_weaknesses(
    monkeypatch: pytest.MonkeyPatch, latest: float, strength: bool, weakness: bool
) -> None:
    usual = current_panel().catalogue
    plan = TargetSet(id="trial", plan="plan13", name=WORDS, targets=(target(),))
    catalogue = replace(usual, targets={"trial": plan})
    cells: Cells = {
        ("hai", "24", 2015): 0.6,
        ("hai", "24", 2016): None,
        ("hai", "24", 2017): latest,
    }
    cells |= {("hai", "24", year): None for year in range(2018, 2022)}
    use(monkeypatch, panel_with(cells, catalogue=catalogue))
    assert proposed("target_strength") == ({"hai:2025"} if strength else set())
    assert proposed("target_weakness") == ({"hai:2025"} if weakness else set())
    cells |= {("hai", "24", year): None for year in (2015, 2017)}
    use(monkeypatch, panel_with(cells, catalogue=catalogue))
    assert not proposed("target_strength") | proposed("target_weakness")


def test_scores_fire_where_the_replicates_are_sure_and_nowhere_else() -> None:
    panel, choice = current_panel(), BenchmarkChoice(kind="peers")
    seen = set()
    for unit in ("24", "20", "58", "96", "50"):
        for node in panel.node_ids:
            relation = scores_beside((unit,), node, 2019, choice=choice)[0].relation
            seen.add(relation)
            assert (node in proposed("score_strength", unit)) == (relation == "better")
            assert (node in proposed("score_weakness", unit)) == (relation == "worse")
    assert seen >= {"better", "similar", "worse"}


@pytest.mark.parametrize("unit", ["21", "83", "58", "93"])
def test_sectors_fire_by_quotient_share_and_pace(unit: str) -> None:
    profile, rules = sectors(unit), current_panel().catalogue.swot
    for rule_id, faster in (("sector_growing", True), ("sector_slowing", False)):
        test = rules[rule_id].test
        wanted = set()
        for row in profile.sectors:
            assert row.lq is not None
            assert row.share is not None
            assert row.growth is not None
            ahead = row.growth - profile.growth_threshold
            big = row.lq >= test.least_quotient and row.share >= test.least_share  # type: ignore[union-attr]
            if big and row.code not in test.without and (ahead if faster else -ahead) >= 0.01:  # type: ignore[union-attr]
                wanted.add(row.code)
        assert proposed(rule_id, unit) == wanted
    near = {
        row.code
        for row in profile.sectors
        if row.lq is not None
        and row.lq < 1
        and (row.density or 0) >= 0.4
        and (row.growth or 0) - profile.growth_threshold >= 0.01
        and row.code not in "LOPQ"
    }
    assert proposed("near_sector", unit) == near


def test_the_region_may_be_a_market_too() -> None:
    own, region = sectors("93"), {r.code: r.own_growth for r in sectors("S").sectors}
    wanted = {
        r.code
        for r in own.sectors
        if (r.lq or 0) >= 1.25
        and (r.share or 0) >= 0.02
        and (region[r.code] or 0) - own.growth_threshold >= 0.02
        and r.code not in "LOPQ"
    }
    assert proposed("sector_region_growing", "93") == wanted
    assert wanted


def test_without_its_sectors_a_province_is_proposed_none(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = current_panel()
    first = proposed("sector_slowing", "24") | proposed("policy_agriculture", "58")
    assert first == {"C", "A"}
    gone: Cells = {
        (f"gpp_section_{letter}", unit, year): None
        for letter in ("a", "c")
        for unit in ("24", "58")
        for year in panel.cube.years
    }
    use(monkeypatch, panel_with(gone))
    for unit in ("24", "58"):
        found = swot_candidates(unit)
        assert not [c for c in found.items if c.subject_kind == "sector"]


@pytest.mark.parametrize(("factor", "side"), [(3.0, "growing"), (0.3, "slowing"), (None, "")])
def test_neighbours_that_boom_or_shrink(
    monkeypatch: pytest.MonkeyPatch, factor: float | None, side: str
) -> None:
    panel = current_panel()
    values = panel.values("gpp_current").values
    cells: Cells = {}
    for unit in ("20", "21"):
        value = float(values[panel.cube.years.index(2020), panel.geography.position[unit]])
        cells["gpp_current", unit, 2020] = None if factor is None else value * factor
    use(monkeypatch, panel_with(cells))
    fired = {s for s in ("growing", "slowing") if proposed(f"neighbours_{s}", "24")}
    assert fired == ({side} if side else set())


@pytest.mark.parametrize(("share", "fires"), [(20.0, True), (19.99, False), (None, False)])
def test_an_aged_society_begins_at_its_limit(
    monkeypatch: pytest.MonkeyPatch, share: float | None, fires: bool
) -> None:
    use(monkeypatch, panel_with({("elderly_share", "24", 2020): share}))
    assert bool(proposed("aged_society")) == fires


@pytest.mark.parametrize(("step", "fired"), [(500, "rising"), (-500, "falling"), (0, "")])
def test_a_population_rises_falls_or_stays(
    monkeypatch: pytest.MonkeyPatch, step: int, fired: str
) -> None:
    panel = current_panel()
    held = [y for y in panel.cube.years if y >= 2015]
    cells: Cells = {
        ("population_midyear", "24", year): 700_000 + step * (year - 2015) if year <= 2023 else None
        for year in held
    }
    use(monkeypatch, panel_with(cells))
    found = {f for f in ("rising", "falling") if proposed(f"population_{f}")}
    assert found == ({fired} if fired else set())
    use(monkeypatch, panel_with(dict.fromkeys(cells)))
    assert not proposed("population_rising") | proposed("population_falling")


@pytest.mark.parametrize(("steps", "fires"), [(1.5, True), (0.9, False), (-3.0, False)])
def test_exposure_is_beyond_the_median_by_more_than_similar(
    hai: Callable[..., Panel], steps: float, fires: bool
) -> None:
    exposed = rule("exposed", "threat", kind="exposure", indicator="hai", side="high", most_age=1)
    usual = current_panel()
    row = usual.values("hai").values[usual.cube.years.index(2021)][usual.provinces]
    middle = float(np.nanmedian(row))
    width = 1.4826 * float(np.nanmedian(np.abs(row - middle)))
    hai({2021: middle + steps * width}, catalogue=with_rules(exposed))
    assert bool(proposed("exposed")) == fires
    hai(dict.fromkeys(YEARS), catalogue=with_rules(exposed))
    assert not proposed("exposed")


def test_no_disaster_is_told_without_figures() -> None:
    silent = dict(swot_candidates("24").silent)
    assert silent["disaster_exposure"] == "no_figures"
    assert silent["target_strength"] == "no_figures"
    assert silent["aged_society"] == "not_met"


@pytest.mark.parametrize(("step", "points", "fires"), [(0.01, 7, True), (0.0, 7, False),
                                                       (0.01, 4, False)])  # fmt: skip
def test_what_moves_around_is_significant_or_nothing(
    monkeypatch: pytest.MonkeyPatch, step: float, points: int, fires: bool
) -> None:
    moved = rule(
        "moved", "threat", kind="around", indicator="hai", of="country", trend="rising", most_age=1
    )
    cells: Cells = {
        ("hai", "TH", y): 0.6 + step * (y - 2015) if y > 2021 - points else None for y in YEARS
    }
    use(monkeypatch, panel_with(cells, catalogue=with_rules(moved)))
    assert bool(proposed("moved")) == fires


def test_a_plan_favours_a_place_on_the_border_or_a_specialisation() -> None:
    assert proposed("policy_border", "57") == {"border"}
    assert not proposed("policy_border", "24")
    assert proposed("policy_tourism", "83") == {"I"}
    assert not proposed("policy_tourism", "24")


def test_of_a_province_without_figures_only_its_surroundings_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = current_panel()
    empty: Cells = {
        (series, "57", year): None for series in panel.cube.series for year in panel.cube.years
    }
    use(monkeypatch, panel_with(empty))
    kinds = {current_panel().catalogue.swot[c.rule_id].test.kind
             for c in swot_candidates("57").items}  # fmt: skip
    assert kinds <= {"policy", "around", "neighbours"}
    assert kinds


def test_of_a_province_just_born_nothing_is_told_that_wants_a_past() -> None:
    found = swot_candidates("38", 2012)
    rules = current_panel().catalogue.swot
    assert not {rules[c.rule_id].test.kind for c in found.items} & {"trend", "outlook"}
    assert all(e.year >= 2011 for c in found.items for e in c.evidence if e.unit_code == "38")
    with pytest.raises(UnitDidNotExist):
        swot_candidates("38", 2010)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        swot_candidates("99")
    with pytest.raises(NoDataForYear):
        swot_candidates("24", 1950)
    assert swot_candidates("TH").items == ()


def test_of_every_fourth_province_none_stands_on_a_similar_or_missing_figure() -> None:
    panel = current_panel()
    counted = 0
    for code in panel.geography.peers_by_level("province", 2019, False)[::4]:
        for found in swot_candidates(code).items:
            assert found.certainty > 0
            assert all(np.isfinite(e.value) for e in found.evidence)
            if found.fact("steps") is not None:
                counted += 1
                gap, width = abs(float(found.fact("gap"))), found.fact("steps")  # type: ignore[arg-type]
                assert gap > 0
                assert float(width) >= 1.0  # type: ignore[arg-type]
            if found.rule_id.startswith("trend"):
                assert int(found.fact("points")) >= 5  # type: ignore[arg-type]
                assert float(found.fact("p_value")) < 0.1  # type: ignore[arg-type]
    assert counted > 60
