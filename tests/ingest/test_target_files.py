"""Targets that officers wrote into a file: CSV, Excel and YAML, read or refused by place."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from moibench.catalogue import load_catalogue
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.ingest.errors import FiguresError
from moibench.ingest.target_files import read_target_grid, target_grid
from moibench.presentation.target_table import (
    COLUMNS,
    Fault,
    fault_said,
    pasted_grid,
    read_targets,
    rows_of,
)

CATALOGUE = load_catalogue()
SOURCE = Text(th="แฟ้ม", en="file")
HEAD = "indicator,unit,level,kind,value,base_year,base_value,target_year,agency_th,agency_en\n"
ROW = "hai,24,,absolute,0.7,2562,,2570,จังหวัด,Province\n"


def read(name: str, content: str) -> tuple[list[Target], list[str]]:
    rows, faults = rows_of(target_grid(name, content.encode()), COLUMNS)
    found = read_targets(rows, CATALOGUE, unit=None, source=SOURCE)
    said = [fault_said(f, "en") for f in (*faults, *found.faults)]
    return [t for t in found.targets if t is not None], said


def test_a_csv_file_may_write_years_in_either_era() -> None:
    targets, faults = read("t.csv", HEAD + ROW + "hai,,province,at_least,0.6,2019,0.6,2027,,\n")
    assert faults == []
    first, second = targets
    assert (first.unit, first.base_year, first.target_year) == ("24", 2019, 2027)
    assert first.agency == Text(th="จังหวัด", en="Province")
    assert first.source == SOURCE
    assert (second.level, second.base_value, second.agency) == ("province", 0.6, None)


def test_a_yaml_file_lists_targets() -> None:
    content = """
targets:
  - {indicator: hai, unit: 24, kind: absolute, value: 0.7, base_year: 2562, target_year: 2570,
     source: {th: แผน, en: Plan}}
"""
    (found,), faults = read("t.yaml", content)
    assert faults == []
    assert (found.unit, found.base_year, found.source.en) == ("24", 2019, "Plan")


def test_a_workbook_gives_the_same_as_csv() -> None:
    book = openpyxl.Workbook()
    for line in (HEAD + ROW).splitlines():
        book.active.append(
            [float(c) if c in ("0.7", "2562", "2570") else c for c in line.split(",")]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    rows, faults = rows_of(target_grid("t.xlsx", buffer.getvalue()), COLUMNS)
    assert faults == ()
    targets = read_targets(rows, CATALOGUE, unit=None, source=SOURCE).targets
    assert list(targets) == read("t.csv", HEAD + ROW)[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ROW.replace("hai", "nothing"), "no indicator “nothing”"),
        (ROW.replace("hai", "poverty_headcount"), "no figures yet"),
        (ROW.replace(",24,", ",นครนายกกก,"), "give its code"),
        (ROW.replace("0.7", "much"), "Row 1, Target value: “much” is no number"),
        (ROW.replace("0.7", "inf"), "is no number"),
        (ROW.replace("2570", "2560"), "after the base year"),
        (ROW.replace("2570", ""), "Row 1, Target year: must be filled in"),
        (ROW.replace("absolute", "double"), "Row 1, Kind"),
        (ROW.replace(",24,,", ",24,province,"), "exactly one"),
        (ROW.replace(",24,,", ",,,"), "Name a unit or a level"),
        (ROW.replace(",24,,", ",,village,"), "no level “village”"),
        (ROW + ROW, "repeats row 1"),
        (ROW.replace("Province", "Province,more"), "more cells than the head"),
    ],
)
def test_a_faulty_row_is_refused_by_place(content: str, said: str) -> None:
    _, faults = read("t.csv", HEAD + content)
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", HEAD, "holds no target"),
        ("t.yaml", "targets: 5", "must be a list"),
        ("t.yaml", "targets: [5]", "must be a list"),
        ("t.yaml", "a: [", "not readable YAML"),
        ("t.yaml", "", "must be a list"),
        ("t.xlsx", "no workbook", "not a readable workbook"),
        ("t.csv", "a" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused(name: str, content: str, said: str) -> None:
    with pytest.raises(FiguresError) as refused:
        target_grid(name, content.encode())
    assert any(said in fault and fault.startswith(name) for fault in refused.value.faults)


def test_every_fault_is_told_at_once() -> None:
    _, faults = read("t.csv", HEAD + ROW.replace("hai", "nothing") + ROW.replace("0.7", "much"))
    assert len(faults) == 2


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FiguresError, match=r"cannot be read"):
        read_target_grid(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("๑,๒๓๔.๕", 1234.5),
        ("1:8", 8),
        ("ร้อยละ 12", 12),
        ("12%", 12),
        ("−3.5", -3.5),
        ("–3.5", -3.5),
        ("1 234", 1234),
    ],
)
def test_numbers_as_officers_write_them(typed: str, value: float) -> None:
    cells = {"indicator": "hai", "value": typed, "base_year": "2562", "target_year": "2570"}
    read = read_targets([cells], CATALOGUE, unit="24", source=SOURCE)
    assert read.faults == ()
    assert read.targets[0] is not None
    assert read.targets[0].value == value


def test_a_table_has_a_largest_size() -> None:
    grid = pasted_grid("\n".join(["hai\tabsolute\t1"] * 301))
    rows, faults = rows_of(grid, COLUMNS)
    assert (rows, faults) == ((), (Fault(0, "", "too_many", {"most": 300, "rows": 301}),))
