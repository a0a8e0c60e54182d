"""The page on which a table is imported: how it was understood, what it would change, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from moibench.catalogue import Catalogue
from moibench.presentation.findings import FindingRow, series_name
from moibench.presentation.imports import (
    Changed,
    ChangeRow,
    Previewed,
    change_row,
    counts_text,
    finding_rows,
    written_text,
)
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.years import parse_year, year_number

_SHOWN = 200
_MOST_UNITS = 110


class Part(Protocol):
    """Where a unit, year or series stands."""

    column: str | None
    head: bool
    fixed: str | None


class Understood(Protocol):
    """What of a mapping is shown."""

    sheet: str
    transposed: bool
    unit: Part
    unit_code: Part | None
    year: Part
    series: Part
    value: Part | None
    status: Part | None
    standard_error: Part | None
    aggregates: str


@dataclass(frozen=True)
class Option:
    """A choice of a list."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True)
class Question:
    """A name nobody knows, and what it may mean, the likeliest first."""

    number: int
    spelling: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ImportPage:
    """Everything the page shows; without a `sha` nothing was handed in yet."""

    title: str
    series: tuple[Option, ...]
    limit: int
    sha: str = ""
    name: str = ""
    understood: tuple[tuple[str, str], ...] = ()
    mapping: str = ""
    questions: tuple[Question, ...] = ()
    series_questions: tuple[Question, ...] = ()
    asks_year: bool = False
    has_sums: bool = False
    aggregates: tuple[Option, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    more_findings: str = ""
    changes: tuple[ChangeRow, ...] = ()
    more_changes: str = ""
    additions: tuple[ChangeRow, ...] = ()
    more_additions: str = ""
    counts: str = ""
    confirm: str = ""
    asks: bool = False
    closed: str = ""


def import_page(catalogue: Catalogue, limit: int, chosen: str, language: Language) -> ImportPage:
    """Return the page before anything was handed in; `limit` is in megabytes."""
    options = [
        Option(s, f"{series_name(catalogue, s, language)} ({s})", s == chosen)
        for s in catalogue.series
    ]
    return ImportPage(
        text("imports.page.title", language),
        tuple(sorted(options, key=lambda o: o.name)),
        limit,
    )


def previewed_page(
    page: ImportPage,
    preview: Previewed,
    mapping: Understood,
    written: str,
    sha: str,
    catalogue: Catalogue,
    language: Language,
    *,
    as_drafts: bool,
) -> ImportPage:
    """Return the page of a table that was checked; `written` is its mapping as text."""
    findings = finding_rows(preview.findings, catalogue, language)
    count = len(preview.added) + len(preview.changed)
    key = "confirm_draft" if as_drafts else "confirm_store"
    may_confirm = count > 0 and not preview.is_blocked
    none = "nothing" if preview.unchanged else "nothing_yours"
    closed = "blocked" if preview.is_blocked else "" if count else none
    return ImportPage(
        page.title,
        page.series,
        page.limit,
        sha,
        preview.file.name,
        tuple(_understood(preview, mapping, catalogue, language)),
        written,
        _questions(preview.questions, catalogue, language),
        _series_questions(preview.series_questions, page.series, language),
        preview.asks_year,
        any(f.code in ("sums_only_checked", "sums_agree", "sum_differs") for f in preview.findings),
        tuple(
            Option(v, text(f"imports.page.aggregates_{v}", language), mapping.aggregates == v)
            for v in ("check", "store")
        ),
        tuple(findings[:_SHOWN]),
        _more(len(findings), language),
        _changes(preview.changed, catalogue, language),
        _more(len(preview.changed), language),
        _changes(preview.added, catalogue, language),
        _more(len(preview.added), language),
        counts_text(preview, language),
        text(f"imports.page.{key}", language, count=f"{count:,}") if may_confirm else "",
        preview.asks and may_confirm,
        text(f"imports.page.{closed}", language) if closed else "",
    )


def _changes(
    changes: Sequence[Changed], catalogue: Catalogue, language: Language
) -> tuple[ChangeRow, ...]:
    return tuple(change_row(c, catalogue, language) for c in changes[:_SHOWN])


def _more(count: int, language: Language) -> str:
    if count <= _SHOWN:
        return ""
    return text("imports.page.more", language, count=f"{count - _SHOWN:,}")


def _understood(
    preview: Previewed, mapping: Understood, catalogue: Catalogue, language: Language
) -> list[tuple[str, str]]:
    parts = [("unit", mapping.unit), ("unit_code", mapping.unit_code), ("year", mapping.year)]
    parts += [("series", mapping.series), ("value", mapping.value), ("status", mapping.status)]
    parts.append(("standard_error", mapping.standard_error))
    rows = [(key, _part(key, part, catalogue, language)) for key, part in parts if part is not None]
    if mapping.sheet:
        rows.insert(0, ("sheet", mapping.sheet))
    if mapping.transposed:
        side = text("imports.page.side_by_side", language)
        rows = [(k, f"{v} ({side})" if k == "unit" else v) for k, v in rows]
    rows.append(("written", written_text(preview, language)))
    rows.append(("origin", text(f"imports.origin.{preview.origin}", language)))
    return [(text(f"imports.page.part.{key}", language), said) for key, said in rows]


def _part(key: str, part: Part, catalogue: Catalogue, language: Language) -> str:
    if part.column is not None:
        return text("imports.page.in_column", language, column=part.column)
    if part.head:
        return text("imports.page.in_head", language)
    value = part.fixed or ""
    if key == "series":
        value = series_name(catalogue, value, language)
    elif key == "unit":
        value = full_unit_name(catalogue, value, language)
    elif key == "year":
        value = str(year_number(parse_year(value), language))
    return text("imports.page.fixed", language, value=value)


def _series_questions(
    questions: Mapping[str, tuple[str, ...]], every: Sequence[Option], language: Language
) -> tuple[Question, ...]:
    known = {o.value: replace(o, chosen=False) for o in every}
    found = []
    for number, (spelling, likely) in enumerate(questions.items()):
        options = [
            Option("?", text("imports.page.choose", language), True),
            *(known[s] for s in dict.fromkeys((*likely, *known))),
        ]
        if spelling:
            options.append(Option("", text("imports.page.leave_series_out", language)))
        found.append(Question(number, spelling, tuple(options)))
    return tuple(found)


def _questions(
    questions: Mapping[str, tuple[str, ...]], catalogue: Catalogue, language: Language
) -> tuple[Question, ...]:
    every = [
        c for c, u in catalogue.units.items() if u.unit_type not in ("district", "subdistrict")
    ]
    found = []
    for number, (spelling, likely) in enumerate(questions.items()):
        codes = dict.fromkeys((*likely, *every[:_MOST_UNITS]))
        options = [
            Option("?", text("imports.page.choose", language), True),
            *(Option(c, f"{full_unit_name(catalogue, c, language)} ({c})") for c in codes),
            Option("total", text("imports.page.is_total", language)),
            Option("", text("imports.page.leave_out", language)),
        ]
        found.append(Question(number, spelling, tuple(options)))
    return tuple(found)
