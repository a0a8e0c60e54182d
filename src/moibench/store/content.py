"""Files kept under their own SHA-256 in the data folder: evidence, and catalogues in force."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


class DamagedFile(Exception):
    """A kept file is missing or its content is not the one it was kept for."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


def evidence_folder() -> Path:
    """Return where evidence files lie."""
    return Path(settings.HOME) / "evidence"


def catalogue_folder() -> Path:
    """Return where the files of loaded and published catalogues lie."""
    return Path(settings.HOME) / "catalogue"


def fetched_folder() -> Path:
    """Return where what was fetched from sources lies, as it came."""
    return Path(settings.HOME) / "fetched"


def template_folder() -> Path:
    """Return where the documents lie that units have their reports written into."""
    return Path(settings.HOME) / "templates"


def keep(folder: Path, content: bytes) -> str:
    """Keep a content in `folder` and return its SHA-256; one that is there already stays."""
    sha = hashlib.sha256(content).hexdigest()
    path = _place(folder, sha)
    if not (path.is_file() and path.stat().st_size == len(content)):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
            beside.write(content)
        Path(beside.name).replace(path)
    return sha


def kept(folder: Path, sha: str) -> bytes:
    """Return a kept content.

    Raises:
        DamagedFile: it is gone, or is no longer what was kept.
    """
    path = _place(folder, sha)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedFile(path, error.strerror or str(error)) from error
    if hashlib.sha256(content).hexdigest() != sha:
        raise DamagedFile(path, "its SHA-256 is not its name")
    return content


def all_kept(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield SHA-256 and path of every kept file, in order."""
    if folder.is_dir():
        for path in sorted(folder.glob("??/*")):
            if path.name.startswith(path.parent.name) and len(path.name) == 64:
                yield path.name, path


def _place(folder: Path, sha: str) -> Path:
    return folder / sha[:2] / sha
