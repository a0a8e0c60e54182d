"""The input of an index: DATA's cells as a cube beside the structure META describes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from moibench.engine.cube import BoolArray, FloatArray
from moibench.engine.faults import Faults, refuse
from moibench.engine.frames import Columns, columns_of
from moibench.engine.structure import MetaRow, Structure, structure_of

UNIT, TIME, UNIT_NAME = "uCode", "Time", "uName"
NUMERIC = ("Indicator", "Denominator")
META_NEEDS = ("iCode", "Type", "Level", "Parent", "Direction", "Weight")
# Texts that stand for a missing number in files; R writes NA.
MISSING = frozenset({"", "NA", "NaN", "nan", "<NA>"})
# A CE year this late is a year of the Buddhist Era typed as it stands on the page.
FIRST_YEAR, LAST_YEAR = 1800, 2300
BUDDHIST_ERA = 543


@dataclass(frozen=True, eq=False)
class IndexData:
    """A structure and its numbers.

    Attributes:
        values: shape (indicator, year, unit), raw, NaN where missing.
        denominators: shape (denominator, year, unit).
        rows: shape (year, unit), whether DATA has a row for the unit in the year.
        dated: whether DATA had a Time column; where not, there is one year, 0.
        groups: group column → the label of each unit, empty where it has none.
        errors: standard errors of `values`, same shape, 0 where none is known; or None.
        notices: what a person should know, such as an indicator without any value.
    """

    structure: Structure
    values: FloatArray
    denominators: FloatArray
    rows: BoolArray
    years: tuple[int, ...]
    units: tuple[str, ...]
    dated: bool
    unit_names: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: FloatArray | None = None
    notices: tuple[str, ...] = ()


def read_index(
    data: Any,
    meta: Any,
    errors: Any = None,
    names: Mapping[str, str] | None = None,
) -> IndexData:
    """Read an index from tables in COINr's shape.

    Args:
        data: a row per unit (and year): `uCode`, `Time` (CE) for several years, `uName` if
            wished, group columns, denominators and one column an indicator. Empty, NA, NaN and
            None are missing.
        meta: a row per code: `iCode, iName, Type, Level, Parent, Direction, Weight` and, if
            wished, `Denominator, Target, Unit`.
        errors: as `data`, but with the standard errors of indicators; columns left out have none.
        names: how messages name the tables: keys "data", "meta", "errors"; and "first_row", the
            number that the first row has in messages (2 for a file with a head).

    Raises:
        Faults: every fault of all tables at once, each naming table, row and column.
    """
    names = names or {}
    first = int(names.get("first_row", "1"))
    meta_name = names.get("meta", "META")
    reader = _Reader(names.get("data", "DATA"), first)
    found: list[str] = []
    rows: list[MetaRow] = []
    structure = None
    try:
        rows, found = meta_rows(columns_of(meta, meta_name), meta_name, first)
        structure = structure_of(rows)
    except Faults as error:
        # A row with a cell that cannot be read has said so already.
        told = tuple(fault.split(": ")[0] + ":" for fault in found)
        found += [fault for fault in error.faults if not fault.startswith(told)]
    try:
        columns = columns_of(data, reader.name)
        axes = reader.axes(columns)
    except Faults as error:
        raise Faults([*found, *error.faults]) from None
    table, groups = reader.read(columns, rows, axes)
    unit_names = reader.labels(columns, UNIT_NAME, axes) if UNIT_NAME in columns else ()
    found += reader.faults
    spread = None
    if errors is not None:
        codes = tuple(row.code for row in rows if row.type == "Indicator")
        spread, wrong = _errors(errors, names.get("errors", "ERRORS"), first, codes, axes)
        found += wrong
    refuse(found)
    assert structure is not None
    values = np.stack([table[code] for code in structure.indicators])
    denominators = [table[code] for code in structure.denominators]
    shape = (0, *values.shape[1:])
    return IndexData(
        structure=structure,
        values=values,
        denominators=np.stack(denominators) if denominators else np.empty(shape),
        rows=axes.rows,
        years=axes.years,
        units=axes.units,
        dated=TIME in columns,
        unit_names=dict(zip(axes.units, unit_names, strict=False)),
        groups=groups,
        errors=spread,
        notices=tuple(_notices(structure, columns, values, reader.name)),
    )


def meta_rows(columns: Columns, where: str, first_row: int = 1) -> tuple[list[MetaRow], list[str]]:
    """Turn META's columns into typed rows.

    Returns:
        The rows, and a sentence for every code that is missing and every Level, Direction,
        Weight or Target that is no number.

    Raises:
        Faults: columns are missing.
    """
    lacking = [name for name in META_NEEDS if name not in columns]
    if lacking:
        raise Faults([f"{where}: has no column {name}" for name in lacking])
    faults: list[str] = []
    rows = []
    for place in range(len(columns["iCode"])):
        at = f"{where} row {place + first_row}"

        def number(name: str, at: str = at, place: int = place) -> float | None:
            try:
                value = _number(columns[name][place]) if name in columns else math.nan
            except ValueError as error:
                faults.append(f"{at}: {name}: {error}")
                return None
            return None if math.isnan(value) else value

        def whole(name: str, at: str = at) -> int | None:
            value = number(name)
            if value is not None and value != int(value):
                faults.append(f"{at}: {name}: {value:g} is not a whole number")
                return None
            return None if value is None else int(value)

        def text(name: str, place: int = place) -> str:
            return _text(columns[name][place]) if name in columns else ""

        if not text("iCode"):
            faults.append(f"{at}: iCode is empty")
        rows.append(
            MetaRow(
                code=text("iCode"),
                type=text("Type"),
                name=text("iName"),
                level=whole("Level"),
                parent=text("Parent"),
                direction=whole("Direction"),
                weight=number("Weight"),
                denominator=text("Denominator"),
                target=number("Target"),
                unit_of_measure=text("Unit"),
                where=at,
            )
        )
    return rows, faults


@dataclass(frozen=True, eq=False)
class _Axes:
    """Units in DATA's order, years increasing, and where each row of DATA goes."""

    units: tuple[str, ...]
    years: tuple[int, ...]
    year_of: np.ndarray
    unit_of: np.ndarray

    @property
    def rows(self) -> BoolArray:
        there = np.zeros((len(self.years), len(self.units)), dtype=np.bool_)
        there[self.year_of, self.unit_of] = True
        return there

    def spread(self, cells: Sequence[float] | FloatArray) -> FloatArray:
        out = np.full((len(self.years), len(self.units)), np.nan)
        out[self.year_of, self.unit_of] = cells
        return out


