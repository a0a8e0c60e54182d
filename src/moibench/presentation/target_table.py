"""Read a table of targets as officers type it, paste it from Excel or hand it in as a file.

Years may be พ.ศ. or CE, digits Thai or Arabic, indicators and kinds their names or ids.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from moibench.catalogue import Catalogue
from moibench.catalogue.comparative import Target, TargetKind
from moibench.catalogue.schema import Text
from moibench.presentation.language import LANGUAGES, Language, messages, text
from moibench.presentation.years import YearError, ascii_digits, parse_year

KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
LEVELS = ("province", "cluster", "region")
COLUMNS = (
    "indicator",
    "kind",
    "value",
    "base_year",
    "base_value",
    "target_year",
    "agency",
    "source",
)
WHERE = ("unit", "level")
PAIRED = ("agency_th", "agency_en", "source_th", "source_en")
MOST_ROWS = 300
LONGEST_CELL = 300
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which row (counted from 1) and column, and the message that says it."""

    row: int
    column: str
    key: str
    fields: Mapping[str, object] = field(default_factory=dict)


class TargetTableError(Exception):
    """A table of targets has faults; all of them are told."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault_said(f, "en") for f in faults))


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The target of each row, None where the row has faults."""

    targets: tuple[Target | None, ...]
    faults: tuple[Fault, ...]


def fault_said(fault: Fault, language: Language) -> str:
    """Say a fault with its place: "แถวที่ 3 ปีฐาน: …"."""
    said = why(fault, language)
    if not fault.row:
        return said
    if not fault.column:
        return text("target_table.at_row", language, row=fault.row, why=said)
    name = text(f"target_table.column.{fault.column}", language)
    return text("target_table.at", language, row=fault.row, column=name, why=said)


def why(fault: Fault, language: Language) -> str:
    """Say a fault without its place, as it stands beside its cell."""
    return text(f"target_table.fault.{fault.key}", language, **fault.fields)


def pasted_grid(pasted: str) -> list[list[str]]:
    """Return the cells of a range copied from a spreadsheet; without a tab, of CSV."""
    mark = "\t" if "\t" in pasted else ","
    return [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(pasted.strip("\n")), delimiter=mark)
        if any(cell.strip() for cell in row)
    ]


def rows_of(
    grid: Sequence[Sequence[str]], order: Sequence[str]
) -> tuple[tuple[dict[str, str], ...], tuple[Fault, ...]]:
    """Return rows by column. The first may be a head; without one, cells stand in `order`."""
    if not grid:
        return (), (Fault(0, "", "nothing"),)
    heads = [_head(cell) for cell in grid[0]]
    has_head = sum(h is not None for h in heads) >= min(2, len(grid[0]))
    faults: list[Fault] = []
    body = list(grid[1:]) if has_head else list(grid)
    names: list[str | None] = heads if has_head else list(order)
    if has_head:
        faults += [
            Fault(1, "", "unknown_column", {"typed": cell})
            for cell, name in zip(grid[0], heads, strict=True)
            if name is None and cell
        ]
        known = [h for h in heads if h is not None]
        faults += [Fault(1, c, "column_twice") for c in dict.fromkeys(known) if known.count(c) > 1]
    if len(body) > MOST_ROWS:
        faults.append(Fault(0, "", "too_many", {"most": MOST_ROWS, "rows": len(body)}))
        return (), tuple(faults)
    if not body:
        faults.append(Fault(0, "", "nothing"))
    rows = []
    for number, cells in enumerate(body, start=1):
        if any(cells[len(names) :]):
            faults.append(Fault(number, "", "too_long", {"columns": len(names)}))
        pairs = zip(names, cells, strict=False)
        rows.append({name: cell.strip() for name, cell in pairs if name is not None})
    return tuple(rows), tuple(faults)


