"""Read the sheets of an xlsx or ods workbook, and find what its reader would pass over in silence.

The reader gives an empty cell for an error such as #DIV/0! and for a formula that was never
computed; both are found in the file itself. Runs in the reading process.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from moibench.ingest.table_files.limits import Limits
from moibench.ingest.table_files.opening import Kind
from moibench.ingest.table_files.refusals import ImportRefused

_CELL = re.compile(rb"<c\s(?P<head>[^>]*?)(?:/>|>(?P<body>.*?)</c>)", re.DOTALL)
_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ODS_ERROR = re.compile(rb'calcext:value-type="error"')


@dataclass(slots=True)
class PackedSheet:
    """A sheet: rows of cells, merged areas (zero-based corners), cells that hold errors."""

    name: str
    rows: Iterator[list[Any]]
    merged: list[Any] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: int = 0
    hidden: bool = False


def read_workbook(path: Path, kind: Kind, limits: Limits) -> Iterator[PackedSheet]:
    """Yield the sheets in order.

    Raises:
        ImportRefused: encrypted, damaged, or wider or longer than any table.
    """
    from python_calamine import (
        CalamineError,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        load_workbook,
    )

    try:
        workbook = load_workbook(str(path))
        found = _xlsx_oddities(path, limits) if kind == "xlsx" else _ods_oddities(path, limits)
        for about in workbook.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.end is not None and sheet.end[1] >= limits.columns:
                raise ImportRefused(
                    "too_wide", sheet=about.name, columns=sheet.end[1] + 1, limit=limits.columns
                )
            errors, formulas = found.get(about.name, ({}, 0))
            yield PackedSheet(
                about.name,
                _padded(sheet),
                list(sheet.merged_cell_ranges or []),
                errors,
                formulas,
                about.visible != SheetVisibleEnum.Visible,
            )
    except PasswordError as error:
        raise ImportRefused("encrypted") from error
    except (CalamineError, zipfile.BadZipFile, ET.ParseError, KeyError) as error:
        raise ImportRefused("damaged", reason=str(error)) from error


def _padded(sheet: Any) -> Iterator[list[Any]]:
    """Yield rows such that a cell stands at its own place: the reader leaves out empty edges."""
    if sheet.start is None:
        return
    yield from sheet.to_python(skip_empty_area=False)


def _xlsx_oddities(path: Path, limits: Limits) -> dict[str, tuple[dict[str, str], int]]:
    """Return, by sheet, the cells that hold errors and how many hold formulas."""
    found = {}
    with zipfile.ZipFile(path) as packed:
        places = _sheet_parts(packed, limits)
        for name, part in places.items():
            content = _unpacked(packed, part, limits)
            # Not every "<f": a drop-down holds a "<formula1>".
            if b't="e"' in content or b"<f>" in content or b"<f " in content:
                found[name] = _oddities(content)
    return found


def _oddities(content: bytes) -> tuple[dict[str, str], int]:
    errors, formulas = {}, 0
    for cell in _CELL.finditer(content):
        head, body = cell["head"], cell["body"] or b""
        has_formula = b"<f" in body
        formulas += has_formula
        at = _AT.search(head)
        if at is None:
            continue
        place = (at[1] + at[2]).decode()
        value = re.search(rb"<v[^>]*>(.*?)</v>", body, re.DOTALL)
        if b't="e"' in head:
            errors[place] = value[1].decode("ascii", "replace") if value else "#?"
        elif has_formula and (value is None or not value[1]):
            errors[place] = "formula"
    return errors, formulas


def _sheet_parts(packed: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    book = ET.fromstring(_unpacked(packed, "xl/workbook.xml", limits))
    relations = ET.fromstring(_unpacked(packed, "xl/_rels/workbook.xml.rels", limits))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    places = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if part in packed.namelist():
                places[sheet.get("name", "")] = part
    return places


def _ods_oddities(path: Path, limits: Limits) -> dict[str, tuple[dict[str, str], int]]:
    with zipfile.ZipFile(path) as packed:
        if _ODS_ERROR.search(_unpacked(packed, "content.xml", limits)):
            raise ImportRefused("error_cells_somewhere")
    return {}


def _unpacked(packed: zipfile.ZipFile, part: str, limits: Limits) -> bytes:
    """Unpack a part, but not more than it may be: the stated size could be a lie."""
    with packed.open(part) as file:
        content = file.read(limits.unpacked + 1)
    if len(content) > limits.unpacked:
        raise ImportRefused(
            "unpacks_too_large", size="?", limit=f"{limits.unpacked / 1024 / 1024:,.0f}"
        )
    return content