class _Reader:
    """Reads one table's columns and gathers faults instead of stopping at the first."""

    def __init__(self, name: str, first_row: int) -> None:
        self.name = name
        self.first_row = first_row
        self.faults: list[str] = []

    def at(self, place: int) -> str:
        return f"{self.name} row {place + self.first_row}"

    def read(
        self, columns: Columns, rows: Sequence[MetaRow], axes: _Axes
    ) -> tuple[dict[str, FloatArray], dict[str, tuple[str, ...]]]:
        """Return the numbers of indicators and denominators, and the labels of groups, by code."""
        wanted = {row.code: row.type for row in rows if row.type in (*NUMERIC, "Group")}
        for code in wanted:
            if code not in columns:
                self.faults.append(f"{self.name}: has no column {code!r}, which META names")
        numbers = {c: self.numbers(columns, c, axes) for c, t in wanted.items() if t in NUMERIC}
        labels = {c: self.labels(columns, c, axes) for c, t in wanted.items() if t == "Group"}
        return numbers, labels

    def axes(self, columns: Columns) -> _Axes:
        if UNIT not in columns:
            self.faults.append(f"{self.name}: has no column {UNIT}")
            raise Faults(self.faults)
        codes = [_code(cell) for cell in columns[UNIT]]
        if not codes:
            self.faults.append(f"{self.name}: has no row")
            raise Faults(self.faults)
        years = self._years(columns[TIME]) if TIME in columns else [0] * len(codes)
        first: dict[tuple[str, int], int] = {}
        for place, key in enumerate(zip(codes, years, strict=True)):
            if not key[0]:
                self.faults.append(f"{self.at(place)}: {UNIT} is empty")
            elif key in first:
                year = f" in {key[1]}" if TIME in columns else ""
                self.faults.append(
                    f"{self.at(place)}: unit {key[0]!r}{year} already stands in row "
                    f"{first[key] + self.first_row}"
                )
            first.setdefault(key, place)
        units = tuple(dict.fromkeys(codes))
        calendar = tuple(sorted(set(years)))
        unit_place = {code: place for place, code in enumerate(units)}
        year_place = {year: place for place, year in enumerate(calendar)}
        return _Axes(
            units,
            calendar,
            np.array([year_place[year] for year in years]),
            np.array([unit_place[code] for code in codes]),
        )

    def numbers(self, columns: Columns, code: str, axes: _Axes) -> FloatArray:
        cells = columns.get(code)
        if cells is None:
            return axes.spread(np.full(axes.unit_of.size, np.nan))
        read = []
        for place, cell in enumerate(cells):
            try:
                read.append(_number(cell))
            except ValueError as error:
                self.faults.append(f"{self.at(place)}, column {code!r}: {error}")
                read.append(math.nan)
        return axes.spread(read)

    def labels(self, columns: Columns, code: str, axes: _Axes) -> tuple[str, ...]:
        if code not in columns:
            return ("",) * len(axes.units)
        found: dict[int, str] = {}
        for place, (cell, unit) in enumerate(zip(columns[code], axes.unit_of, strict=True)):
            label = _text(cell)
            if found.setdefault(int(unit), label) != label:
                self.faults.append(
                    f"{self.at(place)}, column {code!r}: unit {axes.units[unit]!r} is in "
                    f"{label!r} here and in {found[int(unit)]!r} before; a unit keeps its group"
                )
        return tuple(found[place] for place in range(len(axes.units)))

    def _years(self, cells: Sequence[Any]) -> list[int]:
        """Read years; one that is wrong is told once, with how many rows have it."""
        years = []
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            year, fault = _year(cell)
            years.append(year)
            if fault:
                places.setdefault(fault, []).append(place)
        for fault, where in places.items():
            more = f" (and {len(where) - 1} more rows)" if len(where) > 1 else ""
            self.faults.append(f"{self.at(where[0])}{more}: {TIME} is {fault}")
        return years


