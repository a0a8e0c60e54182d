"""DATA.csv and META.csv of an index, in COINr's shape, read from disk."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from moibench.engine.faults import Faults
from moibench.engine.frames import Columns
from moibench.engine.index_data import IndexData, read_index

# What spreadsheets in Thailand save: UTF-8 with or without its mark, or Thai Windows.
ENCODINGS = ("utf-8-sig", "cp874")
SEPARATORS = (",", ";", "\t")
HEAD_LINE = 1


def read_index_files(data: Path, meta: Path, errors: Path | None = None) -> IndexData:
    """Read an index from its files.

    Args:
        data: a row per unit and year.
        meta: a row per code.
        errors: standard errors, in the shape of `data`.

    Raises:
        Faults: every fault of all files at once, each naming file, row and column.
    """
    faults: list[str] = []
    tables: list[Columns | None] = []
    for path in (data, meta, errors):
        try:
            tables.append(None if path is None else read_columns(path))
        except Faults as error:
            faults.extend(error.faults)
            tables.append(None)
    if faults:
        raise Faults(faults)
    names = {"data": data.name, "meta": meta.name, "first_row": str(HEAD_LINE + 1)}
    if errors is not None:
        names["errors"] = errors.name
    return read_index(*tables, names=names)


def read_columns(path: Path) -> Columns:
    """Read a CSV file into its columns, every cell a text.

    Raises:
        Faults: the file cannot be read or is empty, a column stands twice, or rows and head
            differ in length.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Faults([f"{path.name}: cannot be read ({error.strerror or error})"]) from error
    text = _decoded(content, path.name)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    lines = list(csv.reader(text.splitlines(keepends=True), delimiter=separator))
    if not lines or not any(lines[0]):
        raise Faults([f"{path.name}: is empty; its first line names the columns"])
    head = [name.strip() for name in lines[0]]
    faults = [
        f"{path.name}: the column {name!r} stands twice"
        for name in sorted({n for n in head if head.count(n) > 1 and n})
    ]
    rows = []
    for number, row in enumerate(lines[1:], start=HEAD_LINE + 1):
        if not any(cell.strip() for cell in row):
            rows.append([""] * len(head))
        elif len(row) != len(head):
            faults.append(
                f"{path.name} row {number}: has {len(row)} cells, but the head has {len(head)}"
            )
        else:
            rows.append(row)
    if faults:
        raise Faults(faults)
    while rows and not any(rows[-1]):
        rows.pop()
    cells = zip(*rows, strict=True) if rows else ([] for _ in head)
    # A spreadsheet's spare columns have no name; R's row numbers have none either.
    return {name: own for name, own in zip(head, cells, strict=True) if name}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _decoded(content: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Faults([f"{name}: is not a text file in UTF-8; save it as CSV UTF-8"])
