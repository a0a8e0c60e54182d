"""A fetch that a page began: a process of its own, which outlives the page and can be stopped.

It is `moibench source fetch` with a folder of its own in the data folder. While it goes on it
holds a lock there, so that no other fetch of the source goes on and nobody stops a stranger.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from django.core.files import locks

from moibench.ingest.sources.arrived import FetchFailed

_STARTING = 30  # seconds until a process must hold its lock
_PAUSE = 0.2  # seconds between two words of progress
_begun: list[subprocess.Popen[bytes]] = []  # of this process, until they are seen to have ended


@dataclass(frozen=True, slots=True)
class Going:
    """A fetch that goes on: since when (seconds of the epoch), who asked, and how far it is.

    step: "starting", "asking", "receiving" (count in bytes), "reading" or "checking" (in rows).
    """

    since: float
    by: str
    step: str
    count: int
    is_stopping: bool


def begin(home: Path, source: str, by: str) -> None:
    """Begin to fetch a source in a process of its own; nothing is stored by it.

    Raises:
        FetchFailed: it is being fetched already.
    """
    if going(home, source) is not None:
        raise FetchFailed("busy", source=source)
    folder = _folder(home, source)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("progress", "ended", "stop"):
        (folder / name).unlink(missing_ok=True)
    (folder / "asked").write_text(json.dumps({"by": by, "since": time.time()}), encoding="utf-8")
    command = [sys.executable, "-m", "moibench", "source", "fetch", source]
    _begun[:] = [process for process in _begun if process.poll() is None]
    with (folder / "told").open("wb") as told:
        _begun.append(
            subprocess.Popen(
                [*command, "--by", by, "--run", str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        )


def going(home: Path, source: str) -> Going | None:
    """Return the fetch of a source that goes on now."""
    folder = _folder(home, source)
    try:
        asked = json.loads((folder / "asked").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if (folder / "ended").exists():
        return None
    if not _is_held(folder) and time.time() - asked["since"] > _STARTING:
        return None  # it died
    step, count = "starting", 0
    with contextlib.suppress(OSError, ValueError):
        step, count = json.loads((folder / "progress").read_text(encoding="utf-8"))
    return Going(asked["since"], asked["by"], step, count, (folder / "stop").exists())


def last_words(home: Path, source: str) -> tuple[float, str]:
    """Return when the newest fetch of a page was begun (seconds of the epoch), and what it said."""
    folder = _folder(home, source)
    try:
        since = float(json.loads((folder / "asked").read_text(encoding="utf-8"))["since"])
        said = (folder / "told").read_text(encoding="utf-8", errors="replace").strip()
    except (OSError, ValueError):
        return 0.0, ""
    return since, said.splitlines()[-1][:500] if said else ""


def stop(home: Path, source: str) -> None:
    """Ask the fetch of a source to stop at once; what is stored stays as it is."""
    folder = _folder(home, source)
    if going(home, source) is None:
        return
    (folder / "stop").touch()
    if os.name != "nt" and _is_held(folder):  # elsewhere it sees the file at its next step
        with contextlib.suppress(OSError, ValueError):
            os.kill(int((folder / "process").read_text()), signal.SIGTERM)


@contextmanager
def told_of(folder: Path) -> Iterator[Callable[[str, int], None]]:
    """Hold a run's lock, and hand over what tells its progress and sees that it is to stop.

    Raises:
        FetchFailed: another process fetches the source.
        KeyboardInterrupt: it was told to stop.
    """
    last = 0.0

    def tell(step: str, count: int) -> None:
        nonlocal last
        if (folder / "stop").exists():
            raise KeyboardInterrupt
        if time.monotonic() - last >= _PAUSE:
            last = time.monotonic()
            new = folder / "progress.new"
            new.write_text(json.dumps([step, count]), encoding="utf-8")
            new.replace(folder / "progress")

    with (folder / "lock").open("ab") as file:
        until = time.monotonic() + 2  # whoever only looks holds it for a moment
        while not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            if time.monotonic() > until:
                raise FetchFailed("busy", source=folder.name)
            time.sleep(_PAUSE)
        (folder / "process").write_text(str(os.getpid()))
        before = signal.signal(signal.SIGTERM, _interrupted)
        try:
            tell("asking", 0)
            yield tell
        finally:
            signal.signal(signal.SIGTERM, before)
            (folder / "ended").touch()


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _is_held(folder: Path) -> bool:
    with (folder / "lock").open("ab") as file:
        return not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)


def _folder(home: Path, source: str) -> Path:
    return home / "fetching" / source
