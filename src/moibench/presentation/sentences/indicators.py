"""Sentences about one indicator: its value, comparison, rank, change and trend."""

from __future__ import annotations

from moibench.analysis.results import Benchmark, IndicatorResult, Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.coherence import series_of
from moibench.catalogue.schema import Indicator
from moibench.presentation.language import Language
from moibench.presentation.names import (
    full_unit_name,
    indicator_name,
    short_indicator_name,
)
from moibench.presentation.numbers import format_number, format_value
from moibench.presentation.sentences import words
from moibench.presentation.sentences.figures import figure_sentences, state_sentences
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.sentences.words import say
from moibench.presentation.years import format_year, format_years

COMPARED = ("country", "region", "cluster", "best_in_class")


def indicator_sentences(
    profile: Profile, catalogue: Catalogue, indicator_id: str, language: Language
) -> tuple[Sentence, ...]:
    """Return everything said of one indicator, the value first and the caveats last."""
    result = profile.indicator(indicator_id)
    caveats = figure_sentences(profile, catalogue, result, language)
    return (
        *result_sentences(profile, catalogue, indicator_id, language),
        *(Sentence(words.capitalised(s), indicator_id) for s in caveats),
    )


def result_sentences(
    profile: Profile,
    catalogue: Catalogue,
    indicator_id: str,
    language: Language,
    *,
    standing_alone: bool = True,
) -> tuple[Sentence, ...]:
    """Return value, comparison, rank, change and trend, or that there is no value; no caveats.

    standing_alone: whether every sentence names the indicator; in a paragraph only the first does.
    """
    result = profile.indicator(indicator_id)
    subject = say("sentences.this_indicator", language)
    if standing_alone:
        subject = indicator_name(catalogue.indicators[indicator_id], language)
    said: list[str] = []
    if result.figure.value is not None:
        said += [
            value_sentence(profile, catalogue, result, language),
            *_rank(profile, catalogue, result, language, subject),
            *_country_against_median(profile, catalogue, result, language, subject),
        ]
        if catalogue.indicators[indicator_id].direction == "context":
            said.append(say("sentences.indicator.context", language, indicator=subject))
        said += [
            *change_sentences(catalogue, result, language, subject),
            *trend_sentences(catalogue, result, language, subject),
        ]
    else:
        said += state_sentences(profile, catalogue, result, language)
    return tuple(Sentence(words.capitalised(s), indicator_id) for s in said)


def value_sentence(
    profile: Profile, catalogue: Catalogue, result: IndicatorResult, language: Language
) -> str:
    """Say the value and how it compares; the verb is the relation the rule gave."""
    indicator = catalogue.indicators[result.indicator_id]
    value, year = result.figure.value, result.figure.year
    if value is None or year is None:
        raise ValueError(f"{result.indicator_id} has no value to say")
    groups = _groups(profile, catalogue, result, language)
    fields: dict[str, object] = {
        "indicator": indicator_name(indicator, language),
        "year": format_year(year, language),
        "value": words.measured(value, indicator, language),
    }
    if not groups:
        return say("sentences.indicator.value", language, **fields)
    sentence = say(
        "sentences.indicator.compared", language, comparison=_clauses(groups, language), **fields
    )
    if indicator.direction == "lower_is_better":
        sentence += say("sentences.indicator.low_is_good", language)
    return sentence


def gap_sentence(
    profile: Profile,
    catalogue: Catalogue,
    result: IndicatorResult,
    benchmark: Benchmark,
    language: Language,
) -> str:
    """Say how far the value lies from one benchmark, in the unit of measure, and the verdict."""
    indicator = catalogue.indicators[result.indicator_id]
    own, other = result.figure, benchmark.figure
    if own.value is None or own.year is None or other.value is None or benchmark.gap is None:
        raise ValueError(f"{result.indicator_id} has no gap to {benchmark.kind} to say")
    relation = say(f"sentences.relation.{benchmark.relation}", language)
    return say(
        f"sentences.indicator.gap_{'higher' if benchmark.gap > 0 else 'lower'}",
        language,
        indicator=short_indicator_name(indicator, language),
        year=format_year(own.year, language),
        value=words.measured(own.value, indicator, language),
        benchmark=benchmark_name(profile, catalogue, benchmark, language),
        benchmark_value=words.bracketed(other.value, indicator, language),
        gap=words.difference(benchmark.gap, indicator, language),
        relation=relation.removesuffix(" than").removesuffix(" to"),
    )


