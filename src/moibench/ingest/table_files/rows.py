"""Turn the cells of a sheet into values by a mapping, and say of every cell why it is none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import Finding, Gravity
from moibench.catalogue.schema import Text
from moibench.ingest.table_files.cells import (
    MISSING_MARKS,
    Number,
    missing_mark,
    read_number,
    read_year,
)
from moibench.ingest.table_files.columns import Columns, ValueColumn, find_columns
from moibench.ingest.table_files.layout import transposed
from moibench.ingest.table_files.mapping import SKIP, TOTAL, Mapping
from moibench.ingest.table_files.names import COUNTRY, Names, plain
from moibench.ingest.table_files.sheets import (
    Cell,
    Odd,
    Progress,
    Sheet,
    place_of,
)
from moibench.store.models import Status

LEAF_TYPES = ("province", "special_area", "district", "subdistrict")
_STATUS_WORDS = {
    "": "final", "a": "final", "n": "final", "f": "final", "r": "final",
    "p": "preliminary", "e": "estimated", "i": "estimated",
    "m": "missing", "l": "missing", "o": "missing", "q": "missing", "na": "not_applicable",
    "สมบูรณ์": "final", "ค่าสมบูรณ์": "final", "เบื้องต้น": "preliminary",
    "ค่าเบื้องต้น": "preliminary", "ค่าประมาณ": "estimated", "ประมาณการ": "estimated",
    "ไม่มีข้อมูล": "missing", "ไม่เกี่ยวข้อง": "not_applicable",
} | {s: s for s in Status.values}  # fmt: skip
_PERCENT = ("ร้อยละ", "per cent", "percent", "%")
_TELL_EVERY = 20_000
_MOST_NAMED = 40
_NO_VALUE = (Status.MISSING.value, Status.NOT_APPLICABLE.value)


@dataclass(frozen=True, slots=True)
class Read:
    """A value with where it stands (zero-based), and the decimal places it was written with.

    status: None where the table says nothing of it. reason: where it stands beside the value.
    """

    series: str
    unit: str
    year: int
    value: float | None
    status: str | None
    row: int
    column: int
    decimals: int = 0
    standard_error: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: of a unit (several for one that is ambiguous), or a bare total."""

    row: int
    codes: tuple[str, ...]
    is_leaf: bool


@dataclass(slots=True)
class Extract:
    """Everything that was understood of a sheet.

    values: to be stored. sums: of rows that only serve to check sums, `unit` empty for a bare
    total. rows: every row in order. findings: what was noticed. spellings: other spellings that
    were recognised, to be confirmed. questions: unknown ones with the likeliest units.
    series_questions: titles and names of no known series with the likeliest; "" stands for every
    value of the table. asks_year: whether nothing says the year of any.
    """

    sheet: str
    mapping: Mapping
    values: list[Read] = field(default_factory=list)
    sums: list[Read] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: int = 0
    eras: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, str] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    series_questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asks_year: bool = False
    series: tuple[str, ...] = ()
    untaken: tuple[str, ...] = ()

    def place(self, read: Read) -> str:
        """Return the name of the cell a value stands in."""
        at = (read.column, read.row) if self.mapping.transposed else (read.row, read.column)
        return place_of(*at)


def extract(
    sheet: Sheet,
    mapping: Mapping,
    catalogue: Catalogue,
    names: Names,
    progress: Progress | None = None,
) -> Extract:
    """Read every value of a sheet.

    Raises:
        ImportRefused: a column that the mapping names is not there, or nothing says which series
            or year the values are of.
    """
    return _Extractor(sheet, mapping, catalogue, names, progress).run()


