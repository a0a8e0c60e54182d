"""A document is written whole or not at all, and the refusal says what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from moibench.presentation.language import LANGUAGES
from moibench.reports.write import ReportError, write_file


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "รายงาน.docx"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as refused:
        write_file(tmp_path / "none" / "a.docx", b"")
    assert refused.value.key == "report.error.no_folder"
    for language in LANGUAGES:
        assert str(tmp_path / "none") in refused.value.in_language(language)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as refused:
        write_file(tmp_path, b"")
    assert refused.value.key == "report.error.is_folder"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no_space"),
        (PermissionError(errno.EACCES, "Permission denied"), "locked"),
        (OSError(errno.EROFS, "Read-only file system"), "locked"),
        (OSError(errno.EIO, "Input/output error"), "other"),
    ],
)
def test_what_was_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, key: str
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"before")

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ReportError) as refused:
        write_file(path, b"after")
    assert refused.value.key == f"report.error.{key}"
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
