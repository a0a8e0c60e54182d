"""Benchmarks to choose, against plain recomputation from the files."""

from __future__ import annotations

import statistics

import pytest

from moibench.analysis import relations
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import CHOSEN_KINDS, BenchmarkChoice, ChosenBenchmark
from moibench.analysis.errors import (
    EmptyGroup,
    NoDataForYear,
    NoFigures,
    UnknownChoice,
    UnknownSubject,
    UnknownUnit,
)
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import peers
from moibench.analysis.profile import profile
from tests.analysis.double import built_in_double
from tests.analysis.made import panel_with, target, use, with_break

pytestmark = pytest.mark.django_db


def beside(
    indicator: str, kind: str, unit: str = "24", year: int = 2019, **more: object
) -> ChosenBenchmark:
    choice = BenchmarkChoice(kind, **more)  # type: ignore[arg-type]
    return compare_with((unit,), (indicator,), year, choice=choice).cells[0][0].benchmark


def provinces(indicator: str, year: int, *, bangkok: bool = False) -> list[float]:
    double = built_in_double()
    types = {"province", "special_area"} if bangkok else {"province"}
    found = (
        double.value(indicator, c, year)
        for c, u in double.catalogue.units.items()
        if u.unit_type in types
    )
    return [v for v in found if v is not None]


@pytest.mark.parametrize("kind", ["country", "region", "cluster", "median", "best_in_class"])
@pytest.mark.parametrize("unit", ["24", "50", "E-1", "10"])
def test_the_usual_benchmarks_are_those_of_the_profile(kind: str, unit: str) -> None:
    for indicator in ("gpp_per_capita", "hai", "waste_improper_share"):
        expected = profile(unit, 2019).indicator(indicator).benchmark(kind)
        found = beside(indicator, kind, unit, with_bangkok=True if unit == "10" else None)
        if expected is None or expected.figure.value is None:
            assert found.figure.value is None
            assert found.reason is not None
        else:
            assert found.figure.value == expected.figure.value
            assert (found.gap, found.relation) == (expected.gap, expected.relation)


def test_the_country_without_bangkok_is_recomputed_by_each_rule() -> None:
    double = built_in_double()
    members = [m for m in double.members("TH", 2019) if m != "10"]

    def total(series: str) -> float:
        return sum(double.figures[series][m, 2019] for m in members)

    found = beside("gpp_per_capita", "country", with_bangkok=False)
    expected = total("gpp_current") / total("population_nesdc") * 1000
    assert found.figure.value == pytest.approx(expected, rel=1e-12)
    assert not found.with_bangkok
    population = beside("population_midyear", "country", with_bangkok=False)
    assert population.figure.value == pytest.approx(total("population_midyear"))
    weights = {m: double.figures["households_registered"][m, 2019] for m in members}
    income = sum(double.figures["household_income"][m, 2019] * w for m, w in weights.items())
    found = beside("household_income", "country", with_bangkok=False)
    assert found.figure.value == pytest.approx(income / sum(weights.values()), rel=1e-12)


def test_what_may_not_be_derived_is_not_recomputed_without_bangkok() -> None:
    for indicator in ("hai", "gpp_growth"):
        found = beside(indicator, "country", with_bangkok=False)
        assert (found.figure.value, found.reason) == (None, "cannot_leave_bangkok_out")


def test_medians_and_the_best_count_bangkok_only_when_asked() -> None:
    for counted in (False, True):
        values = provinces("gpp_per_capita", 2019, bangkok=counted)
        middle = beside("gpp_per_capita", "median", with_bangkok=counted)
        assert middle.figure.value == pytest.approx(statistics.median(values))
        best = beside("gpp_per_capita", "best_in_class", with_bangkok=counted)
        assert best.figure.value == pytest.approx(statistics.fmean(sorted(values)[-5:]))
        assert ("10" in best.members) == counted


def test_the_peers_benchmark_is_the_median_of_the_peers() -> None:
    double = built_in_double()
    codes = peers("24").codes
    found = beside("gpp_per_capita", "peers")
    values = [double.value("gpp_per_capita", c, 2019) for c in codes]
    assert found.figure.value == statistics.median(v for v in values if v is not None)
    assert found.members == codes


def test_chosen_units_stand_for_themselves_alone_and_by_their_median_together() -> None:
    double = built_in_double()
    values = {c: double.value("hai", c, 2019) for c in ("20", "21", "11")}
    one = beside("hai", "units", units=("20",))
    assert (one.figure.value, one.members) == (values["20"], ("20",))
    three = beside("hai", "units", units=("20", "21", "11"))
    assert three.figure.value == statistics.median(v for v in values.values() if v)


def test_the_own_baseline_is_the_mean_of_the_plan_s_baseline_years() -> None:
    double = built_in_double()
    found = beside("gpp_per_capita", "baseline")
    values = [double.value("gpp_per_capita", "24", y) for y in (2013, 2014, 2015, 2016)]
    assert found.figure.value == pytest.approx(statistics.fmean(v for v in values if v))
    own = beside("gpp_per_capita", "baseline", baseline_years=(2010,))
    assert own.figure.value == double.value("gpp_per_capita", "24", 2010)


def test_a_baseline_before_a_break_or_of_another_edition_is_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert beside("waste_improper_share", "baseline").reason == "break"
    mixed = panel_with({}, editions={("hai", "24", 2015): "nesdc_gpp_2563"})
    use(monkeypatch, mixed)
    assert beside("hai", "baseline").reason == "editions_mixed"
    use(monkeypatch, panel_with({}, catalogue=with_break("hai", 2018)))
    assert beside("hai", "baseline").reason == "break"


