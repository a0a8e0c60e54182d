"""One process at a time makes a data folder ready; the others wait and say so."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from moibench.config.home import HomeError

NAME = "starting.lock"
_PAUSE = 0.1  # seconds between two tries


@contextmanager
def one_at_a_time(folder: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the folder's lock; the system lets it go however the process ends.

    Args:
        folder: the data folder.
        waiting: called once when another process holds it.

    Raises:
        HomeError: the lock's file cannot be opened.
    """
    try:
        file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise HomeError(folder, f"{NAME}: {error.strerror or error}") from error
    try:
        if not _taken(file):
            if waiting is not None:
                waiting()
            while not _taken(file):
                time.sleep(_PAUSE)
        yield
    finally:
        os.close(file)  # which lets go of it


def _taken(file: int) -> bool:
    from django.core.files import locks  # `moibench index` needs no Django

    return bool(locks.lock(file, locks.LOCK_EX | locks.LOCK_NB))
