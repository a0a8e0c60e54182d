"""Read the cells of a file of targets, CSV, Excel or YAML, or say everything wrong with it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import yaml

from moibench.ingest.errors import FiguresError

Grid = list[list[str]]
LARGEST = 5_000_000  # bytes; a table of targets is far smaller
_UNPACKED = 20 * LARGEST  # of a workbook, so that a bomb is not unpacked


def read_target_grid(path: Path) -> Grid:
    """Return the cells of a file on disk; the first row is its head.

    Raises:
        FiguresError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FiguresError([f"{path.name}: cannot be read ({error.strerror})"]) from error
    return target_grid(path.name, content)


def target_grid(name: str, content: bytes) -> Grid:
    """Return the cells of a file that was handed in, empty rows left out.

    Raises:
        FiguresError: it is too large, damaged, of another kind, or empty.
    """
    if len(content) > LARGEST:
        raise FiguresError([f"{name}: is larger than {LARGEST // 1_000_000} MB"])
    kind = Path(name).suffix.lower()
    if content[:2] == b"PK" or kind in (".xlsx", ".xls", ".ods"):
        grid = _of_workbook(name, content)
    elif kind in (".yaml", ".yml"):
        grid = _of_yaml(name, _decoded(name, content))
    else:
        grid = _of_text(name, _decoded(name, content))
    found = [row for row in grid if any(row)]
    if len(found) < 2:
        raise FiguresError([f"{name}: holds no target"])
    return found


def _decoded(name: str, content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp874"):  # Thai Excel saves CSV in the latter
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FiguresError([f"{name}: cannot be read (neither UTF-8 nor Windows-874)"])


def _of_text(name: str, content: str) -> Grid:
    if "\x00" in content:
        raise FiguresError([f"{name}: is no table; hand in CSV or Excel"])
    head = content.partition("\n")[0]
    mark = max("\t;,", key=head.count)
    try:
        return [
            [cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(content), delimiter=mark, strict=True)
        ]
    except csv.Error as error:
        raise FiguresError([f"{name}: is not readable CSV ({error})"]) from error


def _of_workbook(name: str, content: bytes) -> Grid:
    from python_calamine import CalamineError, CalamineWorkbook  # only when a workbook comes

    try:
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
                    raise FiguresError([f"{name}: is too large when unpacked"])
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_said(cell) for cell in row] for row in sheet.to_python()]
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise FiguresError([f"{name}: is not a readable workbook ({error})"]) from error


def _said(cell: Any) -> str:
    match cell:
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case dt.datetime() | dt.date():
            return cell.isoformat()
    return str(cell).strip()


def _of_yaml(name: str, content: str) -> Grid:
    try:
        loaded = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise FiguresError([f"{name}: is not readable YAML ({error})"]) from error
    listed = loaded.get("targets") if isinstance(loaded, dict) else None
    if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
        raise FiguresError([f"{name}: targets: must be a list of targets"])
    rows = [dict(_flat(entry)) for entry in listed]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    return [heads, *([row.get(key, "") for key in heads] for row in rows)]


def _flat(entry: dict[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in entry.items():
        if isinstance(value, dict):
            pairs += [(f"{key}_{lang}", str(words)) for lang, words in value.items()]
        elif value is not None:
            pairs.append((str(key), str(value)))
    return pairs
