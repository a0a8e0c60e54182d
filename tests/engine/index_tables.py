"""A small index as tables, for tests that change one thing of it."""

from __future__ import annotations

import copy
from typing import Any

from moibench.engine import IndexData, read_index

META: dict[str, list[Any]] = {
    "iCode": ["Cluster", "Pop", "a", "b", "c", "d", "P", "Q", "I"],
    "iName": ["Cluster", "People", "A", "B", "C", "D", "Pillar P", "Pillar Q", "Index"],
    "Type": ["Group", "Denominator", *["Indicator"] * 4, *["Aggregate"] * 3],
    "Level": [None, None, 1, 1, 1, 1, 2, 2, 3],
    "Parent": ["", "", "P", "P", "Q", "Q", "I", "I", ""],
    "Direction": [None, None, 1, -1, 1, 1, 1, 1, 1],
    "Weight": [None, None, 2, 1, 1, 1, 1, 3, 1],
    "Denominator": ["", "", "Pop", "", "", "", "", "", ""],
    "Target": [None, None, 9, 1, 5, None, None, None, None],
    "Unit": ["", "people", "per head", "%", "years", "%", "", "", ""],
}
DATA: dict[str, list[Any]] = {
    "uCode": ["u", "v", "w", "x", "y"],
    "Cluster": ["N", "N", "S", "S", "S"],
    "Pop": [10.0, 20.0, 10.0, 40.0, 50.0],
    "a": [10.0, 60.0, 20.0, 200.0, 150.0],
    "b": [4.0, 3.0, 2.0, 9.0, 5.0],
    "c": [5.0, 6.0, None, 1.0, 3.0],
    "d": [7.0, 2.0, 8.0, 1.0, 9.0],
}


def meta(**columns: list[Any]) -> dict[str, list[Any]]:
    """META with some columns replaced."""
    return {**copy.deepcopy(META), **columns}


def data(**columns: list[Any]) -> dict[str, list[Any]]:
    """DATA with some columns replaced."""
    return {**copy.deepcopy(DATA), **columns}


def with_cell(
    table: dict[str, list[Any]], column: str, row: int, value: Any
) -> dict[str, list[Any]]:
    """Return the table with one cell replaced, counted from 0."""
    changed = copy.deepcopy(table)
    changed[column][row] = value
    return changed


def index(**columns: list[Any]) -> IndexData:
    """The index with some columns of DATA replaced."""
    return read_index(data(**columns), META)


def panel() -> IndexData:
    """The same units in two years; the second is better in `d`, and `y` has no second row."""
    later = {code: values[:4] for code, values in DATA.items()}
    both = {code: DATA[code] + later[code] for code in DATA}
    both["d"] = [*DATA["d"], *(value + 1 for value in later["d"])]
    both["Time"] = [2019] * 5 + [2021] * 4
    return read_index(both, META)
