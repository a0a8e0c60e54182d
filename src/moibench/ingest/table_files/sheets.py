"""Read a file's sheets in a process of their own, bounded in memory and time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import moibench
from moibench.ingest.table_files.limits import Limits
from moibench.ingest.table_files.refusals import ImportRefused

Cell = Any  # str ("" where empty), int, float, or Odd
Progress = Callable[[str, int], None]
_TELL_EVERY = 20_000
_STOPPED = (-9, -24)  # by the timer, or by the limit of processor time


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that is neither text nor a number: a date, a truth value, an error."""

    shown: str


@dataclass(slots=True)
class Sheet:
    """Rows of cells, ragged at the right; merged areas as zero-based corners."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    formulas: int = 0
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell by its zero-based place, "" beyond the row's end."""
        if row >= len(self.rows):
            return ""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that was read: its name and digest, how it was written, and its sheets."""

    name: str
    sha256: str
    kind: str
    encoding: str
    delimiter: str
    sheets: tuple[Sheet, ...]


def read_table_file(
    path: Path,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> TableFile:
    """Read a CSV, xlsx or ods file; nothing in it is executed, and its memory and time are bounded.

    Args:
        path: the file.
        name: what people call it, by default the path's last part.
        limits: by default those of `Limits`.
        progress: told "reading" and the rows read, now and then.

    Raises:
        ImportRefused: it is no table, is hostile, damaged, or larger than the limits.
    """
    limits = limits or Limits()
    if not path.is_file():
        raise ImportRefused("unreadable", reason=f"{path.name}: not a file")
    received = _Received(progress)
    with tempfile.TemporaryFile() as said:
        process = _started(path, limits, said)
        timer = threading.Timer(limits.seconds, process.kill)
        timer.start()
        try:
            assert process.stdout is not None
            with process.stdout as lines:
                for line in lines:
                    received.line(line)
            process.wait()
            late = process.returncode in _STOPPED
        finally:
            timer.cancel()
            process.kill()
            process.wait()
        if not received.ended:
            said.seek(0)
            complaint = said.read(4_000).decode("utf-8", "replace")
            if late:
                raise ImportRefused("too_slow", seconds=limits.seconds)
            if "memory" in complaint.lower():
                raise ImportRefused("too_much_memory")
            last = complaint.strip().splitlines()[-1:] or ["-"]
            raise ImportRefused("damaged", reason=last[0])
    return received.file(name or path.name, _sha256(path))


class _Received:
    """What the reading process has said so far."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.about: dict[str, Any] = {}
        self.sheets: list[Sheet] = []
        self.errors: list[dict[str, str]] = []
        self.count = 0
        self.ended = False

    def line(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:  # it died in the middle of a line
            return
        if isinstance(said, list):
            self.sheets[-1].rows.append(
                [Odd(c["other"]) if isinstance(c, dict) else c for c in said]
            )
            self.count += 1
            if self.progress and self.count % _TELL_EVERY == 0:
                self.progress("reading", self.count)
        elif "refused" in said:
            raise ImportRefused(said["refused"], **said["fields"])
        elif "kind" in said:
            self.about = said
        elif "end" in said:
            self.ended = True
        else:
            merged = [((a[0], a[1]), (b[0], b[1])) for a, b in said["merged"]]
            self.sheets.append(Sheet(said["sheet"], [], merged, said["formulas"], said["hidden"]))
            self.errors.append(said["errors"])

    def file(self, name: str, sha256: str) -> TableFile:
        for sheet, errors in zip(self.sheets, self.errors, strict=True):
            for place, error in errors.items():
                _put(sheet, place, Odd(error))
        about = self.about
        return TableFile(
            name, sha256, about["kind"], about["encoding"], about["delimiter"], tuple(self.sheets)
        )


def place_of(row: int, column: int) -> str:
    """Return the name of a cell as a spreadsheet shows it, from zero-based numbers: "C7"."""
    return f"{column_letter(column)}{row + 1}"


@lru_cache(maxsize=1_024)
def column_letter(column: int) -> str:
    """Return a zero-based column's letters."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the zero-based number of a column's letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _put(sheet: Sheet, place: str, cell: Odd) -> None:
    letters = place.rstrip("0123456789")
    row, column = int(place[len(letters) :]) - 1, column_number(letters)
    while len(sheet.rows) <= row:
        sheet.rows.append([])
    cells = sheet.rows[row]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = cell


def _started(path: Path, limits: Limits, said: IO[bytes]) -> subprocess.Popen[bytes]:
    package = str(Path(moibench.__file__).parents[1])
    searched = os.pathsep.join(p for p in (package, os.environ.get("PYTHONPATH", "")) if p)
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "moibench.ingest.table_files.reading_process",
            str(path.resolve()),
            json.dumps(limits.as_numbers()),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=said,
        env={**os.environ, "PYTHONPATH": searched},
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
