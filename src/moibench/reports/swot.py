"""The SWOT of a unit as Word, slides or a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.analysis.swot.board import Item, state_of, warned
from moibench.analysis.swot.results import Candidates
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.swot.content import swot_content
from moibench.presentation.swot.report import swot_report
from moibench.reports.documents import KINDS

MEDIA = {kind: KINDS[kind].media_type for kind in ("docx", "pptx", "xlsx")}


def build_swot(
    kind: str,
    found: Candidates,
    held: Sequence[Item],
    catalogue: Catalogue,
    language: Language,
    address: str = "",
) -> bytes:
    """Return the SWOT as a document: items accepted, or the proposals where there are none.

    Raises:
        KeyError: there is no such kind of document.
    """
    said = {i.id: warned(i) for i in held if state_of(i) == "accepted"}
    content = swot_content(found, held, said, catalogue, language, address)
    if kind == "docx":
        from moibench.reports.docx import build_docx

        return build_docx(swot_report(content, catalogue))
    if kind == "pptx":
        from moibench.presentation.swot.deck import swot_deck
        from moibench.reports.pptx import build_pptx

        return build_pptx(swot_deck(content, catalogue))
    if kind == "xlsx":
        from moibench.reports.xlsx.tables_only import build_tables

        return build_tables(swot_report(content, catalogue, numbers=True))
    raise KeyError(kind)


def file_name(kind: str, found: Candidates, language: Language) -> str:
    """Return the name the document is saved under."""
    return f"moi-benchmarking-{found.unit_code}-swot-{found.year}-{language}.{kind}"
