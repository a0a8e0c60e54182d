"""What an import would change: as lines for a terminal, as JSON for programs, as rows of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import GRAVITIES, Finding
from moibench.presentation.findings import FindingRow, finding_row, format_given, series_name
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import NO_VALUE, format_number
from moibench.presentation.terminal import table
from moibench.presentation.years import year_number

MOST_SHOWN = 30


class Changed(Protocol):
    """A value that would be added or changed, as `ingest.table_files` hands it over."""

    series: str
    unit: str
    year: int
    before: float | None
    status_before: str | None
    value: float | None
    status: str
    cell: str
    standard_error: float | None
    error_before: float | None


class Read(Protocol):
    """A file that was read."""

    name: str
    sha256: str
    kind: str
    encoding: str
    delimiter: str


class Previewed(Protocol):
    """What an import would do."""

    file: Read
    origin: str
    added: Sequence[Changed]
    changed: Sequence[Changed]
    unchanged: int
    refused: int
    findings: Sequence[Finding]
    eras: Sequence[str]
    questions: Mapping[str, tuple[str, ...]]
    series_questions: Mapping[str, tuple[str, ...]]
    asks_year: bool
    is_blocked: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change with its displayed strings. `change` is in per cent where that says something."""

    series: str
    unit: str
    year: str
    before: str
    after: str
    change: str
    cell: str


def change_row(change: Changed, catalogue: Catalogue, language: Language) -> ChangeRow:
    """Return a change in words."""
    return ChangeRow(
        series_name(catalogue, change.series, language),
        unit_name(catalogue, change.unit, language),
        str(year_number(change.year, language)),
        _said(change.before, change.status_before, change.error_before, language),
        _said(change.value, change.status, change.standard_error, language),
        _percent(change.before, change.value),
        change.cell,
    )


def _said(value: float | None, status: str | None, error: float | None, language: Language) -> str:
    if status is None:
        return NO_VALUE
    word = "" if status == "final" else text(f"site.status.{status}", language)
    beside = ""
    if error is not None:
        beside = text("imports.standard_error", language, error=format_given(error))
    shown = "" if value is None else format_given(value)
    return " ".join(part for part in (shown, word, beside) if part)


def _percent(before: float | None, after: float | None) -> str:
    if before is None or after is None or before <= 0:
        return ""
    share = 100 * (after / before - 1)
    return f"{format_number(share, 0 if abs(share) >= 100 else 1, signed=True)}%"


def finding_rows(
    findings: Sequence[Finding], catalogue: Catalogue, language: Language
) -> list[FindingRow]:
    """Return the findings in words, the gravest first."""
    ordered = sorted(findings, key=lambda f: GRAVITIES.index(f.grade))
    return [finding_row(f, catalogue, language) for f in ordered]


def counts_text(preview: Previewed, language: Language) -> str:
    """Return the line of how many values are added, changed, unchanged and refused."""
    return text(
        "imports.terminal.counts",
        language,
        added=f"{len(preview.added):,}",
        changed=f"{len(preview.changed):,}",
        unchanged=f"{preview.unchanged:,}",
        refused=f"{preview.refused:,}",
    )


def written_text(preview: Previewed, language: Language) -> str:
    """Return the line of how the file is written."""
    delimiter = {"\t": "TAB"}.get(preview.file.delimiter, preview.file.delimiter)
    eras = " + ".join(text(f"imports.era.{e}", language) for e in preview.eras)
    return text(
        "imports.terminal.written",
        language,
        kind=preview.file.kind.upper(),
        encoding=preview.file.encoding or NO_VALUE,
        delimiter=delimiter or NO_VALUE,
        era=eras or NO_VALUE,
    )


