"""The Excel form in which an officer fills in targets away from the site."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework
from moibench.presentation.language import Language, text
from moibench.presentation.names import indicator_name
from moibench.presentation.target_table import KINDS, LEVELS, MOST_ROWS

NUMBERS = ("value", "base_value", "base_year", "target_year")
WIDTHS = {"indicator": 44, "kind": 30, "agency": 26, "source": 30}
_FONT = {"font_name": "TH Sarabun New", "font_size": 14}


def build_target_form(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    catalogue: Catalogue,
    framework: Framework,
    language: Language,
) -> bytes:
    """Return a workbook with heads, the targets there are, and lists to choose from.

    rows: cells by column, as they are typed on the page; names stand for ids in the workbook.
    """
    import xlsxwriter  # only when a form is asked for

    listed = [i for d in framework.dimensions for i in d.indicators]
    lists = {
        "indicator": {
            i: indicator_name(catalogue.indicators[i], language)
            for i in listed
            if catalogue.indicators[i].has_figures
        },
        "kind": {k: text(f"target_table.kind.{k}", language) for k in KINDS},
        "level": {k: text(f"target_table.level.{k}", language) for k in LEVELS},
    }
    buffer = io.BytesIO()
    # A source that begins with = is text, never a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(text("target_table.sheet", language))
        choices = book.add_worksheet("lists")
        choices.hide()
        head = book.add_format({**_FONT, "bold": True, "bottom": 1, "text_wrap": True})
        plain = book.add_format(_FONT)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDTHS.get(column, 14), plain)
            sheet.write_string(0, place, text(f"target_table.column.{column}", language), head)
            if column in lists:
                names = list(lists[column].values())
                for line, name in enumerate(names):
                    choices.write_string(line, place, name)
                letter = chr(ord("A") + place)
                source = f"=lists!${letter}$1:${letter}${len(names)}"
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, place, MOST_ROWS, place, rule)
            for line, row in enumerate(rows, start=1):
                cell = row.get(column, "")
                if column in NUMBERS and cell:
                    sheet.write_number(line, place, float(cell), plain)
                elif cell:
                    name = lists.get(column, {}).get(cell, cell)
                    sheet.write_string(line, place, name, plain)
    return buffer.getvalue()
