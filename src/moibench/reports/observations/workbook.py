"""Observations as an Excel workbook, as many sheets as its rows need."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moibench.analysis.observations import Question
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.reports.observations.labels import COLUMNS, labelled
from moibench.reports.officer_workbook.exact import Exact
from moibench.reports.officer_workbook.style import FONT, HEAD_COLOUR

_ROWS_A_SHEET = 1_000_000  # Excel ends at 1,048,576
_PIECE = 1024 * 1024
_WIDTHS = (22, 46, 8, 20, 8, 18, 14, 14, 20, 22)


def xlsx_pieces(question: Question, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """Yield a workbook; texts are written as texts, so that none becomes a formula or a link."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "observations.xlsx"
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": text("export.title", language)})
            head = book.add_format(
                {"bold": True, "font_name": FONT, "font_color": "#FFFFFF", "bg_color": HEAD_COLOUR}
            )
            body = book.add_format({"font_name": FONT, "font_size": 14})
            sheet, at = None, 0
            for row in labelled(question, catalogue, language):
                if sheet is None or at > _ROWS_A_SHEET:
                    sheet, at = _sheet(book, head, body), 1
                for column, cell in enumerate(row):
                    if isinstance(cell, int | float):
                        sheet.write_number(at, column, Exact(cell))
                    elif cell:
                        sheet.write_string(at, column, cell)
                at += 1
            if sheet is None:
                _sheet(book, head, body)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _sheet(book: Any, head: Any, body: Any) -> Any:
    sheet = book.add_worksheet()
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width, body)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    return sheet
