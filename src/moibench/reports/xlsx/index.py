"""The index as formulas: values, goalposts and weights in, scores, levels and ranks out.

Every sheet has a unit in the same row and an indicator in the same column, so that a cell's
neighbours in the other sheets are found by its address alone. Only functions that Excel 2013 and
LibreOffice know are used, and no array formulas. What the system reckoned stands beside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from moibench.analysis.index_cells import IndexUnit
from moibench.presentation.numbers import number_code
from moibench.presentation.workbook import IndexColumn, Workbook
from moibench.presentation.years import year_number
from moibench.reports.letters import writable
from moibench.reports.xlsx import formulas
from moibench.reports.xlsx.nodes import write_nodes
from moibench.reports.xlsx.styles import (
    INPUT_FILL,
    RULE,
    Styles,
    row_height,
)
from moibench.reports.xlsx.tables import set_page

THRESHOLD_ROW, FIRST_UNIT = 3, 12
DIMENSION, NAME, MEASURE, DIRECTION, GOAL_0, GOAL_100, WEIGHT, UNITS_HEAD = range(4, 12)
FIRST = 2  # column of the first indicator, or node
SCORE_FORMAT = "0.0000"


@dataclass(frozen=True)
class Index:
    """Writes the four sheets of the index into one workbook."""

    book: Any
    styles: Styles
    shown: Workbook

    def write(self) -> None:
        """Add the sheets."""
        self._values()
        self._scores()
        write_nodes(self)
        self._years()

    @property
    def units(self) -> tuple[IndexUnit, ...]:
        """Units from the first row on: the ranked ones, then those beside."""
        return (*self.shown.cells.ranked, *self.shown.cells.beside)

    @property
    def first_unit(self) -> int:
        """The row of the first unit, the same on every sheet."""
        return FIRST_UNIT

    @property
    def last_ranked(self) -> int:
        """The row of the last ranked unit."""
        return FIRST_UNIT + len(self.shown.cells.ranked) - 1

    def name(self, key: str) -> str:
        """Return the name of a sheet of the index."""
        return self.shown.say(f"sheet.{key}")

    def at(self, key: str, row: int, column: int, *, fixed: bool = False) -> str:
        """Return the address of a cell of another sheet; fixed: its row stays when copied."""
        return f"'{self.name(key)}'!{xl_rowcol_to_cell(row, column, row_abs=fixed)}"

    def columns_of(self, node: int) -> tuple[int, int]:
        """Return the first and last column of a dimension's indicators."""
        dimension = self.shown.cells.nodes[node].node_id
        held = [
            k
            for k, indicator in enumerate(self.shown.cells.indicators, FIRST)
            if indicator.dimension_id == dimension
        ]
        return held[0], held[-1]

    def weights(self, first: int, last: int) -> str:
        """Return the range of the weights in some columns."""
        cells = xl_range_abs(WEIGHT, first, WEIGHT, last)
        return f"'{self.name('values')}'!{cells}"

    def scores(self, row: int, first: int, last: int) -> str:
        """Return the range of a unit's scores in some columns."""
        return f"'{self.name('scores')}'!{xl_range(row, first, row, last)}"

    def threshold(self) -> str:
        """Return the address of the threshold of coverage."""
        cell = xl_rowcol_to_cell(THRESHOLD_ROW, FIRST, row_abs=True, col_abs=True)
        return f"'{self.name('values')}'!{cell}"

    def sheet(self, key: str, columns: int) -> Any:
        """Add a sheet with title, way back and note; columns: how many follow the names."""
        sheet = self.book.add_worksheet(self.name(key))
        shown, styles = self.shown, self.styles
        sheet.set_row(0, 27)
        sheet.write_string(0, 0, shown.say(f"title.{key}", year=shown.year), styles.title())
        link = styles.of(font_color="#1F5FA6", underline=1)
        sheet.write_url(1, 0, f"internal:'{shown.say('sheet.contents')}'!A1", link,
                        shown.say("back"))  # fmt: skip
        note = shown.say(f"note.{key}")
        wide = min(columns, 12)
        sheet.merge_range(2, 0, 2, wide, "", styles.note())
        sheet.write_string(2, 0, note, styles.note())
        sheet.set_row(2, row_height([(note, 36 + 11 * (wide - 1))]))
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 28)
        sheet.set_column(FIRST, FIRST + columns, 12.5)
        set_page(sheet, shown, across=True, pages=1 + (columns > 20))
        sheet.repeat_columns(0, 1)
        return sheet

    def unit_names(self, sheet: Any, head: int) -> None:
        """Write code and name of every unit under the row `head`."""
        styles = self.styles
        sheet.write_string(head, 0, self.shown.say("code"), styles.head())
        sheet.write_string(head, 1, self.shown.say("unit"), styles.head())
        for row, unit in enumerate(self.units, FIRST_UNIT):
            style = self.line(unit, align="left")
            sheet.write_string(row, 0, unit.unit_code, style)
            sheet.write_string(row, 1, writable(self.shown.units[unit.unit_code]), style)

    def line(self, unit: IndexUnit, **properties: Any) -> Any:
        """Return the format of a cell of a unit's row, bold in that of the report's own unit."""
        own = {"bold": True} if unit.unit_code == self.shown.own_code else {}
        return self.styles.of(bottom=1, bottom_color=RULE, **own, **properties)

    def input(self, **properties: Any) -> Any:
        """Return the format of a cell that may be changed."""
        return self.styles.of(bg_color=INPUT_FILL, border=1, border_color=RULE, **properties)

    def _heads(self, sheet: Any, rows: dict[int, Callable[[IndexColumn], str]]) -> None:
        for row, written in rows.items():
            style = self.styles.head() if row == NAME else self.styles.note()
            texts = [writable(written(column)) for column in self.shown.columns]
            for k, content in enumerate(texts, FIRST):
                sheet.write_string(row, k, content, style)
            sheet.set_row(row, row_height([(t, 12.5) for t in texts]))

    def _short_heads(self, sheet: Any) -> None:
        """Write dimensions and names; the rows of the other heads are there, but folded."""
        self._heads(sheet, {DIMENSION: lambda c: c.dimension, NAME: lambda c: c.name})
        self.unit_names(sheet, UNITS_HEAD)
        for row in (THRESHOLD_ROW, *range(MEASURE, UNITS_HEAD)):
            sheet.set_row(row, None, None, {"hidden": True})

    def _values(self) -> None:
        shown, styles = self.shown, self.styles
        cells = shown.cells
        sheet = self.sheet("values", len(cells.indicators))
        label = styles.of(bold=True)
        sheet.write_string(THRESHOLD_ROW, 1, shown.say("threshold"),
                           styles.of(bold=True, text_wrap=True))  # fmt: skip
        sheet.set_row(THRESHOLD_ROW, 42)
        sheet.write_number(THRESHOLD_ROW, FIRST, cells.threshold, self.input(num_format="0.0000"))
        self.allow(sheet, THRESHOLD_ROW, FIRST, FIRST, "threshold_error", most=1)
        for row, key in (
            (DIMENSION, "dimension"),
            (NAME, "indicator"),
            (MEASURE, "unit_of_measure"),
            (DIRECTION, "direction"),
            (GOAL_0, "goalpost_0"),
            (GOAL_100, "goalpost_100"),
            (WEIGHT, "weight"),
        ):
            sheet.write_string(row, 1, shown.say(key), label)
        self._heads(
            sheet,
            {
                DIMENSION: lambda c: c.dimension,
                NAME: lambda c: c.name,
                MEASURE: lambda c: c.unit_of_measure,
                DIRECTION: lambda c: c.direction,
            },
        )
        for k, (indicator, column) in enumerate(
            zip(cells.indicators, shown.columns, strict=True), FIRST
        ):
            plain = number_code(column.decimals)
            sheet.write_number(GOAL_0, k, indicator.goalposts[0], self.input(num_format=plain))
            sheet.write_number(GOAL_100, k, indicator.goalposts[1], self.input(num_format=plain))
            sheet.write_number(WEIGHT, k, indicator.weight, self.input(num_format="0.####"))
        self.allow(sheet, WEIGHT, FIRST, FIRST + len(cells.indicators) - 1, "weight_error")
        self.unit_names(sheet, UNITS_HEAD)
        for row, unit in enumerate(self.units, FIRST_UNIT):
            for k, (value, column) in enumerate(zip(unit.values, shown.columns, strict=True)):
                code = number_code(column.decimals)
                style = self.line(unit, num_format=code, bg_color=INPUT_FILL)
                if value is None:
                    sheet.write_blank(row, FIRST + k, None, style)
                else:
                    sheet.write_number(row, FIRST + k, value, style)
        sheet.freeze_panes(UNITS_HEAD + 1, FIRST)
        sheet.repeat_rows(NAME, UNITS_HEAD)

    def allow(
        self, sheet: Any, row: int, first: int, last: int, key: str, most: float = 1e6
    ) -> None:
        """Let cells of a row take only numbers from 0 to `most`, with a sentence that says so."""
        sheet.data_validation(
            row,
            first,
            row,
            last,
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": most,
                "error_title": self.shown.say("weight_error_title"),
                "error_message": self.shown.say(key),
            },
        )

    def _scores(self) -> None:
        shown = self.shown
        sheet = self.sheet("scores", len(shown.columns))
        self._short_heads(sheet)
        for row, unit in enumerate(self.units, FIRST_UNIT):
            for k, score in enumerate(unit.scores, FIRST):
                value = self.at("values", row, k)
                zero, full = (self.at("values", g, k, fixed=True) for g in (GOAL_0, GOAL_100))
                formula = formulas.indicator_score(value, zero, full)
                style = self.line(unit, num_format=SCORE_FORMAT)
                sheet.write_formula(row, k, formula, style, "" if score is None else score)
        sheet.freeze_panes(UNITS_HEAD + 1, FIRST)
        sheet.repeat_rows(NAME, UNITS_HEAD)

    def _years(self) -> None:
        sheet = self.sheet("years", len(self.shown.columns))
        self._short_heads(sheet)
        for row, unit in enumerate(self.units, FIRST_UNIT):
            for k, year in enumerate(unit.years, FIRST):
                style = self.line(unit, num_format="0")
                if year is None:
                    sheet.write_blank(row, k, None, style)
                else:
                    sheet.write_number(row, k, year_number(year, self.shown.language), style)
        sheet.freeze_panes(UNITS_HEAD + 1, FIRST)
        sheet.repeat_rows(NAME, UNITS_HEAD)
