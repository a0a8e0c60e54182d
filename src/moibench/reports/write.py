"""Documents are written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from moibench.presentation.language import Language, text


class ReportError(Exception):
    """A document could not be written; `in_language` says why and what to do."""

    def __init__(self, key: str, **fields: str) -> None:
        self.key = key
        self.fields = fields
        super().__init__(self.in_language("en"))

    def in_language(self, language: Language) -> str:
        """Return the reason and what to do, in one sentence."""
        return text(self.key, language, **self.fields)


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` by way of a file beside it, so that no half-written file stands.

    Raises:
        ReportError: the folder is missing, the disk is full, or the file is locked.
    """
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a content that comes piece by piece, as `write_file`, and return its bytes.

    Raises:
        ReportError: as `write_file`.
    """
    if not path.parent.is_dir():
        raise ReportError("report.error.no_folder", folder=str(path.parent))
    if path.is_dir():
        raise ReportError("report.error.is_folder", path=str(path))
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            size = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
        return size
    except OSError as error:
        raise why_not_written(error, path) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def why_not_written(error: OSError, path: Path) -> ReportError:
    """Return the error that says why a file could not be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ReportError("report.error.no_space", path=str(path))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return ReportError("report.error.locked", path=str(path))
    return ReportError("report.error.other", path=str(path), reason=error.strerror or str(error))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
