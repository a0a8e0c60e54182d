"""Read a CSV file: its encoding and delimiter are found, never assumed.

Runs in the reading process.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moibench.ingest.table_files.limits import Limits
from moibench.ingest.table_files.refusals import ImportRefused

DELIMITERS = (",", ";", "\t", "|")
_THAI = re.compile("[\u0e00-\u0e7f]")
_SAMPLE_LINES = 200
_LINES_NAMED = 5


@dataclass(frozen=True, slots=True)
class Delimited:
    """A CSV file as it was found to be written."""

    encoding: str
    delimiter: str
    rows: Iterator[list[str]]


def read_delimited(path: Path, limits: Limits) -> Delimited:
    """Open a CSV file.

    Raises:
        ImportRefused: NUL bytes, mixed or unknown encodings, or a row longer than any table's.
    """
    encoding, text = _decoded(path.read_bytes())
    delimiter = _delimiter(text)
    return Delimited(encoding, delimiter, _rows(text, delimiter, limits))


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return "utf-16", content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ImportRefused("damaged", reason=str(error)) from error
    if (at := content.find(b"\0")) >= 0:
        raise ImportRefused("nul_bytes", line=content.count(b"\n", 0, at) + 1)
    try:
        marked = content.startswith(b"\xef\xbb\xbf")
        return "utf-8-sig" if marked else "utf-8", content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    _refuse_mixture(content)
    try:
        return "cp874", content.decode("cp874")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportRefused("unknown_encoding", line=line) from error


def _refuse_mixture(content: bytes) -> None:
    """Refuse a file in which some lines are UTF-8 Thai and others are not UTF-8 at all."""
    utf8, other = [], []
    for number, line in enumerate(content.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            if _THAI.search(line.decode("utf-8")):
                utf8.append(number)
        except UnicodeDecodeError:
            other.append(number)
    if utf8 and other:
        raise ImportRefused(
            "mixed_encodings",
            utf8=", ".join(map(str, utf8[:_LINES_NAMED])),
            other=", ".join(map(str, other[:_LINES_NAMED])),
        )


def _delimiter(text: str) -> str:
    """Return the delimiter by which most lines have the same number, more than one, of cells."""
    sample = list(io.StringIO(text[: 200 * _SAMPLE_LINES], newline=""))[:_SAMPLE_LINES]
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        wide = [w for w in widths if w > 1]
        if wide:
            usual = max(set(wide), key=wide.count)
            found = (wide.count(usual), usual)
            if found > most:
                best, most = delimiter, found
    return best


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(limits.text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefused("broken_line", line=reader.line_num, reason=str(error)) from error
        yield row
