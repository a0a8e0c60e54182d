"""One file that holds everything: tables, evidence, catalogues, settings. Restored whole or not.

The file is a zip. manifest.json names the format, the migrations behind the tables and each
entry with its size and SHA-256. The server's key is among the settings: without it the secrets of
second factors could not be read again, and nobody who has one could sign in. So a backup is as
secret as the data folder itself, and is written for its owner's eyes alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction

from moibench.ingest import tables
from moibench.store import content

FORMAT = 1
_MANIFEST = "manifest.json"
_KEY = "secret_key"
_NOT_SETTINGS = (f"{_KEY}.", "moibench.sqlite3", ".")
_CHUNK = 1 << 20


class BackupError(Exception):
    """A backup cannot be restored; `reason` is a kind and `detail` what it concerns."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


@dataclass(frozen=True)
class Contents:
    """What a backup holds: rows by table, files beside them, when it was made, and the key.

    has_key: False for one made before keys were kept; its second factors must be set up anew.
    """

    rows: dict[str, int]
    files: int
    made_at: str
    has_key: bool = True


def back_up(path: Path) -> Contents:
    """Write everything to one file, in one reading of the database.

    Raises:
        OSError: the file cannot be written; none is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as beside:
        name = Path(beside.name)
        try:
            found = _write(beside)  # type: ignore[arg-type]
        except BaseException:
            name.unlink(missing_ok=True)
            raise
    name.replace(path)
    return found


def _write(file: BinaryIO) -> Contents:
    entries: dict[str, dict[str, Any]] = {}
    rows: dict[str, int] = {}
    made_at = dt.datetime.now(dt.UTC).isoformat()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        applied = tables.applied_migrations()
        for table, model in sorted(tables.models_at(applied).items()):
            name = f"tables/{table}.jsonl"
            with archive.open(name, "w", force_zip64=True) as entry:
                sha, size, count = hashlib.sha256(), 0, 0
                for line in tables.lines(model):
                    entry.write(line)
                    sha.update(line)
                    size += len(line)
                    count += 1
            entries[name] = {"sha256": sha.hexdigest(), "size": size}
            rows[table] = count
        for name, path in _files():
            data = path.read_bytes()
            archive.writestr(name, data)
            entries[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        manifest = {
            "format": FORMAT,
            "made_at": made_at,
            "migrations": [list(node) for node in applied],
            "rows": rows,
            "entries": entries,
        }
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return Contents(rows, len(entries) - len(rows), made_at)


def _folders() -> dict[str, Path]:
    return {
        "evidence": content.evidence_folder(),
        "catalogue": content.catalogue_folder(),
        "fetched": content.fetched_folder(),
        "templates": content.template_folder(),
    }


def _files() -> list[tuple[str, Path]]:
    folders = _folders()
    kept = [
        (f"{room}/{sha}", p)
        for room, folder in folders.items()
        for sha, p in content.all_kept(folder)
    ]
    home = sorted(p for p in Path(settings.HOME).iterdir() if p.is_file())
    return kept + [(f"settings/{p.name}", p) for p in home if not p.name.startswith(_NOT_SETTINGS)]


def verify(path: Path) -> dict[str, Any]:
    """Return the manifest of a backup in which every byte is as it was written.

    Raises:
        BackupError: damaged, newer than this version, or no backup at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            _check_version(manifest)
            _check_entries(archive, manifest["entries"])
    except OSError as error:
        raise BackupError("unreadable", error.strerror or str(error)) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise BackupError("damaged", str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError("damaged", f"{_MANIFEST}: {error}") from error
    except Exception as error:  # zlib.error is a bare Exception
        if type(error).__module__ != "zlib":
            raise
        raise BackupError("damaged", str(error)) from error
    return dict(manifest)


def _check_version(manifest: dict[str, Any]) -> None:
    if manifest["format"] > FORMAT:
        raise BackupError("newer", f"format {manifest['format']}")
    unknown = tables.unknown_migrations((app, name) for app, name in manifest["migrations"])
    if unknown:
        raise BackupError("newer", ", ".join(f"{app}.{name}" for app, name in unknown))


def _check_entries(archive: zipfile.ZipFile, entries: dict[str, Any]) -> None:
    rooms = {"tables", "settings", *_folders()}
    names = archive.namelist()
    differing = set(names) ^ {*entries, _MANIFEST}
    if differing or len(names) != len(set(names)):
        raise BackupError("damaged", f"entries: {', '.join(sorted(differing))}")
    for name, said in entries.items():
        parts = PurePosixPath(name).parts
        if len(parts) != 2 or parts[0] not in rooms or parts[1] in ("..", "."):
            raise BackupError("damaged", name)
        if archive.getinfo(name).file_size != said["size"]:
            raise BackupError("damaged", name)
        sha = hashlib.sha256()
        with archive.open(name) as entry:
            while chunk := entry.read(_CHUNK):
                sha.update(chunk)
        if sha.hexdigest() != said["sha256"]:
            raise BackupError("damaged", name)


def restore(path: Path, *, replace: bool = False) -> Contents:
    """Make this system what the backup holds, after verifying all of it. All or nothing.

    A backup of an older version is brought up to date. Files are kept before the tables that
    name them appear, so that an interruption leaves the old system and at most unused files.

    Raises:
        BackupError: damaged, newer, or the system holds data and `replace` is False.
    """
    manifest = verify(path)
    if not replace and _holds_data():
        raise BackupError("not_empty", str(settings.HOME))
    with zipfile.ZipFile(path) as archive:
        folders = _folders()
        for name in manifest["entries"]:
            room, _, file = name.partition("/")
            if room in folders and content.keep(folders[room], archive.read(name)) != file:
                raise BackupError("damaged", name)
        if connection.vendor == "sqlite":
            _into_new_file(archive, manifest)
        else:
            with transaction.atomic():
                tables.drop_all()
                _fill(archive, manifest)
        for name in manifest["entries"]:
            room, _, file = name.partition("/")
            if room == "settings":
                _write_setting(Path(settings.HOME) / file, archive.read(name))
    files = sum(not name.startswith("tables/") for name in manifest["entries"])
    # What was brought together of the old tables is not of the new ones.
    shutil.rmtree(Path(settings.HOME) / "cache", ignore_errors=True)
    has_key = f"settings/{_KEY}" in manifest["entries"]
    return Contents(manifest["rows"], files, manifest["made_at"], has_key)


def _holds_data() -> bool:
    from moibench.store.models import Observation

    if Observation._meta.db_table not in connection.introspection.table_names():
        return False
    return Observation.objects.exists()


def _into_new_file(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Fill a database file beside the old one and put it in its place when it is complete."""
    target = Path(connection.settings_dict["NAME"])
    fresh = target.with_name(f"{target.name}.restoring")
    connection.close()
    connection.settings_dict["NAME"] = str(fresh)
    try:
        _remove(fresh)
        _fill(archive, manifest)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        # The old file's journal must not be read into the new file.
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        fresh.replace(target)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = target
        _remove(fresh)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _fill(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    applied = [(app, name) for app, name in manifest["migrations"]]
    tables.migrate_to(applied)
    models = tables.models_at(applied)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        tables.empty(models.values())
        for table, model in models.items():
            with archive.open(f"tables/{table}.jsonl") as entry:
                tables.fill(model, entry)
        tables.restart_numbering(models.values())
        for table, model in models.items():
            if tables.digest(model) != manifest["entries"][f"tables/{table}.jsonl"]["sha256"]:
                raise BackupError("not_equal", table)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    tables.migrate_to_newest()


def _write_setting(path: Path, data: bytes) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    mode = 0o600 if path.name == _KEY else 0o666
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
    new.replace(path)
