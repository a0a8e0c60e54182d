"""Whatever the shape a table is written in, the same values are read from it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, note, settings
from hypothesis import strategies as st

from moibench.ingest.table_files.names import Names
from moibench.ingest.table_files.propose import find_sheet, propose
from moibench.ingest.table_files.rows import extract
from moibench.ingest.table_files.sheets import Sheet, TableFile, read_table_file
from tests.ingest.table_files.made import Rows, as_csv, catalogue

NAMES = Names(catalogue())
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
PROVINCES = [c for c, u in catalogue().units.items() if u.unit_type == "province" and c != "38"]

tables = st.fixed_dictionaries(
    {
        "units": st.lists(st.sampled_from(PROVINCES), min_size=2, max_size=20, unique=True),
        "years": st.lists(st.integers(1990, 2030), min_size=1, max_size=5, unique=True),
        "shape": st.sampled_from(["wide", "long", "across"]),
        "named": st.sampled_from(["th", "en", "upper", "code", "prefix"]),
        "be": st.booleans(),
        "thai": st.booleans(),
        "thousands": st.booleans(),
        "heading": st.booleans(),
        "seed": st.integers(0, 10**6),
    }
)


def named(code: str, how: str) -> str:
    unit = catalogue().units[code]
    return {
        "th": unit.name.th,
        "en": unit.name.en,
        "upper": unit.name.en.upper(),
        "code": code,
        "prefix": f"จังหวัด{unit.name.th}",
    }[how]


def written(table: dict) -> tuple[Rows, dict[tuple[str, int], float]]:  # type: ignore[type-arg]
    values = {
        (u, y): round((i * 7919 + y * 31 + table["seed"]) % 1_000_003 / 7, 2)
        for i, u in enumerate(table["units"])
        for y in table["years"]
    }

    def number(value: float) -> str:
        text = f"{value:,.2f}" if table["thousands"] else f"{value:.2f}"
        return text.translate(THAI) if table["thai"] else text

    def year(ce: int) -> str:
        return str(ce + 543 if table["be"] else ce)

    def name(code: str) -> str:
        return named(code, table["named"])

    rows: Rows = [["สรุปผลประจำปี"], []] if table["heading"] else []
    if table["shape"] == "wide":
        rows.append(["จังหวัด", *map(year, table["years"])])
        rows += [[name(u), *(number(values[u, y]) for y in table["years"])] for u in table["units"]]
    elif table["shape"] == "across":
        rows.append(["ปี", *(name(u) for u in table["units"])])
        rows += [[year(y), *(number(values[u, y]) for u in table["units"])] for y in table["years"]]
    else:
        rows.append(["จังหวัด", "ปี", "ค่า"])
        rows += [[name(u), year(y), number(v)] for (u, y), v in values.items()]
    return rows, values


def read(file: TableFile) -> tuple[dict[tuple[str, int], float | None], int]:
    mapping = propose(file, catalogue(), NAMES, series="births")
    found = extract(find_sheet(file, mapping, NAMES), mapping, catalogue(), NAMES)
    assert {v.series for v in found.values} <= {"births"}
    return {(v.unit, v.year): v.value for v in found.values}, found.refused


def side_by_side_is_told(table: dict) -> bool:  # type: ignore[type-arg]
    """Units side by side are known by names, five of them or more; fewer may be anything."""
    return table["shape"] != "across" or (table["named"] != "code" and len(table["units"]) >= 5)


@settings(max_examples=150, deadline=None)
@given(tables.filter(side_by_side_is_told))
def test_the_same_values_are_read_from_every_shape(table: dict) -> None:  # type: ignore[type-arg]
    rows, values = written(table)
    note(repr(rows)[:600])
    file = TableFile("t", "", "csv", "", "", (Sheet("", [list(r) for r in rows]),))
    assert read(file) == (values, 0)


@settings(max_examples=12, deadline=None)
@given(
    tables.filter(side_by_side_is_told),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp874", "utf-16"]),
)
def test_the_same_from_every_way_to_write_a_file(
    table: dict,
    delimiter: str,
    encoding: str,  # type: ignore[type-arg]
) -> None:
    rows, values = written(table)
    note(repr(rows)[:600])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(as_csv(rows, delimiter=delimiter, encoding=encoding))
        file = read_table_file(path)
    assert (file.delimiter, read(file)) == (delimiter, (values, 0))
