"""Positions, sectors and champions as an Excel workbook: the tables of the page, unrounded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from moibench.presentation.numbers import Shown
from moibench.reports.letters import writable
from moibench.reports.xlsx.styles import Styles, row_height, write_cell

SHEET_NAME = 31  # letters that a workbook allows
WIDEST = 44
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: displayed strings, those of numbers `Shown`; notes stand below it."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def tables_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook's bytes, a sheet a table in the order given."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        styles = Styles(book)
        for sheet in sheets:
            _write(book, styles, sheet)
    return out.getvalue()


def _write(book: Any, styles: Styles, table: Sheet) -> None:
    sheet = book.add_worksheet(table.name.translate(FORBIDDEN)[:SHEET_NAME])
    sheet.write_string(0, 0, writable(table.title), styles.title())
    numeric = [
        any(isinstance(row[k], Shown) for row in table.rows) for k in range(len(table.heads))
    ]
    widths = [_width(table, k) for k in range(len(table.heads))]
    for k, head in enumerate(table.heads):
        sheet.set_column(k, k, widths[k])
        sheet.write_string(2, k, writable(head), styles.head(right=numeric[k]))
    sheet.set_row(2, row_height(list(zip(table.heads, widths, strict=True))))
    for i, row in enumerate(table.rows, 3):
        for k, cell in enumerate(row):
            align = "right" if numeric[k] else "left"
            write_cell(sheet, i, k, cell, {"text_wrap": True, "align": align}, styles)
        sheet.set_row(i, row_height(list(zip(row, widths, strict=True))))
    last = 3 + len(table.rows)
    for n, note in enumerate(table.notes):
        sheet.merge_range(last + 1 + n, 0, last + 1 + n, len(table.heads) - 1, "", styles.note())
        sheet.write_string(last + 1 + n, 0, writable(note), styles.note())
        sheet.set_row(last + 1 + n, row_height([(note, sum(widths))]))
    if len(table.rows) > 1:
        sheet.autofilter(2, 0, last - 1, len(table.heads) - 1)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _width(table: Sheet, k: int) -> float:
    longest = max((len(row[k]) for row in table.rows), default=0)
    return float(min(WIDEST, max(12, longest + 2)))
