"""Cell formats of the workbook, each made once; widths of columns and heights of rows."""

from __future__ import annotations

import unicodedata
from typing import Any

from moibench.presentation.numbers import Shown
from moibench.reports.letters import writable

FONT = "TH Sarabun New"
INK, GREY, RULE, ACCENT, HEAD_FILL, INPUT_FILL = (
    "#1A1D21",
    "#5B6470",
    "#C9CED6",
    "#14375E",
    "#EEF0F4",
    "#FFF6CC",
)
SIZE = 14
LINE = 21.0  # points of a row of one line at that size
LETTERS_PER_CM = 5.6  # of a column's width, in the letters that a workbook measures by
MOST_LETTERS = 32_767  # of one cell
LIVE = ("=", "+", "-", "@", "\t", "\r")


class Styles:
    """Hands out the formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """Return the format with these properties over the workbook's face and size."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"}
            self._made[key] = self._book.add_format(base | properties)
        return self._made[key]

    def title(self) -> Any:
        """Return the format of a sheet's title."""
        return self.of(bold=True, font_size=18, font_color=ACCENT)

    def note(self) -> Any:
        """Return the format of a line of small print, which may be long."""
        return self.of(font_color=GREY, text_wrap=True)

    def head(self, *, right: bool = False, indent: int = 0) -> Any:
        """Return the format of a column's head."""
        return self.of(
            indent=indent,
            bold=True,
            bg_color=HEAD_FILL,
            text_wrap=True,
            valign="bottom",
            align="right" if right else "left",
            bottom=2,
            bottom_color=ACCENT,
        )


def write_cell(sheet: Any, row: int, column: int, content: str, style: dict[str, Any],
               styles: Styles) -> None:  # fmt: skip
    """Write a displayed string: as its unrounded number where it has one, else as a text.

    A text is never a formula, whatever it begins with, nor becomes one when it is edited.
    """
    if isinstance(content, Shown):
        numeric = style | {"num_format": content.code, "align": style.get("align", "right")}
        sheet.write_number(row, column, content.value, styles.of(**numeric))
        return
    quoted = {"quote_prefix": True} if content.startswith(LIVE) else {}
    kept = writable(content)[:MOST_LETTERS]
    sheet.write_string(row, column, kept, styles.of(**style, **quoted))


def letters_across(width: float) -> float:
    """Return a column's width, in letters, for a width in centimetres on paper."""
    return max(8.0, width * LETTERS_PER_CM)


def row_height(cells: list[tuple[str, float]]) -> float:
    """Return the height in points that lets every cell (text, letters across) be read whole."""
    lines = 1
    for content, across in cells:
        lines = max(lines, sum(_lines(part, across) for part in content.split("\n")))
    return min(409.0, LINE * lines)


def _lines(content: str, across: float) -> int:
    letters = sum(unicodedata.category(letter) != "Mn" for letter in content)
    return max(1, -(-letters // max(1, round(across * 0.9))))
