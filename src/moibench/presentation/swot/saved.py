"""The evidence that an item was accepted on, and what is to be said of it today."""

from __future__ import annotations

from typing import Any

from moibench.analysis.swot.board import Content, Warned
from moibench.analysis.swot.results import Evidence
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.swot.sentences import (
    EvidenceLine,
    evidence_line,
    evidence_value,
    subject_name,
)
from moibench.presentation.years import format_year


def saved_lines(
    content: Content, catalogue: Catalogue, language: Language
) -> tuple[EvidenceLine, ...]:
    """Return each piece of evidence that was saved with an item: numbers, addresses, notes."""
    return tuple(_line(row, catalogue, language) for row in content.evidence)


def _line(row: dict[str, Any], catalogue: Catalogue, language: Language) -> EvidenceLine:
    if "value" in row:
        return evidence_line(Evidence(**row), catalogue, language)
    if "address" in row:
        name = text("swot.own_address_line", language)
        return EvidenceLine(name, row["address"], "", "", row["address"])
    return EvidenceLine(text("swot.own_note_line", language), str(row.get("note", "")), "", "")


def warnings(warned: Warned, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """Say that an item has no evidence, or that its figures changed, went or were overtaken."""
    said = []
    if warned.without_evidence:
        said.append(text("swot.warn.without_evidence", language))
    for c in warned.changed:
        fields = {
            "name": subject_name(c.subject, c.table, catalogue, language),
            "year": format_year(c.year, language),
            "before": evidence_value(c.measure, c.subject, c.before, catalogue, language),
        }
        if c.now is None:
            said.append(text("swot.warn.gone", language, **fields))
        else:
            now = evidence_value(c.measure, c.subject, c.now, catalogue, language)
            said.append(text("swot.warn.changed", language, now=now, **fields))
    for subject, table, year in warned.newer:
        name = subject_name(subject, table, catalogue, language)
        said.append(text("swot.warn.newer", language, name=name, year=format_year(year, language)))
    if warned.silent:
        said.append(text("swot.warn.silent", language))
    return tuple(said)
