"""Killed at any moment, an import is stored whole or not at all, and the next start says so."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import moibench
from tests.ingest.table_files.made import as_csv, figures

pytestmark = pytest.mark.slow
KILLS = 100
COMMAND = "import sys; from moibench.cli import main; sys.exit(main(sys.argv[1:]))"
# One process makes ready; each attempt is a fork of it, so that a hundred take seconds, not
# minutes. Every eighth reads the file anew; the others begin with what was read before, as that
# holds as long as nothing was stored. It prints a line when the import begins and has ended.
SCRIPT = """
import datetime as dt, os, sys
from pathlib import Path
from moibench.cli.prepare import prepare
prepare()
from django.db import connections
from moibench.analysis.catalogue import current_catalogue
from moibench.ingest.table_files.commit import commit
from moibench.ingest.table_files.preview import preview_file
from moibench.store.cube import state
catalogue = current_catalogue()
print("ready", flush=True)
previews = {}
def read(path):
    return preview_file(path, catalogue, dt.date(2026, 11, 23), series="births")
for line in sys.stdin:
    how, name = line.split()
    path, known = Path(name), state()
    if how == "write" and (name, known) not in previews:
        previews[name, known] = read(path)
    connections.close_all()
    child = os.fork()
    if child == 0:
        print(f"begun {os.getpid()}", flush=True)
        preview = previews[name, known] if how == "write" else read(path)
        print("writing", flush=True)
        commit(preview, path, catalogue, "test", reason="r")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)
"""


def test_a_hundred_power_cuts_leave_all_or_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {
        **os.environ,
        "MOIBENCH_HOME": str(home),
        "PYTHONPATH": str(Path(moibench.__file__).parents[1]),
    }
    environment.pop("MOIBENCH_DATABASE", None)
    known = figures("births")
    units = sorted({u for u, _ in known} - {"TH"})
    newest = max(y for _, y in known)
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    chance = random.Random(2569)
    outcomes = {"whole": 0, "none": 0}
    try:
        assert process.stdout.readline() == "ready\n"
        longest = started = 0.0
        stored: dict[str, int] = {}
        for attempt in range(KILLS + 2):
            # What was stored whole is followed by other values, so each has all to write.
            more = outcomes["whole"] + 1
            rows = [["unit", "2565"]]
            rows += [[u, str(int(known[u, newest]) + more)] for u in units]
            path = tmp_path / f"table{more}.csv"
            path.write_bytes(as_csv(rows))
            process.stdin.write(f"{'write' if attempt % 8 else 'read'} {path}\n")
            process.stdin.flush()
            child = int(process.stdout.readline().split()[1])
            if attempt % 8:  # while it writes, where a fault would do harm; else while it reads
                assert process.stdout.readline() == "writing\n"
                started = time.monotonic()
            if attempt > 1:  # the first ones run to their end, and say how long that is
                time.sleep(chance.uniform(0, 1.1) * longest)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            line = process.stdout.readline()
            line = process.stdout.readline() if line == "writing\n" else line
            ended = int(line.split()[1])
            if attempt == 1:
                longest = time.monotonic() - started
            elif ended == 0 and attempt % 8:  # the first ones may have met a busier machine
                longest = min(longest, time.monotonic() - started)
            assert ended in (0, -signal.SIGKILL)
            before, stored = (
                stored,
                _stored(home / "moibench.sqlite3", is_checked=attempt % 10 == 0),
            )
            wanted = {u: int(v) for u, v in rows[1:]}
            assert stored in (before, wanted)
            outcomes["whole" if stored == wanted else "none"] += 1
        _stored(home / "moibench.sqlite3", is_checked=True)
        begun, whole = _imports(home / "moibench.sqlite3")
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    # Of the attempts that had begun to write, the database says which ended.
    assert whole == outcomes["whole"]
    assert outcomes["none"] >= KILLS // 10
    assert begun > 0
    asked = ["import", str(path), "--series", "births", "--language", "en"]
    said = subprocess.run(
        [sys.executable, "-c", COMMAND, *asked],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stderr.count("was interrupted. Nothing of it was stored") == begun
    shutil.rmtree(home)


def _stored(path: Path, *, is_checked: bool) -> dict[str, int]:
    """Return the newest value of every unit as another process finds it."""
    with sqlite3.connect(path) as database:
        if is_checked:  # takes half of an attempt's time
            assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        rows = database.execute(
            "SELECT unit, value FROM store_observation WHERE series = 'births' AND year = 2022"
            " ORDER BY id"
        )
        found = {unit: int(value) for unit, value in rows}
    database.close()
    return found


def _imports(path: Path) -> tuple[int, int]:
    with sqlite3.connect(path) as database:
        counted = dict(
            database.execute("SELECT outcome, COUNT(*) FROM imports_import GROUP BY outcome")
        )
    database.close()
    return counted.get("begun", 0), counted.get("stored", 0)
