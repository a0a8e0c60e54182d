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

    begun_at: dt.datetime
    outcome: str
    sha256: str
    size: int
    refused: str
    fields: Mapping[str, Any]
    counts: Mapping[str, int]
    editions: tuple[str, ...]


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
