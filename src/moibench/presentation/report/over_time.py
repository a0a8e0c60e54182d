"""Chapters on change: why the score moved, what came with the plan, the way to the targets."""

from __future__ import annotations

from moibench.analysis.comparative_results import ScoreChange, ScoreStep
from moibench.analysis.plan_results import BeforeAfter, PlanEffect, TargetProgress
from moibench.presentation.language import text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import (
    Shown,
    format_count,
    format_number,
    format_percent,
    format_score,
    format_value,
)
from moibench.presentation.pages.before_after import change_text
from moibench.presentation.report.answers import Answers
from moibench.presentation.report.blocks import Column, Draft
from moibench.presentation.report.front import joined
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import source_line
from moibench.presentation.sentences.changes import score_change_sentences
from moibench.presentation.sentences.plans import plan_sentence, target_sentences
from moibench.presentation.years import format_year, format_year_list, year_number

POINTS_DECIMALS = 2


def write_change(draft: Draft, asked: Question, change: ScoreChange | None) -> None:
    """Write why score and rank changed since the earlier year, exactly."""
    language = asked.language
    if change is None:
        draft.paragraph(draft.chapters("said.no_change"))
        return
    said = score_change_sentences(change, asked.catalogue, language)
    draft.paragraph(joined([s.text for s in said], asked))
    first, last = (format_year(y, language) for y in (change.from_year, change.to_year))
    steps = [s for s in change.steps if s.points or s.to_value is not None]
    steps.sort(key=lambda s: -abs(s.points))
    lines = [_step(asked, step) for step in steps]
    for part in ("coverage", "revision", "method"):
        points: float = getattr(change, part)
        if points:
            lines.append((text(f"change.part.{part}", language), "", "", "", "", _points(points)))
    lines.append(
        (
            draft.chapters("total"),
            "",
            "",
            format_score(change.from_score),
            format_score(change.to_score),
            _points(change.score_change),
        )
    )
    short = [str(year_number(y, language)) for y in (change.from_year, change.to_year)]
    draft.table(
        (
            Column(asked.column("indicator"), 5.4),
            Column(short[0], 2.3, True),
            Column(short[1], 2.3, True),
            Column(draft.chapters("column.score", year=f" {short[0]}"), 2.0, True),
            Column(draft.chapters("column.score", year=f" {short[1]}"), 2.0, True),
            Column(draft.chapters("column.points"), 2.0, True),
        ),
        lines,
        caption=draft.chapters("caption.change", unit=asked.unit, first=first, last=last),
        note=draft.noted(
            draft.chapters("note.change"), source_line(asked, (s.indicator_id for s in steps))
        ),
        bold_rows=frozenset({len(lines) - 1}),
    )


def _step(asked: Question, step: ScoreStep) -> tuple[str, ...]:
    indicator = asked.catalogue.indicators[step.indicator_id]
    unit = indicator.unit_of_measure.in_language(asked.language)
    return (
        f"{short_indicator_name(indicator, asked.language)} ({unit})",
        format_value(step.from_value, indicator),
        format_value(step.to_value, indicator),
        format_score(step.from_score),
        format_score(step.to_score),
        _points(step.points),
    )


def _points(points: float) -> str:
    return format_number(points, POINTS_DECIMALS, signed=True)


