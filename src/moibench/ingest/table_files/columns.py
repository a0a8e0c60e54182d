"""Which columns of a sheet hold what, by a mapping; what no title explains is not taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from moibench.ingest.table_files.cells import Number, is_missing_mark, read_number, read_year
from moibench.ingest.table_files.layout import JOINED, Head, find_head, first_data, read_head
from moibench.ingest.table_files.mapping import Mapping, Part
from moibench.ingest.table_files.names import Names, plain
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.sheets import Cell, Sheet, column_number

_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values, and what its titles say."""

    column: int
    series: str | None
    year: int | None
    status: str | None


@dataclass(slots=True)
class Columns:
    """Where the keys and values of a table stand, zero-based; None for what no column holds.

    eras: how often the titles write a year in each. untaken: titles of columns that are left.
    unnamed: what is said of columns of figures that are left, "" where their titles say a year or
    nothing: of which series they are is to be asked. no_year: whether of which year, too.
    """

    unit: int | None
    code: int | None
    year: int | None
    series: int | None
    status: int | None
    error: int | None
    values: list[ValueColumn]
    first_row: int
    unit_title: str
    eras: Counter[str]
    untaken: tuple[str, ...]
    unnamed: tuple[str, ...]
    no_year: bool
    finder: _Finder

    def series_of(self, cell: Cell) -> str | None:
        """Return a series, "" for one to leave out, None where nothing is known."""
        return self.finder.series(cell)


def find_columns(sheet: Sheet, mapping: Mapping, names: Names) -> Columns:
    """Find the columns that a mapping names.

    Raises:
        ImportRefused: one is not there, or nothing says of which series or year the values are.
    """
    return _Finder(sheet, mapping, names).columns()