class _Extractor:
    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping,
        catalogue: Catalogue,
        names: Names,
        progress: Progress | None,
    ) -> None:
        self.sheet = transposed(sheet) if mapping.transposed else sheet
        self.mapping, self.catalogue, self.names = mapping, catalogue, names
        self.progress = progress
        self.out = Extract(sheet.name, mapping)
        self.confirmed = {plain(s): code for s, code in mapping.units.items()}
        self.missing = {missing_mark(m): means for m, means in mapping.missing.items()}
        self.marks: Counter[str] = Counter()
        self.not_yet: Counter[str] = Counter()
        self.known_rows: dict[Cell, tuple[str, ...] | None] = {}
        self.unit_title = ""

    def run(self) -> Extract:
        found = find_columns(self.sheet, self.mapping, self.names)
        self.out.eras, self.out.untaken = found.eras, found.untaken
        self.unit_title = found.unit_title
        self._ask_of_columns(found)
        for r in range(found.first_row, len(self.sheet.rows)):
            if self.progress and r % _TELL_EVERY == 0 and r:
                self.progress("checking", r)
            if self.sheet.rows[r]:
                self._row(r, found)
        self._say_what_was_noticed()
        return self.out

    def _row(
        self,
        r: int,
        at: Columns,
    ) -> None:
        sheet, unit, code, year = self.sheet, at.unit, at.code, at.year
        series, status, values = at.series, at.status, at.values
        has_values = any(sheet.cell(r, v.column) != "" for v in values)
        if not has_values:
            return
        if unit is None:
            codes: tuple[str, ...] | None = (str(self.mapping.unit.fixed),)
        else:
            codes = self._units(sheet.cell(r, unit), r, unit)
            if codes is None:
                return
            if code is not None and not self._agrees(codes, sheet.cell(r, code), r, code):
                return
        if codes and codes[0] == SKIP:
            return
        is_leaf = bool(codes) and self.catalogue.units[codes[0]].unit_type in LEAF_TYPES
        self.out.rows.append(Row(r, codes, is_leaf))
        row_year = row_status = row_series = None
        if year is not None:
            read = read_year(sheet.cell(r, year))
            if read is None:
                self._find("impossible", "not_a_year", r, year, typed=_shown(sheet.cell(r, year)))
                return
            row_year, row_status = read.year, read.status
            self.out.eras[read.era] += 1
        if series is not None:
            row_series = at.series_of(sheet.cell(r, series))
            if row_series == SKIP:
                return
            if row_series is None:
                typed = _shown(sheet.cell(r, series))
                likely = self._offered(self._ask_series(typed))
                self._find(
                    "impossible", "unknown_name_of_series", r, series, typed=typed, likely=likely
                )
                return
        if status is not None:
            word = plain(_shown(sheet.cell(r, status)))
            if word not in _STATUS_WORDS:
                self._find("impossible", "unknown_word_of_status", r, status, typed=word)
                return
            row_status = _STATUS_WORDS[word]
        for v in values:
            self._value(r, v, codes, is_leaf, v.series or row_series, v.year or row_year,
                        row_status or v.status, at.error)  # fmt: skip

    def _units(self, cell: Cell, r: int, column: int) -> tuple[str, ...] | None:
        """Return the codes of a row, () for a bare total, None where the row is refused."""
        key = cell if not isinstance(cell, Odd) else cell.shown
        if key in self.known_rows:
            known = self.known_rows[key]
            self.out.refused += known is None
            return known
        found = self._units_anew(cell, r, column)
        self.known_rows[key] = found
        return found

    def _units_anew(self, cell: Cell, r: int, column: int) -> tuple[str, ...] | None:
        typed = _shown(cell)
        confirmed = self.confirmed.get(plain(typed))
        if confirmed is not None:
            return () if confirmed == TOTAL else (confirmed,)
        named = self.names.unit(cell)
        if named is None:
            if self.names.is_total(cell):
                return ()
            if typed and plain(typed) == self.unit_title:  # the head, printed again on a new page
                return (SKIP,)
            likely = self.names.like_unit(typed)
            if typed:
                self.out.questions[typed] = likely
            self._find(
                "impossible",
                "unknown_name_of_unit",
                r,
                column,
                typed=typed,
                likely=self._offered(likely),
            )
            return None
        if len(named.codes) > 1:
            types = {self.catalogue.units[c].unit_type for c in named.codes}
            if types & set(LEAF_TYPES):
                self.out.questions[typed] = named.codes
                self._find(
                    "impossible", "ambiguous_name", r, column, typed=typed,
                    likely=self._offered(named.codes),
                )  # fmt: skip
                return None
        if named.how == "alias":
            self.out.spellings[typed] = named.codes[0]
        return named.codes

    def _agrees(self, codes: tuple[str, ...], cell: Cell, r: int, column: int) -> bool:
        """Tell whether a row's code says the same unit as its name."""
        if cell == "" or not codes:
            return True
        by_code = self.names.unit(cell)
        if by_code is not None and set(by_code.codes) & set(codes):
            return True
        name = self.catalogue.units[codes[0]].name.th
        self._find("impossible", "code_and_name_differ", r, column, typed=_shown(cell), name=name)
        return False

    def _value(
        self,
        r: int,
        v: ValueColumn,
        codes: tuple[str, ...],
        is_leaf: bool,
        series: str | None,
        year: int | None,
        status: str | None,
        error_column: int | None,
    ) -> None:
        cell = self.sheet.cell(r, v.column)
        if series is None or year is None:
            if cell != "":
                self._find("impossible", "no_series_or_year", r, v.column)
            return
        decimals = 0
        if status in _NO_VALUE:
            value = None
        elif cell == "":
            return
        else:
            mark = missing_mark(cell) if isinstance(cell, str) else None
            if mark is not None and (mark in self.missing or mark in MISSING_MARKS):
                means = self.missing.get(mark, "missing")
                self.marks[f"{cell} → {means}"] += 1
                if means == "skip":
                    return
                value, status = (0.0, status) if means == "zero" else (None, means)
            else:
                number = read_number(cell)
                if not isinstance(number, Number):
                    of = (series, codes[0] if codes else "", year)
                    self._find("impossible", number.reason, r, v.column, of, typed=number.shown)
                    return
                if "%" in number.marks and not self._is_percent(series):
                    of = (series, codes[0] if codes else "", year)
                    self._find("impossible", "per_cent_sign", r, v.column, of, typed=_shown(cell))
                    return
                factor = self.mapping.multiply.get(series, 1.0)
                value = number.value * factor
                decimals = number.decimals - math.ceil(math.log10(abs(factor) or 1.0))
                status = number.status or status
        of = (series, codes[0] if codes else "", year)
        error, is_good = None, True
        if error_column is not None:
            error, is_good = self._standard_error(r, error_column, of, value)
        if not is_good:
            return
        read = Read(*of, value, status, r, v.column, decimals, error)
        if not codes or (not is_leaf and self.mapping.aggregates == "check"):
            self.out.sums.append(read)
        elif len(codes) > 1:
            typed = self.catalogue.units[codes[0]].name.th
            self.out.questions[typed] = codes
            likely = self._offered(codes)
            self._find("impossible", "ambiguous_name", r, v.column, typed=typed, likely=likely)
        elif value in (None, 0.0) and not self.catalogue.units[codes[0]].exists_in(year):
            self.not_yet[codes[0]] += 1
        else:
            self.out.values.append(read)

    def _standard_error(
        self, r: int, column: int, of: tuple[str, str, int], value: float | None
    ) -> tuple[float | None, bool]:
        """Return the standard error of a value, None where the table gives none; and if it is."""
        cell = self.sheet.cell(r, column)
        if cell == "" or (isinstance(cell, str) and missing_mark(cell) in MISSING_MARKS):
            return None, True
        number = read_number(cell)
        if value is None or not isinstance(number, Number) or number.value < 0:
            shown = _shown(cell)
            self._find("impossible", "not_a_standard_error", r, column, of, typed=shown)
            return None, False
        return number.value * abs(self.mapping.multiply.get(of[0], 1.0)), True

    def _is_percent(self, series: str) -> bool:
        measure = self.catalogue.series[series].unit_of_measure
        return any(word in measure.th or word in measure.en for word in _PERCENT)

    def _offered(self, codes: tuple[str, ...]) -> Text:
        """Return units or series by name and code, to choose from."""
        known = {**self.catalogue.units, **self.catalogue.series}
        return Text(
            th=", ".join(f"{known[c].name.th} ({c})" for c in codes) or "–",
            en=", ".join(f"{known[c].name.en} ({c})" for c in codes) or "–",
        )

    def _find(
        self,
        grade: Gravity,
        code: str,
        r: int,
        c: int,
        of: tuple[str, str, int] | None = None,
        **fields: object,
    ) -> None:
        place = place_of(c, r) if self.mapping.transposed else place_of(r, c)
        self.out.refused += grade == "impossible"
        self.out.findings.append(
            Finding(grade, code, self.sheet.name, place, *(of or ("", "", None)), fields=fields)
        )

    def _ask_of_columns(self, found: Columns) -> None:
        out = self.out
        for said in found.unnamed:
            likely = self._offered(self._ask_series(said))
            if not found.values:
                fields = {"typed": said, "likely": likely}
                code = "series_unsaid" if said else "series_of_all_unsaid"
                out.findings.append(Finding("impossible", code, out.sheet, fields=fields))
        if found.no_year:
            out.asks_year = True
            out.findings.append(Finding("impossible", "year_unsaid", out.sheet))

    def _ask_series(self, typed: str) -> tuple[str, ...]:
        known = self.out.series_questions
        if typed not in known:
            known[typed] = self.names.like_series(typed)
        return known[typed]

    def _say_what_was_noticed(self) -> None:
        out = self.out
        out.series = tuple(sorted({v.series for v in out.values}))
        if len(out.eras) > 1:
            out.findings.append(
                Finding("impossible", "mixed_eras", out.sheet, fields=dict(out.eras))
            )
        for findings in self._notes():
            out.findings.append(findings)

    def _notes(self) -> Iterator[Finding]:
        out = self.out
        if out.spellings:
            yield self._spellings()
        if self.marks:
            yield self._note("marks_read", [f"{m} × {n}" for m, n in self.marks.items()])
        if self.not_yet:
            yield self._note("did_not_exist_yet", [f"{u} × {n}" for u, n in self.not_yet.items()])
        if out.untaken and out.rows:
            yield self._note("untaken_columns", list(out.untaken))
        if self.sheet.formulas:
            yield Finding(
                "note", "formulas_taken", out.sheet, fields={"count": self.sheet.formulas}
            )
        groups = [row for row in out.rows if not row.is_leaf]
        if groups and self.mapping.aggregates == "check" and out.sums:
            yield Finding("note", "sums_only_checked", out.sheet, fields={"count": len(groups)})
        country = [row for row in groups if row.codes == (COUNTRY,)]
        if len(country) > 1 and self.mapping.year.column is None and not self.mapping.series.column:
            yield Finding("note", "country_stands_twice", out.sheet, fields={"count": len(country)})

    def _spellings(self) -> Finding:
        known = list(self.out.spellings.items())
        units, more = self.catalogue.units, " …" if len(known) > _MOST_NAMED else ""
        listed = Text(
            th=", ".join(f"{s} → {units[c].name.th} ({c})" for s, c in known[:_MOST_NAMED]) + more,
            en=", ".join(f"{s} → {units[c].name.en} ({c})" for s, c in known[:_MOST_NAMED]) + more,
        )
        fields = {"count": len(known), "listed": listed}
        return Finding("note", "other_spellings", self.sheet.name, fields=fields)

    def _note(self, code: str, listed: list[str]) -> Finding:
        shown = ", ".join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "")
        return Finding(
            "note", code, self.sheet.name, fields={"count": len(listed), "listed": shown}
        )


def _shown(cell: Cell) -> str:
    if isinstance(cell, Odd):
        return cell.shown
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:200]
