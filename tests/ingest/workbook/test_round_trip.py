"""Whatever was moved, sorted, renamed or pasted in a template has a clear answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from moibench.analysis.looking import refresh
from moibench.catalogue import Catalogue
from moibench.ingest.built_in import load_built_in
from moibench.ingest.workbook.preview import Preview, preview_filled
from moibench.ingest.workbook.read import NotATemplate
from moibench.ingest.workbook.rows import recorded_slots, template
from moibench.presentation.pages.workbook import status_words
from moibench.reports.officer_workbook.template import write_template
from tests.ingest.workbook.filling import Filling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = dt.date(2026, 11, 23)
YEAR = 2025


@pytest.fixture
def catalogue(db: None) -> Catalogue:
    found = refresh()
    load_built_in(found)
    return found


@pytest.fixture
def blank(catalogue: Catalogue) -> Filling:
    return made(catalogue, "24", YEAR)


def made(catalogue: Catalogue, unit: str, year: int) -> Filling:
    slots = recorded_slots(catalogue, unit, year)
    found = template(catalogue, unit, year, TODAY, slots)
    return Filling(write_template(found, catalogue, "th"))


def read(filling: Filling, catalogue: Catalogue, folder: Path, **asked: Any) -> Preview:
    path = folder / "filled.xlsx"
    path.write_bytes(filling.saved())
    return preview_filled(path, catalogue, TODAY, status_words(), **asked)


def codes(found: Preview) -> set[tuple[str, str]]:
    return {(f.grade, f.code) for f in found.findings}


def test_only_the_cells_to_fill_are_open(blank: Filling) -> None:
    sheet, row = blank.sheet, blank.row("births", "24")
    assert sheet.protection.sheet
    open_keys = {
        key for key, c in blank.columns.items() if not sheet.cell(row, c).protection.locked
    }
    assert open_keys == {f"value:{YEAR}", "status", "reason"}
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    hints = [v for v in sheet.data_validations.dataValidation if v.type == "decimal"]
    assert any("6,315" in (v.prompt or "") for v in hints)
    choice = next(v for v in sheet.data_validations.dataValidation if v.type == "list")
    assert "ไม่มีข้อมูล" in choice.formula1


def test_an_empty_template_changes_nothing(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    found = read(blank, catalogue, tmp_path)
    assert found.changes == ()
    assert found.findings == ()


def test_what_is_stored_comes_back_unchanged_to_the_last_digit(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    found = read(made(catalogue, "TH", 2020), catalogue, tmp_path)
    assert {c.kind for c in found.changes} == {"unchanged"}
    assert len(found.changes) > 1000
    assert found.findings == ()


def test_numbers_as_people_type_them(blank: Filling, catalogue: Catalogue, tmp_path: Path) -> None:
    blank.put("births", "24", "๖,๑๐๐")
    blank.put("population_midyear", "24", " 730,000 ")
    blank.put("hai", "24", "-", "", "ยังไม่เผยแพร่")
    found = read(blank, catalogue, tmp_path)
    values = {e.series: (e.value, e.status) for e in found.filled.entries}
    assert values == {
        "births": (6100.0, "final"),
        "population_midyear": (730000.0, "final"),
        "hai": (None, "missing"),
    }


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abc", "not_a_number"),
        ("1.234.567", "separators"),
        ("(120)", "in_parentheses"),
        (dt.date(2025, 1, 2), "odd_cell"),
        (True, "odd_cell"),
        ("'=1+1", "not_a_number"),
        ("=1+1", "formula"),
    ],
)
def test_what_is_no_number_is_refused_at_its_cell(
    blank: Filling, catalogue: Catalogue, tmp_path: Path, typed: object, code: str
) -> None:
    cell = blank.put("births", "24", typed)
    found = read(blank, catalogue, tmp_path)
    (finding,) = [f for f in found.findings if f.blocks]
    assert (finding.code, finding.cell, finding.sheet) == (code, cell, "กรอกข้อมูล")
    assert not found.of_kind("added")


def test_no_data_wants_a_reason(blank: Filling, catalogue: Catalogue, tmp_path: Path) -> None:
    blank.put("births", "24", None, "ไม่มีข้อมูล")
    assert ("impossible", "needs_reason") in codes(read(blank, catalogue, tmp_path))


def test_rows_and_columns_may_be_inserted_sheets_renamed_and_rows_deleted(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    blank.put("births", "24", 6100)
    blank.sheet.delete_rows(blank.row("hai", "24"))
    blank.sheet.insert_rows(2, 3)
    blank.sheet.title = "ของฉัน"
    found = read(blank, catalogue, tmp_path)
    assert [(e.series, e.value) for e in found.filled.entries] == [("births", 6100.0)]
    assert codes(found) == {("note", "rows_deleted")}
    assert found.findings[0].fields["count"] == 1


def test_rows_may_be_sorted(blank: Filling, catalogue: Catalogue, tmp_path: Path) -> None:
    blank.put("births", "24", 6100)
    blank.put("hai", "24", 0.66)
    one, other = blank.row("births", "24"), blank.row("hai", "24")
    for column in range(1, blank.sheet.max_column + 1):
        a, b = blank.sheet.cell(one, column), blank.sheet.cell(other, column)
        a.value, b.value = b.value, a.value
    found = read(blank, catalogue, tmp_path)
    assert {e.series: e.value for e in found.filled.entries} == {"births": 6100.0, "hai": 0.66}


def test_names_that_were_parted_from_their_ids_are_nobodys(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    """Sorting without the hidden column would give each series another's value."""
    blank.put("births", "24", 6100)
    name = blank.sheet.cell(blank.row("births", "24"), blank.columns["series"])
    name.value = "ดัชนีความก้าวหน้าของคน"
    found = read(blank, catalogue, tmp_path)
    assert codes(found) == {("impossible", "row_moved")}
    assert found.changes == ()


