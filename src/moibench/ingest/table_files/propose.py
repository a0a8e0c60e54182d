"""Propose a mapping for a table nobody has described yet. It is shown before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moibench.catalogue import Catalogue
from moibench.ingest.table_files.cells import read_year
from moibench.ingest.table_files.layout import (
    ColumnFound,
    Head,
    columns_found,
    find_head,
    first_data,
    transposed,
)
from moibench.ingest.table_files.mapping import Mapping, Part
from moibench.ingest.table_files.names import Names, plain
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.sheets import Sheet, TableFile, column_letter

_UNIT_TITLE = re.compile(
    r"จังหวัด|พื้นที่|province|changwat|\bunit\b|area|ref_area|geo|region|รหัส|\bcode\b", re.IGNORECASE
)
_SERIES_TITLE = re.compile(r"^(series(_id)?|indicator|อนุกรม|อนุกรมข้อมูล|ตัวชี้วัด)$", re.IGNORECASE)
_STATUS_TITLE = re.compile(r"^(status|obs_status|สถานะ|สถานะของค่า)$", re.IGNORECASE)
_VALUE_TITLE = re.compile(r"^(value|obs_value|values|ค่า|ค่าสังเกต|ตัวเลข|figure)$", re.IGNORECASE)
_ERROR_TITLE = re.compile(
    r"^(standard[_ ]error|std[. _]*err(or)?|s\.?e\.?|(ค่า|ความ)คลาดเคลื่อนมาตรฐาน)$", re.IGNORECASE
)
_MOSTLY, _MANY, _FEW = 0.8, 0.6, 0.1
_ENOUGH_SIDE_BY_SIDE = 5
_YEAR_IN_TEXT = re.compile(r"(?<!\d)(\d{4}|[๐-๙]{4})(?!\d)")


def find_sheet(file: TableFile, mapping: Mapping | None, names: Names) -> Sheet:
    """Return the sheet that a mapping names, else the first visible one that names units.

    Raises:
        ImportRefused: there is no such sheet, or nothing in any.
    """
    if mapping is not None and mapping.sheet:
        for sheet in file.sheets:
            if sheet.name == mapping.sheet:
                return sheet
        raise ImportRefused(
            "no_such_sheet", sheet=mapping.sheet, known=", ".join(s.name for s in file.sheets)
        )
    filled = [s for s in file.sheets if any(s.rows)]
    if not filled:
        raise ImportRefused("empty")
    for sheet in [s for s in filled if not s.hidden] or filled:
        if unit_column(sheet, columns_found(sheet, names)) is not None or _side_by_side(
            sheet, names
        ):
            return sheet
    return filled[0]


def propose(
    file: TableFile,
    catalogue: Catalogue,
    names: Names,
    *,
    series: str | None = None,
    year: int | None = None,
    source: str = "",
) -> Mapping:
    """Return how a table seems to be meant.

    Args:
        file: the table.
        catalogue: what is measured.
        names: the catalogue's spellings.
        series: the series of every value, where the asker says so.
        year: the CE year of every value, where the asker says so.
        source: whose table it is, where the asker says so.

    Raises:
        ImportRefused: no column names units.
    """
    sheet = find_sheet(file, None, names)
    turned = False
    columns = columns_found(sheet, names)
    unit = unit_column(sheet, columns)
    if unit is None and _side_by_side(sheet, names):
        turned, sheet = True, transposed(sheet)
        columns = columns_found(sheet, names)
        unit = unit_column(sheet, columns)
    if unit is None:
        raise ImportRefused("no_units")
    head = find_head(sheet, unit, first_data(sheet, unit, columns[unit].firsts, names))
    titles = [head.title(c) for c in range(sheet.width)]
    taken = {unit}
    code = _code_column(columns, unit, titles)
    taken |= {code} if code is not None else set()
    year_part, year_column = _year_part(sheet, head, columns, taken, year)
    taken |= {year_column} if year_column is not None else set()
    series_part, series_column = _series_part(sheet, head, columns, taken, names, series)
    taken |= {series_column} if series_column is not None else set()
    status = next((c for c, t in enumerate(titles) if _STATUS_TITLE.match(t)), None)
    taken |= {status} if status is not None else set()
    error = next((c for c, t in enumerate(titles) if _ERROR_TITLE.match(t)), None)
    beside = taken if error is None else taken | {error}
    value = _value_column(columns, titles, beside, year_part, series_part)
    by_code = columns[unit].codes > columns[unit].names or code is not None
    found = Mapping(
        source=source or _source(catalogue, names, series_part, sheet, series_column, titles),
        sheet=sheet.name if len(file.sheets) > 1 else "",
        transposed=turned,
        head=(head.first + 1, head.last + 1) if head.first <= head.last else None,
        unit=_column(titles, unit),
        unit_code=None if code is None else _column(titles, code),
        year=year_part,
        series=series_part,
        value=None if value is None else _column(titles, value),
        status=None if status is None else _column(titles, status),
        standard_error=None if error is None or value is None else _column(titles, error),
        aggregates="store" if by_code and value is not None else "check",
    )
    return found


def unit_column(sheet: Sheet, columns: Sequence[ColumnFound]) -> int | None:
    """Return the column that names units, by names before codes; None where there is none."""
    by_name = [
        (found.names, -c)
        for c, found in enumerate(columns)
        if found.names
        and found.names + found.codes >= 0.3 * found.filled
        and found.numbers <= 0.1 * found.filled
    ]
    if by_name:
        return -max(by_name)[1]
    by_code = []
    for c, found in enumerate(columns):
        if found.codes and found.codes >= _MANY * found.below:
            titled = any(
                isinstance(sheet.cell(r, c), str) and _UNIT_TITLE.search(sheet.cell(r, c))
                for r in range(found.firsts)
            )
            nearly_all = found.units > 1 and found.codes >= _MOSTLY * found.below
            by_code.append((titled, nearly_all, -c))
    best = max(by_code, default=None)
    # Bare numbers under no title may be anything.
    return -best[2] if best and (best[0] or best[1]) else None


def _side_by_side(sheet: Sheet, names: Names) -> bool:
    for row in sheet.rows[:40]:
        named = {n.codes for cell in row if (n := names.unit(cell)) and n.how != "code"}
        if len(named) >= _ENOUGH_SIDE_BY_SIDE:
            return True
    return False


def _code_column(columns: Sequence[ColumnFound], unit: int, titles: Sequence[str]) -> int | None:
    if columns[unit].names <= columns[unit].codes:
        return None
    for c, found in enumerate(columns):
        is_code = found.codes and found.codes >= _MANY * found.below
        if c != unit and is_code and _UNIT_TITLE.search(titles[c]):
            return c
    return None


def _year_part(
    sheet: Sheet,
    head: Head,
    columns: Sequence[ColumnFound],
    taken: set[int],
    year: int | None,
) -> tuple[Part, int | None]:
    if year is not None:
        return Part(fixed=str(year)), None
    titles = [head.title(c) for c in range(sheet.width)]
    for c, found in enumerate(columns):
        title_is_year = any(read_year(t) for t in head.titles[c])
        rows = max(1, found.filled - (1 if titles[c] else 0))
        if c not in taken and not title_is_year and found.years >= max(1, _MOSTLY * rows):
            return _column(titles, c), c
    if any(read_year(t) for title in head.titles for t in title):
        return Part(head=True), None
    above = _years_above(sheet, head)
    if len(above) == 1:
        return Part(fixed=str(above.pop())), None
    return Part(head=True), None


def _years_above(sheet: Sheet, head: Head) -> set[int]:
    texts = [sheet.name]
    for row in sheet.rows[: max(head.first, 0)]:
        texts += [cell for cell in row if isinstance(cell, str)]
    found = {read_year(y) for text in texts for y in _YEAR_IN_TEXT.findall(text)}
    return {y.year for y in found if y is not None}


def _series_part(
    sheet: Sheet,
    head: Head,
    columns: Sequence[ColumnFound],
    taken: set[int],
    names: Names,
    series: str | None,
) -> tuple[Part, int | None]:
    if series is not None:
        return Part(fixed=series), None
    titles = [head.title(c) for c in range(sheet.width)]
    for c, found in enumerate(columns):
        rows = max(1, found.filled - (1 if titles[c] else 0))
        share = _FEW if _SERIES_TITLE.match(titles[c]) else _MOSTLY
        if c not in taken and found.series >= max(1, share * rows):
            return _column(titles, c), c
    if any(names.series_named(t) for title in head.titles for t in title):
        return Part(head=True), None
    named = _series_above(sheet, head, names)
    return (Part(fixed=named), None) if named else (Part(head=True), None)


def _series_above(sheet: Sheet, head: Head, names: Names) -> str | None:
    """Return the one series whose whole name stands in the table's heading."""
    texts = [sheet.name, *(c for row in sheet.rows[: max(head.first, 0)] for c in row)]
    heading = plain(" ".join(t for t in texts if isinstance(t, str)))
    found = [
        (len(spelling), named.codes)
        for spelling, named in names.series.items()
        if len(spelling) > 8 and spelling in heading
    ]
    if not found:
        return None
    longest = {codes for length, codes in found if length == max(found)[0]}
    codes = longest.pop()
    return codes[0] if not longest and len(codes) == 1 else None


