"""Every kind of sentence in both languages, word for word."""

from __future__ import annotations

import re

import pytest

from moibench.analysis.results import Profile
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.sentences import (
    headline,
    highlights,
    overall_sentences,
    profile_sentences,
)
from moibench.presentation.sentences.words import joined, measured, ordinal, slope
from tests.presentation import specimen as s
from tests.presentation.said import NO_BREAK, plain, said_of
from tests.presentation.test_indicator_sentences import CASES, RISING

IMPROVEMENT = re.compile("ดีขึ้น|for the better|improv")
BETTER = re.compile("ดีกว่าค่า|better than")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", ["no_clear_trend", "too_few_points", "break"])
@pytest.mark.parametrize("good", [True, False])
def test_without_a_trend_nothing_is_called_an_improvement(
    verdict: str, good: bool, language: Language
) -> None:
    said = said_of(
        "income", language, change=s.change(10.0, 50.0, good=good), trend=s.trend(verdict)
    )
    assert not [x for x in said if IMPROVEMENT.search(x)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preliminary_trend_is_not_called_an_improvement(language: Language) -> None:
    preliminary = s.trend("rising", preliminary=True, points=4, slope=1.0, good=True)
    said = said_of("income", language, change=s.change(10.0, 50.0, good=True), trend=preliminary)
    assert not [x for x in said if IMPROVEMENT.search(x)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_rule_calls_similar_is_never_called_better(language: Language) -> None:
    similar = tuple(
        s.benchmark(kind, 10.0, relation="similar", gap=40.0)
        for kind in ("country", "region", "cluster", "best_in_class")
    )
    said = said_of("income", language, benchmarks=similar, standings=(s.IN_COUNTRY,))
    assert not [x for x in said if BETTER.search(x) or IMPROVEMENT.search(x)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_strengths_and_gaps_follow_the_relation_and_not_the_score(language: Language) -> None:
    asked = s.profile(
        "24",
        s.result(
            "income",
            score=90.0,
            benchmarks=(s.benchmark("country", 45.0, relation="similar", gap=5.0),),
        ),
        s.result(
            "waste",
            score=10.0,
            benchmarks=(s.benchmark("country", 20.0, relation="worse", gap=30.0),),
        ),
    )
    found = highlights(asked, s.catalogue(), language)
    assert [x.anchor for x in found.strengths] == ["overall"]
    assert [x.anchor for x in found.gaps] == ["waste"]


def test_a_gap_between_percentages_is_said_in_percentage_points() -> None:
    worse = s.benchmark("country", 22.2, relation="worse", gap=27.8)
    asked = s.profile("24", s.result("waste", benchmarks=(worse,)))
    th, en = (highlights(asked, s.catalogue(), lang).gaps[0].text for lang in LANGUAGES)
    assert plain(th) == (
        "ขยะกำจัดไม่ถูกต้อง พ.ศ. 2562 เท่ากับร้อยละ 50.0 สูงกว่าค่าประเทศ (ร้อยละ 22.2) "
        "อยู่ 27.8 จุดร้อยละ ซึ่งถือว่าด้อยกว่า"
    )
    assert plain(en) == (
        "Improper waste was 50.0 per cent in 2019, 27.8 percentage points higher than the country "
        "(22.2%), which counts as worse"
    )


def test_what_to_watch_are_trends_for_the_worse_firm_ones_first() -> None:
    asked = s.profile(
        "24",
        s.result("income", trend=s.trend("falling", preliminary=True, points=3, good=False)),
        s.result("debt", trend=s.trend("rising", slope=1.0, p_value=0.01, good=False)),
        s.result("schooling", trend=RISING),
    )
    found = highlights(asked, s.catalogue(), "th")
    assert [x.anchor for x in found.watch] == ["debt", "income"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rank_of_a_score_is_said_without_its_range(language: Language) -> None:
    asked = s.profile("24", s.result("income"))
    for sentence in profile_sentences(asked, s.catalogue(), language):
        if sentence.anchor in {"overall", "economy", "society", "environment"}:
            for match in re.finditer(r"(อันดับที่\s\d+|ranked \d+\w\w)(.{0,12})", sentence.text):
                assert re.match(r"\s\((ช่วง|range)\s\d+–\d+\)", match[2]), sentence.text


def test_a_score_with_a_rank_but_no_range_is_refused() -> None:
    asked = s.profile("24", overall=s.node(rank_low=None))
    with pytest.raises(ValueError, match="needs its range"):
        overall_sentences(asked, s.catalogue(), "th")


def test_numbers_do_not_part_from_what_they_count() -> None:
    asked: Profile = s.profile("24", s.result("income", standings=(s.IN_COUNTRY,)))
    parted = re.compile(
        r"พ\.ศ\. |(จาก|อีก|เพียง) ?\d+ (จังหวัด|ระดับ|จุด)|\d (คะแนน|บาท|ครั้ง)|อันดับที่ \d|ร้อยละ \d"
    )
    for sentence in profile_sentences(asked, s.catalogue(), "th"):
        assert not parted.search(sentence.text), sentence.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_holds_a_double_space_or_an_unfilled_field(language: Language) -> None:
    results = [
        s.result(case[1], **{k: v for k, v in case[2].items() if k != "unit"}) for case in CASES
    ]
    for one in results:
        for sentence in profile_sentences(s.profile("24", one), s.catalogue(), language):
            assert not re.search(r"  |[{}]|None|nan", sentence.text), sentence.text


def test_the_headline_groups_dimensions_by_level() -> None:
    asked = s.profile("24")
    assert headline(asked, s.catalogue(), "th") == (
        f"เศรษฐกิจ และสังคมอยู่ในระดับ{NO_BREAK}4 สิ่งแวดล้อมอยู่ในระดับ{NO_BREAK}2"
    )
    none = s.profile("24", dimensions=(s.node("economy", None),))
    assert headline(none, s.catalogue(), "en") == "Too few data for a level of any dimension"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (73, "73rd")],
)
def test_english_ordinals(number: int, expected: str) -> None:
    assert ordinal(number, "en") == expected
    assert ordinal(number, "th") == str(number)


def test_lists() -> None:
    assert joined(["ก"], "th") == "ก"
    assert joined(["ก", "ข"], "th") == "ก และข"
    assert joined(["a", "b", "c"], "en") == "a, b and c"


def test_values_with_units() -> None:
    indicators = s.catalogue().indicators
    assert plain(measured(0.65, indicators["progress"], "th")) == "0.6500"
    assert plain(measured(463172.6, indicators["income"], "th")) == "463,173 บาทต่อคนต่อปี"
    assert plain(slope(-0.0043, indicators["waste"], "en")) == "0.0043 percentage points"
    assert plain(slope(11293.7, indicators["income"], "en")) == "11,294 baht a year"
