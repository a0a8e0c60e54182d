"""Workbooks that were handed in and wait for a confirmation, kept for each person apart."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

from django.conf import settings

from moibench.store import content

LARGEST = 20 * 1024 * 1024  # bytes; a template of 15,000 rows has two million
_KEPT_SECONDS = 3 * 24 * 3600
_SHA = re.compile(r"[0-9a-f]{64}")


def keep_upload(person: str, file: bytes) -> str:
    """Keep a workbook for a person and return its SHA-256; older ones are forgotten."""
    folder = _folder(person)
    for _, path in list(content.all_kept(folder)):
        if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
            path.unlink(missing_ok=True)
    return content.keep(folder, file)


def kept_upload(person: str, sha: str) -> Path | None:
    """Return where a person's workbook lies, None where it was never kept or was forgotten."""
    if not _SHA.fullmatch(sha):
        return None
    found = dict(content.all_kept(_folder(person)))
    return found.get(sha)


def forget_upload(person: str, sha: str) -> None:
    """Forget a workbook whose values were saved."""
    path = kept_upload(person, sha)
    if path is not None:
        path.unlink(missing_ok=True)


def _folder(person: str) -> Path:
    return Path(settings.HOME) / "uploads" / hashlib.sha256(person.encode()).hexdigest()[:16]
