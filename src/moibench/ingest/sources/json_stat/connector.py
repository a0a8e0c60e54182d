"""Fetch a JSON-stat 2 dataset (https://json-stat.org/full/) and make a long table of it.

Every dimension gives a column of codes and, where it has labels, one of labels.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from moibench.ingest.sources.arrived import Arrived, Ask, FetchFailed, as_csv

_MOST_CELLS = 5_000_000


def fetch(address: str, options: Mapping[str, str], ask: Ask) -> Arrived:
    """Return the dataset at an address as a long table.

    Raises:
        FetchFailed: it is no JSON-stat dataset, or its parts do not fit each other.
    """
    final, content = ask(address, None, {"Accept": "application/json"})
    return Arrived(final, content, "dataset.csv", as_csv(*read_dataset(content)))


def read_dataset(content: bytes) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the columns and the rows with a value or a status.

    Raises:
        FetchFailed: it is no JSON-stat dataset, or its parts do not fit each other.
    """
    try:
        said = json.loads(content, parse_constant=_no_constant)
        if isinstance(said, dict) and said.get("class") == "collection":
            raise FetchFailed("a_collection")
        if not isinstance(said, dict) or said.get("class") != "dataset":
            raise _wrong("class")
        ids, size = said["id"], said["size"]
        categories = [_category(said["dimension"][name], name) for name in ids]
        cells = math.prod(size)
        if [len(codes) for codes, _ in categories] != size:
            raise _wrong("size")
        if cells > _MOST_CELLS:
            raise FetchFailed("too_many_rows", most=_MOST_CELLS)
        values = _cells(said["value"], cells, "value")
        statuses = _cells(said.get("status") or {}, cells, "status")
    except FetchFailed:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _wrong(f"{type(error).__name__}: {error}") from error
    if not any(isinstance(v, int | float) for v in values.values()):
        raise FetchFailed("no_data", protocol="JSON-stat")
    head = [
        title
        for name, (_, labels) in zip(ids, categories, strict=True)
        for title in ([name, f"{name}_label"] if labels else [name])
    ]
    return [*head, "value", "status"], _rows(categories, values, statuses)


def _rows(
    categories: list[tuple[list[str], dict[str, str]]],
    values: dict[int, Any],
    statuses: dict[int, Any],
) -> Iterator[list[Any]]:
    for at, place in enumerate(itertools.product(*(codes for codes, _ in categories))):
        if values.get(at) is None and statuses.get(at) is None:
            continue
        cells: list[Any] = []
        for code, (_, labels) in zip(place, categories, strict=True):
            cells += [code, labels.get(code, "")] if labels else [code]
        yield [*cells, values.get(at), statuses.get(at)]


def _category(dimension: Any, name: str) -> tuple[list[str], dict[str, str]]:
    category = dimension["category"]
    labels = {str(k): str(v) for k, v in (category.get("label") or {}).items()}
    index = category.get("index")
    if isinstance(index, dict):
        if sorted(index.values()) != list(range(len(index))):
            raise _wrong(f"{name}: index")
        codes = sorted(index, key=lambda code: index[code])
    elif index is None:  # of a single category the index may be left out
        codes = list(labels)
    else:
        codes = [str(code) for code in index]
    if len(set(codes)) != len(codes) or not codes:
        raise _wrong(f"{name}: index")
    return codes, labels


def _cells(given: Any, cells: int, name: str) -> dict[int, Any]:
    """Return a dense array, a sparse object, or one status for all, by position."""
    if isinstance(given, str):
        return dict.fromkeys(range(cells), given)
    if isinstance(given, list):
        if len(given) == 1 and name == "status":
            return dict.fromkeys(range(cells), given[0])
        if len(given) != cells:
            raise _wrong(f"{name}: {len(given)} ≠ {cells}")
        return dict(enumerate(given))
    found = {int(place): cell for place, cell in given.items()}
    if any(not 0 <= place < cells for place in found):
        raise _wrong(f"{name}: > {cells}")
    return found


def _wrong(reason: str) -> FetchFailed:
    return FetchFailed("not_the_protocol", protocol="JSON-stat", reason=reason)


def _no_constant(name: str) -> Any:
    raise ValueError(name)
