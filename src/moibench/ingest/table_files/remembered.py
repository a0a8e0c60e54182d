"""Know the next table of a source again, and remember how one was understood."""

from __future__ import annotations

import re
from pathlib import PurePath

from moibench.catalogue import Catalogue
from moibench.ingest.table_files.cells import read_year
from moibench.ingest.table_files.layout import (
    Head,
    columns_found,
    find_head,
    first_data,
    read_head,
    transposed,
)
from moibench.ingest.table_files.mapping import Mapping, Part, as_plain, mapping_from
from moibench.ingest.table_files.names import Names, plain
from moibench.ingest.table_files.propose import find_sheet, propose, unit_column
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.sheets import Sheet, TableFile
from moibench.store.imports import record

_NUMBERS = re.compile(r"[\d๐-๙]+")


def remembered_for(file: TableFile, catalogue: Catalogue, names: Names) -> Mapping | None:
    """Return the newest remembered mapping whose table looked like this one, None without any.

    Alike are tables with the same titles but for their years, under the same heading; one that
    has no heading must have the same file name, but for its digits.
    """
    known: dict[tuple[str, bool], list[str] | None] = {}
    for kept in record.remembered():
        try:
            mapping = mapping_from(kept.content, catalogue)
        except ImportRefused:  # a series or unit of it is no more
            continue
        key = (mapping.sheet, mapping.transposed)
        if key not in known:
            known[key] = _likeness(file, mapping, names)
        if known[key] is not None and known[key] == kept.titles:
            rows = _head_rows(file, mapping, names)
            year = _year(file, mapping, catalogue, names)
            return mapping.model_copy(update={"head": rows, "year": year})
    return None


def _year(file: TableFile, mapping: Mapping, catalogue: Catalogue, names: Names) -> Part:
    """Return where the year stands: one that was said of the last table is not this one's."""
    if mapping.year.fixed is None:
        return mapping.year
    try:
        return propose(file, catalogue, names, series=mapping.series.fixed).year
    except ImportRefused:
        return Part(head=True)


def remembered_as(source: str, catalogue: Catalogue) -> Mapping | None:
    """Return the newest mapping remembered under the name of a source."""
    for kept in record.remembered():
        if kept.source == source:
            return mapping_from(kept.content, catalogue).model_copy(update={"head": None})
    return None


def remember(file: TableFile, mapping: Mapping, names: Names, by: str) -> None:
    """Remember a mapping, with what its table is known by."""
    likeness = _likeness(file, mapping, names)
    if likeness is not None:
        record.remember(mapping.source, as_plain(mapping), likeness, by)


def _likeness(file: TableFile, mapping: Mapping, names: Names) -> list[str] | None:
    try:
        sheet = _sheet(file, mapping, names)
    except ImportRefused:
        return None
    head = _head(sheet, names)
    if head is None:
        return None
    titles = sorted(
        {plain(part) for title in head.titles for part in title if read_year(part) is None}
    )
    above = [c for row in sheet.rows[: max(head.first, 0)] for c in row if isinstance(c, str) and c]
    heading = _NUMBERS.sub("", plain(" ".join(above))).strip()
    return [heading or _NUMBERS.sub("", PurePath(file.name).stem).lower(), *titles]


def _head_rows(file: TableFile, mapping: Mapping, names: Names) -> tuple[int, int] | None:
    head = _head(_sheet(file, mapping, names), names)
    return None if head is None or head.first > head.last else (head.first + 1, head.last + 1)


def _sheet(file: TableFile, mapping: Mapping, names: Names) -> Sheet:
    sheet = find_sheet(file, mapping, names)
    return transposed(sheet) if mapping.transposed else sheet


def _head(sheet: Sheet, names: Names) -> Head | None:
    columns = columns_found(sheet, names)
    unit = unit_column(sheet, columns)
    if unit is None:
        return read_head(sheet, 0, 0) if sheet.rows else None
    return find_head(sheet, unit, first_data(sheet, unit, columns[unit].firsts, names))
