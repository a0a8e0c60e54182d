"""Fetch a source: keep what came, show what it would change, and store it when that is said."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from moibench.catalogue import Catalogue
from moibench.ingest.sources.arrived import Arrived, Connector, FetchFailed
from moibench.ingest.sources.ckan import connector as ckan
from moibench.ingest.sources.http import Asker, Bounds
from moibench.ingest.sources.json_stat import connector as json_stat
from moibench.ingest.sources.sdmx import connector as sdmx
from moibench.ingest.sources.table import connector as table
from moibench.ingest.table_files.commit import Committed, commit
from moibench.ingest.table_files.mapping import Mapping, mapping_from
from moibench.ingest.table_files.preview import Preview, preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.people.accounts import today
from moibench.store.fetching import records
from moibench.store.fetching.records import Fetched, SourceDefinition, kept_fetched

__all__ = ["CONNECTORS", "SCHEDULES", "Done", "Fetched", "SourceDefinition", "kept_fetched"]

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


def define(definition: SourceDefinition, catalogue: Catalogue, by: str) -> None:
    """Add a definition of a source, or put it in the place of the one of that name.

    Raises:
        FetchFailed: name, kind, address or schedule is not as it must be.
        ImportRefused: with every fault of the mapping.
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
    if definition.mapping is not None:
        mapping_from(definition.mapping, catalogue, definition.name)
    records.define(definition, by)


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


def due(now: dt.datetime | None = None) -> tuple[SourceDefinition, ...]:
    """Return the sources whose time has come; one that failed is tried at every call."""
    moment = now or timezone.now()
    found = []
    for definition, last in sources():
        days = SCHEDULES[definition.schedule]
        if days is None:
            continue
        rested = last is None or moment - last.begun_at >= dt.timedelta(days=days)
        if rested or (last is not None and last.outcome == FAILED):
            found.append(definition)
    return tuple(found)


def fetch_source(
    definition: SourceDefinition,
    catalogue: Catalogue,
    by: str,
    *,
    store: bool = False,
    reason: str = "",
    bounds: Bounds | None = None,
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
        arrived = _arrived(definition, bounds or Bounds())
        sha = records.keep_fetched(arrived.content)
        line = replace(line, address=arrived.address, sha256=sha, size=len(arrived.content))
        with _as_file(arrived) as path:
            preview = preview_file(
                path,
                catalogue,
                today(),
                name=arrived.name,
                mapping=_mapping(definition, catalogue),
            )
            committed = commit(preview, path, catalogue, by, reason=reason) if store else None
        line = replace(
            line,
            outcome=STORED if committed and committed.editions else CAME,
            counts={
                "added": len(preview.added),
                "changed": len(preview.changed),
                "unchanged": preview.unchanged,
                "refused": preview.refused,
            },
            editions=committed.editions if committed else (),
        )
    except (FetchFailed, ImportRefused) as error:
        said = {name: str(value)[:300] for name, value in error.fields.items()}
        line = replace(line, refused=error.key, fields=said)
        raise
    except Exception as error:
        line = replace(line, refused="fault", fields={"reason": type(error).__name__})
        raise
    finally:
        line = replace(line, ended_at=timezone.now())
        records.log_fetch(line)
    return Done(line, preview, committed)


def came_before(line: Fetched) -> bool:
    """Tell whether the very same bytes came the time before."""
    older = [f for f in log_of(line.source, 2) if f.begun_at < line.begun_at]
    return bool(older) and bool(line.sha256) and older[0].sha256 == line.sha256


def _arrived(definition: SourceDefinition, bounds: Bounds) -> Arrived:
    ask = Asker(bounds, allow_private=settings.PRIVATE_SOURCES)
    try:
        return CONNECTORS[definition.kind](definition.address, definition.options, ask)
    finally:
        ask.close()


def _mapping(definition: SourceDefinition, catalogue: Catalogue) -> Mapping | None:
    if definition.mapping is None:
        return None
    return mapping_from(definition.mapping, catalogue, definition.name)


@contextmanager
def _as_file(arrived: Arrived) -> Iterator[Path]:
    """Hand the table to the import as a file, which reads it in a process of its own."""
    ending = Path(arrived.name).suffix
    digest = hashlib.sha256(arrived.table).hexdigest()[:12]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{digest}{ending}"
        path.write_bytes(arrived.table)
        yield path
