"""The pages of sources that figures are fetched from: all of them, one, and its form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.imports import Option
from moibench.presentation.sources import Defined, Line, fetched_text, refused_text


class Kept(Line, Protocol):
    """A line of the log with its number and the table that was kept of it."""

    number: int
    table_sha256: str


class Going(Protocol):
    """A fetch that goes on."""

    by: str
    step: str
    count: int
    is_stopping: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list: where from, how often, what came last, when next."""

    name: str
    kind: str
    address: str
    schedule: str
    last: str
    following: str
    progress: str


@dataclass(frozen=True, slots=True)
class FetchLine:
    """A fetch in the log of a source. `number`: of its page, 0 where nothing was kept."""

    number: int
    at: str
    said: str
    has_failed: bool
    sha256: str
    size: str
    by: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source with its log. mapping: as YAML, empty where there is none."""

    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    mapping: str
    log: tuple[FetchLine, ...]
    progress: str
    is_stopping: bool


@dataclass(frozen=True, slots=True)
class SourceForm:
    """The form of a definition as it was typed. seen: when the one it replaces was made."""

    title: str
    name: str
    address: str
    options: str
    mapping: str
    seen: str
    is_new: bool
    kinds: tuple[Option, ...]
    schedules: tuple[Option, ...]


def source_line(
    definition: Defined,
    last: Line | None,
    following: dt.datetime | None,
    going: Going | None,
    now: dt.datetime,
    language: Language,
) -> SourceLine:
    """Return a source in the list."""
    return SourceLine(
        definition.name,
        text(f"source_pages.kind.{_key(definition.kind)}", language),
        definition.address,
        text(f"sources.schedule.{definition.schedule}", language),
        fetched_text(last, language) if last else text("sources.never", language),
        _following(following, now, language),
        progress_text(going, language),
    )


def progress_text(going: Going | None, language: Language) -> str:
    """Return how far a fetch is; empty where none goes on."""
    if going is None:
        return ""
    step = "stopping" if going.is_stopping else going.step
    return text(f"source_pages.progress.{step}", language, count=f"{going.count:,}", by=going.by)


def source_page(
    definition: Defined,
    log: Sequence[Kept],
    mapping: str,
    following: dt.datetime | None,
    going: Going | None,
    now: dt.datetime,
    language: Language,
) -> SourcePage:
    """Return the page of one source."""
    options = ", ".join(f"{k}={v}" for k, v in definition.options.items())
    facts = [
        ("kind", text(f"source_pages.kind.{_key(definition.kind)}", language)),
        ("address", definition.address),
        ("options", options),
        ("schedule", text(f"sources.schedule.{definition.schedule}", language)),
        ("next", _following(following, now, language)),
    ]
    if definition.changed_at is not None:
        at = format_moment(definition.changed_at, language)
        facts.append(("changed", f"{at} {definition.changed_by}"))
    return SourcePage(
        text("source_pages.one", language, name=definition.name),
        definition.name,
        tuple((text(f"source_pages.fact.{k}", language), v) for k, v in facts if v),
        mapping,
        tuple(fetch_line(line, language) for line in log),
        progress_text(going, language),
        going is not None and going.is_stopping,
    )


def fetch_line(line: Kept, language: Language) -> FetchLine:
    """Return a fetch of the log."""
    if line.refused:
        said = refused_text(line, language)
    else:
        counts = {k: f"{line.counts.get(k, 0):,}" for k in ("added", "changed", "unchanged")}
        said = text(
            f"source_pages.outcome.{line.outcome}",
            language,
            editions=", ".join(line.editions),
            refused=f"{line.counts.get('refused', 0):,}",
            **counts,
        )
    return FetchLine(
        line.number if line.table_sha256 else 0,
        format_moment(line.begun_at, language),
        said,
        bool(line.refused) or line.outcome == "failed",
        line.sha256,
        f"{line.size:,}" if line.sha256 else "",
        line.fetched_by,
    )


def source_form(
    definition: Defined | None,
    typed: Mapping[str, str],
    mapping: str,
    kinds: Sequence[str],
    schedules: Sequence[str],
    language: Language,
) -> SourceForm:
    """Return the form; what was typed comes before what is kept."""
    of = definition
    options = "\n".join(f"{k}={v}" for k, v in of.options.items()) if of else ""
    kind = typed.get("kind") or (of.kind if of else "table")
    schedule = typed.get("schedule") or (of.schedule if of else "manual")
    seen = of.changed_at.isoformat() if of and of.changed_at else ""
    title = (
        text("source_pages.edit", language, name=of.name)
        if of
        else text("source_pages.add", language)
    )
    return SourceForm(
        title,
        of.name if of else typed.get("name", ""),
        typed.get("address", of.address if of else ""),
        typed.get("options", options),
        typed.get("mapping", mapping),
        typed.get("seen", seen),
        of is None,
        tuple(Option(k, text(f"source_pages.kind.{_key(k)}", language), k == kind) for k in kinds),
        tuple(Option(s, text(f"sources.schedule.{s}", language), s == schedule) for s in schedules),
    )


def _following(at: dt.datetime | None, now: dt.datetime, language: Language) -> str:
    if at is None:
        return text("source_pages.only_told", language)
    return text("source_pages.due", language) if at <= now else format_moment(at, language)


def _key(kind: str) -> str:
    return kind.replace("-", "_")
