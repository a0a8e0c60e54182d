"""Sentences on targets and on what came with a plan: "during the plan", never "because of it"."""

from __future__ import annotations

from moibench.analysis.geography import Geography
from moibench.analysis.plan_results import (
    PlanEffect,
    TargetProgress,
)
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, indicator_name
from moibench.presentation.numbers import format_number, format_percent, format_value
from moibench.presentation.sentences import words
from moibench.presentation.sentences.comparing import finished, said
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.years import format_year


def target_sentences(
    progress: TargetProgress, catalogue: Catalogue, language: Language
) -> tuple[Sentence, ...]:
    """Say the state of a target, where the trend leads, and whether the target is fit."""
    indicator = catalogue.indicators[progress.target.indicator]
    sentences = [_state(progress, indicator, catalogue, language)]
    if progress.forecast and progress.state != "achieved":
        year, low, middle, high = progress.forecast[-1]
        sentences.append(
            said(
                "target.forecast",
                indicator.id,
                language,
                indicator=indicator_name(indicator, language),
                target_year=format_year(year, language),
                expected=words.measured(middle, indicator, language),
                low=format_value(low, indicator),
                high=format_value(high, indicator),
            )
        )
    sentences.append(
        said(
            f"target.ambition.{progress.ambition.verdict}",
            indicator.id,
            language,
            indicator=indicator_name(indicator, language),
            share=format_percent(progress.ambition.share_reaching),
            span=progress.ambition.span,
        )
    )
    return tuple(sentences)


def _state(
    progress: TargetProgress, indicator: Indicator, catalogue: Catalogue, language: Language
) -> Sentence:
    fields: dict[str, object] = {
        "indicator": indicator_name(indicator, language),
        "unit": full_unit_name(catalogue, progress.unit_code, language),
    }
    latest, goal = progress.latest, progress.goal
    if (
        progress.state == "cannot_say"
        or latest.value is None
        or latest.year is None
        or goal is None
    ):
        reason = progress.reason or "no_value_since"
        return said(f"target.cannot_say.{reason}", indicator.id, language, **fields)
    sentence = text(
        f"comparative.target.{progress.state}",
        language,
        year=format_year(latest.year, language),
        value=words.measured(latest.value, indicator, language),
        goal=words.bracketed(goal, indicator, language),
        target_year=format_year(progress.target.target_year, language),
        ratio=format_percent(progress.ratio),
        **fields,
    )
    if progress.preliminary:
        sentence += text("comparative.target.preliminary", language)
    if progress.overdue:
        sentence += text("comparative.target.overdue", language)
    return finished(sentence, indicator.id)


def plan_sentence(effect: PlanEffect, catalogue: Catalogue, language: Language) -> Sentence:
    """Say what came with a plan beyond what came to the peers, or why that cannot be said."""
    indicator = catalogue.indicators[effect.indicator_id]
    fields: dict[str, object] = {
        "indicator": indicator_name(indicator, language),
        "unit": full_unit_name(catalogue, effect.unit_code, language),
    }
    if effect.verdict == "cannot_say" or effect.own_change is None or effect.peers_change is None:
        return said(
            f"plan.cannot_say.{effect.reason or 'too_few_points'}",
            indicator.id,
            language,
            before=effect.points_before,
            after=effect.points_after,
            **fields,
        )
    sentence = text(
        f"comparative.plan.{effect.verdict}",
        language,
        own=_moved(effect.own_change, effect, indicator, language),
        peers=_moved(effect.peers_change, effect, indicator, language),
        placebo=_placebo(effect, catalogue, language),
        **fields,
    )
    if effect.trimmed_from is not None:
        year = format_year(effect.trimmed_from, language)
        sentence += text("comparative.plan.trimmed", language, year=year)
    return finished(sentence, indicator.id)


def _placebo(effect: PlanEffect, catalogue: Catalogue, language: Language) -> str:
    """Say how many of the others of its level differ from their peers as much."""
    level = Geography(catalogue).level_of(effect.unit_code)
    return text(
        f"comparative.plan.placebo.{'some' if effect.placebo_share else 'none'}",
        language,
        noun=text(f"comparative.plan.placebo.noun.{level}", language),
        share=format_percent(effect.placebo_share),
    )


def _moved(change: float, effect: PlanEffect, indicator: Indicator, language: Language) -> str:
    if effect.scale == "geometric":
        number = format_number(abs(change), 1)
        nothing = number == format_number(0.0, 1)
        size = f"{words.PERCENT_TH}{words.NO_BREAK}{number}" if language == "th" else f"{number}%"
    else:
        size = words.difference(change, indicator, language)
        nothing = format_value(abs(change), indicator) == format_value(0.0, indicator)
    key = "still" if nothing else "rose" if change > 0 else "fell"
    return text(f"comparative.plan.{key}", language, size=size)
