"""A report's tables alone as a workbook, a sheet each, for reports without an index to reckon."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from moibench.presentation.language import Language, text
from moibench.presentation.report import Report, Table
from moibench.reports.letters import writable
from moibench.reports.xlsx.front import Entry, write_front
from moibench.reports.xlsx.styles import FONT, LINE, SIZE, Styles
from moibench.reports.xlsx.tables import write_table

if TYPE_CHECKING:
    from moibench.presentation.workbook import Workbook

_STILL = dt.datetime(2018, 11, 1, tzinfo=dt.UTC)  # the document's code tells what is in it
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a sheet needs to know of its workbook."""

    report: Report

    @property
    def language(self) -> Language:
        """The report's language."""
        return self.report.language

    def say(self, key: str, **fields: object) -> str:
        """Return a text of the workbook."""
        return text(f"report_workbook.{key}", self.language, **fields)


def build_tables(report: Report) -> bytes:
    """Return a workbook with a sheet for each table of the report and one of contents."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, _OPTIONS)
    book.set_properties(
        {"title": writable(report.running_head), "subject": report.edition, "created": _STILL}
    )
    book.formats[0].set_font_name(FONT)
    book.formats[0].set_font_size(SIZE)
    styles, shown = Styles(book), cast("Workbook", _Shown(report))
    front = book.add_worksheet(shown.say("sheet.contents"))
    entries = []
    for chapter in report.chapters:
        for block in chapter.blocks:
            if isinstance(block, Table):
                name = shown.say("sheet.table", number=len(entries) + 1)
                write_table(book, styles, name, block, shown)
                entries.append(Entry(chapter.title, name, block.caption))
    write_front(front, styles, shown, entries)
    for sheet in book.worksheets():
        sheet.set_default_row(LINE)
    book.close()
    return written.getvalue()