def write_plan(draft: Draft, asked: Question, answers: Answers) -> None:
    """Write what came during the plan beside what came to the peers."""
    effects, language = answers.effects, asked.language
    during = format_year_list(effects.after_years, language)
    if is_before_the_plan(asked, effects):
        draft.paragraph(draft.chapters("said.plan_later", during=during, year=asked.year))
        return
    held = judged_effects(asked, answers)
    told = [e for e in held if e.verdict != "cannot_say"]
    before = format_year_list(effects.before_years, language)
    draft.paragraph(
        joined(
            [
                draft.chapters("said.windows", during=during, before=before),
                draft.chapters("said.told", of=len(held), told=len(told)),
            ],
            asked,
        )
    )
    for effect in told:
        if effect.verdict != "no_different":
            symbol = "●" if effect.verdict.endswith("better") else "◆"
            draft.bullet(symbol, plan_sentence(effect, asked.catalogue, language).text)
    if not held:
        return
    draft.table(
        (
            Column(asked.column("indicator"), 4.4),
            Column(text("before_after.before", language), 1.9, True),
            Column(text("before_after.during", language), 1.9, True),
            Column(draft.chapters("column.own"), 2.1, True),
            Column(draft.chapters("column.peers"), 2.1, True),
            Column(draft.chapters("column.relation"), 3.6),
        ),
        [_effect(asked, e) for e in (*told, *(e for e in held if e.verdict == "cannot_say"))],
        caption=draft.chapters("caption.plan", unit=asked.unit),
        note=draft.noted(
            draft.chapters("note.plan"), source_line(asked, (e.indicator_id for e in held))
        ),
    )


def is_before_the_plan(asked: Question, effects: BeforeAfter) -> bool:
    """Tell whether the plan began after the year of the report."""
    return bool(effects.after_years) and asked.profile.year < min(effects.after_years)


def judged_effects(asked: Question, answers: Answers) -> list[PlanEffect]:
    """Return the effects of the index's indicators; none in a report of a year before the plan."""
    if is_before_the_plan(asked, answers.effects):
        return []
    judged = {r.indicator_id for r in asked.profile.indicators if r.weight is not None}
    return [e for e in answers.effects.effects if e.indicator_id in judged]


def _effect(asked: Question, effect: PlanEffect) -> tuple[str, ...]:
    indicator = asked.catalogue.indicators[effect.indicator_id]
    unit = indicator.unit_of_measure.in_language(asked.language)
    return (
        f"{short_indicator_name(indicator, asked.language)} ({unit})",
        format_value(effect.before, indicator),
        format_value(effect.after, indicator),
        change_text(effect.own_change, effect, indicator),
        change_text(effect.peers_change, effect, indicator),
        text(f"before_after.verdict.{effect.verdict}", asked.language),
    )


def write_targets(draft: Draft, asked: Question, answers: Answers) -> None:
    """Write every target of the unit's plans: where it stands, and whether it is fit."""
    review, language = answers.targets, asked.language
    if not review.targets:
        draft.paragraph(draft.chapters("said.no_targets", unit=asked.unit))
        return
    draft.table(
        (
            Column(asked.column("indicator"), 5.6),
            Column(draft.chapters("column.goal"), 2.3, True),
            Column(draft.chapters("column.by"), 1.5, True),
            Column(draft.chapters("column.latest"), 2.3, True),
            Column(asked.column("year"), 1.4, True),
            Column(draft.chapters("column.state"), 2.9),
        ),
        [_target(asked, p) for p in review.targets],
        caption=draft.chapters("caption.targets", unit=asked.unit),
        note=draft.noted(
            draft.chapters("note.targets", year=format_year(review.year, language)),
            source_line(asked, (p.target.indicator for p in review.targets)),
        ),
    )
    for progress in review.targets:
        if progress.state != "cannot_say":
            said = target_sentences(progress, asked.catalogue, language)
            draft.bullet("–", joined([s.text for s in said], asked))


def _target(asked: Question, progress: TargetProgress) -> tuple[str, ...]:
    language, target = asked.language, progress.target
    indicator = asked.catalogue.indicators[target.indicator]
    unit = indicator.unit_of_measure.in_language(language)
    year = progress.latest.year
    state = text(f"targets.state.{progress.state}", language)
    pace = format_percent(progress.ratio)
    return (
        f"{short_indicator_name(indicator, language)} ({unit})",
        format_value(progress.goal, indicator),
        format_count(year_number(target.target_year, language)),
        format_value(progress.latest.value, indicator),
        format_count(year_number(year, language) if year else None),
        f"{state} ({pace}%)" if isinstance(pace, Shown) else state,
    )
