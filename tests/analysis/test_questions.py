"""Ranking, summary, comparison, search and download."""

import pytest

from moibench.analysis.choose import compare_with
from moibench.analysis.download import value_rows
from moibench.analysis.errors import (
    NoDataForYear,
    NoFigures,
    NoValuesForLevel,
    UnknownSubject,
    UnknownUnit,
)
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.analysis.search import find_subject, find_unit, search
from moibench.analysis.summary import country_summary
from tests.analysis.double import built_in_double

pytestmark = pytest.mark.django_db


def test_a_ranking_equals_plain_sorting() -> None:
    double = built_in_double()
    values = {
        u: double.value("gpp_per_capita", u, 2019)
        for u, unit in double.catalogue.units.items()
        if unit.unit_type == "province"
    }
    expected = sorted(values, key=lambda u: -values[u])
    lines = ranking("gpp_per_capita", 2019).lines
    assert [line.unit_code for line in lines] == expected
    assert [line.rank for line in lines] == list(range(1, 77))


def test_ties_share_the_better_rank() -> None:
    lines = ranking("forest_share", 2015).lines
    without_forest = [line for line in lines if line.figure.value == 0]
    assert len(without_forest) == 4
    assert {line.rank for line in without_forest} == {73}


def test_units_without_a_value_stand_last_and_unranked() -> None:
    lines = ranking("tpmap_target_poor_rate", 2023).lines
    assert lines[-1].rank is None
    assert lines[-1].figure.value is None
    assert all(line.rank is not None for line in lines[:75])


def test_a_context_indicator_is_ordered_but_not_judged() -> None:
    answer = ranking("population_midyear", 2019)
    assert not answer.judged
    values = [line.figure.value for line in answer.lines]
    assert values == sorted(values, reverse=True)


def test_an_index_ranking_has_ranges_and_levels_and_agrees_with_the_profile() -> None:
    answer = ranking("overall", 2019)
    assert answer.is_index
    for line in answer.lines[::15]:
        node = profile(line.unit_code, 2019).overall
        assert (line.rank, line.rank_low, line.rank_high, line.level) == (
            node.rank,
            node.rank_low,
            node.rank_high,
            node.level,
        )


def test_the_default_year_of_an_indicator_is_its_own_newest() -> None:
    assert ranking("waste_per_capita").year == 2023
    assert ranking("waste_recycled_share").year == 2024
    assert ranking("overall").year == 2019


def test_clusters_can_be_ranked() -> None:
    lines = ranking("gpp_per_capita", 2019, level="cluster").lines
    assert len(lines) == 18
    assert lines[0].unit_code == "E-1"


def test_what_cannot_be_ranked_says_why() -> None:
    with pytest.raises(UnknownSubject):
        ranking("nothing", 2019)
    with pytest.raises(NoFigures):
        ranking("poverty_headcount", 2019)
    with pytest.raises(NoDataForYear) as refusal:
        ranking("household_debt", 2005)
    assert refusal.value.years == (2015, 2017, 2019, 2021, 2023)
    with pytest.raises(NoValuesForLevel):
        ranking("hai", 2019, level="cluster")
    with pytest.raises(NoDataForYear) as refusal:
        ranking("hai", 2010, level="region")
    assert refusal.value.years == tuple(range(2015, 2022))
    with pytest.raises(ValueError, match="level must be one of"):
        ranking("hai", 2019, level="village")


def test_levels_of_the_summary_count_every_province() -> None:
    summary = country_summary(2019)
    for _, counts in summary.level_counts:
        assert sum(counts) == 76
    assert len(summary.provinces) == 76
    assert [r.unit_code for r in summary.regions] == [r.unit_code for r in summary.regions]
    assert len(summary.regions) == 6
    assert summary.country.overall.rank is None


def test_completeness_says_which_recent_years_were_observed() -> None:
    summary = country_summary(2019)
    income = next(c for c in summary.completeness if c.indicator_id == "household_income")
    assert (income.year, income.provinces, income.of) == (2019, 76, 76)
    assert income.recent == (
        (2015, True),
        (2016, False),
        (2017, True),
        (2018, False),
        (2019, True),
    )


def test_a_comparison_gives_the_profile_s_figures_and_relations() -> None:
    units, indicators = ("24", "E-1", "TH"), ("gpp_per_capita", "hai", "population_midyear")
    answer = compare_with(units, indicators, 2019)
    for row, indicator_id in enumerate(indicators):
        for column, code in enumerate(units):
            result = profile(code, 2019).indicator(indicator_id)
            cell = answer.cells[row][column]
            benchmark = result.benchmark("country")
            assert cell.figure == result.figure
            assert cell.benchmark.relation == (benchmark.relation if benchmark else None)
            assert cell.benchmark.rule == (benchmark.rule if benchmark else None)


def test_a_comparison_refuses_what_it_does_not_know() -> None:
    with pytest.raises(UnknownUnit):
        compare_with(("99",), ("hai",), 2019)
    with pytest.raises(UnknownSubject):
        compare_with(("24",), ("happiness",), 2019)
    with pytest.raises(NoFigures):
        compare_with(("24",), ("poverty_headcount",), 2019)


@pytest.mark.parametrize(
    "typed",
    [
        "24",
        "๒๔",
        "ฉะเชิงเทรา",
        "จังหวัดฉะเชิงเทรา",
        "จ.ฉะเชิงเทรา",
        "Chachoengsao",
        " chachoengsao ",
        "CCO",
    ],
)
def test_a_unit_is_found_by_code_name_and_spelling(typed: str) -> None:
    assert find_unit(typed) == "24"


@pytest.mark.parametrize(("typed", "code"), [("e-1", "E-1"), ("th", "TH"), ("กทม", "10")])
def test_other_units_are_found_too(typed: str, code: str) -> None:
    assert find_unit(typed) == code


def test_a_misspelt_unit_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownUnit) as refusal:
        find_unit("Chachengsao")
    assert refusal.value.nearest[0] == "24"


def test_nonsense_is_refused_and_still_offers_something() -> None:
    with pytest.raises(UnknownUnit) as refusal:
        find_unit("zzzz")
    assert refusal.value.nearest


def test_subjects_are_found_by_id_name_and_keyword() -> None:
    assert find_subject("gpp_per_capita") == "gpp_per_capita"
    assert find_subject("ดัชนีความก้าวหน้าของคน") == "hai"
    assert find_subject("overall") == "overall"
    assert find_subject("เศรษฐกิจ") == "economy"


def test_every_id_means_itself_whatever_else_is_spelt_alike() -> None:
    for indicator_id in current_panel().catalogue.indicators:
        assert find_subject(indicator_id) == indicator_id


def test_search_gives_exact_hits_alone_and_else_the_likeliest() -> None:
    assert [h.id for h in search("Phuket")] == ["83"]
    assert "83" in [h.id for h in search("Phukett")]
    assert search("   ") == ()


def test_every_name_of_a_unit_leads_to_it_alone() -> None:
    for code, unit in current_panel().catalogue.units.items():
        for name in (unit.code, unit.name.th, unit.name.en):
            assert find_unit(name) == code, name


def test_the_download_holds_every_value_and_no_other() -> None:
    double = built_in_double()
    rows = list(value_rows("waste_recycled_share"))
    with_value = {(u, y): v for u, y, v, _, _ in rows if v is not None}
    expected = {
        (u, y): v
        for u in double.catalogue.units
        for y in double.years
        if (v := double.value("waste_recycled_share", u, y)) is not None
    }
    assert with_value.keys() == expected.keys()
    assert all(with_value[k] == pytest.approx(expected[k]) for k in expected)
