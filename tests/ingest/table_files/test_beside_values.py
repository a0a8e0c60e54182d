"""Standard errors and reasons beside values, and the template of published figures imported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from moibench.ingest.table_files.commit import commit
from moibench.ingest.table_files.mapping import mapping_from
from moibench.ingest.table_files.preview import Preview, preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.workbook.rows import Slot, recorded_slots, template
from moibench.presentation.pages.workbook import status_words
from moibench.reports.officer_workbook.template import write_template
from moibench.store.models import Observation
from moibench.store.standard_errors import standard_errors
from tests.ingest.table_files.made import as_csv, catalogue
from tests.ingest.workbook.filling import Filling

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
HEAD = ["unit", "year", "value", "standard_error"]


def previewed(tmp_path: Path, *rows: list[str], head: list[str] = HEAD) -> tuple[Preview, Path]:
    path = tmp_path / "t.csv"
    path.write_bytes(as_csv([head, *rows]))
    return preview_file(path, catalogue(), TODAY, series="births"), path


def test_a_standard_error_beside_a_value_is_stored_and_counts_as_part_of_it(tmp_path: Path) -> None:
    preview, path = previewed(tmp_path, ["24", "2567", "6900", "12.5"], ["27", "2567", "4200", ""])
    assert preview.mapping.standard_error is not None
    commit(preview, path, catalogue(), "somchai", reason="r")
    assert standard_errors() == {("births", "24", 2024): 12.5}
    again, _ = previewed(tmp_path, ["24", "2567", "6900", "12.5"], ["27", "2567", "4200", ""])
    assert (again.unchanged, again.added, again.changed) == (2, (), ())
    without, _ = previewed(tmp_path, ["24", "2567", "6900"], ["27", "2567", "4200"], head=HEAD[:3])
    assert (without.unchanged, without.changed) == (2, ())
    other, path = previewed(tmp_path, ["24", "2567", "6900", "13"], ["27", "2567", "4200", "-"])
    assert [(c.unit, c.standard_error, c.error_before) for c in other.changed] == [("24", 13, 12.5)]
    commit(other, path, catalogue(), "somchai", reason="r")
    assert standard_errors() == {("births", "24", 2024): 13.0}


@pytest.mark.parametrize(("value", "error"), [("6900", "-1"), ("6900", "มาก"), ("-", "3")])
def test_what_is_no_standard_error_blocks_and_says_its_cell(
    tmp_path: Path, value: str, error: str
) -> None:
    preview, _ = previewed(tmp_path, ["24", "2567", value, error], ["27", "2567", "4200", ""])
    assert preview.is_blocked
    found = {f.cell: f.code for f in preview.findings if f.blocks}
    assert found == {"D2": "not_a_standard_error"}


def test_a_mapping_may_not_ask_for_standard_errors_of_a_wide_table() -> None:
    wide = {"unit": {"column": "A"}, "year": {"head": True}, "series": {"fixed": "births"}}
    with pytest.raises(ImportRefused, match="mapping_faulty"):
        mapping_from(wide | {"standard_error": {"column": "B"}}, catalogue())


def filled(slots: tuple[Slot, ...], *cells: tuple[str, object, str, str], year: int) -> bytes:
    rows = template(catalogue(), "24", year, TODAY, slots)
    filling = Filling(write_template(rows, catalogue(), "th"))
    for series, value, status, reason in cells:
        filling.put(series, "24", value, status, reason)
    return filling.saved()


def test_a_filled_template_of_published_figures_is_imported_with_its_reasons(
    tmp_path: Path,
) -> None:
    path = tmp_path / "แบบกรอก.xlsx"
    slots = (Slot("births", "24"), Slot("lfs_employed", "24"))
    cells = ("births", "๖๙,๐๐๐", "", ""), ("lfs_employed", "-", "", "ยังไม่เผยแพร่")
    path.write_bytes(filled(slots, *cells, year=2023))
    preview = preview_file(path, catalogue(), TODAY, status_words=status_words())
    assert preview.origin == "template"
    assert {c.series: (c.value, c.status, c.cell) for c in preview.added} == {
        "births": (69000.0, "final", preview.added[0].cell),
        "lfs_employed": (None, "missing", preview.added[1].cell),
    }
    # The mapping as the page sends it back leads to the same.
    again = preview_file(
        path, catalogue(), TODAY, mapping=preview.mapping, status_words=status_words()
    )
    assert again.added == preview.added
    commit(again, path, catalogue(), "somchai", reason="ตรวจแล้ว")
    stored = {
        o.series: (o.value, o.reason) for o in Observation.objects.filter(entered_by="somchai")
    }
    assert stored == {"births": (69000.0, "ตรวจแล้ว"), "lfs_employed": (None, "ยังไม่เผยแพร่")}


def test_a_template_of_a_units_own_returns_is_led_to_its_page(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    series = "disaster_deaths"
    path.write_bytes(filled((Slot(series, "24"),), (series, 3, "", ""), year=2025))
    with pytest.raises(ImportRefused, match=f"template_of_returns .*{series}"):
        preview_file(path, catalogue(), TODAY, status_words=status_words())


def test_every_series_of_a_published_template_can_come_back(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    slots = recorded_slots(catalogue(), "24", 2019)
    path.write_bytes(filled(slots, year=2019))
    preview = preview_file(path, catalogue(), TODAY, status_words=status_words())
    assert (preview.unchanged, preview.is_blocked) == (len([s for s in slots if s.now]), False)
    assert preview.unchanged > 30
