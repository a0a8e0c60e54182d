"""Put findings into the officer's own workbook: coloured cells with comments, and a sheet of them.

What the officer wrote stays: the file is opened, marked and saved, and marks of an earlier return
are taken off first. It runs in a process of its own, bounded in memory and time.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import moibench
from moibench.ingest.workbook.layout import FINDINGS_SHEET
from moibench.presentation.findings import FindingRow
from moibench.presentation.language import Language, text

_SECONDS = 120
_PROCESS = "moibench.reports.officer_workbook.marking_process"
HEADS = ("grade", "sheet", "cell", "series", "unit", "year", "value", "expectation", "said", "do")


class CannotMark(Exception):
    """The workbook could not be opened for marking; its findings stand on the screen."""


@dataclass(frozen=True)
class Marks:
    """What is written into a workbook: rows of findings, the sheet's title and heads."""

    title: str
    summary: str
    heads: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    sheet: str = FINDINGS_SHEET


def marked(
    content: bytes, rows: Sequence[FindingRow], title: str, summary: str, language: Language
) -> bytes:
    """Return the workbook with its findings marked.

    Raises:
        CannotMark: it could not be opened, or took too much memory or time.
    """
    heads = tuple(text(f"findings.head.{key}", language) for key in HEADS)
    marks = Marks(title, summary, heads, tuple(asdict(row) for row in rows))
    package = str(Path(moibench.__file__).parents[1])
    searched = os.pathsep.join(p for p in (package, os.environ.get("PYTHONPATH", "")) if p)
    wanted = json.dumps(asdict(marks), ensure_ascii=False).encode()
    try:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "moibench.reports.officer_workbook.marking_process",
                str(len(wanted)),
            ],
            input=wanted + content,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "PYTHONPATH": searched},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        said = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()[-1:]
        raise CannotMark(" ".join(said) or type(error).__name__) from error
    return done.stdout


def mark(content: bytes, marks: Marks) -> bytes:
    """Mark a workbook in this process."""
    from openpyxl import load_workbook

    from moibench.reports.officer_workbook.marked_cells import list_findings, mark_cells, take_off

    book = load_workbook(io.BytesIO(content))
    take_off(book, marks)
    mark_cells(book, marks)
    list_findings(book, marks)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
