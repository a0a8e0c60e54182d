"""The edge of the engine: tables of any kind in, and the same kind out.

A table is a mapping of column names to cells, or a data frame of pandas, polars or Arrow, which are
recognised by what they can do, so that neither needs to be installed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moibench.engine.faults import Faults

Columns = dict[str, Sequence[Any]]


def columns_of(table: Any, where: str) -> Columns:
    """Return a table's cells by column name.

    Args:
        table: a mapping of names to sequences, or a data frame (pandas, polars, Arrow).
        where: how messages name the table.

    Raises:
        Faults: it is no table, a column stands twice, or columns differ in length.
    """
    names = _names(table)
    twice = sorted({str(name) for name in names if names.count(name) > 1})
    if twice:
        raise Faults(f"{where}: the column {name!r} stands twice" for name in twice)
    columns = {str(name): _cells(table[name]) for name in names}
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) > 1:
        raise Faults([f"{where}: its columns differ in length: {sorted(lengths)}"])
    return columns


def like(table: Any, columns: Mapping[str, Sequence[Any]]) -> Any:
    """Return `columns` as the kind of table that `table` is."""
    return type(table)(dict(columns))


def _names(table: Any) -> list[Any]:
    # An Arrow table's `columns` are its cells, and its names stand elsewhere.
    named = getattr(table, "column_names", None)
    if named is not None and not isinstance(table, Mapping):
        return list(named() if callable(named) else named)
    return list(table.columns if hasattr(table, "columns") else table)


def _cells(column: Any) -> Sequence[Any]:
    for name in ("to_list", "to_pylist", "tolist"):
        if hasattr(column, name):
            cells: Sequence[Any] = getattr(column, name)()
            return cells
    return list(column)
