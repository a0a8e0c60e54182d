"""Sentences on how far a figure can be trusted: missing, old, preliminary, estimated, partial."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.analysis.results import Figure, IndicatorResult, Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator, RatioOfSums, WeightedMean
from moibench.presentation.language import Language
from moibench.presentation.names import full_unit_name, indicator_name, short_indicator_name
from moibench.presentation.numbers import format_percent
from moibench.presentation.sentences import words
from moibench.presentation.sentences.words import say
from moibench.presentation.years import format_year

PARENTS = ("country", "region", "cluster")
_WITHOUT_VALUE = {"missing", "not_published", "boundary_changed", "series_broken"}


def state_sentences(
    profile: Profile, catalogue: Catalogue, result: IndicatorResult, language: Language
) -> list[str]:
    """Say what the unit's own figure is, where it is not simply final; for none, why there is none.

    Returns:
        No sentence or one.
    """
    indicator = catalogue.indicators[result.indicator_id]
    unit = full_unit_name(catalogue, profile.unit_code, language)
    said = _state(profile, catalogue, indicator, unit, result.figure, language)
    if result.figure.status == "missing" and result.history:
        latest = format_year(result.history[-1].year, language)
        said[0] += say("sentences.data.missing_latest", language, latest=latest)
    return said


def missing_sentence(
    profile: Profile, catalogue: Catalogue, indicator_ids: Sequence[str], language: Language
) -> str:
    """Say of several indicators at once that there are no data on them."""
    names = [short_indicator_name(catalogue.indicators[i], language) for i in indicator_ids]
    return say(
        "sentences.data.missing_many",
        language,
        names=words.joined(names, language),
        unit=full_unit_name(catalogue, profile.unit_code, language),
        year=format_year(profile.year, language),
    )


def figure_sentences(
    profile: Profile, catalogue: Catalogue, result: IndicatorResult, language: Language
) -> list[str]:
    """Return the caveats of the unit's own value, then those of the values it is set against."""
    indicator = catalogue.indicators[result.indicator_id]
    said: list[str] = []
    if result.figure.value is not None:
        said += state_sentences(profile, catalogue, result, language)
        said += _old(indicator, result.figure, language)
        if result.capped:
            name = indicator_name(indicator, language)
            said.append(say("sentences.indicator.capped", language, indicator=name))
    return said + _parents(profile, catalogue, result, indicator, language)


def _parents(
    profile: Profile,
    catalogue: Catalogue,
    result: IndicatorResult,
    indicator: Indicator,
    language: Language,
) -> list[str]:
    """Say what holds of the values compared with; parents in the same state share a sentence."""
    alike: dict[tuple[object, ...], list[tuple[str, Figure]]] = {}
    for kind in PARENTS:
        benchmark = result.benchmark(kind)
        if benchmark is None or benchmark.unit_code in {None, profile.unit_code}:
            continue
        figure = benchmark.figure
        if figure.status in {*_WITHOUT_VALUE, "incomplete", "estimated"} - {"missing"}:
            state = (figure.status, figure.year, figure.missing_members, figure.coverage)
            alike.setdefault(state, []).append((benchmark.unit_code or "", figure))
    said: list[str] = []
    for group in alike.values():
        names = words.joined([full_unit_name(catalogue, c, language) for c, _ in group], language)
        said += _state(profile, catalogue, indicator, names, group[0][1], language)
    return said


def _state(
    profile: Profile,
    catalogue: Catalogue,
    indicator: Indicator,
    unit: str,
    figure: Figure,
    language: Language,
) -> list[str]:
    fields: dict[str, object] = {
        "indicator": indicator_name(indicator, language),
        "unit": unit,
        "year": format_year(figure.year or profile.year, language),
    }
    if figure.status in _WITHOUT_VALUE:
        return [say(f"sentences.data.{figure.status}", language, **fields)]
    if figure.status == "incomplete":
        return [_incomplete(catalogue, figure, fields, language)]
    if figure.status == "preliminary":
        fields["agency"] = agency_of(catalogue, figure, indicator, language)
        return [say("sentences.data.preliminary", language, **fields)]
    if figure.status == "estimated":
        weights = _weights_of_another_year(catalogue, indicator, figure, language)
        if weights is None:
            return [say("sentences.data.estimated", language, **fields)]
        name, year = weights
        return [
            say(
                "sentences.data.estimated_weights",
                language,
                weights=name,
                weights_year=format_year(year, language),
                **fields,
            )
        ]
    return []


def _incomplete(
    catalogue: Catalogue, figure: Figure, fields: dict[str, object], language: Language
) -> str:
    members = figure.missing_members
    kind = catalogue.units[members[0]].unit_type if members else "province"
    coverage = ""
    if figure.coverage is not None:
        share = format_percent(figure.coverage)
        coverage = say("sentences.data.incomplete_coverage", language, coverage=share)
    names = words.named(members, kind, catalogue, language, most=5)
    return say("sentences.data.incomplete", language, members=names, coverage=coverage, **fields)


def _old(indicator: Indicator, figure: Figure, language: Language) -> list[str]:
    if figure.value is None or figure.year is None or not figure.age:
        return []
    return [
        say(
            f"sentences.data.{'old_one' if figure.age == 1 else 'old'}",
            language,
            indicator=indicator_name(indicator, language),
            year=format_year(figure.year, language),
            age=figure.age,
        )
    ]


def agency_of(
    catalogue: Catalogue, figure: Figure, indicator: Indicator, language: Language
) -> str:
    """Return the agency that released the figure, or the indicator's where none is named."""
    if figure.source_id in catalogue.sources:
        return catalogue.sources[figure.source_id].agency.in_language(language)
    return indicator.agency.in_language(language)


def _weights_of_another_year(
    catalogue: Catalogue, indicator: Indicator, figure: Figure, language: Language
) -> tuple[str, int] | None:
    rule = indicator.roll_up
    if isinstance(rule, WeightedMean) and rule.weights_year not in {None, figure.year}:
        series, year = rule.weights, rule.weights_year
    elif isinstance(rule, RatioOfSums) and rule.denominator_year not in {None, figure.year}:
        series, year = rule.denominator, rule.denominator_year
    else:
        return None
    return (catalogue.series[series].name.in_language(language), year) if year else None
