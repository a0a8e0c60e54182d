"""The entry grid: a row for each series of a unit, its past, what is expected, and its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from moibench.analysis.review.grid import GridCell
from moibench.catalogue import Catalogue
from moibench.presentation.findings import expectation_text
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.pages.address import PREFIX, Link, Option
from moibench.presentation.review import words
from moibench.presentation.review.filing import limits, typed_of
from moibench.presentation.years import format_year, year_number

STATUSES = ("", "final", "preliminary", "estimated", "missing", "not_applicable")


class Known(Protocol):
    """What is known of a cell before it is filled; `ingest.workbook.rows.TemplateRow` is one."""

    past: tuple[float | None, ...]
    last: tuple[int, float] | None
    expected: tuple[float | None, float | None] | None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check or a person says of a cell. grade: of a finding, "question" of a person's."""

    grade: str
    said: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a cell's fields, as stored or as typed and refused."""

    value: str
    status: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its displayed strings; `past` stands under `GridPage.years`."""

    key: str
    field: str
    name: str
    measure: str
    unit: str
    past: tuple[str, ...]
    last: str
    expected: str
    typed: Typed
    statuses: tuple[Option, ...]
    locked: str
    details: str
    comment: str
    follow_up: bool
    evidence: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class GridPage:
    """Everything the page of a grid shows."""

    title: str
    years: tuple[str, ...]
    year: str
    year_numbers: str
    rows: tuple[GridRow, ...]
    several_units: bool
    sources: tuple[Option, ...]
    source: str
    other_years: tuple[Link, ...]
    workbook: str
    is_open: bool

    @property
    def columns(self) -> int:
        """How many columns the table has: the years, and six more."""
        return len(self.years) + 6

    @property
    def to_look_at(self) -> tuple[GridRow, ...]:
        """The rows of which something is said."""
        return tuple(r for r in self.rows if r.remarks)


def address(unit: str, year: int, language: Language, source: str = "") -> str:
    """Return the address of a unit's grid."""
    query = f"?source={quote(source)}" if source else ""
    return f"{PREFIX[language]}/grid/{quote(unit)}/{year_number(year, language)}{query}"


def grid_page(
    catalogue: Catalogue,
    unit: str,
    year: int,
    cells: Sequence[GridCell],
    known: Sequence[Known],
    language: Language,
    *,
    years: Sequence[int] = (),
    sources: Sequence[str] = (),
    source: str = "",
    typed: Mapping[str, Typed] | None = None,
    remarks: Mapping[str, Sequence[Remark]] | None = None,
) -> GridPage:
    """Return the page. typed, remarks: by key of the cell, what was typed and what is said."""
    past = len(known[0].past) if known else 0
    shown = tuple(range(year - past, year))
    rows = tuple(
        _row(catalogue, c, k, language, (typed or {}).get(c.key), (remarks or {}).get(c.key, ()))
        for c, k in zip(cells, known, strict=True)
    )
    return GridPage(
        text(
            "grid.title",
            language,
            unit=full_unit_name(catalogue, unit, language),
            year=format_year(year, language),
        ),
        tuple(format_year(y, language) for y in shown),
        format_year(year, language),
        " ".join(str(y) for ce in (*shown, year) for y in (ce, ce + 543)),
        rows,
        len({c.place.unit for c in cells}) > 1,
        tuple(
            Option(s, words.source_name(catalogue, s, language), s == source)
            for s in (sources if len(sources) > 1 else ())
        ),
        source,
        tuple(
            Link(format_year(y, language), address(unit, y, language)) for y in years if y != year
        ),
        f"{PREFIX[language]}/workbook/{quote(unit)}/{year_number(year, language)}",
        any(c.is_open for c in cells),
    )


def _row(
    catalogue: Catalogue,
    cell: GridCell,
    known: Known,
    language: Language,
    typed: Typed | None,
    remarks: Sequence[Remark],
) -> GridRow:
    series, content = cell.line.series, cell.line.content
    stored = typed_of(content, cell.line.version)
    typed = typed or Typed(stored.value, stored.status, stored.reason, stored.version)
    asked = [Remark("question", q.text) for q in cell.line.open_questions]
    said = {r.said for r in remarks}
    return GridRow(
        key=cell.key,
        field=cell.key.replace("/", "."),
        name=series.name.in_language(language),
        measure=series.unit_of_measure.in_language(language),
        unit=unit_name(catalogue, cell.place.unit, language),
        past=tuple("–" if v is None else words.amount(v) for v in known.past),
        last=text(
            "grid.last",
            language,
            value=words.amount(known.last[1]),
            year=format_year(known.last[0], language),
        )
        if known.last
        else "",
        expected=expectation_text(known.expected, language)
        if known.expected
        else limits(series.minimum, series.maximum, language),
        typed=typed,
        statuses=tuple(
            Option(s, text(f"review.status.{s or 'none'}", language), s == typed.status)
            for s in STATUSES
        ),
        locked=""
        if cell.is_open
        else text("grid.locked", language, state=words.state_name(cell.state, language)),
        details=words.address(cell.place, language, series.id),
        comment=content.comment,
        follow_up=content.follow_up,
        evidence=cell.line.cell.evidence_name if cell.line.cell else "",
        remarks=(*remarks, *(a for a in asked if a.said not in said)),
    )
