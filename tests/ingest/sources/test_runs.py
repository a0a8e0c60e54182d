"""A fetch that a page began is a process of its own: it tells how far it is, and stops."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from moibench.ingest.sources import runs
from moibench.ingest.sources.arrived import FetchFailed
from tests.ingest.sources.site import Site, served

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as running:
        yield running


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_it_tells_how_far_it_is_and_stops_when_told(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOIBENCH_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("MOIBENCH_PRIVATE_SOURCES", "1")
    monkeypatch.delenv("MOIBENCH_DATABASE", raising=False)
    go_on = threading.Event()

    def slowly(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        handler.wfile.write(b"x" * 200_000)
        handler.wfile.flush()
        go_on.wait(60)

    site.answers["/slow.csv"] = slowly

    defining = [sys.executable, "-m", "moibench", "source", "define", "slow", "--kind", "table"]
    address = f"{site.address}/slow.csv"
    subprocess.run([*defining, "--address", address], capture_output=True, check=True)

    def newest() -> tuple[str, str, str, dict[str, int]]:
        with closing(sqlite3.connect(tmp_path / "moibench.sqlite3")) as database:
            said = "select outcome, refused, fetched_by, counts from fetching_fetch order by -id"
            *line, counts = database.execute(said).fetchone()
        return (*line, json.loads(counts))

    assert runs.going(tmp_path, "slow") is None
    runs.begin(tmp_path, "slow", "somebody")
    with pytest.raises(FetchFailed, match="busy"):
        runs.begin(tmp_path, "slow", "another")

    def receives() -> bool:
        found = runs.going(tmp_path, "slow")
        return found is not None and found.step == "receiving" and found.count > 0

    until(receives)
    runs.stop(tmp_path, "slow")
    until(lambda: runs.going(tmp_path, "slow") is None)  # though the other side still waits
    go_on.set()
    assert newest() == ("failed", "stopped", "somebody", {})
    site.gives("/slow.csv", "unit,year,births\n24,2565,6400\n20,2565,17000\n21,2565,8000\n")
    runs.begin(tmp_path, "slow", "somebody")
    until(lambda: runs.going(tmp_path, "slow") is None)
    for process in runs._begun:
        process.wait(60)
    outcome, refused, _, counts = newest()
    assert (outcome, refused, counts["added"]) == ("fetched", "", 3)


def test_one_that_died_is_not_taken_for_going_on(tmp_path: Path) -> None:
    folder = tmp_path / "fetching" / "dead"
    folder.mkdir(parents=True)
    (folder / "asked").write_text(json.dumps({"by": "x", "since": time.time()}))
    assert runs.going(tmp_path, "dead") is not None  # it may only be starting
    (folder / "asked").write_text(json.dumps({"by": "x", "since": time.time() - 3600}))
    (folder / "process").write_text(str(os.getpid()))
    (folder / "told").write_text("Traceback\nMemoryError\n")
    assert runs.going(tmp_path, "dead") is None
    runs.stop(tmp_path, "dead")  # and no stranger of that number is stopped
    assert runs.last_words(tmp_path, "dead")[1] == "MemoryError"
