"""The chapter on what the figures do not allow to be said, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.presentation.language import text
from moibench.presentation.names import short_indicator_name, unit_name
from moibench.presentation.report.answers import Answers
from moibench.presentation.report.blocks import Draft
from moibench.presentation.report.over_time import judged_effects
from moibench.presentation.report.question import Question
from moibench.presentation.sentences import words
from moibench.presentation.sentences.comparing import cell_sentence
from moibench.presentation.sentences.plans import target_sentences

FEW = 6  # names that a sentence still carries


def write_unsaid(draft: Draft, asked: Question, answers: Answers) -> None:
    """Write what cannot be told of ranks, comparison, plan period, targets and missing data."""
    draft.paragraph(draft.chapters("said.no_cause"))
    _write_ranks(draft, asked)
    _write_missing(draft, asked)
    cells = zip(answers.compared.indicator_ids, answers.compared.cells, strict=True)
    _write_group(
        draft,
        "not_compared",
        [
            cell_sentence(i, row[0], asked.catalogue, asked.language).text
            for i, row in cells
            if row[0].benchmark.gap is None and row[0].figure.value is not None
        ],
    )
    _write_plan(draft, asked, answers)
    _write_group(
        draft,
        "no_progress",
        [
            target_sentences(p, asked.catalogue, asked.language)[0].text
            for p in answers.targets.targets
            if p.state == "cannot_say"
        ],
    )


def _write_ranks(draft: Draft, asked: Question) -> None:
    others = asked.profile.overall.indistinct
    if not others:
        return
    draft.heading(3, draft.chapters("heading.ranks"))
    if len(others) > FEW:
        draft.bullet("–", draft.chapters("said.indistinct_many", count=len(others)))
        return
    names = [unit_name(asked.catalogue, c, asked.language) for c in others]
    draft.bullet("–", draft.chapters("said.indistinct", names=words.joined(names, asked.language)))


def _write_missing(draft: Draft, asked: Question) -> None:
    missing = [r.indicator_id for r in asked.profile.indicators if r.figure.value is None]
    if missing:
        draft.heading(3, draft.chapters("heading.no_data"))
        draft.bullet(
            "–",
            draft.chapters(
                "said.missing", unit=asked.unit, year=asked.year, names=_names(asked, missing)
            ),
        )


def _write_plan(draft: Draft, asked: Question, answers: Answers) -> None:
    reasons: dict[str, list[str]] = {}
    for effect in judged_effects(asked, answers):
        if effect.reason is not None:
            reason = text(
                f"before_after.reason.{effect.reason}",
                asked.language,
                before=effect.points_before,
                after=effect.points_after,
            )
            reasons.setdefault(reason, []).append(effect.indicator_id)
    said = [
        words.capitalised(draft.chapters("said.unjudged", reason=reason, names=_names(asked, ids)))
        for reason, ids in reasons.items()
    ]
    _write_group(draft, "not_told", said)


def _write_group(draft: Draft, key: str, said: list[str]) -> None:
    if said:
        draft.heading(3, draft.chapters(f"heading.{key}"))
        for sentence in said:
            draft.bullet("–", sentence)


def _names(asked: Question, indicator_ids: Iterable[str]) -> str:
    names = [
        short_indicator_name(asked.catalogue.indicators[i], asked.language) for i in indicator_ids
    ]
    return words.joined(names, asked.language)