def _year(cell: Any) -> tuple[int, str]:
    """Return a cell as a CE year, and what is wrong with it, if anything is."""
    try:
        value = _number(cell)
    except ValueError:
        value = math.nan
    if math.isnan(value) or value != int(value):
        return 0, f"{_text(cell)!r}, not a year"
    year = int(value)
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year, ""
    earlier = year - BUDDHIST_ERA
    if FIRST_YEAR <= earlier <= LAST_YEAR:
        return year, f"{year}, which is a year of the Buddhist Era; write {earlier}"
    return year, f"{year}, which is not a CE year"


def _errors(
    table: Any, name: str, first_row: int, indicators: Sequence[str], axes: _Axes
) -> tuple[FloatArray, list[str]]:
    reader = _Reader(name, first_row)
    try:
        columns = columns_of(table, name)
        own = reader.axes(columns)
    except Faults as error:
        return np.zeros(0), list(error.faults)
    out = np.zeros((len(indicators), len(axes.years), len(axes.units)))
    for unit in own.units:
        if unit not in axes.units:
            reader.faults.append(f"{name}: has the unit {unit!r}, which is not in the data")
    for year in own.years:
        if year not in axes.years:
            reader.faults.append(f"{name}: has the year {year}, which is not in the data")
    for row, code in enumerate(indicators):
        given = reader.numbers(columns, code, own)
        if (given < 0).any():
            year, unit = np.argwhere(given < 0)[0]
            reader.faults.append(
                f"{name}, column {code!r}: unit {own.units[unit]!r} has the standard error "
                f"{given[year, unit]:g}; it cannot be negative"
            )
        if reader.faults:
            continue
        years = [axes.years.index(year) for year in own.years]
        units = [axes.units.index(unit) for unit in own.units]
        out[row][np.ix_(years, units)] = np.nan_to_num(given)
    return out, reader.faults


def _notices(structure: Structure, columns: Columns, values: FloatArray, name: str) -> list[str]:
    told = []
    for code, own in zip(structure.indicators, values, strict=True):
        if np.isnan(own).all():
            told.append(f"indicator {code!r} has no value at all; it counts as missing everywhere")
    used = {UNIT, TIME, UNIT_NAME, *structure.indicators, *structure.denominators}
    used |= {*structure.groups, *structure.others}
    told += [
        f"{name}: column {c!r} is not in META and is not used" for c in columns if c not in used
    ]
    return told


def _number(cell: Any) -> float:
    """Return a cell as a number, NaN where it is missing, or raise ValueError saying why not."""
    if isinstance(cell, str):
        value = _typed(cell.strip())
    elif isinstance(cell, bool | np.bool_):
        raise ValueError(f"{cell} is true or false, not a number")
    elif isinstance(cell, float | int):
        value = float(cell)
    elif _is_missing(cell):
        return math.nan
    else:
        try:
            value = float(cell)
        except (TypeError, ValueError):
            raise ValueError(f"{cell!r} is not a number") from None
    if math.isinf(value):
        raise ValueError("the value is infinite; leave the cell empty if it is not known")
    return value


def _typed(text: str) -> float:
    if text in MISSING:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    # Python reads 1_000 as a number and "nan" spelt in any way; a file means neither.
    if math.isnan(value) or "_" in text:
        raise ValueError(f"{text!r} is text, not a number{_mend(text)}")
    return value


def _mend(text: str) -> str:
    plain = text.replace(",", "").replace(" ", "").rstrip("%")
    try:
        float(plain)
    except ValueError:
        return "; leave the cell empty if the value is missing"
    return f"; write {plain}" if plain != text else ""


def _is_missing(cell: Any) -> bool:
    return cell is None or str(cell) in MISSING


def _text(cell: Any) -> str:
    return "" if _is_missing(cell) else _code(cell)


def _code(cell: Any) -> str:
    """Return a unit's code; NA is one, that of Namibia."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    # A spreadsheet's whole numbers may arrive as 24.0, but the code is 24.
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()