def test_a_target_is_better_when_met_and_worse_when_not() -> None:
    met = beside("hai", "target", targets=(target(value=0.6),))
    missed = beside("hai", "target", targets=(target(value=0.7),))
    assert (met.relation, met.rule) == ("better", "goal")
    assert (missed.relation, missed.gap) == ("worse", pytest.approx(0.650441362 - 0.7))
    assert beside("hai", "target").reason == "no_target"


def test_the_rule_is_named_and_the_gap_counts_in_points_and_people() -> None:
    found = beside("tertiary_share_q4", "country")
    double = built_in_double()
    assert found.rule == "mad"
    values = provinces("tertiary_share_q4", 2019)
    middle = statistics.median(values)
    width = 1.4826 * statistics.median(abs(v - middle) for v in values)
    assert found.width == pytest.approx(width)
    assert found.amount is not None
    people = double.figures["lfs_pop15"]["24", 2019]
    assert found.amount.value == pytest.approx(found.gap / 100 * people)
    assert found.amount.unit_of_measure.en == "persons"
    own, other = 16.884615723460676, found.figure.value
    low, high = 7.341648745283458, 22.452905669541412
    assert found.gap_points == pytest.approx((own - other) / (high - low) * 100)


def test_with_a_standard_error_the_interval_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    own = built_in_double().value("hai", "24", 2019)
    country = built_in_double().value("hai", "TH", 2019)
    assert own is not None
    assert country is not None
    panel = use(monkeypatch, panel_with({}))
    place = ("hai", "24", 2019)
    monkeypatch.setattr(relations, "standard_errors", lambda _until: {place: (own - country) / 1.9})
    wide = beside("hai", "country")
    assert (wide.relation, wide.rule, wide.width) == ("similar", "interval", None)
    use(monkeypatch, panel_with({}))
    monkeypatch.setattr(relations, "standard_errors", lambda _until: {place: (own - country) / 2.1})
    narrow = beside("hai", "country")
    assert (narrow.relation, narrow.rule) == ("better", "interval")
    assert beside("hai", "country", "50").rule == "mad"
    assert panel is not current_panel()


def test_context_is_compared_and_not_judged() -> None:
    found = beside("population_midyear", "median")
    assert found.gap is not None
    assert (found.relation, found.rule, found.reason) == (None, None, "not_judged")


@pytest.mark.parametrize(
    ("unit", "kind", "reason"),
    [
        ("TH", "country", "itself"),
        ("TH", "region", "no_parent"),
        ("10", "cluster", "no_parent"),
        ("E-1", "cluster", "itself"),
        ("TH", "peers", "no_peers"),
    ],
)
def test_who_cannot_be_compared_is_told_why(unit: str, kind: str, reason: str) -> None:
    assert beside("gpp_per_capita", kind, unit).reason == reason


def test_no_value_is_no_comparison() -> None:
    assert beside("tpmap_target_poor_rate", "median", year=2022).reason == "too_few_members"
    assert beside("hai", "country", "E-1").reason == "no_value"
    assert beside("hai", "country", "E-1").figure.value is not None


def test_a_unit_that_did_not_exist_is_left_out_and_named() -> None:
    answer = compare_with(("24", "38"), ("gpp_per_capita",), 2009)
    assert answer.unit_codes == ("24",)
    assert answer.without_a_unit == ("38",)
    with pytest.raises(EmptyGroup):
        compare_with(("38",), ("gpp_per_capita",), 2009)


def test_what_is_wrong_is_refused_by_name() -> None:
    with pytest.raises(EmptyGroup):
        compare_with((), ("hai",))
    with pytest.raises(EmptyGroup):
        compare_with(("24",), ())
    with pytest.raises(EmptyGroup):
        compare_with(("24",), ("hai",), choice=BenchmarkChoice("units"))
    with pytest.raises(UnknownUnit):
        compare_with(("99",), ("hai",))
    with pytest.raises(UnknownUnit):
        compare_with(("24",), ("hai",), choice=BenchmarkChoice("units", units=("99",)))
    with pytest.raises(UnknownSubject):
        compare_with(("24",), ("nothing",))
    with pytest.raises(NoFigures):
        compare_with(("24",), ("poverty_headcount",))
    with pytest.raises(NoDataForYear):
        compare_with(("24",), ("hai",), 1900)
    with pytest.raises(UnknownChoice):
        compare_with(("24",), ("hai",), choice=BenchmarkChoice("moon"))  # type: ignore[arg-type]
    with pytest.raises(UnknownChoice):
        compare_with(("24",), ("hai",), choice=BenchmarkChoice("peers", model_id="moon"))


@pytest.mark.parametrize("kind", CHOSEN_KINDS)
def test_every_cell_has_a_gap_or_a_reason(kind: str) -> None:
    panel = current_panel()
    choice = BenchmarkChoice(kind, units=("20", "50"))  # type: ignore[arg-type]
    answer = compare_with(("24", "10", "SB-1", "N", "TH"), panel.indicator_ids, 2019, choice=choice)
    for row in answer.cells:
        for cell in row:
            found = cell.benchmark
            if found.gap is None:
                assert found.reason is not None
            else:
                assert found.gap == cell.figure.value - found.figure.value
                assert (found.relation is None) == (found.rule is None)
