"""Write the template of an officer: their cells open, everything else locked."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from moibench.catalogue import Catalogue
from moibench.ingest.workbook.layout import (
    ABOUT_SHEET,
    HIDDEN,
    MARK,
    REASON,
    SERIES,
    STATUS,
    UNIT,
    VERSION,
    row_id,
    value_key,
)
from moibench.ingest.workbook.rows import Template, TemplateRow
from moibench.presentation.findings import expectation_text, format_given, series_name
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number
from moibench.presentation.years import format_year
from moibench.reports.officer_workbook.exact import Exact
from moibench.reports.officer_workbook.style import COLOURS, FONT, Formats

STATUS_CODES = ("final", "preliminary", "estimated", "missing", "not_applicable")
_HEAD_ROW = 3
_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255  # of Excel's input messages
_MOST_DECIMALS = 4
_SERIES_WIDTH, _MEASURE_WIDTH = 42, 15  # letters that fit a line of the column


def write_template(template: Template, catalogue: Catalogue, language: Language) -> bytes:
    """Return the workbook as xlsx."""
    import xlsxwriter

    file = io.BytesIO()
    # Nothing that begins like a formula, a link or a number is taken for one.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        title = _title(template, catalogue, language)
        book.set_properties({"title": title, "subject": MARK})
        formats = Formats(book)
        _Entry(book, formats, template, catalogue, language).write(title)
        _help(book, formats, template, language, title)
        _about(book, template, language)
    return file.getvalue()


def _title(template: Template, catalogue: Catalogue, language: Language) -> str:
    unit = full_unit_name(catalogue, template.unit, language)
    return text("workbook.title", language, unit=unit, year=format_year(template.year, language))


class _Entry:
    """The sheet that is filled."""

    def __init__(
        self,
        book: Any,
        formats: Formats,
        template: Template,
        catalogue: Catalogue,
        language: Language,
    ) -> None:
        self.sheet = book.add_worksheet(text("workbook.sheet", language))
        self.formats, self.template, self.catalogue = formats, template, catalogue
        self.language: Language = language
        several = len({row.unit for row in template.rows}) > 1
        year = value_key(template.year)
        past = [f"past:{y}" for y in template.past_years]
        units = [UNIT] if several else []
        self.keys = [*HIDDEN, "number", *units, SERIES, "measure", *past, "last", "expected"]
        self.keys += [year, STATUS, REASON, "source"]
        self.at = {key: i for i, key in enumerate(self.keys)}
        self.year_key = year

    def write(self, title: str) -> None:
        sheet, last = self.sheet, len(self.keys) - 1
        widths = {
            "id": 3, VERSION: 3, "number": 5, UNIT: 18, SERIES: 46, "measure": 18, "last": 24,
            "expected": 26, self.year_key: 17, STATUS: 15, REASON: 34, "source": 14,
        }  # fmt: skip
        for key, at in self.at.items():
            sheet.set_column(at, at, widths.get(key, 13), None, {"hidden": key in HIDDEN})
            sheet.write_string(0, at, MARK if key == "id" else key)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_string(1, 2, title, self.formats.of(size=20, bold=True))
        sheet.set_row(1, 30)
        sheet.write_string(2, 2, text("workbook.lead", self.language), self.formats.of())
        sheet.set_row(2, 24)
        sheet.set_row(_HEAD_ROW, 44)
        for key, at in self.at.items():
            sheet.write_string(_HEAD_ROW, at, self._head(key), self.formats.head)
        for number, row in enumerate(self.template.rows, start=1):
            self._row(_HEAD_ROW + number, number, row)
        end = _HEAD_ROW + len(self.template.rows)
        self._validate(end)
        sheet.freeze_panes(_HEAD_ROW + 1, self.at["measure"])
        sheet.autofilter(_HEAD_ROW, 2, end, last)
        self._print(end, last)
        allowed = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
        sheet.protect("", allowed)

    def _head(self, key: str) -> str:
        year = format_year(self.template.year, self.language)
        if key == self.year_key:
            return text("workbook.head.value", self.language, year=year)
        if key.startswith("past:"):
            return format_year(int(key.partition(":")[2]), self.language)
        return "" if key in HIDDEN else text(f"workbook.head.{key}", self.language)

    def _row(self, at: int, number: int, row: TemplateRow) -> None:
        sheet, formats, language = self.sheet, self.formats, self.language
        series = self.catalogue.series[row.series]
        known = [v for v in (*row.past, row.last and row.last[1]) if v is not None]
        decimals = max((_decimals(v) for v in known), default=2)
        measure = series.unit_of_measure.in_language(language)
        source = self.catalogue.sources[series.source]
        name = series_name(self.catalogue, row.series, language)
        fits = _width(name) <= _SERIES_WIDTH and _width(measure) <= _MEASURE_WIDTH
        sheet.set_row(at, 26 if fits else 44)
        sheet.write_string(at, self.at["id"], row_id(row.series, row.unit))
        sheet.write_number(at, self.at[VERSION], row.version)
        sheet.write_number(at, self.at["number"], number, formats.locked(0, "center"))
        if UNIT in self.at:
            unit = unit_name(self.catalogue, row.unit, language)
            sheet.write_string(at, self.at[UNIT], unit, formats.locked())
        sheet.write_string(at, self.at[SERIES], name, formats.locked())
        sheet.write_string(at, self.at["measure"], measure, formats.locked())
        for year, value in zip(self.template.past_years, row.past, strict=True):
            column, cell = self.at[f"past:{year}"], formats.locked(decimals)
            if value is None:
                sheet.write_string(at, column, NO_VALUE, formats.locked(0, "right"))
            else:
                sheet.write_number(at, column, Exact(value), cell)
        sheet.write_string(at, self.at["last"], self._last(row), formats.locked(0, "right"))
        expected = expectation_text(row.expected, language)
        sheet.write_string(at, self.at["expected"], expected, formats.locked(0, "right"))
        value, status = row.now or (None, "")
        column, cell = self.at[self.year_key], formats.open(decimals)
        if value is None:
            sheet.write_blank(at, column, None, cell)
        else:
            sheet.write_number(at, column, Exact(value), cell)
        word = text(f"findings.status.{status}", language) if status else ""
        sheet.write(at, self.at[STATUS], word, formats.open())
        # Even the officer's own words never become a formula, a number or a link.
        sheet.write_string(at, self.at[REASON], row.reason, formats.open())
        agency = source.agency_short.in_language(language)
        sheet.write_string(at, self.at["source"], agency, formats.locked())
        sheet.data_validation(at, column, at, column, self._hint(row, measure))

    def _last(self, row: TemplateRow) -> str:
        if row.last is None:
            return NO_VALUE
        year, value = row.last
        shown = format_year(year, self.language)
        number = format_number(value, _decimals(value))
        return text("workbook.last", self.language, value=number, year=shown)

    def _hint(self, row: TemplateRow, measure: str) -> dict[str, Any]:
        language = self.language
        if row.last is None:
            lines = [text("workbook.hint.no_last", language)]
        else:
            value, year = format_given(row.last[1]), format_year(row.last[0], language)
            lines = [text("workbook.hint.last", language, value=value, year=year)]
        if row.expected is not None:
            expected = expectation_text(row.expected, language)
            lines.append(text("workbook.hint.expected", language, expected=expected))
        lines.append(text("workbook.hint.measure", language, measure=measure))
        hint: dict[str, Any] = {
            "validate": "any",
            "input_title": _cut(series_name(self.catalogue, row.series, language), _TITLE_LIMIT),
            "input_message": _cut("\n".join(lines), _MESSAGE_LIMIT),
        }
        low, high = row.possible
        if low is None or high is None:
            return hint
        possible = expectation_text(row.possible, language)
        body = text("workbook.outside.body", language, possible=possible, measure=measure)
        # A warning can be passed over: Thai digits and “-” are text to Excel, and are understood.
        return hint | {
            "validate": "decimal",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_type": "warning",
            "error_title": _cut(text("workbook.outside.title", language), _TITLE_LIMIT),
            "error_message": _cut(body, _MESSAGE_LIMIT),
        }

    def _validate(self, end: int) -> None:
        first, language = _HEAD_ROW + 1, self.language
        if end < first:
            return
        status, reason = self.at[STATUS], self.at[REASON]
        choice = {
            "validate": "list",
            "source": [text(f"findings.status.{c}", language) for c in STATUS_CODES],
            "input_message": _cut(text("workbook.hint.status", language), _MESSAGE_LIMIT),
            "error_title": text("workbook.choose.title", language),
            "error_message": text("workbook.choose.body", language),
        }
        self.sheet.data_validation(first, status, end, status, choice)
        note = {"validate": "any", "input_message": text("workbook.hint.reason", language)}
        self.sheet.data_validation(first, reason, end, reason, note)

    def _print(self, end: int, last: int) -> None:
        sheet, unit = self.sheet, full_unit_name(self.catalogue, self.template.unit, self.language)
        year = format_year(self.template.year, self.language)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.print_area(1, 2, end, last)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        footer = text("workbook.footer", self.language, unit=unit, year=year)
        sheet.set_footer(f'&C&"{FONT}"&12{footer}')


def _help(book: Any, formats: Formats, template: Template, language: Language, title: str) -> None:
    sheet = book.add_worksheet(text("workbook.help_sheet", language))
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, title, formats.of(size=20, bold=True))
    keys = ("fill", "missing", "skip", "paste", "order", "grades")
    for at, key in enumerate(keys, start=1):
        sheet.set_row(at + 1, 28)
        sheet.write_number(at + 1, 0, at, formats.of(align="center"))
        sheet.write_string(at + 1, 1, text(f"workbook.help.{key}", language), formats.of(wrap=True))
    for at, grade in enumerate(("impossible", "improbable", "note"), start=len(keys) + 3):
        word = text(f"findings.grade.{grade}", language)
        sheet.write_string(at, 1, word, formats.of(fill=COLOURS[grade]))
    date = f"{template.made_on.day}/{template.made_on.month}/"
    date += format_year(template.made_on.year, language)
    made = text("workbook.help.made", language, date=date, catalogue=template.catalogue_version)
    sheet.write_string(len(keys) + 7, 1, made, formats.of(size=12))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("")


def _about(book: Any, template: Template, language: Language) -> None:
    sheet = book.add_worksheet(ABOUT_SHEET)
    about = {
        "format": MARK,
        "unit": template.unit,
        "year": template.year,
        "language": language,
        "rows": len(template.rows),
        "catalogue": template.catalogue_version,
        "data": template.data_state,
        "made_on": template.made_on.isoformat(),
    }
    for at, (key, value) in enumerate(about.items()):
        sheet.write_string(at, 0, key)
        sheet.write_string(at, 1, str(value))
    sheet.very_hidden()
    sheet.protect("")


def _decimals(value: float) -> int:
    most = 2 if abs(value) >= 100 else _MOST_DECIMALS
    return len(f"{value:.{most}f}".rstrip("0").partition(".")[2])


def _width(name: str) -> int:
    return sum(unicodedata.category(letter) != "Mn" for letter in name)


def _cut(sentence: str, limit: int) -> str:
    return sentence if len(sentence) <= limit else sentence[: limit - 1] + "…"