class _Finder:
    def __init__(self, sheet: Sheet, mapping: Mapping, names: Names) -> None:
        self.sheet, self.mapping, self.names = sheet, mapping, names
        self.series_named = {plain(s): code for s, code in mapping.series_names.items()}
        self.confirmed = {plain(s) for s in mapping.units}
        self.eras: Counter[str] = Counter()
        self.asked: list[tuple[str | None, bool]] = []
        self.head = self._head()
        self.titles = [self.head.title(c) for c in range(sheet.width)]

    def columns(self) -> Columns:
        mapping = self.mapping
        parts = (mapping.unit, mapping.unit_code, mapping.year, mapping.series, mapping.status)
        unit, code, year, series, status = (self._column(part) for part in parts)
        error = self._column(mapping.standard_error)
        keys = {c for c in (unit, code, year, series, status, error) if c is not None}
        values, untaken = self._values(keys)
        return Columns(
            unit,
            code,
            year,
            series,
            status,
            error,
            values,
            self.head.last + 1 if self.head.first <= self.head.last else 0,
            "" if unit is None else plain(self.titles[unit]),
            self.eras,
            tuple(untaken),
            self._unnamed(values),
            bool(self.asked) and not values and not any(dated for _, dated in self.asked),
            self,
        )

    def _head(self) -> Head:
        sheet = self.sheet
        if self.mapping.head is not None:
            return read_head(sheet, self.mapping.head[0] - 1, self.mapping.head[1] - 1)
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row[:10]):
                if self.names.unit(cell) or plain(str(cell)) in self.confirmed:
                    return find_head(sheet, c, first_data(sheet, c, r, self.names))
        raise ImportRefused("no_units")

    def _column(self, part: Part | None) -> int | None:
        if part is None or part.column is None:
            return None
        wanted = plain(part.column)
        found = [c for c, t in enumerate(self.titles) if plain(t) == wanted]
        if len(found) == 1:
            return found[0]
        if part.column.isascii() and part.column.isalpha() and len(part.column) <= 3:
            number = column_number(part.column)
            if number < self.sheet.width:
                return number
        known = ", ".join(t for t in self.titles if t)[:1_000]
        raise ImportRefused("no_such_column", column=part.column, known=known or "–")

    def _values(self, keys: set[int]) -> tuple[list[ValueColumn], list[str]]:
        mapping = self.mapping
        fixed = self._fixed_year()
        only = self._column(mapping.value)
        found, untaken = [], []
        for c in range(self.sheet.width) if only is None else (only,):
            if c in keys:
                continue
            said = self._said_by_head(c)
            year = said.year if mapping.year.head else fixed
            series = said.series if mapping.series.head else mapping.series.fixed
            lacks = (mapping.year.head and year is None) or (mapping.series.head and not series)
            if only is None and (lacks or not self._has_values(c)):
                if self.titles[c]:
                    untaken.append(self.titles[c])
                if lacks and self._holds_numbers(c):
                    self.asked.append((self._unread(c, series), year is not None))
                continue
            found.append(ValueColumn(c, series, year, said.status))
        if not found and not self.asked:
            self._refuse(untaken)
        return found, untaken

    def _fixed_year(self) -> int | None:
        typed = self.mapping.year.fixed
        if typed is None:
            return None
        read = read_year(typed)
        if read is None:
            raise ImportRefused("year_unknown", typed=typed)
        return read.year

    def _has_values(self, column: int) -> bool:
        """Tell whether a column whose title says nothing of a year or series holds numbers."""
        if self.mapping.year.head or self.mapping.series.head:
            return True
        return self._holds_numbers(column)

    def _holds_numbers(self, column: int) -> bool:
        for r in range(self.head.last + 1, len(self.sheet.rows)):
            cell = self.sheet.cell(r, column)
            if cell != "" and not is_missing_mark(cell):
                return isinstance(read_number(cell), Number)
        return False

    def _unread(self, column: int, series: str | None) -> str | None:
        """Return the title over a column but for its year; None where it asks for no series."""
        titles = self.head.titles[column] if column < len(self.head.titles) else ()
        said = [t for t in titles if not (self.mapping.year.head and read_year(t))]
        left_out = any(self.series(t) == "" for t in (JOINED.join(said), *said))
        return None if series or left_out or not self.mapping.series.head else JOINED.join(said)

    def _unnamed(self, values: list[ValueColumn]) -> tuple[str, ...]:
        dated = bool(values) or any(has_year for _, has_year in self.asked)
        found = (said for said, has_year in self.asked if has_year or not dated)
        return tuple(dict.fromkeys(said for said in found if said is not None))

    def _refuse(self, untaken: list[str]) -> None:
        shown = ", ".join(untaken[:_MOST_NAMED]) or "–"
        if self.mapping.series.head:
            likely = [s for t in untaken[:20] for s in self.names.like_series(t, 1)]
            raise ImportRefused(
                "series_unknown", titles=shown, likely=", ".join(dict.fromkeys(likely)) or "–"
            )
        raise ImportRefused("year_unknown", typed=shown)

    def _said_by_head(self, column: int) -> ValueColumn:
        """Return what a column's titles say: one part a year, one part or the rest a series."""
        titles = self.head.titles[column] if column < len(self.head.titles) else ()
        year = status = None
        rest = []
        for title in titles:
            read = read_year(title) if self.mapping.year.head else None
            if read is not None and year is None:
                year, status = read.year, read.status
                self.eras[read.era] += 1
            else:
                rest.append(title)
        series = None
        for candidate in (JOINED.join(rest), *reversed(rest)):
            series = self.series(candidate)
            if series is not None:
                break
        return ValueColumn(column, series or None, year, status)

    def series(self, cell: Cell) -> str | None:
        """Return a series, "" for one to leave out, None where nothing is known."""
        if not isinstance(cell, str):
            return None
        confirmed = self.series_named.get(plain(cell))
        if confirmed is not None:
            return confirmed
        named = self.names.series_named(cell)
        return named.codes[0] if named is not None and len(named.codes) == 1 else None
