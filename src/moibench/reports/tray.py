"""A tray as a document."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.analysis.tray import Kept
from moibench.presentation.language import Language
from moibench.presentation.tray import tray_deck, tray_report
from moibench.reports.template import Template

TRAY_KINDS = ("docx", "pptx", "pdf")


def build_tray(
    kind: str,
    items: Sequence[Kept],
    title: str,
    by: str,
    language: Language,
    template: Template | None = None,
) -> bytes:
    """Return a tray that holds something as a document of one of `TRAY_KINDS`.

    template: for Word or slides. Chapters of a unit's report that it names are not in a tray: all
    of the tray goes where the first of them stands.

    Raises:
        KeyError: there is no such kind.
        ReportError: the template is damaged or does not fit.
    """
    if kind == "pptx":
        from moibench.reports.pptx import build_pptx

        return build_pptx(tray_deck(items, title, by, language), template)
    report = tray_report(items, title, by, language)
    if kind == "docx":
        from moibench.reports.docx import build_docx

        return build_docx(report, template, as_one=True)
    if kind == "pdf":
        from moibench.reports.pdf import build_pdf

        return build_pdf(report)
    raise KeyError(kind)
