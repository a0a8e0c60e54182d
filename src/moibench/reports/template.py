"""A document of the user's own that a report is written into, checked before anything is made."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from moibench.reports.write import ReportError

MOST_BYTES = 100_000_000  # unpacked
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of before 2007, and of today with a password
MAIN_TYPES = {
    ".docx": b"wordprocessingml.document.main+xml",
    ".pptx": b"presentationml.presentation.main+xml",
}
WITH_MACROS = frozenset({".docm", ".dotm", ".pptm", ".potm", ".ppsm"})
OLD = frozenset({".doc", ".dot", ".ppt", ".pot", ".pps"})


@dataclass(frozen=True, slots=True)
class Template:
    """A template's name, for what is said of it, and its bytes, which were checked."""

    name: str
    content: bytes


def refuse(key: str, name: str, **fields: str) -> ReportError:
    """Return the error that says what is wrong with a template."""
    return ReportError(f"template.{key}", name=name, **fields)


def read_template(path: Path, wanted: str) -> Template:
    """Read a template from a file; wanted: ".docx" or ".pptx".

    Raises:
        ReportError: it is not there, or as of `check_template`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise refuse("missing_file", path.name) from error
    return check_template(path.name, content, wanted)


def check_template(name: str, content: bytes, wanted: str) -> Template:
    """Return a template that is safe to open.

    Raises:
        ReportError: it is of the old format or protected, holds macros, is damaged, too large
            unpacked, or of another kind.
    """
    suffix = Path(name).suffix.lower()
    if suffix in WITH_MACROS:
        raise refuse("macros", name, wanted=wanted)
    if suffix in OLD or content.startswith(OLE):
        raise refuse("old_format", name, wanted=wanted)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise refuse("too_large", name, most=str(MOST_BYTES // 1_000_000))
            if archive.testzip() is not None:
                raise refuse("corrupt", name, wanted=wanted)
            types = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError,
            zipfile.LargeZipFile, OSError) as error:  # fmt: skip
        raise refuse("corrupt", name, wanted=wanted) from error
    if b"macroEnabled" in types or any("vbaProject" in e.filename for e in entries):
        raise refuse("macros", name, wanted=wanted)
    if MAIN_TYPES[wanted] not in types:
        raise refuse("other_kind", name, wanted=wanted)
    return Template(name, content)
