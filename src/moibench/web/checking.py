"""Drafts typed into a form, judged by the same checks as a workbook or a table."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.analysis.review.asking import Asker
from moibench.analysis.review.writing import Draft
from moibench.ingest.checks import Given, check, stored_context
from moibench.presentation.findings import finding_row
from moibench.presentation.language import Language


def said_against(who: Asker, drafts: Iterable[Draft], language: Language) -> list[str]:
    """Return what is impossible in the drafts, and what is improbable and has no reason yet."""
    given = [
        Given(
            d.series,
            d.place.unit,
            d.place.year,
            d.content.value,
            d.content.status,
            reason=d.content.reason,
        )
        for d in drafts
        if d.content.status
    ]
    if not given:
        return []
    found = check(given, stored_context(who.catalogue, who.on))
    rows = [finding_row(f, who.catalogue, language) for f in found if f.blocks or f.asks]
    return [f"{row.series}: {row.said} {row.do}" for row in rows]
