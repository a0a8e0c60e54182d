"""Fetch a source: keep what came, show what it would change, and store it when that is said."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from moibench.catalogue import Catalogue
from moibench.ingest.sources.arrived import Arrived, Connector, FetchFailed
from moibench.ingest.sources.ckan import connector as ckan
from moibench.ingest.sources.http import Asker, Bounds, plain_address
from moibench.ingest.sources.json_stat import connector as json_stat
from moibench.ingest.sources.sdmx import connector as sdmx
from moibench.ingest.sources.table import connector as table
from moibench.ingest.table_files.commit import Committed, commit
from moibench.ingest.table_files.mapping import Mapping, mapping_from
from moibench.ingest.table_files.preview import Preview, preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.sheets import Progress
from moibench.people import log
from moibench.people.accounts import today
from moibench.people.models import Person
from moibench.store.fetching import records
from moibench.store.fetching.records import (
    DefinedMeanwhile,
    Fetched,
    SourceDefinition,
    kept_fetched,
)

__all__ = [
    "CONNECTORS",
    "SCHEDULES",
    "DefinedMeanwhile",
    "Done",
    "Fetched",
    "SourceDefinition",
    "kept_fetched",
]

CONNECTORS: dict[str, Connector] = {
    "table": table.fetch,
    "sdmx": sdmx.fetch,
    "ckan": ckan.fetch,
    "json-stat": json_stat.fetch,
}
# Days between two fetches; a manual one is never due.
SCHEDULES: dict[str, int | None] = {
    "manual": None,
    "daily": 1,
    "weekly": 7,
    "monthly": 28,
    "yearly": 365,
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
FAILED, CAME, STORED = "failed", "fetched", "stored"


@dataclass(frozen=True, slots=True)
class Done:
    """What a fetch came to: its line of the log, what it would change, and what was stored."""

    line: Fetched
    preview: Preview | None = None
    committed: Committed | None = None


def define(
    definition: SourceDefinition,
    catalogue: Catalogue,
    by: str,
    *,
    person: Person | None = None,
    asked_from: str = "",
    seen: dt.datetime | None = None,
    check: bool = False,
) -> None:
    """Add a definition of a source, or put it in the place of the one of that name; it is logged.

    Args:
        definition: as it is to be.
        catalogue: in force.
        by: who says so.
        person: whose account it is; None for the terminal.
        asked_from: where the request comes from, for the log.
        seen: with `check`, when the definition it replaces was made; None: there must be none.
        check: whether one that somebody else made since is left as it is.

    Raises:
        FetchFailed: name, kind, address or schedule is not as it must be.
        ImportRefused: with every fault of the mapping.
        DefinedMeanwhile: somebody else has defined it since.
    """
    for what, typed, known in (
        ("kind", definition.kind, CONNECTORS),
        ("schedule", definition.schedule, SCHEDULES),
    ):
        if typed not in known:
            raise FetchFailed("bad_choice", what=what, typed=typed, known=", ".join(known))
    if not _NAME.fullmatch(definition.name):
        raise FetchFailed("bad_name", typed=definition.name)
    if not definition.address.strip() or len(definition.address) > 2000:
        raise FetchFailed("bad_address", address=definition.address)
    if definition.kind != "table" or "://" in definition.address:  # else a path of this machine
        plain_address(definition.address.strip())
    if definition.mapping is not None:
        mapping_from(definition.mapping, catalogue, definition.name)
    with transaction.atomic():
        before = records.definition(definition.name)
        records.define(definition, by, seen=seen, check=check)
        log.record(
            "source.defined",
            "source",
            definition.name,
            by=person,
            address=asked_from,
            before=None if before is None else _logged(before),
            after=_logged(definition),
        )


def _logged(definition: SourceDefinition) -> dict[str, Any]:
    return {k: v for k, v in asdict(definition).items() if not k.startswith("changed_")}


def sources() -> tuple[tuple[SourceDefinition, Fetched | None], ...]:
    """Return every definition with the newest line of its log."""
    return tuple((d, next(iter(log_of(d.name, 1)), None)) for d in records.definitions())


def source(name: str) -> SourceDefinition:
    """Return the definition of a name.

    Raises:
        FetchFailed: there is none.
    """
    found = records.definition(name)
    if found is None:
        known = ", ".join(d.name for d in records.definitions()) or "–"
        raise FetchFailed("no_source", typed=name, known=known)
    return found


def log_of(name: str, most: int = 20) -> tuple[Fetched, ...]:
    """Return the newest lines of a source's log, the newest first."""
    return records.fetches(name, most)


def kept_line(name: str, number: int) -> Fetched | None:
    """Return the line of that number of a source's log."""
    return records.fetch(name, number)


def due(now: dt.datetime | None = None) -> tuple[SourceDefinition, ...]:
    """Return the sources whose time has come; one that failed is tried at every call."""
    moment = now or timezone.now()
    found = []
    for definition, last in sources():
        following = next_fetch(definition, last, moment)
        if following is not None and following <= moment:
            found.append(definition)
    return tuple(found)


def next_fetch(
    definition: SourceDefinition, last: Fetched | None, now: dt.datetime
) -> dt.datetime | None:
    """Return when a source is due, None where it is fetched only when told."""
    days = SCHEDULES[definition.schedule]
    if days is None:
        return None
    if last is None or last.outcome == FAILED:
        return now
    return last.begun_at + dt.timedelta(days=days)


