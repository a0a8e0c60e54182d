"""Targets that officers wrote, read from CSV and YAML or refused line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from moibench.catalogue import load_catalogue
from moibench.ingest.errors import FiguresError
from moibench.ingest.target_files import read_target_file

CATALOGUE = load_catalogue()
HEAD = "indicator,unit,level,kind,value,base_year,base_value,target_year,agency_th,agency_en\n"
ROW = "hai,24,,absolute,0.7,2562,,2570,จังหวัด,Province\n"


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_csv_file_may_write_years_in_either_era(tmp_path: Path) -> None:
    rows = HEAD + ROW + "hai,,province,at_least,0.6,2019,0.6,2027,,\n"
    first, second = read_target_file(written(tmp_path, "t.csv", rows), CATALOGUE)
    assert (first.unit, first.base_year, first.target_year) == ("24", 2019, 2027)
    assert first.agency is not None
    assert first.agency.en == "Province"
    assert first.source.th == "t.csv"
    assert (second.level, second.base_value, second.agency) == ("province", 0.6, None)


def test_a_yaml_file_lists_targets(tmp_path: Path) -> None:
    content = """
targets:
  - {indicator: hai, unit: 24, kind: absolute, value: 0.7, base_year: 2562, target_year: 2570}
"""
    (found,) = read_target_file(written(tmp_path, "t.yaml", content), CATALOGUE)
    assert (found.unit, found.base_year) == ("24", 2019)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", HEAD, "holds no target"),
        ("t.csv", HEAD + ROW.replace("hai", "nothing"), "no indicator “nothing”"),
        ("t.csv", HEAD + ROW.replace("hai", "poverty_headcount"), "no figures yet"),
        ("t.csv", HEAD + ROW.replace(",24,", ",ฉะเชิงเทรา,"), "give its code"),
        ("t.csv", HEAD + ROW.replace("0.7", "much"), "line 2: value"),
        ("t.csv", HEAD + ROW.replace("2570", "2560"), "after base_year"),
        ("t.csv", HEAD + ROW.replace("2570", ""), "target_year"),
        ("t.csv", HEAD + ROW.replace("absolute", "double"), "line 2: kind"),
        ("t.csv", HEAD + ROW.replace(",24,,", ",24,province,"), "exactly one"),
        ("t.csv", HEAD + "hai,24\n", "differ in length"),
        ("t.yaml", "targets: 5", "must be a list"),
        ("t.yaml", "targets: [5]", "must be a list"),
        ("t.yaml", "a: [", "not readable YAML"),
        ("t.yaml", "", "must be a list"),
    ],
)
def test_a_faulty_file_is_refused_by_place(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    with pytest.raises(FiguresError) as refused:
        read_target_file(written(tmp_path, name, content), CATALOGUE)
    assert any(said in fault and fault.startswith(name) for fault in refused.value.faults)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    rows = HEAD + ROW.replace("hai", "nothing") + ROW.replace("0.7", "much")
    with pytest.raises(FiguresError) as refused:
        read_target_file(written(tmp_path, "t.csv", rows), CATALOGUE)
    assert len(refused.value.faults) == 2


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FiguresError, match=r"cannot be read"):
        read_target_file(tmp_path / "none.csv", CATALOGUE)
