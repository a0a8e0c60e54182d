"""An officer's own texts in the place of the generated ones of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from moibench.analysis.writing import Written
from moibench.presentation.language import Language, text
from moibench.presentation.moments import THAILAND, format_day
from moibench.presentation.report.blocks import Block, Chapter, Paragraph, Report


def generated_text(chapter: Chapter) -> str:
    """Return the running text of a chapter as generated, a paragraph a line."""
    return "\n".join(
        f"{block.lead}{block.text}" for block in chapter.blocks if isinstance(block, Paragraph)
    )


def with_written(
    report: Report, written: Mapping[str, Written], fill: Callable[[str], str]
) -> Report:
    """Return the report with the written texts where chapters have one, and who wrote each.

    fill: fills the fields of a text.
    """
    return replace(
        report,
        chapters=tuple(
            _rewritten(c, written[c.id], fill, report.language) if c.id in written else c
            for c in report.chapters
        ),
    )


def _rewritten(
    chapter: Chapter, written: Written, fill: Callable[[str], str], language: Language
) -> Chapter:
    own = [Paragraph(line.strip()) for line in fill(written.text).split("\n") if line.strip()]
    day = format_day(written.written_at.astimezone(THAILAND).date(), language)
    signed = Paragraph(text("writing.signed", language, name=written.written_by, date=day))
    kept: list[Block] = []
    placed = False
    for block in chapter.blocks:
        if not isinstance(block, Paragraph):
            kept.append(block)
        elif not placed:
            kept += [*own, signed]
            placed = True
    return replace(chapter, blocks=tuple(kept if placed else [*own, signed, *kept]))
