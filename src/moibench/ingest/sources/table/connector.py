"""Fetch a CSV file or a workbook from an address, or read it from a path of this machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from moibench.ingest.sources.arrived import Arrived, Ask, FetchFailed

LARGEST = 100 * 1024 * 1024
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)
_ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".ods"}


def fetch(address: str, options: Mapping[str, str], ask: Ask) -> Arrived:
    """Return the table at an address or a path.

    Raises:
        FetchFailed: nothing usable came, such as a page for people in place of a file.
    """
    if _ADDRESS.match(address):
        final, content = ask(address)
        name = unquote(PurePosixPath(urlsplit(final).path).name)
    else:
        final, content, name = address, _read(Path(address)), Path(address).name
    return Arrived(final, content, named(name, content), content)


def named(name: str, content: bytes) -> str:
    """Return a name whose ending is that of a table.

    Raises:
        FetchFailed: it is a page for people: often a sign-in, or "not found" said with status 200.
    """
    if _PAGE.match(content[:200]):
        raise FetchFailed("a_page")
    path = PurePosixPath(name or "table")
    if path.suffix.lower() in _ENDINGS:
        return path.name
    return f"{path.name}.{'xlsx' if content.startswith(b'PK') else 'csv'}"


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FetchFailed("no_file", path=path)
        if path.stat().st_size > LARGEST:
            raise FetchFailed("too_large", limit=LARGEST)
        content = path.read_bytes()
    except OSError as error:
        raise FetchFailed("unreachable", reason=error) from error
    if not content.strip():
        raise FetchFailed("empty")
    return content
