"""Comparing, peers, targets and changes as plain text for a terminal: the sentences themselves."""

from __future__ import annotations

from moibench.analysis.comparative_results import (
    ChosenComparison,
    Levers,
    Peers,
    ScoreChange,
)
from moibench.analysis.plan_results import (
    BeforeAfter,
    MemberTargets,
    TargetReview,
)
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, indicator_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_value
from moibench.presentation.pages.address import State
from moibench.presentation.pages.target_counts import member_counts
from moibench.presentation.sentences.changes import lever_sentences, score_change_sentences
from moibench.presentation.sentences.comparing import (
    cell_sentence,
    descriptor_name,
    peers_sentences,
    rule_sentence,
)
from moibench.presentation.sentences.plans import plan_sentence, target_sentences
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.terminal import footer, heads, table
from moibench.presentation.years import format_year


def comparison_text(answer: ChosenComparison, catalogue: Catalogue, language: Language) -> str:
    """Return a sentence for each unit and indicator, and the rule once."""
    lines = [format_year(answer.year, language), ""]
    for indicator_id, row in zip(answer.indicator_ids, answer.cells, strict=True):
        lines += [cell_sentence(indicator_id, c, catalogue, language).text for c in row]
        rules = (rule_sentence(indicator_id, c.benchmark, catalogue, language) for c in row)
        lines += list(dict.fromkeys(f"  ({r.text})" for r in rules if r is not None))
    lines += [_did_not_exist(c, answer.year, catalogue, language) for c in answer.without_a_unit]
    return _ended(lines, answer.stamp.data_version, answer.stamp.design_id, language)


def _did_not_exist(code: str, year: int, catalogue: Catalogue, language: Language) -> str:
    first = catalogue.units[code].valid_from
    return text(
        "terminal.unit_did_not_exist",
        language,
        unit=full_unit_name(catalogue, code, language),
        year=format_year(year, language),
        first=format_year(first.year, language) if first else NO_VALUE,
    )


def peers_text(answer: Peers, catalogue: Catalogue, language: Language) -> str:
    """Return the peers with distance and the descriptors that tell them apart most."""
    rows = []
    for peer in answer.peers:
        parts = sorted((p for p in peer.parts if p.part), key=lambda p: -(p.part or 0.0))
        apart = ", ".join(descriptor_name(p.descriptor_id, catalogue, language) for p in parts[:2])
        rows.append(
            (
                peer.unit_code,
                unit_name(catalogue, peer.unit_code, language),
                format_number(peer.distance, 2),
                apart or NO_VALUE,
            )
        )
    lines = _said(peers_sentences(answer, catalogue, language))
    lines += ["", *table([heads(("code", "unit", "distance", "apart"), language), *rows], {2})]
    return _ended(lines, answer.stamp.data_version, answer.stamp.design_id, language)


def change_text(answer: ScoreChange, catalogue: Catalogue, language: Language) -> str:
    """Return why score and rank changed, and every indicator's points."""
    rows = []
    for step in sorted(answer.steps, key=lambda s: -abs(s.points)):
        indicator = catalogue.indicators[step.indicator_id]
        rows.append(
            (
                indicator_name(indicator, language),
                format_value(step.from_value, indicator),
                format_value(step.to_value, indicator),
                format_number(step.points, 2, signed=True),
            )
        )
    lines = _said(score_change_sentences(answer, catalogue, language))
    head = heads(("indicator", "from", "to", "points"), language)
    lines += ["", *table([head, *rows], {1, 2, 3})]
    return _ended(lines, answer.to_stamp.data_version, answer.to_stamp.design_id, language)


def explanation_text(
    levers: Levers, effects: BeforeAfter, catalogue: Catalogue, language: Language
) -> str:
    """Return the levers to the next level and what came with the plan."""
    lines = [*_said(lever_sentences(levers, catalogue, language)), ""]
    lines += [plan_sentence(e, catalogue, language).text for e in effects.effects]
    return _ended(lines, effects.stamp.data_version, effects.stamp.design_id, language)


def targets_text(
    answer: TargetReview, inside: MemberTargets, catalogue: Catalogue, language: Language
) -> str:
    """Return the state of every target, or that there is none, and how those inside stand."""
    lines: list[str] = []
    for progress in answer.targets:
        lines += _said(target_sentences(progress, catalogue, language))
    if not lines:
        unit = full_unit_name(catalogue, answer.unit_code, language)
        lines = [text("terminal.no_targets", language, unit=unit)]
    counted = member_counts(inside, catalogue, State(language))
    if counted is not None:
        lines += ["", counted.said]
        for name, rows in counted.groups:
            head = (name, *(h.name for h in counted.heads), text("targets.total", language))
            found = [(r.name, *r.counts, r.total) for r in rows]
            lines += ["", *table([head, *found], set(range(1, len(head))))]
    return _ended(lines, answer.stamp.data_version, answer.stamp.design_id, language)


def _said(sentences: tuple[Sentence, ...]) -> list[str]:
    return [s.text for s in sentences]


def _ended(lines: list[str], data_version: str, design_id: str, language: Language) -> str:
    return "\n".join([*lines, "", footer(data_version, design_id, language)])
