"""The profile of a unit, checked against figures read in the published tables by hand."""

import pytest

from moibench.analysis.errors import NoDataForYear, UnitDidNotExist, UnknownUnit
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import profile
from moibench.store.models import Edition
from moibench.store.record import Entry, record_edition
from tests.analysis.double import built_in_double

pytestmark = pytest.mark.django_db


def test_gpp_per_head_of_chachoengsao_2019_is_that_of_the_national_accounts() -> None:
    result = profile("24", 2019).indicator("gpp_per_capita")
    assert result.figure.value == 463172.602
    assert (result.figure.year, result.figure.age) == (2019, 0)
    assert result.figure.edition_id == "nesdc_gpp_2563"


def test_its_rank_is_4_of_76_provinces_and_5_of_77_with_bangkok() -> None:
    without = profile("24", 2019).indicator("gpp_per_capita").standing("country")
    counted = profile("24", 2019, with_bangkok=True).indicator("gpp_per_capita")
    assert without is not None
    assert (without.rank, without.of) == (4, 76)
    standing = counted.standing("country")
    assert standing is not None
    assert (standing.rank, standing.of) == (5, 77)


def test_its_cluster_is_the_ratio_of_sums_and_not_the_mean_of_ratios() -> None:
    benchmark = profile("24", 2019).indicator("gpp_per_capita").benchmark("cluster")
    assert benchmark is not None
    # Sums over Chon Buri, Rayong and Chachoengsao of the 2563 edition.
    assert benchmark.figure.value == pytest.approx(656810.9337404981, rel=1e-12)
    assert benchmark.figure.status == "derived"
    assert benchmark.relation == "worse"
    assert benchmark.gap == pytest.approx(463172.602 - 656810.9337404981, rel=1e-12)


def test_sukhothai_stands_as_its_own_plan_prints_it() -> None:
    # The province's plan 2566–2570: 14th of the North, 55th of the country with Bangkok.
    result = profile("64", 2019, with_bangkok=True).indicator("gpp_per_capita")
    country, region = result.standing("country"), result.standing("region")
    assert country is not None
    assert region is not None
    assert (country.rank, country.of) == (55, 77)
    assert (region.rank, region.of) == (14, 17)


def test_low_is_good_ranks_the_lowest_first() -> None:
    ranked = profile("24", 2019).indicator("household_debt_share")
    standing = ranked.standing("country")
    values = [value for _, value in ranked.distribution]
    assert values == sorted(values)
    assert standing is not None
    assert standing.rank == 1 + sum(v < ranked.figure.value for v in values)


def test_the_human_achievement_index_of_a_cluster_is_never_derived() -> None:
    figure = profile("E-1", 2019).indicator("hai").figure
    assert figure.value is None
    assert figure.status == "not_published"


def test_a_region_has_the_published_index_and_not_the_mean() -> None:
    double = built_in_double()
    region = profile("C", 2021).indicator("hai").figure.value
    members = [double.value("hai", m, 2021) for m in double.members_of("C", 2021)]
    assert region == double.figures["hai"]["C", 2021]
    assert region != pytest.approx(sum(members) / len(members), abs=1e-4)


def test_contributions_add_up_to_the_overall_score() -> None:
    for code in ("24", "38", "10", "E-1", "SB", "TH"):
        result = profile(code, 2019)
        points = sum(i.contribution for i in result.indicators if i.contribution is not None)
        assert points == pytest.approx(result.overall.score, rel=1e-12)


def test_weights_add_up_to_one() -> None:
    weights = [i.weight for i in profile("24", 2019).indicators if i.weight is not None]
    assert sum(weights) == pytest.approx(1)


def test_every_range_holds_its_rank() -> None:
    for code in profile("24", 2019).compared_with:
        result = profile(code, 2019)
        for node in (result.overall, *result.dimensions):
            assert 1 <= node.rank_low <= node.rank <= node.rank_high <= node.of == 76


def test_those_who_cannot_be_told_apart_cannot_be_told_apart_from_either_side() -> None:
    first = profile("24", 2019).overall
    assert first.indistinct
    for other in first.indistinct:
        assert "24" in profile(other, 2019).overall.indistinct


