"""template, check and export from a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moibench.cli import main
from tests.ingest.workbook.filling import Filling

pytestmark = pytest.mark.django_db


def test_a_template_is_written_filled_checked_and_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, marked = tmp_path / "t.xlsx", tmp_path / "m.xlsx"
    assert main(["template", "24", "--published", "--year", "2568", "-o", str(path)]) == 0
    filling = Filling(path.read_bytes())
    filling.put("hai", "24", 6.6)
    filling.put("births", "24", 6100)
    path.write_bytes(filling.saved())
    capsys.readouterr()
    assert main(["check", str(path), "-o", str(marked), "--json", "--language", "en"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {k: said[k] for k in ("added", "changed", "refused")} == {
        "added": 1,
        "changed": 0,
        "refused": 1,
    }
    (finding,) = [f for f in said["findings"] if f["grade"] == "impossible"]
    assert finding["expected"] == {"low": 0.0, "high": 1.0}
    cell = Filling(marked.read_bytes()).sheet[finding["cell"]]
    assert finding["said"] in cell.comment.text


def test_what_a_unit_reports_itself_is_its_template(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    assert main(["template", "ฉะเชิงเทรา", "--year", "2025", "-o", str(path)]) == 0
    ids = [
        c.value for c in Filling(path.read_bytes()).sheet["A"] if c.value and "/" in str(c.value)
    ]
    assert ids == ["disaster_affected_persons/24", "disaster_deaths/24"]
    assert main(["template", "24", "--year", "2499", "-o", str(path)]) == 2


def test_what_is_no_template_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"a,b\n1,2\n")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().err.strip()


def test_the_stored_figures_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--series", "household_debt_share", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["checked"] == 385
    slips = [f for f in said["findings"] if f["code"] == "slip"]
    assert [(f["unit"], f["year"]) for f in slips] == [("75", 2017)]


@pytest.mark.parametrize("form", ["csv", "sdmx-csv", "sdmx-ml", "json-stat"])
def test_an_export_is_written_whole(form: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    asked = ["export", "--series", "hai", "--year", "2564", "--format", form, "-o", str(path)]
    assert main(asked) == 0
    assert path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_series_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["export", "--series", "nothing", "-o", str(tmp_path / "x.csv")]) == 2
    assert "nothing" in capsys.readouterr().err
