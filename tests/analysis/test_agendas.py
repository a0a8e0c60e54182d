"""Agendas: as the engine gives them, replayed to the last digit, honest where data are missing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moibench.analysis.agendas import keeping
from moibench.analysis.agendas.comparing import compare_agendas
from moibench.analysis.agendas.framing import digest, panel_through
from moibench.analysis.agendas.freezing import Remark, freeze
from moibench.analysis.agendas.keeping import TERMINAL, Meanwhile, Who
from moibench.analysis.agendas.results import AgendaResult
from moibench.analysis.agendas.running import run_agenda, try_agenda
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import NoDataForYear, SameYears, UnknownAgenda
from moibench.catalogue.agenda import Agenda, AgendaItem
from moibench.catalogue.schema import Text
from moibench.engine import (
    Aggregate,
    Classify,
    Normalise,
    Rank,
    Recipe,
    Weigh,
    build,
    read_index,
)

pytestmark = pytest.mark.django_db


def built_in(name: str) -> Agenda:
    return current_catalogue().agendas[name]


def agenda(*items: str | AgendaItem, **more: object) -> Agenda:
    given = tuple(i if isinstance(i, AgendaItem) else AgendaItem(indicator=i) for i in items)
    said = Text(th="ทดลอง", en="Trial")
    return Agenda.model_validate(
        {"id": "trial", "name": said, "purpose": said, "items": given, **more}
    )


def remark(result: AgendaResult, kind: str) -> Remark:
    found = [r for r in result.remarks if r.kind == kind]
    assert len(found) == 1, result.remarks
    return found[0]


def lines(result: AgendaResult) -> dict[str, tuple[float | None, int | None, int | None]]:
    assert result.ranking is not None
    return {u.unit_code: (u.figure.value, u.rank, u.level) for u in result.ranking.lines}


@pytest.mark.parametrize("name", ["waste", "tourism_recovery", "ageing", "mental_health"])
def test_results_are_the_engines_on_the_same_recipe(name: str) -> None:
    """The general engine builds from tables what the panel builds from its own arrays."""
    asked = built_in(name)
    result = run_agenda(asked)
    assert result.year is not None
    assert asked.cutoffs is not None
    panel = panel_through(asked)
    codes = list(lines(result))
    columns = [panel.geography.position[c] for c in codes]
    ids = [i.indicator for i in asked.scored]
    row = panel.at(result.year)
    data: dict[str, list[object]] = {"uCode": list(codes)}
    for i in ids:
        data[i] = [float(v) for v in panel.standing_values(i)[0][row, columns]]
    meta: dict[str, list[object]] = {
        "iCode": [*ids, "index"],
        "Type": [*["Indicator"] * len(ids), "Aggregate"],
        "Level": [*[1] * len(ids), 2],
        "Parent": [*["index"] * len(ids), None],
        "Direction": [*(panel.sign(i) for i in ids), 1],
        "Weight": [*(i.weight for i in asked.scored), 1.0],
    }
    posts = {i.indicator: tuple(sorted(i.goalposts or ())) for i in asked.scored}
    recipe = Recipe(
        (
            Normalise("goalposts", goalposts=posts),  # type: ignore[arg-type]
            Weigh("given"),
            Aggregate("arithmetic_mean", coverage=asked.coverage_threshold),
            Rank(),
            Classify("cutoffs", cutoffs=asked.cutoffs),
        )
    )
    built = build(read_index(data, meta), recipe)
    scores = built.stage("aggregated").values[-1, 0]
    ranks, levels = (built.stage(s).values[-1, 0] for s in ("ranks", "levels"))
    for place, code in enumerate(codes):
        score, rank, level = lines(result)[code]
        assert score == pytest.approx(scores[place], rel=1e-12)
        assert rank == ranks[place]
        assert level == levels[place]


@pytest.mark.parametrize("name", sorted(["waste", "pm25", "work_and_skills", "mental_health"]))
def test_the_frozen_numbers_come_of_the_shipped_figures(name: str) -> None:
    shipped = built_in(name)
    assert freeze(shipped, current_catalogue()).asked == shipped


def test_a_saved_version_replays_to_the_last_digit() -> None:
    typed = agenda(
        AgendaItem(indicator="household_debt", weight=1 / 3),
        AgendaItem(indicator="hai", weight=0.1),
        AgendaItem(indicator="elderly_share", weight=0.7, direction="lower_is_better"),
        weighting="given",
    )
    frozen = freeze(typed, current_catalogue())
    before = run_agenda(frozen.asked)
    saved = keeping.begin(frozen.asked, "somchai", "24", "nobody", "")
    again = run_agenda(keeping.find(saved.reference, TERMINAL).agenda)
    assert lines(again) == lines(before)
    ranges = [[(u.rank_low, u.rank_high) for u in r.ranking.lines] for r in (before, again)]  # type: ignore[union-attr]
    assert ranges[0] == ranges[1]
    assert again.items == before.items
    assert saved.version is not None
    assert saved.version.digest == digest(frozen.asked)


def test_pm25_says_that_its_figures_are_still_to_be_loaded() -> None:
    result = run_agenda(built_in("pm25"))
    assert result.ranking is None
    assert result.year is None
    kinds = [(r.kind, r.indicators) for r in result.remarks]
    assert kinds == [("no_figures", ("pm25_days",)), ("no_figures", ("hotspots",)), ("nothing", ())]
    lacking = [(m.unit_code, m.indicator_id, m.reason) for m in result.missing]
    assert lacking == [(None, "pm25_days", "no_figures"), (None, "hotspots", "no_figures")]


def test_weights_all_zero_are_said_and_equal_ones_shown() -> None:
    items = [AgendaItem(indicator=i, weight=0.0) for i in ("hai", "household_debt")]
    result = try_agenda(agenda(*items, weighting="given"))
    remark(result, "weights_zero")
    assert [i.share for i in result.items] == [0.5, 0.5]
    assert lines(result) == lines(try_agenda(agenda("hai", "household_debt")))


def test_pairwise_judgements_give_the_textbook_weights() -> None:
    # Saaty (1980): a consistent table of 4 : 2 : 1.
    table = ((1, 2, 4), (0.5, 1, 2), (0.25, 0.5, 1))
    ids = ("hai", "household_debt", "household_income")
    result = try_agenda(agenda(*ids, weighting="ahp", judgements=table))
    assert [i.share for i in result.items] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert result.remarks == ()


def test_judgements_that_contradict_each_other_are_named() -> None:
    # Four that agree on 1 : 1 : 1 : 1 but for one pair.
    table = [[1.0] * 4 for _ in range(4)]
    table[1][3], table[3][1] = 9.0, 1 / 9
    ids = ("hai", "household_debt", "household_income", "waste_per_capita")
    asked = agenda(*ids, weighting="ahp", judgements=tuple(map(tuple, table)))
    found = remark(try_agenda(asked), "inconsistent")
    assert found.indicators == ("household_debt", "waste_per_capita")
    stated, implied, ratio = found.numbers
    assert stated == pytest.approx(9.0)
    assert implied < stated
    assert ratio > 0.10


def test_indicators_without_a_common_year_are_shown_as_far_as_some_share_one() -> None:
    # The survey of labour here ends in 2019, TPMAP begins in 2023.
    result = try_agenda(agenda("unemployment_rate_q4", "tpmap_target_poor_rate"))
    found = remark(result, "no_shared_year")
    assert result.ranking is not None
    assert set(found.indicators) | set(found.codes) == set(result.agenda.indicator_ids)
    assert [i.indicator for i in result.agenda.scored] == list(found.codes)
    assert found.years[0] in [y for y, _ in result.years]


def test_a_unit_that_lacks_half_of_it_is_told_and_the_rest_shown() -> None:
    # TPMAP has nothing of Bueng Kan, and nothing is derived for clusters.
    clusters = tuple(c for c, u in current_catalogue().units.items() if u.unit_type == "cluster")
    asked = agenda("tpmap_target_poor_rate", "waste_per_capita", units=clusters)
    result = try_agenda(asked)
    found = remark(result, "no_shared_unit")
    assert found.indicators == ("tpmap_target_poor_rate",)
    assert found.codes == ("waste_per_capita",)
    assert set(lines(result)) == set(clusters)


def test_an_emptied_group_is_told_and_every_province_shown() -> None:
    result = try_agenda(agenda("hai", units=("99-X",)))
    assert remark(result, "no_units").codes == ("99-X",)
    assert len(lines(result)) == 76


def test_a_group_is_ranked_by_itself_on_the_scale_of_all_provinces() -> None:
    some = ("20", "21", "24", "50")
    alone = try_agenda(agenda("hai", "household_debt", units=some))
    everyone = lines(try_agenda(agenda("hai", "household_debt")))
    assert set(lines(alone)) == set(some)
    assert sorted(rank or 0 for _, rank, _ in lines(alone).values()) == [1, 2, 3, 4]
    for code, (score, _, _) in lines(alone).items():
        assert score == everyone[code][0]


def test_an_indicator_that_the_catalogue_does_not_judge_counts_only_with_a_direction() -> None:
    plain = try_agenda(agenda("elderly_share", "hai"))
    assert remark(plain, "not_judged").indicators == ("elderly_share",)
    assert [i.indicator for i in plain.agenda.scored] == ["hai"]
    judged = AgendaItem(indicator="elderly_share", direction="lower_is_better")
    result = try_agenda(agenda(judged, "hai"))
    low, high = result.agenda.items[0].goalposts or (0, 0)
    assert low > high
    assert current_catalogue().indicators["elderly_share"].direction == "context"


def test_what_drives_the_scores_adds_up_and_what_is_missing_has_its_reason() -> None:
    result = run_agenda(built_in("mental_health"))
    assert math.fsum(i.drives or 0.0 for i in result.items) == pytest.approx(1.0)
    assert [(m.unit_code, m.indicator_id, m.reason) for m in result.missing] == [
        ("38", "tpmap_target_poor_rate", "no_value")
    ]


def test_a_year_without_scores_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(NoDataForYear) as refused:
        run_agenda(built_in("tourism_recovery"), 2015)
    assert refused.value.years == (2019, 2020, 2021, 2022)


def test_moves_never_cross_a_break_in_series() -> None:
    result = run_agenda(built_in("waste"))
    assert result.moves is not None
    assert result.moves.from_year >= 2019  # disposal is measured otherwise from then on


def test_two_versions_and_two_years_are_compared_in_parts_that_add_up() -> None:
    first = built_in("household_debt")
    items = tuple(
        i.model_copy(update={"weight": 3.0}) if i.indicator == "household_income" else i
        for i in first.items
    )
    second = first.model_copy(update={"items": items})
    for before, after, years in ((first, second, ()), (first, first, (2019, 2023))):
        found = compare_agendas(before, after, *years)
        assert len(found.units) == 76
        for unit in found.units:
            change = unit.to_score - unit.from_score
            assert math.fsum(p.change for p in unit.parts) == pytest.approx(change, abs=1e-9)
            assert unit.own + unit.method == pytest.approx(change, abs=1e-9)
            ranks = [unit.rank_own, unit.rank_others, unit.rank_method]
            assert unit.from_rank is not None
            assert unit.to_rank is not None
            assert math.fsum(r or 0.0 for r in ranks) == pytest.approx(
                unit.to_rank - unit.from_rank, abs=1e-9
            )
    assert found.reweighed == ()
    again = compare_agendas(first, second)
    assert [i for i, _, _ in again.reweighed] == [i.indicator for i in first.scored]
    assert all(abs(u.own) < 1e-9 for u in again.units)
    with pytest.raises(SameYears):
        compare_agendas(first, first, 2023, 2023)


def test_years_that_differ_in_method_or_indicators_are_said() -> None:
    waste = compare_agendas(built_in("waste"), built_in("waste"), 2017, 2024)
    assert set(waste.broken) == {"waste_recycled_share", "waste_improper_share"}
    ageing = compare_agendas(built_in("ageing"), built_in("ageing"), 2018, 2021)
    assert ageing.absent == ("elderly_share",)


def test_versions_are_only_added_and_a_clash_writes_nothing() -> None:
    frozen = freeze(agenda("hai"), current_catalogue()).asked
    saved = keeping.begin(frozen, "somchai", "24", "unit", "waste")
    other = freeze(agenda("hai", "household_debt"), current_catalogue()).asked
    second = keeping.save(saved, other, 1, "เพิ่มหนี้", "malee")
    assert second.version is not None
    assert (second.version.number, second.version.made_by) == (2, "malee")
    with pytest.raises(Meanwhile) as refused:
        keeping.save(saved, frozen, 1, "", "somchai")
    assert refused.value.newest.made_by == "malee"
    assert [v.number for v in keeping.versions_of(saved)] == [2, 1]
    old = keeping.find(f"{saved.reference}_v1", TERMINAL)
    assert old.agenda.indicator_ids == ("hai",)


@pytest.mark.parametrize(
    ("shared", "user", "inside", "sees"),
    [
        ("nobody", None, True, False),
        ("nobody", "malee", True, False),
        ("nobody", "somchai", False, True),
        ("unit", "malee", True, True),
        ("unit", "malee", False, False),
        ("everybody", None, False, True),
    ],
)
def test_who_may_see_an_agenda(shared: str, user: str | None, inside: bool, sees: bool) -> None:
    frozen = freeze(agenda("hai"), current_catalogue()).asked
    saved = keeping.begin(frozen, "somchai", "24", shared, "")
    asks = Who(user, lambda unit: inside and unit == "24")
    assert (saved.reference in [f.reference for f in keeping.usable(asks)]) == sees
    if sees:
        assert keeping.find(saved.reference, asks).own is not None
    else:
        with pytest.raises(UnknownAgenda):
            keeping.find(f"agenda_n{saved.reference}_v1", asks)


def test_nothing_counts_that_is_missing() -> None:
    """A made hole: without its only value of an indicator a unit is scored on the rest."""
    result = run_agenda(built_in("mental_health"))
    panel = panel_through(built_in("mental_health"))
    assert result.year is not None
    row, column = panel.at(result.year), panel.geography.position["38"]
    held = panel.leaf_scores[0][:, row, column]
    assert np.isnan(held).sum() == 1
    assert lines(result)["38"][0] == pytest.approx(np.nanmean(held))
