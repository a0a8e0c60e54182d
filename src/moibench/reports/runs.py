"""Runs of many documents that people start from a page: each a process and a folder of its own.

A run outlives the page and the server that began it. What it is doing is read from its folder,
so a run that died is seen as stopped and can go on.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from moibench.reports.batch import folder_of
from moibench.reports.template import Template
from moibench.reports.write import ReportError, write_file

ARCHIVE = "reports.zip"
MOST_RUNS = 20
RunState = Literal["running", "stopping", "stopped", "failed", "finished"]
GOING: tuple[RunState, ...] = ("running", "stopping")


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what was asked, by whom and when, how far it is. said: the end of what it told."""

    id: str
    by: str
    began: str
    asked: dict[str, Any]
    state: RunState
    made: int
    wanted: int
    size: int
    said: str


def runs(home: Path) -> tuple[Run, ...]:
    """Return every run of a data folder, the newest first."""
    folders = [f for f in _root(home).glob("*") if (f / "run.json").is_file()]
    return tuple(sorted((_read(f) for f in folders), key=lambda r: r.began, reverse=True))


def begin_run(
    home: Path,
    arguments: list[str],
    asked: dict[str, Any],
    by: str,
    now: str,
    templates: Mapping[str, Template] = MappingProxyType({}),
) -> str:
    """Begin a run of `moibench reports` with these arguments, and return its id.

    templates: by kind; they are kept in the run's folder, so that a run that goes on later
    writes into the same ones.

    Raises:
        ReportError: another run is going on, or too many are kept.
    """
    held = runs(home)
    if any(run.state in GOING for run in held):
        raise ReportError("batch.error.busy")
    if len(held) >= MOST_RUNS:
        raise ReportError("batch.error.many", most=str(MOST_RUNS))
    run_id = secrets.token_hex(6)
    folder = _root(home) / run_id
    folder.mkdir(parents=True)
    for kind, template in templates.items():
        path = folder / f"template.{kind}"
        write_file(path, template.content)
        arguments = [*arguments, "--template", str(path)]
    stated = {"by": by, "began": now, "asked": asked, "arguments": arguments}
    write_file(folder / "run.json", json.dumps(stated, ensure_ascii=False).encode())
    _start(folder, arguments)
    return run_id


def go_on(home: Path, run_id: str) -> None:
    """Let a run that was stopped or died go on where it ended.

    Raises:
        ReportError: there is no such run, or one is going on.
    """
    folder = _folder(home, run_id)
    if any(run.state in GOING for run in runs(home)):
        raise ReportError("batch.error.busy")
    _start(folder, json.loads((folder / "run.json").read_text(encoding="utf-8"))["arguments"])


def stop_run(home: Path, run_id: str) -> None:
    """Ask a run to stop after the documents in hand; what was made stays.

    Raises:
        ReportError: there is no such run.
    """
    (_folder(home, run_id) / "stop").touch()


def delete_run(home: Path, run_id: str) -> None:
    """Delete a run and what it made.

    Raises:
        ReportError: there is no such run, or it is going on.
    """
    folder = _folder(home, run_id)
    if _read(folder).state in GOING:
        raise ReportError("batch.error.busy")
    shutil.rmtree(folder)


def archive_of(home: Path, run_id: str) -> Path:
    """Return the archive of a finished run.

    Raises:
        ReportError: there is no such run, or it is not finished.
    """
    archive = _folder(home, run_id) / ARCHIVE
    if not archive.is_file():
        raise ReportError("batch.error.no_run")
    return archive


def _root(home: Path) -> Path:
    return home / "reports"


def _folder(home: Path, run_id: str) -> Path:
    folder = _root(home) / run_id
    if not run_id.isalnum() or not (folder / "run.json").is_file():
        raise ReportError("batch.error.no_run")
    return folder


def _start(folder: Path, arguments: list[str]) -> None:
    (folder / "stop").unlink(missing_ok=True)
    (folder / "ended").unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "moibench",
        "reports",
        *arguments,
        "-o",
        str(folder / ARCHIVE),
        "--stop-file",
        str(folder / "stop"),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    write_file(folder / "pid", str(process.pid).encode())


def _read(folder: Path) -> Run:
    stated = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    log = folder / "log"
    said = log.read_text(encoding="utf-8", errors="replace").strip() if log.is_file() else ""
    made = 0
    notes = folder_of(folder / ARCHIVE) / "made.jsonl"
    archive = folder / ARCHIVE
    wanted = int(stated["asked"].get("wanted", 0))
    state: RunState = "stopped"
    if archive.is_file():
        state, made = "finished", wanted
    else:
        if notes.is_file():
            made = notes.read_text(encoding="utf-8").count("\n")
        if _is_alive(folder):
            state = "stopping" if (folder / "stop").exists() else "running"
        elif not (folder / "stop").exists() and "Traceback" in said:
            state = "failed"
    return Run(
        folder.name,
        stated["by"],
        stated["began"],
        stated["asked"],
        state,
        made,
        wanted,
        archive.stat().st_size if archive.is_file() else 0,
        "" if state in {*GOING, "finished"} else said.splitlines()[-1] if said else "",
    )


def _is_alive(folder: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        pid = int((folder / "pid").read_text())
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # one that ended would else be kept for its parent
        os.kill(pid, 0)
        return True
    return False
