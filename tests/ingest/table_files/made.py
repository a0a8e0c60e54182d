"""Tables in the shapes agencies publish, made from the figures that come with the system."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from moibench.catalogue import Catalogue, load_catalogue
from moibench.catalogue.load import BUILT_IN

Rows = list[list[Any]]
# The four regions of the statistical office's tables, which are not the ministry's six.
NSO_REGIONS = {
    "กรุงเทพมหานคร": ["10"],
    "ภาคกลาง": [*map(str, range(11, 28)), *map(str, range(70, 78))],
    "ภาคเหนือ": [*map(str, range(50, 59)), *map(str, range(60, 68))],
    "ภาคตะวันออกเฉียงเหนือ": [*map(str, range(30, 50))],
    "ภาคใต้": [*map(str, range(80, 97))],
}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return load_catalogue()


@lru_cache(maxsize=32)
def figures(series: str) -> dict[tuple[str, int], float]:
    """Return value by (unit, CE year) of the newest edition that has the series."""
    found: dict[tuple[str, int], float] = {}
    for path in sorted((BUILT_IN / "observations").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["series"] == series and row["value"]:
                    found[row["unit"], int(row["year"])] = float(row["value"])
    assert found, series
    return found


def th(code: str) -> str:
    return catalogue().units[code].name.th


def nso_wide(series: str, years: Sequence[int], *, digits: int = 0) -> Rows:
    """A heading, a head of two rows, the country, regions with their provinces below, notes."""
    known = figures(series)
    buddhist = [str(y + 543) for y in years]
    rows: Rows = [
        ["ตารางที่ 1  จำแนกตามภาคและจังหวัด"],
        [],
        ["ภาคและจังหวัด", catalogue().series[series].name.th, *[""] * (len(years) - 1)],
        ["", *buddhist],
    ]

    def line(name: str, codes: Sequence[str]) -> list[Any]:
        sums = [sum(known[c, y] for c in codes if (c, y) in known) for y in years]
        return [name, *(f"{s:,.{digits}f}" for s in sums)]

    every = [c for codes in NSO_REGIONS.values() for c in codes]
    rows.append(line("ทั่วราชอาณาจักร", _there(every)))
    for region, codes in NSO_REGIONS.items():
        there = _there(codes)
        if region != "กรุงเทพมหานคร":
            rows.append(line(region, there))
        rows += [line(f"   {th(c)}", [c]) for c in there]
    rows += [[], ["หมายเหตุ: ข้อมูลไตรมาส 4"], ["ที่มา: สำนักงานสถิติแห่งชาติ"]]
    return rows


def _there(codes: Sequence[str]) -> list[str]:
    return [c for c in codes if c in catalogue().units]


def as_csv(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Rows, path: Path, *, merged: Sequence[str] = (), sheet: str = "ตาราง") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    book.save(path)
    return path


def as_ods(rows: Rows, path: Path, *, sheet: str = "ตาราง") -> Path:
    """Write a workbook as LibreOffice does, as far as its reader looks."""

    def cell(value: Any) -> str:
        if value == "":
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return (
                f'<table:table-cell office:value-type="float" office:value="{value}">'
                f"<text:p>{value}</text:p></table:table-cell>"
            )
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
        )

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="{sheet}">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", kind, zipfile.ZIP_STORED)
        packed.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        packed.writestr("content.xml", content)
    return path