def benchmark_name(
    profile: Profile, catalogue: Catalogue, benchmark: Benchmark, language: Language
) -> str:
    """Name a benchmark as in a sentence: "ค่าประเทศ", "ค่าเฉลี่ยของ 5 จังหวัดที่ดีที่สุด"."""
    name = ""
    if benchmark.unit_code is not None:
        name = full_unit_name(catalogue, benchmark.unit_code, language)
    kind = words.reference_kind(profile, catalogue)
    count = len(benchmark.members) if benchmark.kind == "best_in_class" else 2
    key = "best_of_one" if count == 1 else benchmark.kind
    return say(
        f"sentences.benchmark.{key}",
        language,
        name=name,
        count=count,
        classifier=words.classifier(kind, language, count),
    )


def change_sentences(
    catalogue: Catalogue, result: IndicatorResult, language: Language, subject: str
) -> list[str]:
    """Say the change since the earlier year; better or worse only where the trend says so too."""
    change = result.change
    if change is None:
        return []
    indicator = catalogue.indicators[result.indicator_id]
    fields: dict[str, object] = {
        "indicator": subject,
        "from_year": format_year(change.from_year, language),
        "to_year": format_year(change.to_year, language),
        "from_value": words.measured(change.from_value, indicator, language),
        "to_value": words.measured(change.to_value, indicator, language),
    }
    if change.crosses_break:
        return [say("sentences.change.crosses_break", language, **fields)]
    if format_value(change.from_value, indicator) == format_value(change.to_value, indicator):
        return [say("sentences.change.same", language, **fields)]
    rose = change.absolute > 0
    sentence = say(f"sentences.change.{'rose' if rose else 'fell'}", language, **fields)
    if indicator.is_percentage:
        size = format_value(abs(change.absolute), indicator)
        sentence += say("sentences.change.by_points", language, points=size)
    elif change.percent is not None:
        size = format_number(abs(change.percent), 1)
        sentence += say("sentences.change.by_percent", language, percent=size)
    return [sentence + _judgement_of_change(result, rose, language)]


def _judgement_of_change(result: IndicatorResult, rose: bool, language: Language) -> str:
    trend, change = result.trend, result.change
    if change is None or change.good is None:
        return ""
    if trend.verdict == "no_clear_trend":
        return say("sentences.change.not_a_trend", language)
    agrees = trend.verdict == ("rising" if rose else "falling")
    if agrees and not trend.preliminary:
        return say(f"sentences.change.{'good' if change.good else 'bad'}", language)
    if trend.verdict in {"rising", "falling"} and not agrees:
        return say("sentences.change.not_a_trend", language)
    return say("sentences.change.not_enough", language)


def trend_sentences(
    catalogue: Catalogue, result: IndicatorResult, language: Language, subject: str
) -> list[str]:
    """Say the trend, that it is preliminary, that there is none, or that the series breaks."""
    trend = result.trend
    indicator = catalogue.indicators[result.indicator_id]
    if trend.verdict == "break":
        return [_break(catalogue, result, language, subject)]
    if trend.verdict == "too_few_points" or trend.first_year is None or trend.last_year is None:
        key = f"sentences.trend.{'too_few_one' if trend.points == 1 else 'too_few'}"
        return [say(key, language, indicator=subject, points=trend.points)] if trend.points else []
    years = format_years(trend.first_year, trend.last_year, language)
    if trend.verdict == "no_clear_trend":
        return [say("sentences.trend.none", language, indicator=subject, years=years)]
    if trend.preliminary or trend.slope is None or trend.p_value is None:
        return [
            say(
                f"sentences.trend.{trend.verdict}_preliminary",
                language,
                indicator=subject,
                years=years,
                points=trend.points,
            )
        ]
    sentence = say(
        f"sentences.trend.{trend.verdict}",
        language,
        indicator=subject,
        years=years,
        slope=words.slope(trend.slope, indicator, language),
        p=_p(trend.p_value),
    )
    if trend.good is not None:
        sentence += say(f"sentences.trend.{'good' if trend.good else 'bad'}", language)
    return [sentence]


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {format_number(value, 3)}"


def _break(catalogue: Catalogue, result: IndicatorResult, language: Language, subject: str) -> str:
    years = [format_year(y, language) for y in result.break_years]
    sentence = say(
        "sentences.trend.break",
        language,
        indicator=subject,
        years=words.joined(years, language),
    )
    for reason in break_reasons(catalogue, result, language):
        sentence += say("sentences.trend.break_reason", language, reason=reason.rstrip("."))
    return sentence