def test_scores_do_not_move_when_bangkok_is_counted() -> None:
    without, counted = profile("50", 2019), profile("50", 2019, with_bangkok=True)
    assert without.overall.score == counted.overall.score
    assert (without.overall.of, counted.overall.of) == (76, 77)


def test_bangkok_is_always_counted_in_its_own_profile() -> None:
    result = profile("10", 2019)
    assert result.with_bangkok
    assert result.overall.of == 77


def test_the_country_is_ranked_with_nobody() -> None:
    result = profile("TH", 2019)
    assert result.overall.rank is None
    assert result.compared_with == ()
    assert all(i.standings == () for i in result.indicators)
    assert all(i.benchmark("country") is None for i in result.indicators)


def test_clusters_are_ranked_among_eighteen_and_regions_among_six() -> None:
    assert profile("E-1", 2019).overall.of == 18
    assert profile("NE", 2019).overall.of == 6


def test_a_value_carried_from_an_earlier_year_says_its_year_and_age() -> None:
    figure = profile("24", 2019).indicator("forest_share").figure
    assert (figure.year, figure.age) == (2015, 4)


def test_benchmarks_are_of_the_same_year_as_the_value() -> None:
    for result in profile("24", 2020).indicators:
        for benchmark in result.benchmarks:
            if benchmark.figure.year is not None:
                assert benchmark.figure.year == result.figure.year


def test_context_indicators_are_never_judged() -> None:
    result = profile("24", 2019).indicator("agriculture_share_of_gpp")
    assert all(b.relation is None for b in result.benchmarks)
    assert result.trend.good is None
    assert result.change is not None
    assert result.change.good is None


def test_a_fall_in_debt_is_good_and_a_fall_in_income_is_not() -> None:
    result = profile("24", 2019, change_from=2015)
    debt, income = (
        result.indicator("household_debt").change,
        result.indicator("household_income").change,
    )
    assert debt is not None
    assert income is not None
    assert debt.absolute < 0
    assert debt.good is True
    assert income.absolute < 0
    assert income.good is False


def test_a_change_across_a_break_in_series_says_so() -> None:
    change = profile("24", 2019, change_from=2015).indicator("waste_improper_share").change
    assert change is not None
    assert change.crosses_break


def test_a_trend_never_reaches_across_a_break() -> None:
    result = profile("24", 2019).indicator("waste_improper_share")
    assert result.trend.verdict == "break"
    assert 2019 in result.break_years


def test_a_missing_member_makes_the_parent_incomplete_and_names_it() -> None:
    edition = Edition.objects.get(edition_id="nesdc_gpp_2563")
    record_edition(
        "nesdc_gpp_2563",
        edition.source_id,
        edition.sequence,
        "0" * 64,
        [Entry("gpp_current", "21", 2019, None, "missing")],
        "a test",
    )
    figure = profile("E-1", 2019).indicator("gpp_current").figure
    assert figure.value is None
    assert figure.status == "incomplete"
    assert figure.missing_members == ("21",)
    assert figure.coverage == pytest.approx(2 / 3)
    assert profile("TH", 2019).indicator("gpp_current").figure.status == "incomplete"


def test_bueng_kan_counts_in_its_cluster_from_its_birth_and_not_before() -> None:
    assert "38" not in profile("NE-U1", 2010).members
    assert "38" in profile("NE-U1", 2011).members
    before = profile("NE-U1", 2010).indicator("gpp_current").figure
    assert before.status == "derived"
    assert before.value == pytest.approx(
        sum(built_in_double().figures["gpp_current"][m, 2010] for m in ("39", "41", "42", "43"))
    )


def test_a_province_before_its_birth_is_refused_with_its_first_year() -> None:
    with pytest.raises(UnitDidNotExist) as refusal:
        profile("38", 2010)
    assert refusal.value.first == 2011


def test_a_year_without_data_is_refused_with_the_years_that_have_some() -> None:
    with pytest.raises(NoDataForYear) as refusal:
        profile("24", 2562)
    assert refusal.value.years == current_panel().years


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        profile("99", 2019)


def test_the_default_year_is_the_newest_in_which_nearly_everything_was_observed() -> None:
    assert profile("24").year == 2019


def test_the_same_question_has_the_same_answer_and_stamp() -> None:
    first, second = profile("24", 2018), profile("24", 2018)
    assert first == second
    assert len(first.stamp.data_version) == 12