def test_an_inserted_row_with_a_value_is_named(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    at = blank.row("hai", "24")
    blank.sheet.insert_rows(at)
    blank.sheet.cell(at, blank.value_column).value = 12
    found = read(blank, catalogue, tmp_path)
    assert codes(found) == {("impossible", "row_without_id")}


def test_a_row_of_another_unit_is_refused(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    row = blank.row("births", "24")
    blank.put("births", "24", 6100)
    blank.sheet.cell(row, 1).value = "births/20"
    found = read(blank, catalogue, tmp_path)
    assert ("impossible", "not_to_fill") in codes(found)


def test_a_copied_row_is_given_twice(blank: Filling, catalogue: Catalogue, tmp_path: Path) -> None:
    blank.put("births", "24", 6100)
    end = blank.sheet.max_row + 1
    for column in range(1, blank.sheet.max_column + 1):
        blank.sheet.cell(end, column).value = blank.sheet.cell(
            blank.row("births", "24"), column
        ).value
    blank.sheet.cell(end, blank.value_column).value = 6200
    assert ("impossible", "twice_differently") in codes(read(blank, catalogue, tmp_path))


def test_the_wrong_template_says_which_it_is(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    for asked, key in (({"unit": "20"}, "another_unit"), ({"year": 2024}, "another_year")):
        with pytest.raises(NotATemplate) as refusal:
            read(blank, catalogue, tmp_path, **asked)
        assert refusal.value.key == f"workbook.refused.{key}"
    blank.sheet.cell(1, 1).value = "moibench-template-9"
    with pytest.raises(NotATemplate) as refusal:
        read(blank, catalogue, tmp_path)
    assert refusal.value.key == "workbook.refused.newer_template"
    blank.sheet.cell(1, 1).value = None
    with pytest.raises(NotATemplate) as refusal:
        read(blank, catalogue, tmp_path)
    assert refusal.value.key == "workbook.refused.not_a_template"


def test_an_older_template_is_read_with_a_note(
    blank: Filling, catalogue: Catalogue, tmp_path: Path
) -> None:
    about = blank.book["_moibench"]
    for row in about.iter_rows():
        if row[0].value in ("catalogue", "data"):
            row[1].value = "old"
    blank.put("births", "24", 6100)
    found = read(blank, catalogue, tmp_path)
    assert codes(found) == {("note", "older_catalogue"), ("note", "stored_since")}


def test_big_jumps_come_first(blank: Filling, catalogue: Catalogue, tmp_path: Path) -> None:
    blank.put("births", "24", 6100)
    blank.put("household_income", "24", 60000, "", "ตรวจกับรายงานแล้ว")
    blank.put("hai", "24", 0.66)
    found = read(blank, catalogue, tmp_path)
    assert [c.entry.series for c in found.of_kind("added")] == [
        "household_income",
        "births",
        "hai",
    ]
    jump = next(f for f in found.findings if f.series == "household_income")
    assert jump.confirmed == "ตรวจกับรายงานแล้ว"
    assert not found.asks
