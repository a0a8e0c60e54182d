"""The marks themselves, on an opened workbook."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from moibench.reports.officer_workbook.marks import Marks
from moibench.reports.officer_workbook.style import (
    COLOURS,
    FONT,
    HEAD_COLOUR,
    LOCKED_COLOUR,
    OPEN_COLOUR,
)

AUTHOR = "MOI Benchmarking"
_BEGINS = f"— {AUTHOR} —"
_WIDTHS = (14, 16, 9, 40, 18, 14, 16, 24, 70, 50)
_ORDER = ("impossible", "improbable", "note")


def take_off(book: Any, marks: Marks) -> None:
    """Take the marks of an earlier return off, leaving what the officer wrote in comments."""
    if marks.sheet in book.sheetnames:
        del book[marks.sheet]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and _BEGINS in cell.comment.text:
                    own = cell.comment.text.partition(_BEGINS)[0].rstrip()
                    cell.comment = _comment(own, cell.comment.author) if own else None
                    _fill(cell, LOCKED_COLOUR if cell.protection.locked else OPEN_COLOUR)


def mark_cells(book: Any, marks: Marks) -> None:
    """Colour each cell that something was found of and say it in a comment."""
    placed = [r for r in marks.rows if r["cell"] and r["sheet"] in book.sheetnames]
    placed.sort(key=lambda r: (r["sheet"], r["cell"]))
    for (sheet, place), group in groupby(placed, key=lambda r: (r["sheet"], r["cell"])):
        found = sorted(group, key=lambda r: _ORDER.index(r["grade"]))
        cell = book[sheet][place]
        _fill(cell, COLOURS[found[0]["grade"]])
        said = [f"[{r['grade_word']}] {r['said']}\n→ {r['confirmed'] or r['do']}" for r in found]
        own = cell.comment.text.rstrip() + "\n" if cell.comment else ""
        cell.comment = _comment("\n".join([own + _BEGINS, *said]), AUTHOR)


def list_findings(book: Any, marks: Marks) -> None:
    """Add a sheet that lists every finding with a link to its cell."""
    sheet = book.create_sheet(marks.sheet)
    sheet["A1"] = marks.title
    sheet["A1"].font = Font(name=FONT, size=20, bold=True)
    sheet["A2"] = marks.summary
    sheet["A2"].font = Font(name=FONT, size=16)
    keys = ("grade_word", "sheet", "cell", "series", "unit", "year", "value", "expectation")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 26
    sheet.row_dimensions[4].height = 28
    for column, (head, width) in enumerate(zip(marks.heads, _WIDTHS, strict=True), start=1):
        cell = sheet.cell(4, column, head)
        cell.font = Font(name=FONT, size=16, bold=True, color="FFFFFF")
        _fill(cell, HEAD_COLOUR)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(marks.rows, start=5):
        texts = [row[key] for key in keys] + [row["said"], row["confirmed"] or row["do"]]
        for column, said in enumerate(texts, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = said, "s"  # never a formula, whatever it begins with
            cell.font = Font(name=FONT, size=14)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        lines = max(-(-_letters(t) * 6 // (5 * w)) for t, w in zip(texts, _WIDTHS, strict=True))
        sheet.row_dimensions[number].height = 22 * max(lines, 1)
        _fill(sheet.cell(number, 1), COLOURS[row["grade"]])
        if row["cell"] and row["sheet"] in book.sheetnames:
            quoted = row["sheet"].replace("'", "''")
            link = sheet.cell(number, 3)
            link.hyperlink = f"#'{quoted}'!{row['cell']}"
            link.font = Font(name=FONT, size=14, underline="single", color="1F3A5F")
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    book.active = book.index(sheet) if marks.rows else 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is book.active


def _letters(said: str) -> int:
    return sum(unicodedata.category(letter) != "Mn" for letter in said)


def _comment(said: str, author: str) -> Comment:
    comment = Comment(said, author)
    comment.width, comment.height = 420, 60 + 26 * (said.count("\n") + len(said) // 45)
    return comment


def _fill(cell: Any, colour: str) -> None:
    cell.fill = PatternFill("solid", fgColor=colour.lstrip("#"))
