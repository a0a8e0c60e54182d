"""Keep definitions of sources, what was fetched, and the log; nothing here touches figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from moibench.store import content
from moibench.store.fetching.models import Definition, Fetch


@dataclass(frozen=True, slots=True)
class SourceDefinition:
    """Where a source's figures come from; `mapping` is None until one was given.

    changed_at, changed_by: of the definition that is kept.
    """

    name: str
    kind: str
    address: str
    schedule: str = "manual"
    options: dict[str, str] = field(default_factory=dict)
    mapping: dict[str, Any] | None = None
    changed_at: dt.datetime | None = None
    changed_by: str = ""


class DefinedMeanwhile(Exception):
    """Somebody else has defined the source since it was read; `by` says who."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(by)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A line of the log. refused: key of the message that says why, with its `fields`.

    outcome: "fetched" (kept, nothing stored), "stored" or "failed". table_sha256, table_name: the
    table made of what came. number: of the line, once it is written.
    """

    source: str
    begun_at: dt.datetime
    ended_at: dt.datetime
    outcome: str
    address: str
    sha256: str = ""
    size: int = 0
    refused: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    editions: tuple[str, ...] = ()
    fetched_by: str = ""
    table_sha256: str = ""
    table_name: str = ""
    number: int = 0


def keep_fetched(came: bytes) -> str:
    """Keep what came and return its SHA-256."""
    return content.keep(content.fetched_folder(), came)


def kept_fetched(sha: str) -> bytes:
    """Return what came once.

    Raises:
        DamagedFile: it is gone or damaged.
    """
    return content.kept(content.fetched_folder(), sha)


def define(
    definition: SourceDefinition, by: str, *, seen: dt.datetime | None = None, check: bool = False
) -> None:
    """Add a definition, or put it in the place of the one of that name.

    With `check`, only if that one is still the one `seen`; None: there was none.

    Raises:
        DefinedMeanwhile: it is another.
    """
    with transaction.atomic():
        row = Definition.objects.select_for_update().filter(name=definition.name).first()
        if check and (row.changed_at if row else None) != seen:
            raise DefinedMeanwhile(row.changed_by if row else "")
        row = row or Definition(name=definition.name)
        row.kind, row.address = definition.kind, definition.address
        row.options, row.schedule = definition.options, definition.schedule
        row.mapping = definition.mapping
        row.changed_at, row.changed_by = timezone.now(), by
        row.save()


def definitions() -> tuple[SourceDefinition, ...]:
    """Return every definition, by name."""
    return tuple(_plain(row) for row in Definition.objects.order_by("name"))


def definition(name: str) -> SourceDefinition | None:
    """Return the definition of that name."""
    row = Definition.objects.filter(name=name).first()
    return None if row is None else _plain(row)


def log_fetch(line: Fetched) -> int:
    """Write down what a fetch came to, and return the line's number."""
    row = Fetch.objects.create(
        definition=Definition.objects.get(name=line.source),
        begun_at=line.begun_at,
        ended_at=line.ended_at,
        outcome=line.outcome,
        address=line.address[:2000],
        sha256=line.sha256,
        size=line.size,
        refused=line.refused,
        fields=line.fields,
        counts=line.counts,
        editions=list(line.editions),
        fetched_by=line.fetched_by,
        table_sha256=line.table_sha256,
        table_name=line.table_name[-255:],
    )
    return row.pk


def fetch(name: str, number: int) -> Fetched | None:
    """Return a line of a source's log."""
    row = Fetch.objects.filter(definition__name=name, pk=number).first()
    return None if row is None else _line(name, row)


def fetches(name: str, most: int = 20) -> tuple[Fetched, ...]:
    """Return the newest lines of a source's log, the newest first."""
    rows = Fetch.objects.filter(definition__name=name).order_by("-id")[:most]
    return tuple(_line(name, row) for row in rows)


def _plain(row: Definition) -> SourceDefinition:
    return SourceDefinition(
        row.name,
        row.kind,
        row.address,
        row.schedule,
        dict(row.options),
        row.mapping,
        row.changed_at,
        row.changed_by,
    )


def _line(name: str, row: Fetch) -> Fetched:
    said: Mapping[str, Any] = row.fields
    return Fetched(
        name,
        row.begun_at,
        row.ended_at,
        row.outcome,
        row.address,
        row.sha256,
        row.size,
        row.refused,
        dict(said),
        dict(row.counts),
        tuple(row.editions),
        row.fetched_by,
        row.table_sha256,
        row.table_name,
        row.pk,
    )
