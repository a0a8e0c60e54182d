"""What came of fetching a source, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from moibench.presentation.imports import refusal_text
from moibench.presentation.language import Language, messages, text
from moibench.presentation.moments import format_moment


class Line(Protocol):
    """A line of a source's log; `store.fetching.records.Fetched` is one."""

    source: str
    begun_at: dt.datetime
    ended_at: dt.datetime
    outcome: str
    address: str
    fetched_by: str
    sha256: str
    size: int
    refused: str
    fields: Mapping[str, Any]
    counts: Mapping[str, int]
    editions: tuple[str, ...]


class Defined(Protocol):
    """A definition of a source."""

    name: str
    kind: str
    address: str
    schedule: str
    options: Mapping[str, str]
    mapping: Mapping[str, Any] | None
    changed_at: dt.datetime | None
    changed_by: str


def definition_json(definition: Defined, last: Line | None) -> dict[str, Any]:
    """Return a definition with the last line of its log for programs."""
    return {
        "name": definition.name,
        "kind": definition.kind,
        "address": definition.address,
        "schedule": definition.schedule,
        "options": dict(definition.options),
        "mapping": definition.mapping,
        "last": None if last is None else line_json(last),
    }


def line_json(line: Line) -> dict[str, Any]:
    """Return a line of a source's log for programs."""
    return {
        "source": line.source,
        "begun_at": line.begun_at.isoformat(),
        "ended_at": line.ended_at.isoformat(),
        "outcome": line.outcome,
        "address": line.address,
        "sha256": line.sha256 or None,
        "size": line.size,
        "refused": line.refused or None,
        "fields": dict(line.fields),
        "counts": dict(line.counts),
        "editions": list(line.editions),
        "fetched_by": line.fetched_by,
    }


def fetched_text(line: Line, language: Language) -> str:
    """Return when a source was fetched, what came and what became of it."""
    said = text(
        f"sources.outcome.{line.outcome}",
        language,
        at=format_moment(line.begun_at, language),
        size=f"{line.size:,}",
        sha=line.sha256[:12],
        editions=", ".join(line.editions),
        **{k: f"{line.counts.get(k, 0):,}" for k in ("added", "changed", "unchanged", "refused")},
    )
    why = refused_text(line, language)
    return f"{said} {why}" if why else said


def refused_text(line: Line, language: Language) -> str:
    """Return why nothing usable came, or why it could not be understood; empty where it could."""
    if not line.refused:
        return ""
    key = f"sources.failed.{line.refused}"
    if key in messages():
        return text(key, language, **line.fields)
    return refusal_text(line.refused, (), line.fields, language)
