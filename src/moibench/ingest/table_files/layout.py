"""Where a sheet's titles, values and units stand."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.ingest.table_files.cells import Number, is_missing_mark, read_number, read_year
from moibench.ingest.table_files.names import Names
from moibench.ingest.table_files.sheets import Cell, Odd, Sheet

JOINED = " / "
_LOOKED_AT = 400
_TITLE_ROWS = 40
_MOST_HEAD_ROWS = 5


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of titles, zero-based, and each column's titles from the top down.

    first > last says that the table has none.
    """

    first: int
    last: int
    titles: tuple[tuple[str, ...], ...]

    def title(self, column: int) -> str:
        """Return a column's titles as one."""
        return JOINED.join(self.titles[column]) if column < len(self.titles) else ""


def transposed(sheet: Sheet) -> Sheet:
    """Return the sheet with rows as columns."""
    width = sheet.width
    rows = [[sheet.cell(r, c) for r in range(len(sheet.rows))] for c in range(width)]
    merged = [((a[1], a[0]), (b[1], b[0])) for a, b in sheet.merged]
    return Sheet(sheet.name, rows, merged, sheet.formulas, sheet.hidden)


def read_head(sheet: Sheet, first: int, last: int) -> Head:
    """Return the titles of rows `first` to `last`, merged cells filled in.

    Where a file tells of no merged areas, as a CSV file does, an empty cell of any but the last
    row continues the title on its left.
    """
    if first > last:
        return Head(first, last, tuple(() for _ in range(sheet.width)))
    grid = [[_shown(sheet.cell(r, c)) for c in range(sheet.width)] for r in range(first, last + 1)]
    if sheet.merged:
        for (top, left), (bottom, right) in sheet.merged:
            for r in range(max(top, first), min(bottom, last) + 1):
                for c in range(left, min(right + 1, sheet.width)):
                    if not grid[r - first][c]:
                        grid[r - first][c] = _shown(sheet.cell(top, left))
    else:
        for row in grid[:-1]:
            for c in range(1, len(row)):
                if not row[c] and row[c - 1] and _stands_alone(grid, c):
                    row[c] = row[c - 1]
    titles = []
    for c in range(sheet.width):
        column = [row[c] for row in grid if row[c]]
        titles.append(tuple(dict.fromkeys(column)))
    return Head(first, last, tuple(titles))


def _stands_alone(grid: list[list[str]], column: int) -> bool:
    return bool(grid[-1][column])


def find_head(sheet: Sheet, unit_column: int, first_data: int) -> Head:
    """Return the titles above the first row of data.

    The titles end right above it; a row with one cell alone is the table's heading, not a title
    of columns, and so is everything above it.
    """
    last = first_data - 1
    while last >= 0 and not _filled(sheet, last):
        last -= 1
    first = last + 1
    while first > 0 and last - first + 1 < _MOST_HEAD_ROWS:
        if not _is_titles(sheet, first - 1):
            break
        first -= 1
    return read_head(sheet, first, last)


def first_data(sheet: Sheet, unit: int, known: int, names: Names) -> int:
    """Return the first row of data: a unit, a total, or a name that nobody knows.

    `known` is the first row whose name is known; a row of figures above it is data, too.
    """
    first = next((r for r in range(known) if names.is_total(sheet.cell(r, unit))), known)
    while first > 0 and _is_data(sheet, first - 1, unit):
        first -= 1
    return first


def _is_data(sheet: Sheet, row: int, unit: int) -> bool:
    if not isinstance(sheet.cell(row, unit), str) or not sheet.cell(row, unit):
        return False
    cells = [sheet.cell(row, c) for c in range(sheet.width) if c != unit]
    return any(
        isinstance(read_number(c), Number) and read_year(c) is None for c in cells if c != ""
    )


def _is_titles(sheet: Sheet, row: int) -> bool:
    filled = _filled(sheet, row)
    if not filled:
        return False
    if len(filled) == 1:
        column = filled[0]
        spans = [b[1] - a[1] for a, b in sheet.merged if a == (row, column)]
        # One wide cell over values is a title of columns; over everything it is a heading.
        return bool(spans) and column > 0
    return True


def _filled(sheet: Sheet, row: int) -> list[int]:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return [c for c, cell in enumerate(cells) if cell != ""]


def _shown(cell: Cell) -> str:
    if isinstance(cell, Odd):
        return cell.shown
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """What the cells of a column are: how many name a unit, are numbers, years, series.

    filled: cells that are not empty; below: those from the first one on that names a unit.
    units: different units. firsts: the row of the first, −1 without any.
    """

    filled: int
    below: int
    names: int
    codes: int
    units: int
    numbers: int
    years: int
    series: int
    firsts: int


def columns_found(sheet: Sheet, names: Names) -> list[ColumnFound]:
    """Look at every column's first few hundred cells."""
    found = []
    for c in range(sheet.width):
        filled = below = by_name = by_code = numbers = years = series = 0
        units: set[str] = set()
        first = -1
        for r in range(min(len(sheet.rows), _LOOKED_AT)):
            cell = sheet.cell(r, c)
            if cell == "":
                continue
            filled += 1
            named = names.unit(cell)
            if named:
                units.update(named.codes)
                by_code += named.how == "code"
                by_name += named.how != "code"
                first = r if first < 0 else first
            below += first >= 0
            if named is None or named.how == "code":  # Nan is a province, and a mark elsewhere
                numbers += isinstance(read_number(cell), Number) or is_missing_mark(cell)
            years += read_year(cell) is not None
            series += names.series_named(cell) is not None
        found.append(
            ColumnFound(filled, below, by_name, by_code, len(units), numbers, years, series, first)
        )
    return found
