"""Catalogues that were put in force and editions that were published; both only ever added."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from moibench.store import content
from moibench.store.content import DamagedFile
from moibench.store.frozen import Files, Frozen, KeptCatalogue
from moibench.store.models import CatalogueState, PublishedEdition
from moibench.store.record import writing_moment


class EditionExists(Exception):
    """An edition of that name was published before."""


def catalogue_in_force(until: dt.datetime | None = None) -> KeptCatalogue | None:
    """Return the catalogue in force at a moment, by default now; None is the package's own."""
    states = CatalogueState.objects.filter(in_force=True).order_by("-id")
    if until is not None:
        states = states.filter(entered_at__lte=until)
    found = states.first()
    return None if found is None else _kept(found)


def catalogue_history() -> tuple[KeptCatalogue, ...]:
    """Return every catalogue that was put in force, the newest first."""
    return tuple(_kept(s) for s in CatalogueState.objects.filter(in_force=True).order_by("-id"))


def keep_catalogue(
    folder: Path, version: str, entered_by: str, reason: str, *, in_force: bool
) -> KeptCatalogue:
    """Keep a catalogue's files, and put it in force or only hold it for an edition."""
    files = keep_files(folder)
    with transaction.atomic():
        state = CatalogueState.objects.create(
            version=version,
            files=files,
            in_force=in_force,
            entered_at=writing_moment(),
            entered_by=entered_by,
            reason=reason,
        )
    return _kept(state)


def keep_files(folder: Path) -> Files:
    """Keep every file below `folder`; return the SHA-256 of each by its path."""
    kept = content.catalogue_folder()
    return {
        path.relative_to(folder).as_posix(): content.keep(kept, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def unfold(files: Files) -> Path:
    """Return a folder that holds the kept files under their paths, made where it is absent.

    Raises:
        DamagedFile: a kept file is gone or was changed.
    """
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    folder = Path(settings.HOME) / "cache" / f"catalogue-{digest}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent))
    write_files(files, beside)
    try:
        beside.replace(folder)
    except OSError:  # another process was faster
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def write_files(files: Files, folder: Path) -> None:
    """Write the kept files below `folder`.

    Raises:
        DamagedFile: a kept file is gone or was changed.
    """
    for name, sha in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise DamagedFile(path, "its path leads out of the catalogue")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.kept(content.catalogue_folder(), sha))


def add_edition(edition: Frozen, catalogue_files: Files) -> Frozen:
    """Record a published edition with its catalogue. All or nothing.

    Raises:
        EditionExists: its name is taken.
    """
    kept = edition.catalogue
    try:
        with transaction.atomic():
            state = CatalogueState.objects.create(
                version=kept.version,
                files=catalogue_files,
                in_force=False,
                entered_at=edition.moment,
                entered_by=edition.published_by,
                reason=edition.name,
            )
            PublishedEdition.objects.create(
                catalogue=state, **{name: getattr(edition, name) for name in _FIELDS}
            )
    except IntegrityError as error:
        raise EditionExists(edition.name) from error
    return edition


_FIELDS = (
    "name",
    "moment",
    "data_version",
    "framework",
    "design",
    "seed",
    "replicates",
    "map_date",
    "results",
    "software",
    "published_by",
    "note",
)


def published_editions() -> tuple[Frozen, ...]:
    """Return every published edition, the newest first."""
    rows = PublishedEdition.objects.select_related("catalogue").order_by("-id")
    return tuple(_frozen(row) for row in rows)


def published_edition(name: str) -> Frozen | None:
    """Return the edition of that name, None where there is none."""
    if "\0" in name:  # PostgreSQL takes no such text, not even to look for it
        return None
    row = PublishedEdition.objects.select_related("catalogue").filter(name=name).first()
    return None if row is None else _frozen(row)


def quiet_moment() -> dt.datetime:
    """Return a moment by which every write has ended and after which others begin."""
    with transaction.atomic():
        return writing_moment()


def vendor() -> str:
    """Return "sqlite" or "postgresql"."""
    found: str = connection.vendor
    return found


def _kept(state: CatalogueState) -> KeptCatalogue:
    return KeptCatalogue(
        state.version, state.files, state.entered_at, state.entered_by, state.reason
    )


def _frozen(row: PublishedEdition) -> Frozen:
    fields = {name: getattr(row, name) for name in _FIELDS}
    return Frozen(catalogue=_kept(row.catalogue), **fields)