def _value_column(
    columns: Sequence[ColumnFound], titles: Sequence[str], taken: set[int], year: Part, series: Part
) -> int | None:
    if year.head or series.head:
        return None
    numeric = [
        c
        for c, found in enumerate(columns)
        if c not in taken and found.numbers and found.numbers >= 0.5 * (found.filled - 1)
    ]
    named = [c for c in range(len(titles)) if c not in taken and _VALUE_TITLE.match(titles[c])]
    return named[0] if named else (numeric[0] if len(numeric) == 1 else None)


def _source(
    catalogue: Catalogue,
    names: Names,
    series: Part,
    sheet: Sheet,
    column: int | None,
    titles: Sequence[str],
) -> str:
    """Return the source of all the series, "" where there are several."""
    if series.fixed is not None:
        cells: list[object] = [series.fixed]
    elif column is not None:
        cells = [sheet.cell(r, column) for r in range(len(sheet.rows))]
    else:
        cells = [part for title in titles for part in title.split(" / ")]
    found = {
        catalogue.series[code].source
        for cell in set(cells)
        if (named := names.series_named(cell)) is not None
        for code in named.codes[:1]
    }
    return found.pop() if len(found) == 1 else ""


def _column(titles: Sequence[str], column: int) -> Part:
    """Name a column by its title where that is its own, else by its letters."""
    title = titles[column]
    if title and list(titles).count(title) == 1:
        return Part(column=title)
    return Part(column=column_letter(column))
