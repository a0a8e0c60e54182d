"""The documents of an agenda: Word, slides, Excel and PDF, by the writers of every report."""

from __future__ import annotations

from moibench.analysis.agendas.framing import looking_through
from moibench.analysis.agendas.results import AgendaResult
from moibench.analysis.catalogue import current_catalogue, outlines
from moibench.analysis.geography import COUNTRY
from moibench.analysis.index_cells import index_cells
from moibench.analysis.profile import profile
from moibench.presentation.agendas.deck import agenda_deck
from moibench.presentation.agendas.document import Told, agenda_report
from moibench.presentation.language import Language
from moibench.reports.documents import KINDS
from moibench.reports.write import ReportError

AGENDA_KINDS = ("docx", "pptx", "xlsx", "pdf")


def build_agenda(kind: str, result: AgendaResult, language: Language, address: str = "") -> bytes:
    """Return an agenda as a document of one of `AGENDA_KINDS`, the same bytes for the same results.

    address: of its page, for the code that a telephone reads.

    Raises:
        KeyError: there is no such kind.
        ReportError: nothing in the agenda can be scored, so there is nothing to report.
    """
    if kind not in AGENDA_KINDS:
        raise KeyError(kind)
    agenda, ranking = result.agenda, result.ranking
    if ranking is None:
        raise ReportError("agendas.remark.nothing")
    with looking_through(agenda):
        told = Told(
            result,
            ranking,
            profile(COUNTRY, ranking.year, with_bangkok=ranking.with_bangkok),
            current_catalogue(),
            language,
            outlines(),
            address,
        )
        if kind == "pptx":
            from moibench.reports.pptx import build_pptx

            return build_pptx(agenda_deck(told))
        report = agenda_report(told)
        if kind == "docx":
            from moibench.reports.docx import build_docx

            return build_docx(report)
        if kind == "pdf":
            from moibench.reports.pdf import build_pdf

            return build_pdf(report)
        from moibench.presentation.workbook import unit_workbook
        from moibench.reports.xlsx import build_xlsx

        # The country's own cells stand beside; ranked are the units of the agenda.
        one = agenda.units[0] if agenda.units else COUNTRY
        cells = index_cells(one, ranking.year, with_bangkok=ranking.with_bangkok)
        return build_xlsx(unit_workbook(told.asked, report, cells))


def agenda_file(result: AgendaResult, reference: str, kind: str, language: Language) -> str:
    """Return the name that an agenda's document is saved under."""
    return f"moi-benchmarking-agenda-{reference}-{result.year}-{language}.{kind}"


def media_type(kind: str) -> str:
    """Return the media type of a kind of document."""
    return KINDS[kind].media_type
