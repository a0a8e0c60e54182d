"""Hostile and broken files are refused with a reason, in bounded memory and time."""

from __future__ import annotations

import os
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from moibench.ingest.table_files.limits import MEGABYTE, Limits
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.sheets import Odd, read_table_file
from tests.ingest.table_files.made import as_csv, as_ods, as_xlsx

ROWS = [["จังหวัด", "2562"], ["เชียงใหม่", 1.5]]


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_table_file(path, limits=limits)
    return caught.value.key


def with_part(path: Path, name: str, content: bytes) -> Path:
    as_xlsx(ROWS, path)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(name, content)
    return path


def test_a_picture_named_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)
    assert refused(path) == "not_a_table"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"\n <!DOCTYPE html><html><table>", "not_a_table"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, "old_workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"unit,value\n10,1\n\0\0", "nul_bytes"),
        ("unit,value\nเชียงใหม่,1\n".encode() + "ลำพูน,2\n".encode("cp874"), "mixed_encodings"),
        (b"unit,value\n\xfc\xfe\xff,1\n", "unknown_encoding"),
        (b'unit,value\n"' + b"x" * 60_000 + b'",1\n', "broken_line"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert refused(path) == key


def test_text_named_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"unit,value\n10,1\n")
    assert refused(path) == "not_a_workbook"


def test_the_line_of_the_fault_is_said(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("ก,1\nข,2\n".encode() + "จังหวัดตาก,3\n".encode("cp874"))
    with pytest.raises(ImportRefused) as caught:
        read_table_file(path)
    assert caught.value.fields == {"utf8": "1, 2", "other": "3"}


def test_macros_and_links_to_other_files(tmp_path: Path) -> None:
    assert refused(with_part(tmp_path / "m.xlsx", "xl/vbaProject.bin", b"x")) == "macros"
    link = "xl/externalLinks/externalLink1.xml"
    assert refused(with_part(tmp_path / "l.xlsx", link, b"<x/>")) == "external_links"
    ods = as_ods(ROWS, tmp_path / "m.ods")
    with zipfile.ZipFile(ods, "a") as packed:
        packed.writestr("Basic/Standard/Module1.xml", "<x/>")
    assert refused(ods) == "macros"


def test_encrypted_workbooks(tmp_path: Path) -> None:
    ods = as_ods(ROWS, tmp_path / "e.ods")
    content = ods.read_bytes()
    with zipfile.ZipFile(ods) as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
    )
    with zipfile.ZipFile(ods, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    assert refused(ods) == "encrypted"
    flagged = bytearray(content)
    at = flagged.rfind(b"PK\x01\x02")
    struct.pack_into("<H", flagged, at + 8, 1)
    ods.write_bytes(bytes(flagged))
    assert refused(ods) == "encrypted"


def seconds_of_work() -> float:
    """What this process and those it waited for have computed, however busy the machine is."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.98])
def test_a_workbook_cut_short(tmp_path: Path, share: float) -> None:
    path = as_xlsx(ROWS * 200, tmp_path / "cut.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refused(path) == "damaged"


def test_a_bomb_is_refused_by_its_stated_sizes_before_it_is_unpacked(tmp_path: Path) -> None:
    path = as_xlsx(ROWS, tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/image1.xml", b"0" * (40 * MEGABYTE))
    assert path.stat().st_size < MEGABYTE
    before = seconds_of_work()
    assert refused(path) == "packed_too_tightly"
    assert refused(path, replace(Limits(), unpacked=30 * MEGABYTE)) == "unpacks_too_large"
    assert seconds_of_work() - before < 5


def test_a_bomb_that_lies_about_its_size_stays_within_the_memory(tmp_path: Path) -> None:
    path = as_xlsx(ROWS, tmp_path / "liar.xlsx")
    with zipfile.ZipFile(path) as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    row = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"x" * 1_000 + b"</t></is></c></row>"
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", row * 100_000 + b"</sheetData>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    content = bytearray(path.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:  # state 100 bytes for every part
        struct.pack_into("<I", content, at + 24, 100)
        at += 4
    path.write_bytes(bytes(content))
    small = replace(Limits(), memory=400 * MEGABYTE, seconds=30)
    assert refused(path, small) in {"damaged", "too_much_memory", "unpacks_too_large", "long_cell"}


def test_a_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "จังหวัด"
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "corner.xlsx")
    before = seconds_of_work()
    assert refused(tmp_path / "corner.xlsx") == "too_much_memory"
    assert seconds_of_work() - before < 10


def test_a_million_columns_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(b"unit,2562" + b"," * 1_000_000 + b"\n10,1" + b"," * 1_000_000 + b"\n")
    rows = read_table_file(path).sheets[0].rows
    assert rows == [["unit", "2562"], ["10", "1"]]
    path.write_bytes(b"unit" + b",x" * 1_000_000 + b"\n")
    assert refused(path) == "too_wide"


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"unit,value\n")
        file.truncate(2 * 1024**3)  # takes no space on the disk
    before = seconds_of_work()
    assert refused(path) == "too_large"
    assert seconds_of_work() - before < 5


def test_more_rows_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"10,1\n" * 300)
    assert refused(path, replace(Limits(), rows=299)) == "too_many_rows"
    assert len(read_table_file(path, limits=replace(Limits(), rows=300)).sheets[0].rows) == 300


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "slow.csv"
    path.write_bytes(b"10,1\n" * 900_000)
    assert refused(path, replace(Limits(), seconds=1)) == "too_slow"


def test_xml_that_unfolds_itself_is_not_followed(tmp_path: Path) -> None:
    path = as_xlsx(ROWS, tmp_path / "entities.xlsx")
    with zipfile.ZipFile(path) as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    lines = ['<!ENTITY a0 "' + "x" * 1000 + '">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9)]
    head = "<?xml version='1.0'?><!DOCTYPE w [" + "".join(lines) + "]>"
    parts["xl/workbook.xml"] = head.encode() + b"<w>&a8;</w>"
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    assert refused(path) in {"damaged", "too_much_memory"}


def test_errors_dates_and_formulas_without_a_result_are_not_empty_cells(tmp_path: Path) -> None:
    import datetime as dt

    import xlsxwriter

    path = tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("ก")
        page.write_formula("A1", "=1/0", None, "#DIV/0!")
        page.write_formula("A2", "=1+1", None, 2)
        page.write_datetime("A3", dt.date(2019, 1, 1), book.add_format({"num_format": "d/m/y"}))
        page.write_boolean("A4", True)
    sheet = read_table_file(path).sheets[0]
    assert sheet.rows[0] == [Odd("#DIV/0!")]
    assert sheet.rows[1] == [2.0]
    assert isinstance(sheet.rows[2][0], Odd)
    assert sheet.rows[3] == [Odd("TRUE")]
    assert sheet.formulas == 2
    unsaved = openpyxl.Workbook()
    assert unsaved.active is not None
    unsaved.active["B2"] = "=SUM(A1:A9)"
    unsaved.save(path)
    assert read_table_file(path).sheets[0].cell(1, 1) == Odd("formula")


def test_the_process_that_reads_has_no_shell_and_takes_any_file_name(tmp_path: Path) -> None:
    path = tmp_path / "-rf; $(touch x) ‘ตาราง’.csv"
    path.write_bytes(as_csv(ROWS))
    assert read_table_file(path).sheets[0].rows[1] == ["เชียงใหม่", "1.5"]
