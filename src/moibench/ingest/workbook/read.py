"""Read a filled template back: by the hidden ids, never by name or place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import Finding
from moibench.ingest.checks import Given
from moibench.ingest.checks.given import NO_VALUE, STATUSES
from moibench.ingest.table_files.cells import NotANumber, is_missing_mark, read_number
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.sheets import Odd, Sheet, TableFile, place_of, read_table_file
from moibench.ingest.workbook.layout import (
    ABOUT_SHEET,
    ANY_MARK,
    MARK,
    REASON,
    SEPARATOR,
    SERIES,
    STATUS,
    UNIT,
    VALUE,
    VERSION,
)

_LOOKED_AT = 60  # rows in which the hidden heads must stand


class NotATemplate(Exception):
    """A workbook that is not the one to be filled; `key` and `fields` name the message."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(f"{key} {fields}")


@dataclass(frozen=True)
class Filled:
    """What stands in a filled template: entries, what could not be read, and what it says it is.

    ids: the rows found. versions: of the drafts that the rows said when the template was made.
    """

    file: TableFile
    unit: str
    year: int
    about: dict[str, str]
    entries: tuple[Given, ...]
    findings: tuple[Finding, ...]
    ids: frozenset[str]
    versions: dict[str, int]


def read_filled(
    path: Path,
    catalogue: Catalogue,
    status_words: dict[str, str],
    *,
    name: str | None = None,
    unit: str | None = None,
    year: int | None = None,
) -> Filled:
    """Read a filled template in a process of its own.

    Args:
        path: the file.
        catalogue: knows the names that must stand beside the ids.
        status_words: word of the drop-down → status.
        name: what people call the file.
        unit: whose template it must be, None for anybody's.
        year: of which CE year it must be, None for any.

    Raises:
        ImportRefused: the file is no workbook, hostile, damaged or too large.
        NotATemplate: it is not a template, a newer one, or one of another unit or year.
    """
    return filled_of(
        read_table_file(path, name=name), catalogue, status_words, unit=unit, year=year
    )


def is_template(file: TableFile) -> bool:
    """Tell whether a sheet has the hidden heads of a template, of whatever version."""
    return any(
        isinstance(cell, str) and cell.startswith(ANY_MARK)
        for sheet in file.sheets
        for row in sheet.rows[:_LOOKED_AT]
        for cell in row
    )


