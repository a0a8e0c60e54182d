"""The SWOT of a unit for the terminal and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from moibench.analysis.swot.board import Item
from moibench.analysis.swot.results import QUADRANTS, Candidate, Candidates
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.swot import shown_words
from moibench.presentation.pages.tows import labelled
from moibench.presentation.swot.sentences import both_sentences, evidence_lines, sentence
from moibench.presentation.terminal import footer
from moibench.presentation.years import format_year


def swot_json(found: Candidates, held: Sequence[Item], catalogue: Catalogue) -> dict[str, Any]:
    """Return candidates and board as plain values: CE years, shares and rates as fractions."""
    unit = catalogue.units[found.unit_code]
    return {
        "unit": found.unit_code,
        "unit_name": {"th": unit.name.th, "en": unit.name.en},
        "year": found.year,
        **{q: [_candidate(c, catalogue) for c in found.of(q)] for q in QUADRANTS},
        "rules_without_candidates": dict(found.silent),
        "board": [item_json(i) for i in held],
        "stamp": asdict(found.stamp),
    }


def _candidate(candidate: Candidate, catalogue: Catalogue) -> dict[str, Any]:
    rule = catalogue.swot[candidate.rule_id]
    return {
        "key": candidate.key,
        "sentence": both_sentences(candidate, catalogue),
        "confidence": candidate.confidence,
        "certainty": candidate.certainty,
        "rule": {
            "id": rule.id,
            "version": candidate.rule_version,
            "name": {"th": rule.name.th, "en": rule.name.en},
            "reason": {"th": rule.reason.th, "en": rule.reason.en},
            "test": rule.test.model_dump(mode="json", exclude_none=True),
        },
        "facts": dict(candidate.facts),
        "evidence": [asdict(e) for e in candidate.evidence],
    }


def item_json(item: Item) -> dict[str, Any]:
    """Return the version of an item that holds, and what it stands on."""
    content = item.now.content
    return {
        "id": item.id,
        "candidate": item.key or None,
        "version": item.now.number,
        "quadrant": content.quadrant,
        "state": content.state,
        "words": content.words,
        "reason": content.reason,
        "generated": dict(content.generated),
        "evidence": list(content.evidence),
        "pairs": list(content.pairs),
        "written_at": item.now.written_at.isoformat(),
        "written_by": item.now.written_by,
    }


def swot_text(
    found: Candidates, held: Sequence[Item], catalogue: Catalogue, language: Language
) -> str:
    """Return the candidates of each part with their figures, then what was accepted."""
    unit = full_unit_name(catalogue, found.unit_code, language)
    lines = [
        text("swot.title", language, unit=unit),
        text(
            "swot.figures_until",
            language,
            year=format_year(found.year, language),
            count=len(found.items),
        ),
    ]
    for quadrant in QUADRANTS:
        lines += ["", text(f"swot.quadrant.{quadrant}", language)]
        for candidate in found.of(quadrant):
            band = text(f"swot.confidence.{candidate.confidence}", language)
            lines.append(f"- {sentence(candidate, catalogue, language)} ({band})")
            lines += [
                f"    {e.name}: {e.value} {e.year} · {e.source}"
                for e in evidence_lines(candidate, catalogue, language)
            ]
        if not found.of(quadrant):
            lines.append(f"  {text('swot.nothing', language)}")
    labels = labelled(held, language)
    if labels:
        lines += ["", text("swot.accepted", language)]
        lines += [
            f"- {labels[i.id]} {shown_words(i.now.content, language)}"
            for i in held
            if i.id in labels
        ]
    lines += ["", footer(found.stamp.data_version, found.stamp.design_id, language)]
    return "\n".join(lines)
