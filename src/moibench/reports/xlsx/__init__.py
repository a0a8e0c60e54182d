"""The workbook of a unit: every table and chart of its report, and the index as live formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

from moibench.presentation.report import Drawing, Table
from moibench.presentation.workbook import Workbook
from moibench.reports.letters import writable
from moibench.reports.xlsx.front import Entry, write_front
from moibench.reports.xlsx.index import Index
from moibench.reports.xlsx.styles import FONT, LINE, SIZE, Styles
from moibench.reports.xlsx.tables import write_figure, write_table

__all__ = ["build_xlsx"]

SYSTEM = "MOI Benchmarking"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can say
_STILL = dt.datetime(2018, 11, 1, tzinfo=dt.UTC)  # the edition code tells which figures
_LATIN = re.compile(rf'<a:latin typeface="{FONT}"([^/>]*)/>'.encode())
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def build_xlsx(shown: Workbook) -> bytes:
    """Return a unit's workbook, the same bytes for the same content."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, _OPTIONS)
    report = shown.report
    book.set_properties(
        {
            "title": writable(report.running_head),
            "subject": writable(report.edition),
            "author": SYSTEM,
            "created": _STILL,
        }
    )
    book.formats[0].set_font_name(FONT)
    book.formats[0].set_font_size(SIZE)
    styles = Styles(book)
    front = book.add_worksheet(shown.say("sheet.contents"))
    entries = _write_blocks(book, styles, shown)
    provenance = shown.say("sheet.provenance")
    write_table(book, styles, provenance, shown.provenance, shown)
    index = Index(book, styles, shown)
    index.write()
    entries += [
        Entry("", name, shown.say(f"title.{key}", year=shown.year))
        for key, name in (
            ("provenance", provenance),
            *((key, index.name(key)) for key in ("values", "scores", "index", "years")),
        )
    ]
    write_front(front, styles, shown, entries)
    for sheet in book.worksheets():
        sheet.set_default_row(LINE)
    book.close()
    return _steady(written.getvalue())


def _write_blocks(book: Any, styles: Styles, shown: Workbook) -> list[Entry]:
    """Add a sheet for every table and figure, numbered as in the other documents."""
    entries = []
    tables = figures = 0
    for chapter in shown.report.chapters:
        for block in chapter.blocks:
            if isinstance(block, Table):
                tables += 1
                name = shown.say("sheet.table", number=tables)
                write_table(book, styles, name, block, shown)
                entries.append(Entry(chapter.title, name, block.caption))
            elif isinstance(block, Drawing):
                figures += 1
                name = shown.say("sheet.figure", number=figures)
                write_figure(book, styles, name, block, shown)
                entries.append(Entry(chapter.title, name, block.picture.caption))
    return entries


def _steady(archive: bytes) -> bytes:
    """Return the file without moments, and charts whose Thai has the face that their Latin has."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/charts/"):
                both = rf'<a:latin typeface="{FONT}"\1/><a:cs typeface="{FONT}"/>'.encode()
                content = _LATIN.sub(both, content)
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, content, compresslevel=6)
    return made.getvalue()
