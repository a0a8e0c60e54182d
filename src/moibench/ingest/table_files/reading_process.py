"""The process that reads one file and writes its sheets as lines of JSON. It knows no database.

`python -m moibench.ingest.table_files.reading_process FILE LIMITS`
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from moibench.ingest.table_files.delimited import read_delimited
from moibench.ingest.table_files.limits import Limits
from moibench.ingest.table_files.opening import kind_of
from moibench.ingest.table_files.packed_workbook import read_workbook
from moibench.ingest.table_files.refusals import ImportRefused

_TRAILING_EMPTY_ROWS = 10_000


def main(path: Path, limits: Limits) -> int:
    """Write the file's sheets, or why it is refused, to standard output."""
    out = sys.stdout
    try:
        _confine(limits)
        for line in _lines(path, limits):
            out.write(json.dumps(line, ensure_ascii=False))
            out.write("\n")
        out.write('{"end": true}\n')
    except ImportRefused as refused:
        out.write(json.dumps({"refused": refused.key, "fields": refused.fields}))
        out.write("\n")
    except MemoryError:
        out.write(json.dumps({"refused": "too_much_memory", "fields": {}}) + "\n")
    out.flush()
    return 0


def _confine(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows, where the sizes checked first and the time are what holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(path: Path, limits: Limits) -> Iterator[Any]:
    kind = kind_of(path, limits)
    if kind == "csv":
        table = read_delimited(path, limits)
        yield {"kind": kind, "encoding": table.encoding, "delimiter": table.delimiter}
        yield {"sheet": "", "merged": [], "errors": {}, "formulas": 0, "hidden": False}
        yield from _bounded(table.rows, limits)
        return
    yield {"kind": kind, "encoding": "", "delimiter": ""}
    for sheet in read_workbook(path, kind, limits):
        yield {
            "sheet": sheet.name,
            "merged": sheet.merged,
            "errors": sheet.errors,
            "formulas": sheet.formulas,
            "hidden": sheet.hidden,
        }
        yield from _bounded(sheet.rows, limits)


def _bounded(rows: Iterable[list[Any]], limits: Limits) -> Iterator[list[Any]]:
    """Yield rows without their empty ends, up to the limits."""
    count = cells = empty = 0
    for row in rows:
        plain = [_plain(cell, limits) for cell in row]
        while plain and plain[-1] == "":
            plain.pop()
        if not plain:
            empty += 1
            if empty > _TRAILING_EMPTY_ROWS:
                return
            continue
        for _ in range(empty):
            yield []
        count += empty + 1
        cells += len(plain)
        empty = 0
        if len(plain) > limits.columns:
            raise ImportRefused("too_wide", sheet="", columns=len(plain), limit=limits.columns)
        if count > limits.rows or cells > limits.cells:
            raise ImportRefused("too_many_rows", rows=limits.rows, cells=limits.cells)
        yield plain


def _plain(cell: Any, limits: Limits) -> Any:
    match cell:
        case str():
            if len(cell) > limits.text:
                raise ImportRefused("long_cell", limit=limits.text)
            return cell.strip()
        case bool():
            return {"other": "TRUE" if cell else "FALSE"}
        case int() | float():
            return cell
        case dt.datetime() | dt.date() | dt.time() | dt.timedelta():
            return {"other": str(cell)}
        case None:
            return ""
    return {"other": str(cell)}


if __name__ == "__main__":
    # Thai in the file must not depend on the machine's own encoding.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.exit(main(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2]))))