def fetch_source(
    definition: SourceDefinition,
    catalogue: Catalogue,
    by: str,
    *,
    store: bool = False,
    reason: str = "",
    bounds: Bounds | None = None,
    progress: Progress | None = None,
) -> Done:
    """Fetch a source, keep what came with its SHA-256, and say what it would change.

    Figures are touched only with `store`, and then all or none. Every call leaves a line in the
    log, whatever it came to.

    Raises:
        FetchFailed: nothing usable came.
        ImportRefused: it came and is kept, but cannot be understood, or may not be stored so.
        django.db.DatabaseError: the database is full, locked or away.
    """
    line = Fetched(
        definition.name, timezone.now(), timezone.now(), FAILED, definition.address, fetched_by=by
    )
    try:
        arrived = _arrived(definition, bounds or Bounds(), progress)
        line = replace(
            line,
            address=arrived.address,
            sha256=records.keep_fetched(arrived.content),
            size=len(arrived.content),
            table_sha256=records.keep_fetched(arrived.table),
            table_name=arrived.name,
        )
        with _as_file(arrived.name, arrived.table) as path:
            preview = _preview(definition, catalogue, path, arrived.name, progress)
            committed = commit(preview, path, catalogue, by, reason=reason) if store else None
        line = _came(line, preview, committed)
    except (FetchFailed, ImportRefused) as error:
        said = {name: str(value)[:300] for name, value in error.fields.items()}
        line = replace(line, refused=error.key, fields=said)
        raise
    except KeyboardInterrupt:
        line = replace(line, refused="stopped")
        raise
    except Exception as error:
        line = replace(line, refused="fault", fields={"reason": type(error).__name__})
        raise
    finally:
        line = replace(line, ended_at=timezone.now())
        line = replace(line, number=records.log_fetch(line))
    return Done(line, preview, committed)


@contextmanager
def kept_preview(
    line: Fetched, catalogue: Catalogue, series: str | None = None, year: int | None = None
) -> Iterator[tuple[Preview, Path]]:
    """Hand over what a fetch of the log would change now, and its table as a file.

    With a series or a CE year of every value, a mapping is proposed in place of the source's.

    Raises:
        FetchFailed: nothing was kept of it, or the source is no more.
        DamagedFile: what was kept is gone or damaged.
        ImportRefused: it cannot be understood.
    """
    if not line.table_sha256:
        raise FetchFailed("nothing_kept")
    definition = source(line.source)
    with _as_file(line.table_name, kept_fetched(line.table_sha256)) as path:
        if series or year:
            name = line.table_name
            yield (
                preview_file(path, catalogue, today(), name=name, series=series, year=year),
                path,
            )
        else:
            yield _preview(definition, catalogue, path, line.table_name, None), path


def store_kept(
    line: Fetched, catalogue: Catalogue, by: str, *, reason: str = "", state: str = ""
) -> Done:
    """Store what was fetched and shown; it is not asked for again. It leaves a line in the log.

    state: of the figures that the preview was compared with.

    Raises:
        FetchFailed, DamagedFile: as `kept_preview`.
        ImportRefused: it may not be stored so, or the figures changed since it was shown.
    """
    begun = timezone.now()
    with kept_preview(line, catalogue) as (preview, path):
        if preview.known != state:
            raise ImportRefused("figures_changed")
        committed = commit(preview, path, catalogue, by, reason=reason)
    told = replace(line, begun_at=begun, ended_at=timezone.now(), fetched_by=by)
    told = _came(told, preview, committed)
    return Done(replace(told, number=records.log_fetch(told)), preview, committed)


def _came(line: Fetched, preview: Preview, committed: Committed | None) -> Fetched:
    return replace(
        line,
        outcome=STORED if committed and committed.editions else CAME,
        counts={
            "added": len(preview.added),
            "changed": len(preview.changed),
            "unchanged": preview.unchanged,
            "refused": preview.refused,
        },
        editions=committed.editions if committed else (),
        refused="",
        fields={},
    )


def came_before(line: Fetched) -> bool:
    """Tell whether the very same bytes came the time before."""
    older = [f for f in log_of(line.source, 2) if f.begun_at < line.begun_at]
    return bool(older) and bool(line.sha256) and older[0].sha256 == line.sha256


def _preview(
    definition: SourceDefinition,
    catalogue: Catalogue,
    path: Path,
    name: str,
    progress: Progress | None,
) -> Preview:
    preview = preview_file(
        path,
        catalogue,
        today(),
        name=name,
        mapping=_mapping(definition, catalogue),
        progress=progress,
    )
    preview.refuse_unsaid()
    return preview


def _arrived(definition: SourceDefinition, bounds: Bounds, progress: Progress | None) -> Arrived:
    ask = Asker(bounds, allow_private=settings.PRIVATE_SOURCES, progress=progress)
    try:
        return CONNECTORS[definition.kind](definition.address, definition.options, ask)
    finally:
        ask.close()


def _mapping(definition: SourceDefinition, catalogue: Catalogue) -> Mapping | None:
    if definition.mapping is None:
        return None
    return mapping_from(definition.mapping, catalogue, definition.name)


@contextmanager
def _as_file(name: str, table: bytes) -> Iterator[Path]:
    """Hand the table to the import as a file, which reads it in a process of its own."""
    digest = hashlib.sha256(table).hexdigest()[:12]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{digest}{Path(name).suffix}"
        path.write_bytes(table)
        yield path
