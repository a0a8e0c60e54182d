"""What a governor reads first: where the unit is better, where it is worse, what to watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moibench.analysis.results import Benchmark, IndicatorResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.names import OVERALL, short_indicator_name
from moibench.presentation.sentences import words
from moibench.presentation.sentences.indicators import gap_sentence, trend_sentences
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.sentences.words import say
from moibench.presentation.years import format_year

AT_MOST = 3


@dataclass(frozen=True)
class Highlights:
    """Sentences by what they report; gaps and strengths are against the country value.

    Where the unit is the country itself they are the indicators of the highest and lowest score.
    """

    strengths: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]
    watch: tuple[Sentence, ...]


def highlights(profile: Profile, catalogue: Catalogue, language: Language) -> Highlights:
    """Return up to three strengths, gaps and trends for the worse, by score of the indicator."""
    scored = sorted(
        (r for r in profile.indicators if r.score is not None and r.figure.value is not None),
        key=lambda r: -(r.score or 0.0),
    )
    if catalogue.units[profile.unit_code].unit_type == "country":
        return Highlights(
            tuple(_by_score(r, catalogue, language) for r in scored[:AT_MOST]),
            tuple(_by_score(r, catalogue, language) for r in scored[::-1][:AT_MOST]),
            _watch(profile, catalogue, language),
        )
    better = [(r, b) for r in scored if (b := _against_country(r, "better"))]
    worse = [(r, b) for r in scored[::-1] if (b := _against_country(r, "worse"))]
    return Highlights(
        _said(profile, catalogue, better, "no_strength", language),
        _said(profile, catalogue, worse, "no_gap", language),
        _watch(profile, catalogue, language),
    )


def _against_country(result: IndicatorResult, relation: str) -> Benchmark | None:
    benchmark = result.benchmark("country")
    if benchmark is None or benchmark.relation != relation or benchmark.gap is None:
        return None
    return benchmark


def _said(
    profile: Profile,
    catalogue: Catalogue,
    found: Sequence[tuple[IndicatorResult, Benchmark]],
    none_key: str,
    language: Language,
) -> tuple[Sentence, ...]:
    if not found:
        return (Sentence(say(f"sentences.highlights.{none_key}", language), OVERALL),)
    return tuple(
        Sentence(gap_sentence(profile, catalogue, r, b, language), r.indicator_id)
        for r, b in found[:AT_MOST]
    )


def _by_score(result: IndicatorResult, catalogue: Catalogue, language: Language) -> Sentence:
    indicator = catalogue.indicators[result.indicator_id]
    value, year = result.figure.value or 0.0, result.figure.year or 0
    said = say(
        "sentences.indicator.score",
        language,
        indicator=short_indicator_name(indicator, language),
        year=format_year(year, language),
        value=words.measured(value, indicator, language),
        points=words.points(result.score, language),
    )
    return Sentence(said, result.indicator_id)


def _watch(profile: Profile, catalogue: Catalogue, language: Language) -> tuple[Sentence, ...]:
    turned = [r for r in profile.indicators if r.weight is not None and r.trend.good is False]
    firm_first = sorted(turned, key=lambda r: r.trend.preliminary)
    return tuple(
        Sentence(_trend(r, catalogue, language), r.indicator_id) for r in firm_first[:AT_MOST]
    )


def _trend(result: IndicatorResult, catalogue: Catalogue, language: Language) -> str:
    name = short_indicator_name(catalogue.indicators[result.indicator_id], language)
    return trend_sentences(catalogue, result, language, name)[0]