def read_targets(
    rows: Iterable[Row], catalogue: Catalogue, *, unit: str | None, source: Text
) -> ReadTable:
    """Return the targets that the rows mean, with every fault.

    Args:
        rows: cells by column, as typed.
        catalogue: what units and indicators there are.
        unit: whose table it is; None where each row names a unit or a level.
        source: where a row names none.
    """
    faults: list[Fault] = []
    found: list[Target | None] = []
    places: dict[tuple[object, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        target = _Reader(number, row, catalogue, faults).target(unit, source)
        found.append(target)
        if target is None:
            continue
        place = (target.unit, target.level, target.indicator, target.target_year)
        if place in places:
            faults.append(Fault(number, "", "twice", {"row": places[place]}))
        places.setdefault(place, number)
    return ReadTable(tuple(found), tuple(faults))


@dataclass
class _Reader:
    number: int
    row: Row
    catalogue: Catalogue
    faults: list[Fault]

    def target(self, unit: str | None, source: Text) -> Target | None:
        before = len(self.faults)
        for column, cell in self.row.items():
            if len(cell) > LONGEST_CELL:
                self._wrong(column, "too_long_cell", most=LONGEST_CELL)
        where = self._where(unit)
        indicator, kind = self._indicator(), self._kind()
        value, base = self._number("value"), self._number("base_value", wanted=False)
        first, last = self._year("base_year"), self._year("target_year")
        if first is not None and last is not None and last <= first:
            self._wrong("target_year", "order")
        if kind == "percent_change_on_base" and value is not None and value <= -100:
            self._wrong("value", "below_nothing")
        if len(self.faults) > before:
            return None
        return Target.model_validate(
            {
                **where,
                "indicator": indicator,
                "kind": kind,
                "value": value,
                "base_year": first,
                "base_value": base,
                "target_year": last,
                "agency": self._text("agency"),
                "source": self._text("source") or source,
            }
        )

    def _wrong(self, column: str, key: str, **fields: object) -> None:
        self.faults.append(Fault(self.number, column, key, fields))

    def _cell(self, column: str) -> str:
        return self.row.get(column, "").strip()

    def _where(self, unit: str | None) -> dict[str, str]:
        typed, level = self._cell("unit"), self._cell("level")
        units = self.catalogue.units
        named = typed if typed in units else _only(units, typed)
        if typed and named is None:
            self._wrong("unit", "unknown_unit", typed=typed)
        elif unit is not None and typed and named != unit:
            self._wrong("unit", "other_unit", typed=typed)
        wanted = _named("level", LEVELS, level)
        if level and wanted is None:
            self._wrong("level", "unknown_level", typed=level)
        elif level and (typed or unit not in (None, "TH")):
            self._wrong("level", "unit_and_level")
        elif not level and unit is None and not typed:
            self._wrong("unit", "unit_or_level")
        if wanted:
            return {"level": wanted}
        return {"unit": unit or named or ""}

    def _indicator(self) -> str | None:
        typed = self._cell("indicator")
        if not typed:
            self._wrong("indicator", "empty")
            return None
        known = _indicator_names(self.catalogue)
        found = known.get(_plain(typed))
        if found is None:
            near = difflib.get_close_matches(_plain(typed), known, n=3, cutoff=0.5)
            names = ", ".join(dict.fromkeys(known[n] for n in near)) or "–"
            self._wrong("indicator", "unknown_indicator", typed=typed, nearest=names)
        elif not self.catalogue.indicators[found].has_figures:
            self._wrong("indicator", "no_figures", typed=typed)
        return found

    def _kind(self) -> str | None:
        typed = self._cell("kind")
        if not typed:
            return "absolute"
        found = _named("kind", KINDS, typed)
        if found is None:
            self._wrong("kind", "unknown_kind", typed=typed)
        return found

    def _number(self, column: str, *, wanted: bool = True) -> float | None:
        typed = self._cell(column)
        if not typed:
            if wanted:
                self._wrong(column, "empty")
            return None
        bare = re.sub(r"^ร้อยละ|^1\s*:|%$|,|\s|\u00a0", "", ascii_digits(typed).strip())
        try:
            found = float(bare.replace("−", "-").replace("–", "-"))
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self._wrong(column, "no_number", typed=typed)
            return None
        return found

    def _year(self, column: str) -> int | None:
        typed = self._cell(column)
        if not typed:
            self._wrong(column, "empty")
            return None
        try:
            return parse_year(re.sub(r"\.0$", "", typed))  # Excel hands years over as numbers
        except YearError:
            self._wrong(column, "no_year", typed=typed)
            return None

    def _text(self, column: str) -> Text | None:
        pair = [self._cell(f"{column}_{lang}") or self._cell(column) for lang in LANGUAGES]
        th, en = pair[0] or pair[1], pair[1] or pair[0]
        return Text(th=th, en=en) if th else None


def _plain(typed: str) -> str:
    return re.sub(r"[\s\u00a0]+", "", typed).casefold()


def _head(cell: str) -> str | None:
    return _named("column", (*COLUMNS, *WHERE, *PAIRED), cell)


def _named(group: str, ids: Sequence[str], typed: str) -> str | None:
    """Return the id that was typed itself or by its name in either language."""
    for wanted in ids:
        names = messages().get(f"target_table.{group}.{wanted}", {})
        if _plain(typed) in {_plain(wanted), *(_plain(n) for n in names.values())}:
            return wanted
    return None


def _only(units: Mapping[str, object], typed: str) -> str | None:
    wanted = _plain(typed).removeprefix("จังหวัด")
    found = [
        code
        for code, unit in units.items()
        if wanted in {_plain(n) for n in (unit.name.th, unit.name.en)}  # type: ignore[attr-defined]
    ]
    return found[0] if len(found) == 1 else None


def _indicator_names(catalogue: Catalogue) -> dict[str, str]:
    """Return ids by every name an indicator has; a name of two indicators is none's."""
    found: dict[str, str | None] = {}
    for indicator in catalogue.indicators.values():
        texts = [t for t in (indicator.name, indicator.short_name) if t is not None]
        names = {indicator.id, *(t.th for t in texts), *(t.en for t in texts)}
        for name in {_plain(n) for n in names}:
            found[name] = None if name in found else indicator.id
    return {name: i for name, i in found.items() if i is not None}
