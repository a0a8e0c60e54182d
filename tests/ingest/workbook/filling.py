"""Fill a template as an officer does in Excel."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook


class Filling:
    """An opened template whose cells are set by series and unit."""

    def __init__(self, content: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(content))
        self.sheet: Any = self.book.worksheets[0]

    @property
    def columns(self) -> dict[str, int]:
        return {str(c.value): c.column for c in self.sheet[1] if c.value is not None}

    @property
    def value_column(self) -> int:
        return next(c for key, c in self.columns.items() if key.startswith("value:"))

    def row(self, series: str, unit: str) -> int:
        for row in range(1, self.sheet.max_row + 1):
            if self.sheet.cell(row, 1).value == f"{series}/{unit}":
                return row
        raise KeyError(f"{series}/{unit}")

    def put(self, series: str, unit: str, value: object, status: str = "", reason: str = "") -> str:
        """Fill a row and return the name of its cell."""
        row = self.row(series, unit)
        cell = self.sheet.cell(row, self.value_column)
        cell.value = value
        for key, said in (("status", status), ("reason", reason)):
            if said:
                self.sheet.cell(row, self.columns[key]).value = said
        return str(cell.coordinate)

    def saved(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()
