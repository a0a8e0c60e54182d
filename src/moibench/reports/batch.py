"""The documents of many units in one run: stoppable, resumable, one archive at the end.

The run keeps everything in a folder beside the archive until all is made. Each document is noted
once it stands there whole, so a run that was stopped, or died, goes on where it ended.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TextIO

from moibench.analysis.errors import AnalysisError
from moibench.analysis.looking import look
from moibench.analysis.profile import profile
from moibench.analysis.vantage import MapChoice
from moibench.presentation.language import Language
from moibench.presentation.moments import parse_moment
from moibench.reports.documents import KINDS, build, gather
from moibench.reports.worker import begin
from moibench.reports.write import ReportError, why_not_written, write_file

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can say
WORKERS = max(1, min(2, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be made: for which units, of which year, from where it is seen."""

    units: tuple[str, ...]
    kinds: tuple[str, ...]
    year: int
    language: Language
    with_bangkok: bool = False
    edition: str | None = None
    as_of: str | None = None
    map_choice: MapChoice = "restated"


@dataclass(frozen=True, slots=True)
class Made:
    """A document that stands in the folder, or why a unit has none."""

    unit: str
    kind: str
    file: str = ""
    sha256: str = ""
    size: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: documents made, refused and wanted."""

    made: int
    refused: int
    wanted: int


def folder_of(archive: Path) -> Path:
    """Return the folder in which an archive's documents are gathered."""
    return archive.with_name(f"{archive.name}.partial")


def run_batch(
    work: Work,
    archive: Path,
    *,
    tell: Callable[[Progress], None] = lambda progress: None,
    is_stopped: Callable[[], bool] = lambda: False,
    workers: int = WORKERS,
) -> bool:
    """Make every document of the work, or those still missing, and put them into one archive.

    tell: called after each unit. is_stopped: asked after each unit; documents made so far stay.

    Returns:
        Whether the archive is complete; False where it was stopped.

    Raises:
        ReportError: another work lies in the folder, figures changed since it began, or a file
            cannot be written. What was made stays for the next run.
    """
    folder = folder_of(archive)
    data_version = _begin_folder(work, folder)
    done = {(made.unit, made.kind): made for made in _noted(folder)}
    missing = [
        (unit, tuple(kind for kind in work.kinds if (unit, kind) not in done))
        for unit in work.units
    ]
    wanted = [(unit, kinds) for unit, kinds in missing if kinds]
    tell(_progress(work, done))
    with (folder / "made.jsonl").open("a", encoding="utf-8") as notes:
        for answers in _made(work, wanted, folder, data_version, workers, is_stopped):
            for made in answers:
                done[made.unit, made.kind] = made
            _note(notes, answers)
            tell(_progress(work, done))
    if len(done) < len(work.units) * len(work.kinds):
        return False
    ordered = [done[unit, kind] for unit in work.units for kind in work.kinds]
    _write_archive(work, ordered, folder, archive, data_version)
    shutil.rmtree(folder)
    return True


def _note(notes: TextIO, answers: list[Made]) -> None:
    try:
        for made in answers:
            notes.write(json.dumps(dataclasses.asdict(made), ensure_ascii=False) + "\n")
        notes.flush()
        os.fsync(notes.fileno())
    except OSError as error:
        raise why_not_written(error, Path(notes.name)) from error


def _progress(work: Work, done: dict[tuple[str, str], Made]) -> Progress:
    refused = sum(bool(made.refused) for made in done.values())
    return Progress(len(done) - refused, refused, len(work.units) * len(work.kinds))


def _begin_folder(work: Work, folder: Path) -> str:
    """Make the folder or check that it holds this very work; return the version of the data."""
    stated = json.loads(json.dumps(dataclasses.asdict(work)))
    with _seen(work):
        now = profile(work.units[0], work.year, with_bangkok=work.with_bangkok)
    begun = {"work": stated, "data_version": now.stamp.data_version}
    path = folder / "work.json"
    if path.exists():
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["work"] != stated:
            raise ReportError("batch.error.other_work", folder=str(folder))
        if held != begun:
            raise ReportError("batch.error.data_changed", folder=str(folder))
    else:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise why_not_written(error, folder) from error
        write_file(path, json.dumps(begun, ensure_ascii=False, indent=1).encode())
    return now.stamp.data_version


def _noted(folder: Path) -> Iterator[Made]:
    """Return what was made and still stands whole; a line cut off by a crash is no note."""
    path = folder / "made.jsonl"
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError, TypeError):
            made = Made(**json.loads(line))
            if made.refused or _is_whole(folder / made.file, made.sha256):
                yield made


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _made(
    work: Work,
    wanted: list[tuple[str, tuple[str, ...]]],
    folder: Path,
    data_version: str,
    workers: int,
    is_stopped: Callable[[], bool],
) -> Iterator[list[Made]]:
    if not wanted:
        return
    # A forked process would share the parent's open database.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=begin) as pool:
        left = iter(wanted)
        running: set[Future[list[Made]]] = set()
        while True:
            while len(running) < workers and not is_stopped():
                task = next(left, None)
                if task is None:
                    break
                running.add(pool.submit(make_unit, work, *task, str(folder), data_version))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()


def make_unit(
    work: Work, unit: str, kinds: tuple[str, ...], folder: str, data_version: str
) -> list[Made]:
    """Write the documents of one unit into the folder and return what was made.

    Raises:
        ReportError: the figures are no longer those the run began with, or a file cannot be
            written.
    """
    with _seen(work):
        try:
            pack = gather(unit, work.year, work.language, with_bangkok=work.with_bangkok)
        except AnalysisError as error:
            return [Made(unit, kind, refused=type(error).__name__) for kind in kinds]
        if pack.profile.stamp.data_version != data_version:
            raise ReportError("batch.error.data_changed", folder=folder)
        answers = []
        for kind in kinds:
            content = build(kind, pack)
            name = KINDS[kind].file_name(pack)
            write_file(Path(folder) / name, content)
            sha = hashlib.sha256(content).hexdigest()
            answers.append(Made(unit, kind, name, sha, len(content)))
    return answers


def _seen(work: Work) -> Any:
    moment = parse_moment(work.as_of) if work.as_of else None
    return look(edition=work.edition, as_of=moment, map_choice=work.map_choice)


def _write_archive(
    work: Work, made: list[Made], folder: Path, archive: Path, data_version: str
) -> None:
    manifest = {
        "software": f"moibench {version('moibench')}",
        "data_version": data_version,
        **{k: v for k, v in dataclasses.asdict(work).items() if k not in {"units", "kinds"}},
        "documents": [
            {k: v for k, v in dataclasses.asdict(m).items() if k != "refused"}
            for m in made
            if not m.refused
        ],
        "refused": [{"unit": m.unit, "kind": m.kind, "why": m.refused} for m in made if m.refused],
    }
    beside = archive.with_name(f".{archive.name}.writing")
    try:
        with zipfile.ZipFile(beside, "w") as target:
            stated = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            target.writestr(zipfile.ZipInfo("manifest.json", _EPOCH), stated)
            for document in made:
                if not document.refused:
                    info = zipfile.ZipInfo(document.file, _EPOCH)
                    target.writestr(info, (folder / document.file).read_bytes())
        beside.replace(archive)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise why_not_written(error, archive) from error
