"""Keep definitions of sources, what was fetched, and the log; nothing here touches figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from moibench.store import content
from moibench.store.fetching.models import Definition, Fetch


@dataclass(frozen=True, slots=True)
class SourceDefinition:
    """Where a source's figures come from; `mapping` is None until one was given."""

    name: str
    kind: str
    address: str
    schedule: str = "manual"
    options: dict[str, str] = field(default_factory=dict)
    mapping: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A line of the log. refused: key of the message that says why, with its `fields`.

    outcome: "fetched" (kept, nothing stored), "stored" or "failed".
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


def keep_fetched(came: bytes) -> str:
    """Keep what came and return its SHA-256."""
    return content.keep(content.fetched_folder(), came)


def kept_fetched(sha: str) -> bytes:
    """Return what came once.

    Raises:
        DamagedFile: it is gone or damaged.
    """
    return content.kept(content.fetched_folder(), sha)


def define(definition: SourceDefinition, by: str) -> None:
    """Add a definition, or put it in the place of the one of that name."""
    Definition.objects.update_or_create(
        name=definition.name,
        defaults={
            "kind": definition.kind,
            "address": definition.address,
            "options": definition.options,
            "schedule": definition.schedule,
            "mapping": definition.mapping,
            "changed_at": timezone.now(),
            "changed_by": by,
        },
    )


def definitions() -> tuple[SourceDefinition, ...]:
    """Return every definition, by name."""
    return tuple(_plain(row) for row in Definition.objects.order_by("name"))


def definition(name: str) -> SourceDefinition | None:
    """Return the definition of that name."""
    row = Definition.objects.filter(name=name).first()
    return None if row is None else _plain(row)


def log_fetch(line: Fetched) -> None:
    """Write down what a fetch came to."""
    Fetch.objects.create(
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
    )


def fetches(name: str, most: int = 20) -> tuple[Fetched, ...]:
    """Return the newest lines of a source's log, the newest first."""
    rows = Fetch.objects.filter(definition__name=name).order_by("-id")[:most]
    return tuple(_line(name, row) for row in rows)


def _plain(row: Definition) -> SourceDefinition:
    return SourceDefinition(
        row.name, row.kind, row.address, row.schedule, dict(row.options), row.mapping
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
    )
