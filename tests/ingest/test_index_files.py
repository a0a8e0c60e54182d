from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moibench.engine import Faults
from moibench.ingest.index_files import read_columns, read_index_files, sha256

EXAMPLE = Path(__file__).parents[2] / "docs/examples/invented"


def written(folder: Path, text: str | bytes, name: str = "DATA.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(Faults) as refused:
        read_columns(path)
    return refused.value.faults


def test_the_example_is_read_with_years_groups_and_denominators():
    own = read_index_files(EXAMPLE / "DATA.csv", EXAMPLE / "META.csv")
    assert own.values.shape == (8, 3, 12)
    assert own.years == (2021, 2022, 2023)
    assert set(own.groups["Cluster"]) == {"North", "South", "East"}
    assert own.unit_names["P07"] == "Kaew"
    assert np.isnan(own.values).sum() == 9


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_save_is_read(tmp_path, separator, encoding, end):
    rows = [["uCode", "uName", "a"], ["24", "ฉะเชิงเทรา", "1.5"], ["25", "ปราจีนบุรี", ""]]
    text = end.join(separator.join(row) for row in rows)
    columns = read_columns(written(tmp_path, text.encode(encoding)))
    assert {name: list(cells) for name, cells in columns.items()} == {
        "uCode": ["24", "25"], "uName": ["ฉะเชิงเทรา", "ปราจีนบุรี"], "a": ["1.5", ""],
    }  # fmt: skip


def test_quotes_may_hold_separators_and_lines(tmp_path):
    columns = read_columns(written(tmp_path, 'uCode,uName\n1,"a, b\nc"\n'))
    assert list(columns["uName"]) == ["a, b\nc"]


def test_columns_without_a_name_and_empty_rows_at_the_end_are_no_data(tmp_path):
    columns = read_columns(written(tmp_path, "uCode,a,\n1,2,\n,,\n\n"))
    assert {name: list(cells) for name, cells in columns.items()} == {"uCode": ["1"], "a": ["2"]}


def test_what_cannot_be_a_table_is_refused(tmp_path):
    assert faults_of(written(tmp_path, "")) == (
        "DATA.csv: is empty; its first line names the columns",
    )
    assert faults_of(written(tmp_path, "uCode,a,a,b,b\n")) == (
        "DATA.csv: the column 'a' stands twice",
        "DATA.csv: the column 'b' stands twice",
    )
    assert faults_of(written(tmp_path, "uCode,a\n1\n2,3\n4,5,6\n")) == (
        "DATA.csv row 2: has 1 cells, but the head has 2",
        "DATA.csv row 4: has 3 cells, but the head has 2",
    )
    (missing,) = faults_of(tmp_path / "nowhere.csv")
    assert missing.startswith("nowhere.csv: cannot be read (")
    (binary,) = faults_of(written(tmp_path, b"PK\x03\x04\xff\xfe\xfd\xdb"))
    assert binary == "DATA.csv: is not a text file in UTF-8; save it as CSV UTF-8"


def test_faults_of_every_file_are_told_at_once_with_the_row_that_a_spreadsheet_shows(tmp_path):
    data = written(tmp_path, "uCode,a\n1,x\n1,2\n")
    meta = written(
        tmp_path,
        "iCode,Type,Level,Parent,Direction,Weight\na,Indicator,1,I,2,1\nI,Aggregate,2,,1,1\n",
        "META.csv",
    )
    errors = written(tmp_path, "uCode,a\n1,-2\n", "ERRORS.csv")
    with pytest.raises(Faults) as refused:
        read_index_files(data, meta, errors)
    assert refused.value.faults == (
        "META.csv row 2: 'a' has the Direction 2; write 1 where high is good, -1 where low is",
        "DATA.csv row 3: unit '1' already stands in row 2",
        "DATA.csv row 2, column 'a': 'x' is text, not a number; leave the cell empty if the value "
        "is missing",
        "ERRORS.csv, column 'a': unit '1' has the standard error -2; it cannot be negative",
    )
    with pytest.raises(Faults) as refused:
        read_index_files(tmp_path / "no.csv", tmp_path / "none.csv")
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["no.csv", "none.csv"]


def test_the_checksum_is_of_the_bytes(tmp_path):
    path = written(tmp_path, "abc")
    assert sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
