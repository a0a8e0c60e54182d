"""What kind of file it is by its content, and whether a packed one is safe to unpack.

Runs in the reading process; nothing here knows Django or the catalogue.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from moibench.ingest.table_files.limits import Limits
from moibench.ingest.table_files.refusals import ImportRefused

Kind = Literal["csv", "xlsx", "ods"]
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
}


def kind_of(path: Path, limits: Limits) -> Kind:
    """Tell the kind by the first bytes; the name's ending proves nothing.

    Raises:
        ImportRefused: empty, too large, encrypted, an old workbook, or no table at all.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise ImportRefused("unreadable", reason=error.strerror or str(error)) from error
    if size == 0:
        raise ImportRefused("empty")
    if size > limits.file:
        raise ImportRefused("too_large", size=_megabytes(size), limit=_megabytes(limits.file))
    if head.startswith(_OLE):
        raise ImportRefused("encrypted" if _is_encrypted(path) else "old_workbook")
    if head.startswith(b"PK"):
        return _packed_kind(path, limits)
    for start, name in _OTHER_KINDS.items():
        if head.startswith(start):
            raise ImportRefused("not_a_table", kind=name)
    if re.match(rb"\s*(<!doctype html|<html|<\?xml)", head, re.IGNORECASE):
        raise ImportRefused("not_a_table", kind="HTML/XML")
    if path.suffix.lower() in {".xlsx", ".xlsm", ".ods"}:
        raise ImportRefused("not_a_workbook", ending=path.suffix)
    return "csv"


def _packed_kind(path: Path, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            _refuse_bombs(parts, path.stat().st_size, limits)
            if any(part.flag_bits & 0x1 for part in parts):
                raise ImportRefused("encrypted")
            if any(_MACROS.search(name) for name in names):
                raise ImportRefused("macros")
            if "xl/workbook.xml" in names:
                if any(name.startswith("xl/externalLinks/") for name in names):
                    raise ImportRefused("external_links")
                return "xlsx"
            if "content.xml" in names and "META-INF/manifest.xml" in names:
                manifest = packed.read("META-INF/manifest.xml")
                if b"encryption-data" in manifest:
                    raise ImportRefused("encrypted")
                if b"opendocument.spreadsheet" in manifest:
                    return "ods"
            if "xl/workbook.bin" in names:
                raise ImportRefused("not_a_table", kind="xlsb")
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise ImportRefused("damaged", reason=str(error)) from error
    raise ImportRefused("not_a_table", kind="ZIP")


def _refuse_bombs(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Refuse by the sizes that the archive states; the reading process's memory is limited too."""
    if len(parts) > limits.parts:
        raise ImportRefused("too_many_parts", count=len(parts), limit=limits.parts)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise ImportRefused(
            "unpacks_too_large", size=_megabytes(unpacked), limit=_megabytes(limits.unpacked)
        )
    if unpacked > limits.ratio_counts_from and unpacked > limits.ratio * size:
        raise ImportRefused("packed_too_tightly", ratio=unpacked // size, limit=limits.ratio)


def _is_encrypted(path: Path) -> bool:
    """Tell an encrypted workbook from an old one by the name of its stream."""
    with path.open("rb") as file:
        return _ENCRYPTED in file.read(4 * 1024 * 1024)


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):,.1f}"