def filled_of(
    file: TableFile,
    catalogue: Catalogue,
    status_words: dict[str, str],
    *,
    unit: str | None = None,
    year: int | None = None,
) -> Filled:
    """Return what stands in a template that was read; as `read_filled`."""
    heads = [(sheet, *found) for sheet in file.sheets if (found := _head(sheet)) is not None]
    if not heads:
        raise NotATemplate("workbook.refused.not_a_template")
    about = _about(file)
    years = {y for _, _, columns in heads if (y := _year_of(columns)) is not None}
    if not years:
        raise NotATemplate("workbook.refused.not_a_template")
    its_year = min(years)
    reader = _Reader(catalogue, status_words)
    for sheet, row, columns in heads:
        reader.sheet(sheet, row, columns)
    its_unit = about.get("unit") or _only_unit(reader.versions)
    if unit is not None and its_unit != unit:
        raise NotATemplate("workbook.refused.another_unit", found_unit=its_unit, wanted_unit=unit)
    if year is not None and years != {year}:
        raise NotATemplate("workbook.refused.another_year", found_year=its_year, wanted_year=year)
    return Filled(
        file,
        its_unit,
        its_year,
        about,
        tuple(reader.entries),
        tuple(reader.findings),
        frozenset(reader.versions),
        reader.versions,
    )


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the hidden heads and the column of each key."""
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        for at, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith(ANY_MARK):
                if cell != MARK:
                    found, wanted = (m.removeprefix(ANY_MARK) for m in (cell, MARK))
                    raise NotATemplate(
                        "workbook.refused.newer_template", found=found, wanted=wanted
                    )
                keys = {c: i for i, c in enumerate(row) if isinstance(c, str) and c}
                return number, keys | {"id": at}
    return None


def _year_of(columns: dict[str, int]) -> int | None:
    for key in columns:
        start, _, year = key.partition(":")
        if start == VALUE and year.isdigit():
            return int(year)
    return None


def _about(file: TableFile) -> dict[str, str]:
    for sheet in file.sheets:
        if sheet.name == ABOUT_SHEET:
            return {str(r[0]): str(r[1]) for r in sheet.rows if len(r) > 1}
    return {}


def _only_unit(ids: Iterable[str]) -> str:
    units = {i.partition(SEPARATOR)[2] for i in ids}
    return units.pop() if len(units) == 1 else "TH"


class _Reader:
    """Reads sheets row by row and gathers entries and findings."""

    def __init__(self, catalogue: Catalogue, status_words: dict[str, str]) -> None:
        self.catalogue = catalogue
        self.words = {w.strip().lower(): s for w, s in status_words.items()}
        self.words |= {s: s for s in STATUSES}
        self.entries: list[Given] = []
        self.findings: list[Finding] = []
        self.versions: dict[str, int] = {}

    def sheet(self, sheet: Sheet, head: int, columns: dict[str, int]) -> None:
        """Read the rows below the hidden heads."""
        year = _year_of(columns)
        if year is None:
            return
        at_value = columns[f"{VALUE}:{year}"]
        begun = False
        for row in range(head + 1, len(sheet.rows)):
            said = str(sheet.cell(row, columns["id"]))
            if SEPARATOR in said:
                begun = True
                self._row(sheet, row, columns, at_value, year, said)
            elif begun and sheet.cell(row, at_value) != "":
                cell = place_of(row, at_value)
                self.findings.append(Finding("impossible", "row_without_id", sheet.name, cell))
        if sheet.formulas:
            self.findings.append(
                Finding("note", "formulas_computed", sheet.name, fields={"count": sheet.formulas})
            )

    def _row(
        self, sheet: Sheet, row: int, columns: dict[str, int], at_value: int, year: int, said: str
    ) -> None:
        series, _, unit = said.partition(SEPARATOR)
        version = sheet.cell(row, columns[VERSION]) if VERSION in columns else 0
        self.versions[said] = int(version) if isinstance(version, int | float) else 0
        value = sheet.cell(row, at_value)
        status = _text(sheet, row, columns.get(STATUS))
        reason = _text(sheet, row, columns.get(REASON))
        if value == "" and not status:
            return
        cell = place_of(row, at_value)
        parted = list(self._parted(sheet, row, columns, (series, unit, year), cell))
        if parted:
            self.findings += parted
            return
        number: float | None = None
        if value != "" and not is_missing_mark(value):
            read = read_number(value)
            if isinstance(read, NotANumber):
                fields: dict[str, object] = {"typed": read.shown}
                self.findings.append(
                    Finding(
                        "impossible",
                        read.reason,
                        sheet.name,
                        cell,
                        series,
                        unit,
                        year,
                        fields=fields,
                    )
                )
                return
            number = read.value
            known = self.words.get(status.lower(), status) or read.status or "final"
        else:
            known = self.words.get(status.lower(), status) or "missing"
        if known in NO_VALUE and not reason:
            self.findings.append(
                Finding("impossible", "needs_reason", sheet.name, cell, series, unit, year)
            )
            return
        self.entries.append(Given(series, unit, year, number, known, sheet.name, cell, reason))

    def _parted(
        self,
        sheet: Sheet,
        row: int,
        columns: dict[str, int],
        place: tuple[str, str, int],
        cell: str,
    ) -> Iterator[Finding]:
        """Yield where the names in a row are not those of its id, so that it is nobody's."""
        series, unit, year = place
        for key, known in (
            (SERIES, self.catalogue.series.get(series)),
            (UNIT, self.catalogue.units.get(unit)),
        ):
            if key not in columns or known is None:
                continue
            shown = _text(sheet, row, columns[key])
            if shown not in (known.name.th, known.name.en):
                fields: dict[str, object] = {"typed": shown, "wanted": known.name}
                yield Finding(
                    "impossible", "row_moved", sheet.name, cell, series, unit, year, fields=fields
                )


def _text(sheet: Sheet, row: int, column: int | None) -> str:
    if column is None:
        return ""
    cell = sheet.cell(row, column)
    return cell.shown if isinstance(cell, Odd) else str(cell).strip()


__all__ = ["Filled", "ImportRefused", "NotATemplate", "filled_of", "is_template", "read_filled"]
