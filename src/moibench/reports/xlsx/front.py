"""The first sheet: which unit and year, how it was made, where its page is, what is inside."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from moibench.presentation.language import text
from moibench.presentation.workbook import Workbook
from moibench.reports.letters import writable
from moibench.reports.qr import qr_png
from moibench.reports.xlsx.styles import ACCENT, GREY, RULE, Styles, row_height
from moibench.reports.xlsx.tables import set_page

NAME_WIDTH, CAPTION_WIDTH = 26, 96


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: chapter, name of the sheet, what it shows."""

    chapter: str
    sheet: str
    caption: str


def write_front(sheet: Any, styles: Styles, shown: Workbook, entries: list[Entry]) -> None:
    """Write the sheet of contents; each line leads to its sheet."""
    cover = shown.report.cover
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, 1, CAPTION_WIDTH)
    sheet.set_column(2, 2, 16)
    small, strong = styles.of(font_color=GREY), styles.of(bold=True)
    lines = [
        (cover.system, small),
        (f"{cover.title} {cover.unit} {cover.year}",
         styles.of(bold=True, font_size=22, font_color=ACCENT)),
        (cover.finding, strong),
        (cover.ministry, strong),
        (cover.edition, small),
        *((line, small) for line in cover.made),
    ]  # fmt: skip
    for row, (content, style) in enumerate(lines):
        sheet.write_string(row, 0, writable(content), style)
    sheet.set_row(1, 33)
    row = len(lines)
    if shown.report.address:
        link = styles.of(font_color="#1F5FA6", underline=1)
        said = text("chapters.page", shown.language, address=shown.report.address)
        if sheet.write_url(row, 0, shown.report.address, link, said[:255]) != 0:
            sheet.write_string(row, 0, said, small)
        picture = io.BytesIO(qr_png(shown.report.address))
        place = {"image_data": picture, "x_scale": 0.42, "y_scale": 0.42,
                 "description": said, "object_position": 3}  # fmt: skip
        sheet.insert_image(0, 2, "qr.png", place)
        row += 1
    row += 1
    sheet.write_string(row, 0, shown.say("sheet.contents"), styles.head())
    sheet.write_string(row, 1, "", styles.head())
    link = styles.of(font_color="#1F5FA6", underline=1, bottom=1, bottom_color=RULE)
    plain = styles.of(text_wrap=True, bottom=1, bottom_color=RULE)
    chapter = ""
    for entry in entries:
        row += 1
        if entry.chapter and entry.chapter != chapter:
            chapter = entry.chapter
            sheet.write_string(row, 0, writable(chapter), strong)
            row += 1
        sheet.write_url(row, 0, f"internal:'{entry.sheet}'!A1", link, entry.sheet)
        sheet.write_string(row, 1, writable(entry.caption), plain)
        sheet.set_row(row, row_height([(entry.caption, CAPTION_WIDTH)]))
    set_page(sheet, shown, across=True)
    sheet.activate()
