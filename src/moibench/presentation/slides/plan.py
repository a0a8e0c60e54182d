"""Slides on the plan period and on what to consider."""

from __future__ import annotations

from moibench.analysis.plan_results import BeforeAfter, PlanEffect
from moibench.presentation import sentences
from moibench.presentation.language import text
from moibench.presentation.names import OVERALL, short_indicator_name
from moibench.presentation.pages.before_after import change_text
from moibench.presentation.report.over_time import is_before_the_plan
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import source_line
from moibench.presentation.sentences import words
from moibench.presentation.sentences.figures import figure_sentences
from moibench.presentation.sentences.indicators import break_reasons
from moibench.presentation.slides.deck import Columns, Points, Slide, SlideColumn, SlideTable
from moibench.presentation.slides.notes import notes
from moibench.presentation.slides.nothing import nothing_slide
from moibench.presentation.years import format_year_list, format_years

MOST_ROWS = 6
MOST_LIMITS = 4
BETTER, WORSE = ("clearly_better", "probably_better"), ("clearly_worse", "probably_worse")


def plan_slide(asked: Question, effects: BeforeAfter) -> Slide:
    """Show what came during the plan beside what came to the peers."""
    language = asked.language
    if is_before_the_plan(asked, effects):
        during = format_year_list(effects.after_years, language)
        why = text("chapters.said.plan_later", language, during=during, year=asked.year)
        return nothing_slide(asked, "plan", why)
    judged = {r.indicator_id for r in asked.profile.indicators if r.weight is not None}
    held = [e for e in effects.effects if e.indicator_id in judged]
    told = [e for e in held if e.verdict != "cannot_say"]
    shown = [*told, *(e for e in held if e.verdict == "cannot_say")][:MOST_ROWS]
    years = format_years(min(effects.after_years), max(effects.after_years), language)
    key = "plan_title" if told else "plan_title_none"
    title = text(
        f"slides.{key}",
        language,
        years=years,
        better=sum(e.verdict in BETTER for e in told),
        worse=sum(e.verdict in WORSE for e in told),
        same=sum(e.verdict == "no_different" for e in told),
        unsaid=len(held) - len(told),
    )
    columns = (
        SlideColumn(asked.column("indicator"), 4.6),
        SlideColumn(text("chapters.column.own", language), 2.0, True),
        SlideColumn(text("chapters.column.peers", language), 1.6, True),
        SlideColumn(text("before_after.verdict_head", language), 3.6),
        SlideColumn(text("slides.because", language), 5.0),
    )
    ids = [e.indicator_id for e in shown]
    remark = text("slides.plan_remark", language)
    if len(held) > len(shown):
        more = text("slides.plan_more", language, count=len(held) - len(shown))
        remark = f"{more}  {remark}"
    return Slide(
        "plan",
        title,
        SlideTable(columns, tuple(_line(asked, e) for e in shown), remark),
        source_line(asked, ids),
        notes(asked, title, ids, ("because_of_plan",)),
    )


def _line(asked: Question, effect: PlanEffect) -> tuple[str, ...]:
    indicator = asked.catalogue.indicators[effect.indicator_id]
    reason = ""
    if effect.reason is not None:
        reason = text(
            f"before_after.reason.{effect.reason}",
            asked.language,
            before=effect.points_before,
            after=effect.points_after,
        )
    unit = indicator.unit_of_measure.in_language(asked.language)
    return (
        f"{short_indicator_name(indicator, asked.language)} ({unit})",
        change_text(effect.own_change, effect, indicator),
        change_text(effect.peers_change, effect, indicator),
        text(f"before_after.verdict.{effect.verdict}", asked.language),
        reason,
    )


def points_slide(asked: Question) -> Slide:
    """Show what the panel is asked to consider, and the limits of the data."""
    language = asked.language
    found = sentences.highlights(asked.profile, asked.catalogue, language)
    considered = []
    for kind, said in (("gap", found.gaps[:2]), ("watch", found.watch[:1])):
        for sentence in said:
            if sentence.anchor != OVERALL:
                indicator = asked.catalogue.indicators[sentence.anchor]
                name = short_indicator_name(indicator, language)
                considered.append(text(f"slides.consider.{kind}", language, name=name))
    keep = [s for s in found.strengths[:1] if s.anchor != OVERALL]
    for sentence in keep:
        name = short_indicator_name(asked.catalogue.indicators[sentence.anchor], language)
        considered.append(text("slides.consider.strength", language, name=name))
    if not considered:
        considered.append(text("slides.consider.nothing", language))
    limits = _limits(asked)
    title = text("slides.points_title", language, count=len(considered))
    numbered = tuple((f"{i}.", line) for i, line in enumerate(considered, 1))
    return Slide(
        "points",
        title,
        Columns(
            Points(text("slides.to_consider", language), numbered),
            (Points(text("slides.limits", language), tuple(("–", s) for s in limits)),),
        ),
        text("report.edition", language, code=asked.code),
        notes(asked, title, (), ("what_next",)),
    )


def _limits(asked: Question) -> list[str]:
    said = [sentences.counting_sentence(asked.profile, asked.catalogue, asked.language)]
    for result in asked.profile.indicators:
        if result.weight is None:
            continue
        said += break_reasons(asked.catalogue, result, asked.language)[:1]
        said += figure_sentences(asked.profile, asked.catalogue, result, asked.language)[:1]
    return [words.capitalised(s) for s in dict.fromkeys(said)][:MOST_LIMITS]
