"""A comparison as an Excel workbook: the rug, every value with its benchmark, the definitions.

Values are numbers, unrounded; how many decimals show is the cell's format. A relation is said by
a sign in that format as well as by colour, so that it survives a black-and-white printer.
"""

from __future__ import annotations

import io
from typing import Any

from moibench.analysis.comparative_results import ChosenCell, ChosenComparison
from moibench.analysis.results import Relation
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework, Indicator
from moibench.presentation.language import text
from moibench.presentation.names import OVERALL, indicator_name, unit_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import State
from moibench.presentation.pages.benchmark_form import choice_name, rule_names
from moibench.presentation.pages.compare import reference_of
from moibench.presentation.pages.comparison_table import HEADS, heads, rows
from moibench.presentation.pages.definition import definition
from moibench.presentation.years import format_year

FONT, SIZE = "TH Sarabun New", 14
LOOK: dict[Relation | None, dict[str, str]] = {
    "better": {"bg_color": "#2A6CA8", "font_color": "#FFFFFF"},
    "worse": {"bg_color": "#FBD3A6", "font_color": "#4D2303"},
    "similar": {"bg_color": "#F5F6F8"},
    None: {},
}
SIGNS: dict[Relation | None, str] = {
    "better": '" (+)"',
    "worse": '" (−)"',
    "similar": '" (=)"',
    None: "",
}
_NUMBERS = frozenset({"value", "benchmark_value", "gap"})
_WIDE = {"indicator_name": 44, "unit_name": 20, "benchmark": 34, "source": 48, "relation": 24}


