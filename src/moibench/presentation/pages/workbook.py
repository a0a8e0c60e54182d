"""The page of an officer's workbook: what was found in it and what it would change, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import Finding
from moibench.presentation.findings import (
    FindingRow,
    finding_row,
    findings_summary,
    format_given,
    series_name,
)
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number
from moibench.presentation.years import format_year, year_number

STATUSES = ("final", "preliminary", "estimated", "missing", "not_applicable")
_SHOWN = 200


class Entry(Protocol):
    """What of a given value is shown; `ingest.checks.Given` is one."""

    series: str
    unit: str
    value: float | None
    status: str
    cell: str


class Changed(Protocol):
    """What of a change is shown; `ingest.workbook.preview.Change` is one."""

    kind: str
    entry: Entry
    before: tuple[float | None, str] | None
    last: tuple[int, float] | None
    size: float


@dataclass(frozen=True)
class ChangeRow:
    """A change with its displayed strings; is_big: it moves by more than half."""

    cell: str
    series: str
    unit: str
    before: str
    after: str
    status: str
    moved: str
    is_big: bool


@dataclass(frozen=True)
class WorkbookPage:
    """The page before a workbook is handed in, and after, when `sha` names it."""

    title: str
    unit: str
    year: str
    back: str
    download: str
    rows: int
    years: tuple[tuple[str, str, bool], ...]
    sha: str = ""
    name: str = ""
    summary: str = ""
    counts: str = ""
    findings: tuple[FindingRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    more_changes: str = ""
    marked: str = ""
    confirm: str = ""
    closed: str = ""


def status_words() -> dict[str, str]:
    """Return status by the word of the drop-down, in either language."""
    return {text(f"findings.status.{s}", lang): s for lang in LANGUAGES for s in STATUSES}


def address(unit: str, year: int, language: Language, tail: str = "") -> str:
    """Return the address of a workbook's page."""
    prefix = "/en" if language == "en" else ""
    return f"{prefix}/workbook/{unit}/{year_number(year, language)}{tail}"


def workbook_page(
    catalogue: Catalogue,
    unit: str,
    year: int,
    years: Sequence[int],
    rows: int,
    language: Language,
) -> WorkbookPage:
    """Return the page from which a template is taken and handed in."""
    named = full_unit_name(catalogue, unit, language)
    shown = format_year(year, language)
    return WorkbookPage(
        title=text("workbook.page.title", language, unit=named, year=shown),
        unit=named,
        year=shown,
        back="/en/filing/" if language == "en" else "/filing/",
        download=address(unit, year, language, ".xlsx"),
        rows=rows,
        years=tuple(
            (address(unit, y, language), format_year(y, language), y == year) for y in years
        ),
    )


def previewed(
    page: WorkbookPage,
    catalogue: Catalogue,
    findings: Sequence[Finding],
    changes: Sequence[Changed],
    faults: Sequence[str],
    sha: str,
    name: str,
    marked: str,
    language: Language,
) -> WorkbookPage:
    """Return the page with what was found and what would change, big jumps first.

    faults: what the review refuses, in words; together with the findings it decides whether the
    page offers to confirm.
    """
    from dataclasses import replace

    moving = [c for c in changes if c.kind in ("added", "changed")]
    number = {k: sum(c.kind == k for c in changes) for k in ("added", "changed", "unchanged")}
    number["refused"] = len({(f.sheet, f.cell) for f in findings if f.blocks and f.cell})
    closed = ""
    if faults or any(f.blocks for f in findings):
        closed = text("workbook.page.blocked", language)
    elif any(f.asks for f in findings):
        closed = text("workbook.page.asks", language)
    elif not moving:
        closed = text("workbook.page.nothing_changes", language)
    more = len(moving) - _SHOWN
    return replace(
        page,
        sha=sha,
        name=name,
        summary=findings_summary(findings, len(changes), language),
        counts=text("workbook.page.counts", language, **{k: f"{v:,}" for k, v in number.items()}),
        findings=tuple(finding_row(f, catalogue, language) for f in findings[:_SHOWN]),
        changes=tuple(change_row(c, catalogue, language) for c in moving[:_SHOWN]),
        more_changes=text("workbook.page.more", language, count=f"{more:,}") if more > 0 else "",
        marked=marked,
        confirm="" if closed else text("workbook.page.confirm", language, count=f"{len(moving):,}"),
        closed=closed,
    )


def change_row(change: Changed, catalogue: Catalogue, language: Language) -> ChangeRow:
    """Return a change in words: the value before, the value after, by how much it moves."""
    e = change.entry
    value, status = change.before or (None, "")
    before = NO_VALUE if value is None and not status else _said(value, status, language)
    if change.before is None and change.last is not None:
        year, last = change.last
        shown = format_year(year, language)
        before = text("workbook.last", language, value=format_given(last), year=shown)
    old = value if value is not None else (change.last[1] if change.last else None)
    moved = NO_VALUE
    if old and e.value is not None:
        percent = 100 * (e.value - old) / abs(old)
        decimals = 0 if abs(percent) >= 100 else 1
        moved = f"{format_number(percent, decimals, signed=True)}%"
    return ChangeRow(
        e.cell,
        series_name(catalogue, e.series, language),
        unit_name(catalogue, e.unit, language),
        before,
        _said(e.value, e.status, language),
        text(f"findings.status.{e.status}", language),
        moved,
        math.isfinite(change.size) and change.size > math.log(1.5),
    )


def _said(value: float | None, status: str, language: Language) -> str:
    return text(f"findings.status.{status}", language) if value is None else format_given(value)


def template_refusal(
    key: str, fields: Mapping[str, object], catalogue: Catalogue, language: Language
) -> str:
    """Return why a workbook is not the template it should be."""
    said = dict(fields)
    for side in ("found", "wanted"):
        code, year = said.pop(f"{side}_unit", None), said.pop(f"{side}_year", None)
        if isinstance(code, str):
            known = code in catalogue.units
            said[side] = full_unit_name(catalogue, code, language) if known else code
        if isinstance(year, int):
            said[side] = format_year(year, language)
    return text(key, language, **said)
