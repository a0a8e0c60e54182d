"""A workbook comes back marked, with everything of the officer's in it."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from moibench.presentation.findings import FindingRow
from moibench.reports.officer_workbook.marks import CannotMark, marked


def found(grade: str, cell: str, said: str) -> FindingRow:
    return FindingRow(grade, grade, "S", cell, "series", "unit", "2025", "1", "–", said, "do", "")


def given() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["A1"], sheet["B2"], sheet["C3"] = "ของฉัน", 12.5, "=B2*2"
    sheet["B2"].comment = Comment("จากรายงานหน้า 3", "เจ้าหน้าที่")
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_cells_are_marked_the_gravest_colour_and_every_sentence() -> None:
    rows = [found("note", "B2", "สังเกต"), found("impossible", "B2", "=2+5 เป็นไปไม่ได้")]
    book = load_workbook(io.BytesIO(marked(given(), rows, "ผล", "สรุป", "th")))
    cell = book["S"]["B2"]
    assert cell.fill.fgColor.rgb.endswith("F4B6B0")
    assert cell.comment.text.startswith("จากรายงานหน้า 3")
    assert cell.comment.text.index("เป็นไปไม่ได้") < cell.comment.text.index("สังเกต")
    assert (book["S"]["A1"].value, cell.value) == ("ของฉัน", 12.5)
    assert book["S"]["C3"].value == "=B2*2"  # the officer's own formula stays
    listed = book["ผลการตรวจสอบ"]
    assert listed["I6"].value == "=2+5 เป็นไปไม่ได้"
    assert listed["I6"].data_type == "s"
    assert listed["C5"].hyperlink.location == "'S'!B2" or "B2" in listed["C5"].hyperlink.ref + str(
        listed["C5"].hyperlink.target
    )


def test_marks_of_an_earlier_return_are_taken_off() -> None:
    once = marked(given(), [found("impossible", "B2", "ผิด")], "ผล", "สรุป", "th")
    twice = load_workbook(io.BytesIO(marked(once, [], "ผล", "สรุป", "th")))
    assert twice["S"]["B2"].comment.text == "จากรายงานหน้า 3"
    assert not twice["S"]["B2"].fill.fgColor.rgb.endswith("F4B6B0")
    assert twice.sheetnames.count("ผลการตรวจสอบ") == 1


def test_what_cannot_be_opened_says_so() -> None:
    with pytest.raises(CannotMark):
        marked(b"PK\x03\x04 nothing", [], "ผล", "สรุป", "th")