def comparison_workbook(
    comparison: ChosenComparison, catalogue: Catalogue, framework: Framework, state: State
) -> bytes:
    """Return the workbook's bytes; units and indicators stand in the order given."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        writer = _Book(book, comparison, catalogue, framework, state)
        writer.rug()
        writer.details()
        writer.definitions()
        writer.about()
    return out.getvalue()


class _Book:
    """The sheets of one workbook, with the formats they share."""

    def __init__(
        self,
        book: Any,
        comparison: ChosenComparison,
        catalogue: Catalogue,
        framework: Framework,
        state: State,
    ) -> None:
        self.book, self.comparison, self.catalogue = book, comparison, catalogue
        self.framework, self.state, self.language = framework, state, state.language
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def style(self, **more: object) -> Any:
        """Return a format, made once."""
        key = tuple(sorted(more.items()))
        if key not in self._formats:
            usual = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**usual, **more})
        return self._formats[key]

    def say(self, key: str) -> str:
        """Return a text of the workbook."""
        return text(f"comparison_table.book.{key}", self.language)

    def sheet(self, name: str) -> Any:
        """Add a sheet that prints on landscape A4, one page wide."""
        sheet = self.book.add_worksheet(self.say(name))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def rug(self) -> None:
        """Write units × indicators, heads frozen, with sign and colour of every relation."""
        sheet, comparison = self.sheet("rug"), self.comparison
        against = choice_name(comparison.choice, self.catalogue, self.language)
        year = format_year(comparison.year, self.language)
        sheet.write(
            0,
            0,
            f"{self.say('rug')} · {year} · {self.say('against')} {against}",
            self.style(bold=True, font_size=18),
        )
        head = self.style(bold=True, bottom=1, text_wrap=True, align="right")
        left = self.style(bold=True, bottom=1, text_wrap=True)
        for column, name in enumerate((self.say("dimension"), *heads(self.language)[1:3])):
            sheet.write(2, column, name, left)
        sheet.write(2, 3, against, head)
        for column, code in enumerate(comparison.unit_codes, 4):
            sheet.write(2, column, unit_name(self.catalogue, code, self.language), head)
        for row, (indicator_id, line) in enumerate(
            zip(comparison.indicator_ids, comparison.cells, strict=True), 3
        ):
            self._rug_row(sheet, row, self.catalogue.indicators[indicator_id], line)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 22)
        sheet.set_column(3, 3 + len(comparison.unit_codes), 16)
        sheet.set_row(2, 44)
        sheet.freeze_panes(3, 4)
        sheet.repeat_rows(2)
        sheet.repeat_columns(1, 1)

    def _rug_row(
        self, sheet: Any, row: int, indicator: Indicator, line: tuple[ChosenCell, ...]
    ) -> None:
        dimension = words.node_name(
            self.catalogue, indicator.dimension or OVERALL, self.language, short=True
        )
        names = (
            dimension,
            indicator_name(indicator, self.language),
            indicator.unit_of_measure.in_language(self.language),
        )
        for column, name in enumerate(names):
            sheet.write_string(row, column, name, self.style(text_wrap=True))
        shared = reference_of(line)
        if shared is not None and shared.figure.value is not None:
            sheet.write_number(row, 3, shared.figure.value, self._number(indicator))
        elif shared is None:
            sheet.write_string(row, 3, text("compare.by_unit", self.language), self._right())
        for column, cell in enumerate(line, 4):
            if cell.figure.value is None:
                said = text(f"compare.missing.{cell.figure.status}", self.language)
                sheet.write_string(
                    row, column, said, self.style(align="right", font_color="#626D7A")
                )
                continue
            relation = cell.benchmark.relation
            old = {"italic": True} if words.is_old(cell.figure) else {}
            sheet.write_number(
                row, column, cell.figure.value, self._number(indicator, relation, **old)
            )

    def _right(self) -> Any:
        return self.style(align="right")

    def _number(
        self, indicator: Indicator, relation: Relation | None = None, **more: object
    ) -> Any:
        """Return the format of an indicator's values, with the sign of the relation after it."""
        shown = "#,##0" + (f".{'0' * indicator.decimals}" if indicator.decimals else "")
        return self.style(
            num_format=f"{shown}{SIGNS[relation]}", align="right", **LOOK[relation], **more
        )

    def details(self) -> None:
        """Write a row for every value: benchmark, gap, relation, rule, rank, trend, source."""
        sheet = self.sheet("details")
        for column, name in enumerate(heads(self.language)):
            sheet.write(0, column, name, self.style(bold=True, bottom=1))
            sheet.set_column(column, column, _WIDE.get(HEADS[column], 14))
        last = 0
        for last, row in enumerate(rows(self.comparison, self.catalogue, self.language), 1):
            indicator = self.catalogue.indicators[str(row[0])]
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(last, column, value, self.style())
                elif value is not None:
                    number = HEADS[column] in _NUMBERS
                    style = self._number(indicator) if number else self.style()
                    sheet.write_number(last, column, value, style)
        sheet.autofilter(0, 0, last, len(HEADS) - 1)
        sheet.freeze_panes(1, 5)
        sheet.repeat_rows(0)

    def definitions(self) -> None:
        """Write what each indicator means and how it is made."""
        sheet = self.sheet("definitions")
        named = (heads(self.language)[1], self.say("term"), self.say("said"))
        for column, name in enumerate(named):
            sheet.write(0, column, name, self.style(bold=True, bottom=1))
        row = 0
        for indicator_id in self.comparison.indicator_ids:
            indicator = self.catalogue.indicators[indicator_id]
            terms = [(t.name, t.body) for t in definition(indicator, self.catalogue, self.language)]
            if indicator.caveats:
                caveats = text("indicator.caveats", self.language).rstrip(":")
                terms.append((caveats, indicator.caveats.in_language(self.language)))
            for name, body in terms:
                row += 1
                cells = (indicator_name(indicator, self.language), name, body)
                for column, content in enumerate(cells):
                    sheet.write_string(
                        row, column, content, self.style(text_wrap=True, valign="top")
                    )
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 100)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def about(self) -> None:
        """Write what was asked, by which rule relations were told, and of which data."""
        sheet, comparison = self.sheet("about"), self.comparison
        used = (c.benchmark.rule for line in comparison.cells for c in line)
        stamp = comparison.stamp
        lines = [
            (self.say("year"), format_year(comparison.year, self.language)),
            (self.say("against"), choice_name(comparison.choice, self.catalogue, self.language)),
            *((self.say("rule"), said) for said in rule_names(used, self.language)),
            *(
                (self.say("key"), self.say(key))
                for key in ("better", "worse", "similar", "none", "old", "unrounded")
            ),
            (self.say("edition"), stamp.edition or self.say("newest")),
            (self.say("data_version"), stamp.data_version),
            (
                self.say("address"),
                address.comparison(self.state, comparison.unit_codes, comparison.indicator_ids),
            ),
        ]
        for row, (name, said) in enumerate(lines):
            sheet.write_string(row, 0, name, self.style(bold=True, valign="top"))
            sheet.write_string(row, 1, said, self.style(text_wrap=True))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 110)
