"""The folder that holds what a running system keeps: database, key, caches."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs


class HomeError(Exception):
    """The data folder cannot be used; says which, why, and what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The data folder {path} cannot be used ({reason}). "
            "Make it writable, or name another in MOIBENCH_HOME."
        )


def home() -> Path:
    """Return the data folder, made on demand: MOIBENCH_HOME, else the user's own.

    Raises:
        HomeError: it cannot be made or written to.
    """
    named = os.environ.get("MOIBENCH_HOME")
    path = Path(named).expanduser() if named else platformdirs.user_data_path("moibench", False)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(path, error.strerror or str(error)) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise HomeError(path, "it is not writable")
    return path


def secret_key(folder: Path) -> str:
    """Return the key that signs what the server hands out, made once and readable to its owner.

    Raises:
        HomeError: it can be neither read nor written.
    """
    path = folder / "secret_key"
    try:
        if not path.exists():
            new = folder / f"secret_key.{os.getpid()}.new"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            _put_in_place(new, path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise HomeError(folder, f"secret_key: {error.strerror or error}") from error


def _put_in_place(new: Path, path: Path) -> None:
    """Name a file, unless another process was first; a file system without links takes the last."""
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    except OSError:
        new.replace(path)
    new.unlink(missing_ok=True)
