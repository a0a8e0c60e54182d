"""A sheet for each table and each figure of the report, numbered as in the printed one."""

from __future__ import annotations

from typing import Any

from moibench.presentation.numbers import number_code
from moibench.presentation.pictures.native_chart import NativeChart
from moibench.presentation.report import Column, Drawing, Table
from moibench.presentation.workbook import Workbook
from moibench.reports.letters import writable
from moibench.reports.xlsx.charts import add_chart
from moibench.reports.xlsx.styles import RULE, Styles, letters_across, row_height, write_cell

HEAD_ROW = 3
CHART_ROWS = 18  # rows that one chart takes up
WIDE = 17.0  # cm; a wider table is printed across the page


def write_table(book: Any, styles: Styles, name: str, table: Table, shown: Workbook) -> None:
    """Add a sheet with a table: caption, head that stays, cells, note."""
    sheet = book.add_worksheet(name)
    _caption(sheet, styles, table.caption, shown)
    widths = [letters_across(c.width) for c in table.columns]
    for i, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(i, i, width)
        head = styles.head(right=column.is_number, indent=_indent(column, i))
        sheet.write_string(HEAD_ROW, i, column.head, head)
    sheet.set_row(
        HEAD_ROW, row_height([(c.head, w) for c, w in zip(table.columns, widths, strict=True)])
    )
    for i, row in enumerate(table.rows):
        line = HEAD_ROW + 1 + i
        for k, (column, content) in enumerate(zip(table.columns, row, strict=True)):
            style = _style(column, bold=i in table.bold_rows) | {"indent": _indent(column, k)}
            write_cell(sheet, line, k, content, style, styles)
        sheet.set_row(line, row_height(list(zip(row, widths, strict=True))))
    last = HEAD_ROW + len(table.rows)
    if len(table.rows) > 1:
        sheet.autofilter(HEAD_ROW, 0, last, len(table.columns) - 1)
    if table.note:
        _long(sheet, last + 2, table.note, len(table.columns), sum(widths), styles)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    set_page(sheet, shown, across=sum(c.width for c in table.columns) > WIDE)


def _indent(column: Column, place: int) -> int:
    """Keep a text apart from the number at its left."""
    return 0 if column.is_number or not place else 1


def _style(column: Column, *, bold: bool) -> dict[str, Any]:
    style: dict[str, Any] = {
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": RULE,
        "align": "right" if column.is_number else "left",
    }
    return style | {"bold": True} if bold else style


def write_figure(book: Any, styles: Styles, name: str, drawing: Drawing, shown: Workbook) -> None:
    """Add a sheet with the native charts of a figure, each beside its data."""
    sheet = book.add_worksheet(name)
    picture = drawing.picture
    _caption(sheet, styles, picture.caption, shown)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(len(c.series) for c in picture.native), 16)
    top = HEAD_ROW
    for chart in picture.native:
        alone = len(picture.native) == 1
        top = _write_chart(book, sheet, styles, name, chart, top, shown, alone=alone)
    _long(sheet, top + 1, drawing.note, 12, 130, styles)
    sheet.freeze_panes(HEAD_ROW, 0)
    set_page(sheet, shown, across=True)


def _write_chart(
    book: Any,
    sheet: Any,
    styles: Styles,
    name: str,
    chart: NativeChart,
    top: int,
    shown: Workbook,
    *,
    alone: bool,
) -> int:
    """Write a chart's data and the chart to the right of it; return the row after both."""
    # The title of a lone chart is the caption of the sheet; of several, it tells them apart.
    head = shown.say("category") if alone else writable(chart.title)
    sheet.write_string(top, 0, head, styles.head())
    for k, series in enumerate(chart.series, 1):
        sheet.write_string(top, k, writable(series.name), styles.head(right=True))
    sheet.set_row(top, row_height([(s.name, 16) for s in chart.series] + [(head, 34)]))
    decimals = number_code(chart.decimals)
    for i, category in enumerate(chart.categories):
        line = top + 1 + i
        write_cell(sheet, line, 0, category, {"bottom": 1, "bottom_color": RULE}, styles)
        for k, series in enumerate(chart.series, 1):
            value = series.values[i]
            style = styles.of(num_format=decimals, bottom=1, bottom_color=RULE)
            if value is None:
                sheet.write_blank(line, k, None, style)
            else:
                sheet.write_number(line, k, value, style)
    add_chart(book, sheet, name, chart, top)
    return top + max(len(chart.categories) + 2, CHART_ROWS)


def _caption(sheet: Any, styles: Styles, caption: str, shown: Workbook) -> None:
    sheet.set_row(0, 27)
    sheet.write_string(0, 0, f"{sheet.get_name()}  {writable(caption)}", styles.title())
    sheet.write_string(1, 0, shown.report.edition, styles.of(font_color="#5B6470"))
    contents = shown.say("sheet.contents")
    link = styles.of(font_color="#1F5FA6", underline=1)
    sheet.write_url(2, 0, f"internal:'{contents}'!A1", link, shown.say("back"))


def _long(sheet: Any, row: int, content: str, columns: int, across: float, styles: Styles) -> None:
    if columns > 1:
        sheet.merge_range(row, 0, row, columns - 1, "", styles.note())
    sheet.write_string(row, 0, writable(content), styles.note())
    sheet.set_row(row, row_height([(content, across)]))


def set_page(sheet: Any, shown: Workbook, *, across: bool, pages: int = 1) -> None:
    """Set A4, so many pages wide, with the running head and numbered pages."""
    sheet.set_paper(9)
    if across:
        sheet.set_landscape()
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.6, right=0.5, top=0.8, bottom=0.7)
    face = '&"TH Sarabun New,Regular"&12'
    head = shown.report.running_head.replace("&", "&&")
    foot = shown.report.edition.replace("&", "&&")
    sheet.set_header(f"&L{face}{head}"[:255])
    sheet.set_footer(f"&L{face}{foot}&R{face}&P/&N"[:255])
    sheet.hide_gridlines(2)
