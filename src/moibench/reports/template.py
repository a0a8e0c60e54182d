"""A document of the user's own that a report is written into, checked before anything is made."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from moibench.reports.write import ReportError

MOST_BYTES = 100_000_000  # unpacked
MOST_XML = 20_000_000  # of one part that is read as a tree, which takes many times its size
MOST_PARTS = 3000
MOST_NAMED = 3  # links that a message lists
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of before 2007, and of today with a password
MAIN_TYPES = {
    ".docx": b"wordprocessingml.document.main+xml",
    ".pptx": b"presentationml.presentation.main+xml",
}
WITH_MACROS = frozenset({".docm", ".dotm", ".pptm", ".potm", ".ppsm"})
OLD = frozenset({".doc", ".dot", ".ppt", ".pot", ".pps"})
HARMLESS_LINK = ("http://", "https://", "mailto:", "#")
# Parts that run, or that another program opens.
ACTIVE = ("/oleObject", "/control", "/activeXControlBinary", "/aFChunk", "/vbaProject")
# Fields and actions that fetch or start something when the document is opened or updated.
FETCHING = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\b", re.I)
STARTING = re.compile(rb"ppaction://(program|macro|ole)")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
        ReportError: it is of the old format or protected, holds macros or other programs' parts,
            fetches something from elsewhere, is damaged, too large unpacked, or of another kind.
    """
    suffix = Path(name).suffix.lower()
    if suffix in WITH_MACROS:
        raise refuse("macros", name, wanted=wanted)
    if suffix in OLD or content.startswith(OLE):
        raise refuse("old_format", name, wanted=wanted)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(name, archive.infolist())
            if archive.testzip() is not None:
                raise refuse("corrupt", name, wanted=wanted)
            types = archive.read("[Content_Types].xml")
            if b"macroEnabled" in types or any("vbaProject" in n for n in archive.namelist()):
                raise refuse("macros", name, wanted=wanted)
            if MAIN_TYPES[wanted] not in types:
                raise refuse("other_kind", name, wanted=wanted)
            _check_parts(name, archive, wanted)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError,
            zipfile.LargeZipFile, OSError, zlib.error, etree.XMLSyntaxError) as error:  # fmt: skip
        raise refuse("corrupt", name, wanted=wanted) from error
    return Template(name, content)


def _check_size(name: str, entries: list[zipfile.ZipInfo]) -> None:
    whole = sum(entry.file_size for entry in entries)
    trees = [e.file_size for e in entries if e.filename.endswith((".xml", ".rels"))]
    if whole > MOST_BYTES or len(entries) > MOST_PARTS:
        raise refuse("too_large", name, most=str(MOST_BYTES // 1_000_000))
    if max(trees, default=0) > MOST_XML:
        raise refuse("too_large", name, most=str(MOST_XML // 1_000_000))


def _check_parts(name: str, archive: zipfile.ZipFile, wanted: str) -> None:
    """Refuse what a document that is opened would fetch or start."""
    links, active = [], []
    for part in archive.namelist():
        if not part.endswith((".xml", ".rels")):
            continue
        content = archive.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # OOXML has none; bombs are made so
            raise refuse("corrupt", name, wanted=wanted)
        if part.endswith(".rels"):
            for kind, target, is_outside in _relations(content):
                if is_outside and not (kind.endswith("/hyperlink") and _is_harmless(target)):
                    links.append(target)
                elif kind.endswith(ACTIVE):
                    active.append(target)
        elif part.startswith("word/"):
            active += [match[1].upper() for match in FETCHING.finditer(_instructions(content))]
        if STARTING.search(content):
            active.append("ppaction")
    if links:
        raise refuse("external", name, links=_listed(links))
    if active:
        raise refuse("active", name, parts=_listed(active))


def _relations(content: bytes) -> Iterator[tuple[str, str, bool]]:
    """Yield type, target, and whether it lies outside, of every relationship of a part."""
    for relation in _tree(content):
        if isinstance(relation.tag, str):
            outside = relation.get("TargetMode") == "External"
            yield relation.get("Type") or "", relation.get("Target") or "", outside


def _instructions(content: bytes) -> str:
    """Return what the fields of a part do, those cut into several runs too."""
    tree = _tree(content)
    whole = "".join(e.text or "" for e in tree.iter(f"{_WORD}instrText"))
    return " ".join(
        (whole, *(e.get(f"{_WORD}instr") or "" for e in tree.iter(f"{_WORD}fldSimple")))
    )


def _tree(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def _is_harmless(target: str) -> bool:
    return target.strip().lower().startswith(HARMLESS_LINK)


def _listed(found: list[str]) -> str:
    named = list(dict.fromkeys(found))
    more = ["…"] if len(named) > MOST_NAMED else []
    return ", ".join([*(n[:80] for n in named[:MOST_NAMED]), *more])