def break_reasons(
    catalogue: Catalogue, result: IndicatorResult, language: Language
) -> tuple[str, ...]:
    """Return why the series of the indicator break in the result's break years, each once."""
    roll_up = catalogue.indicators[result.indicator_id].roll_up
    if roll_up is None:
        return ()
    found = [
        b.reason.in_language(language)
        for series_id in series_of(roll_up)
        for b in catalogue.series[series_id].breaks
        if b.year in result.break_years
    ]
    return tuple(dict.fromkeys(found))


def _groups(
    profile: Profile, catalogue: Catalogue, result: IndicatorResult, language: Language
) -> list[tuple[str, list[str]]]:
    indicator = catalogue.indicators[result.indicator_id]
    kinds = [kind for kind in COMPARED if _value_of(result.benchmark(kind)) is not None]
    if "country" not in kinds and _value_of(result.benchmark("median")) is not None:
        kinds.insert(0, "median")
    groups: dict[str, list[str]] = {}
    for kind in kinds:
        benchmark = result.benchmark(kind)
        relation = _relation(result, benchmark, indicator)
        if benchmark is None or benchmark.figure.value is None or relation is None:
            continue
        name = benchmark_name(profile, catalogue, benchmark, language)
        value = words.bracketed(benchmark.figure.value, indicator, language)
        groups.setdefault(relation, []).append(f"{name} ({value})")
    return list(groups.items())


def _value_of(benchmark: Benchmark | None) -> float | None:
    return benchmark.figure.value if benchmark is not None else None


def _relation(
    result: IndicatorResult, benchmark: Benchmark | None, indicator: Indicator
) -> str | None:
    if benchmark is None or benchmark.figure.value is None or result.figure.value is None:
        return None
    if indicator.direction != "context":
        return benchmark.relation
    own = format_value(result.figure.value, indicator)
    if own == format_value(benchmark.figure.value, indicator):
        return "equal"
    return "higher" if result.figure.value > benchmark.figure.value else "lower"


def _clauses(groups: list[tuple[str, list[str]]], language: Language) -> str:
    space = " " if language == "en" else ""
    said = ""
    for i, (relation, names) in enumerate(groups):
        verb = say(f"sentences.relation.{relation}", language)
        clause = f"{verb}{space}{words.joined(names, language)}"
        if i == 0:
            said = clause
        else:
            link = say(
                "sentences.relation.but" if i == 1 else "sentences.conjunction.and", language
            )
            said += f"{',' if language == 'en' else ''} {link}{space}{clause}"
    return said


def _rank(
    profile: Profile,
    catalogue: Catalogue,
    result: IndicatorResult,
    language: Language,
    subject: str,
) -> list[str]:
    if not result.standings:
        return []
    indicator = catalogue.indicators[result.indicator_id]
    kind = words.unit_kind(profile, catalogue)
    key = "by_value" if indicator.direction == "context" else "plain"
    ranks = []
    for standing in result.standings:
        rank = say(
            f"sentences.rank.{key}",
            language,
            rank=words.ordinal(standing.rank, language),
            of=standing.of,
            classifier=words.classifier(kind, language, standing.of),
        )
        if standing.scope != "country":
            place = full_unit_name(catalogue, standing.scope_code, language)
            rank = say("sentences.rank.inside", language, rank=rank, place=place)
        ranks.append(rank)
    said = words.joined(ranks, language)
    return [say("sentences.indicator.rank", language, indicator=subject, ranks=said)]


def _country_against_median(
    profile: Profile,
    catalogue: Catalogue,
    result: IndicatorResult,
    language: Language,
    subject: str,
) -> list[str]:
    country, median = result.benchmark("country"), result.benchmark("median")
    standing = result.standing("country")
    indicator = catalogue.indicators[result.indicator_id]
    if country is None or median is None or median.figure.value is None or standing is None:
        return []
    in_lower_half = standing.rank > (standing.of + 1) / 2
    surprising = {"better": in_lower_half, "worse": not in_lower_half}
    if not surprising.get(country.relation or "", False):
        return []
    key = "better_but_low_rank" if in_lower_half else "worse_but_high_rank"
    return [
        say(
            f"sentences.indicator.{key}",
            language,
            indicator=subject,
            median=benchmark_name(profile, catalogue, median, language),
            median_value=words.measured(median.figure.value, indicator, language),
        )
    ]
