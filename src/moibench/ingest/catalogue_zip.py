"""A catalogue as one zip file: out with every file as it is, in with every fault named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from moibench.catalogue import Catalogue, CatalogueError
from moibench.catalogue.fault import Fault

LARGEST = 64 * 1024 * 1024  # bytes unpacked; the catalogue that ships has two million
MOST_FILES = 20_000
SUFFIXES = {".yaml", ".csv", ".geojson"}
_FIXED = (2000, 1, 1, 0, 0, 0)  # the same catalogue gives the same bytes


def zipped(catalogue: Catalogue, files: Mapping[str, str | None] | None = None) -> bytes:
    """Return a catalogue's files as a zip, with other contents for some, None for one left out."""
    contents = {
        path.relative_to(catalogue.folder).as_posix(): path.read_bytes()
        for path in sorted(catalogue.folder.rglob("*"))
        if path.is_file() and _is_ours(path)
    }
    for name, content in (files or {}).items():
        if content is None:
            contents.pop(name, None)
        else:
            contents[name] = content.encode("utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, _FIXED), contents[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unzipped(packed: bytes) -> dict[str, str]:
    """Return the catalogue files of a zip by their paths; a folder around them all is left off.

    Raises:
        CatalogueError: no zip, too large, or with every file that is none of a catalogue's.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > LARGEST:
                raise CatalogueError([_fault("large")])
            read = {e.filename: archive.read(e) for e in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise CatalogueError([_fault("unreadable")]) from error
    except Exception as error:  # zlib.error is a bare Exception
        if type(error).__module__ != "zlib":
            raise
        raise CatalogueError([_fault("unreadable")]) from error
    prefix = _around(tuple(read))
    faults, found = [], {}
    for name, content in read.items():
        path = name.removeprefix(prefix)
        parts = PurePosixPath(path).parts
        if path.startswith("/") or ".." in parts or "\\" in path or not _is_ours(Path(path)):
            faults.append(_fault("foreign", name))
            continue
        try:
            found[path] = content.decode("utf-8")
        except UnicodeDecodeError:
            faults.append(_fault("not_utf8", name))
    if not read:
        faults.append(_fault("empty"))
    if faults:
        raise CatalogueError(faults)
    return found


_SAID = {
    "large": f"holds more than {LARGEST // 1024 // 1024} MB",
    "unreadable": "is not a readable zip",
    "foreign": "is no file of a catalogue",
    "not_utf8": "is not UTF-8",
    "empty": "holds no file",
}


def _fault(kind: str, name: str = "zip") -> Fault:
    return Fault(name, f"zip_{kind}", _SAID[kind], name=name)


def _is_ours(path: Path) -> bool:
    hidden = any(p.startswith((".", "__")) for p in path.parts[-2:])
    return path.suffix in SUFFIXES and not hidden


def _around(names: tuple[str, ...]) -> str:
    first = {n.split("/", 1)[0] for n in names}
    if len(first) != 1 or any("/" not in n for n in names):
        return ""
    only = first.pop()
    known = {"indicators", "series", "frameworks", "designs", "plans", "sources", "targets"}
    return "" if only in known | {"units", "observations", "flags", "peers"} else f"{only}/"