def preview_text(preview: Previewed, mapping: str, catalogue: Catalogue, language: Language) -> str:
    """Return a preview for a terminal: what was understood, findings, changes, counts.

    `mapping` is how the file was understood, as YAML.
    """
    said = text(
        "imports.terminal.understood",
        language,
        name=preview.file.name,
        origin=text(f"imports.origin.{preview.origin}", language),
    )
    lines = [said, "", *(f"    {line}" for line in mapping.splitlines()), ""]
    lines.append(written_text(preview, language))
    if preview.findings:
        lines += ["", text("imports.terminal.findings", language)]
        lines += _shown(
            [_finding_line(row) for row in finding_rows(preview.findings, catalogue, language)],
            language,
        )
    for key, changes in (("changes", preview.changed), ("additions", preview.added)):
        if changes:
            lines += ["", text(f"imports.terminal.{key}", language)]
            lines += _change_lines(changes, catalogue, language)
    return "\n".join([*lines, "", counts_text(preview, language)])


def _finding_line(row: FindingRow) -> str:
    where = " ".join(part for part in (row.sheet, row.cell) if part)
    about = " ".join(
        part for part in (row.series, row.unit, row.year) if part not in ("", NO_VALUE)
    )
    head = " · ".join(part for part in (row.grade_word, where, about) if part)
    return f"- {head}: {row.said} → {row.do}"


def _change_lines(
    changes: Sequence[Changed], catalogue: Catalogue, language: Language
) -> list[str]:
    heads = tuple(
        text(f"imports.terminal.head.{key}", language)
        for key in ("series", "unit", "year", "before", "after", "change", "cell")
    )
    rows = [change_row(c, catalogue, language) for c in changes[:MOST_SHOWN]]
    cells = [(r.series, r.unit, r.year, r.before, r.after, r.change, r.cell) for r in rows]
    lines = table([heads, *cells], right={2, 3, 4, 5})
    return lines + _more(len(changes), language)


def _shown(lines: list[str], language: Language) -> list[str]:
    return lines[:MOST_SHOWN] + _more(len(lines), language)


def _more(count: int, language: Language) -> list[str]:
    if count <= MOST_SHOWN:
        return []
    return [text("imports.terminal.more", language, count=f"{count - MOST_SHOWN:,}")]


def preview_json(
    preview: Previewed, mapping: dict[str, Any], catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    """Return a preview for programs: counts, every change and finding, the mapping."""
    return {
        "file": preview.file.name,
        "sha256": preview.file.sha256,
        "kind": preview.file.kind,
        "encoding": preview.file.encoding,
        "delimiter": preview.file.delimiter,
        "eras": list(preview.eras),
        "mapping": mapping,
        "mapping_is": preview.origin,
        "added": len(preview.added),
        "changed": len(preview.changed),
        "unchanged": preview.unchanged,
        "refused": preview.refused,
        "may_commit": not preview.is_blocked,
        "needs_accept": preview.asks,
        "changes": [_change_json(c) for c in (*preview.changed, *preview.added)],
        "findings": [_finding_json(f, catalogue, language) for f in preview.findings],
        "questions": {name: list(codes) for name, codes in preview.questions.items()},
        "series_questions": {n: list(codes) for n, codes in preview.series_questions.items()},
    }


def _change_json(change: Changed) -> dict[str, Any]:
    return {
        "series": change.series,
        "unit": change.unit,
        "year": change.year,
        "before": change.before,
        "status_before": change.status_before,
        "value": change.value,
        "status": change.status,
        "standard_error": change.standard_error,
        "cell": change.cell,
    }


def _finding_json(finding: Finding, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    row = finding_row(finding, catalogue, language)
    return {
        "grade": finding.grade,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "series": finding.series,
        "unit": finding.unit,
        "year": finding.year,
        "value": finding.value,
        "expectation": None if finding.expectation is None else list(finding.expectation),
        "said": row.said,
        "do": row.do,
    }


def refusal_text(
    key: str, faults: Sequence[str], fields: Mapping[str, Any], language: Language
) -> str:
    """Return why a file or an import is refused, with everything that is wrong with it."""
    return "\n".join(
        [text(f"imports.refused.{key}", language, **fields), *(f"- {fault}" for fault in faults)]
    )
