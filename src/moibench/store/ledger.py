"""Every observation as columns in the order of entry, kept beside the database.

Observations are only ever added, so what was read once need not be read again: a moment of the
past is then told from memory-mapped columns and not from five million rows. Each reading of new
rows is a segment of its own, written beside and renamed into place; several processes may write
the same one. Whatever does not fit the database is read anew.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Max

from moibench.engine import FloatArray, IntArray
from moibench.store.models import Edition, Grade, Observation, Status

_FORMAT = 1  # raise when the layout of the segments changes
_MOST_SEGMENTS = 24
Loads = tuple[int, int, str]
_BATCH = 100_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_KINDS: dict[str, type[np.generic]] = {
    "id": np.int64,
    "series": np.int32,
    "unit": np.int32,
    "year": np.int16,
    "load": np.int32,
    "value": np.float64,
    "status": np.int8,
    "grade": np.int8,
    "entered": np.int64,
}


@dataclass(frozen=True, eq=False)
class Ledger:
    """Columns over all observations, ordered by their id.

    series and unit are places in `series_names` and `unit_names`, status and grade in the store's
    STATUSES and GRADES, load the id of the load, entered microseconds since 1970 in UTC.
    """

    id: IntArray
    series: IntArray
    unit: IntArray
    year: IntArray
    load: IntArray
    value: FloatArray
    status: IntArray
    grade: IntArray
    entered: IntArray
    series_names: tuple[str, ...]
    unit_names: tuple[str, ...]


def counted(loads: Any) -> Loads:
    """Return number, newest and moment of a query's loads; it tells one history from another."""
    found = loads.aggregate(number=Count("id"), newest=Max("id"), at=Max("loaded_at"))
    return found["number"], found["newest"] or 0, str(found["at"])


def microseconds(moment: dt.datetime) -> int:
    """Return the microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


def read_ledger(folder: Path) -> Ledger:
    """Return every observation; only those are read from the database that `folder` lacks."""
    segments = _segments(folder)
    last = int(segments[-1].id[-1]) if segments else 0
    if Observation.objects.filter(pk__lte=last).count() != sum(s.id.size for s in segments):
        shutil.rmtree(folder, ignore_errors=True)  # rows slipped in among those read before
        segments, last = [], 0
    added = _read_after(last)
    if added.id.size:
        _write(folder, added, last)
        segments.append(added)
    ledger = _together(segments or [added])
    if len(segments) > _MOST_SEGMENTS:
        _write(folder, ledger, 0)
    return ledger


def _read_after(last: int) -> Ledger:
    quoted = connection.ops.quote_name
    fields = ("id", "series", "unit", "year", "edition_id", "value", "status", "grade")
    columns = ", ".join(quoted(f) for f in (*fields, "entered_at"))
    parts: dict[str, list[Any]] = {n: [np.zeros(0, dtype=k)] for n, k in _KINDS.items()}
    series, unit = _Places(), _Places()
    status, grade = (
        {code: place for place, code in enumerate(kind.values)} for kind in (Status, Grade)
    )
    moments = _Known(_moment)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {quoted(Observation._meta.db_table)} "
            f"WHERE {quoted('id')} > %s ORDER BY {quoted('id')}",
            [last],
        )
        while batch := cursor.fetchmany(_BATCH):
            found = list(zip(*batch, strict=True))
            found[1] = tuple(map(series.__getitem__, found[1]))
            found[2] = tuple(map(unit.__getitem__, found[2]))
            found[5] = tuple(np.nan if v is None else v for v in found[5])
            found[6] = tuple(map(status.__getitem__, found[6]))
            found[7] = tuple(map(grade.__getitem__, found[7]))
            found[8] = tuple(map(moments.__getitem__, found[8]))
            for (name, kind), column in zip(_KINDS.items(), found, strict=True):
                parts[name].append(np.array(column, dtype=kind))
    whole = {name: np.concatenate(part) for name, part in parts.items()}
    return Ledger(**whole, series_names=tuple(series), unit_names=tuple(unit))


class _Known(dict[Any, int]):
    """Answers of a function, kept: a load of thousands of rows has one moment."""

    def __init__(self, ask: Callable[[Any], int]) -> None:
        self._ask = ask

    def __missing__(self, key: Any) -> int:
        self[key] = found = self._ask(key)
        return found


class _Places(_Known):
    """Places of names in order of appearance."""

    def __init__(self) -> None:
        place = count()
        super().__init__(lambda _: next(place))


def _moment(raw: str | dt.datetime) -> int:
    """Read a moment as the driver gives it: SQLite's as text in UTC."""
    moment = raw if isinstance(raw, dt.datetime) else dt.datetime.fromisoformat(raw)
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def _segments(folder: Path) -> list[Ledger]:
    """Return the segments that follow each other from the first observation on."""
    named: dict[int, list[int]] = {}
    for path in folder.glob(f"{_FORMAT}-*"):
        after, last = (int(part) for part in path.name.split("-")[1:])
        named.setdefault(after, []).append(last)
    chain = [0]
    while chain[-1] in named:
        chain.append(max(named[chain[-1]]))
    found = []
    for after, last in pairwise(chain):
        segment = _open(folder / f"{_FORMAT}-{after}-{last}")
        if segment is None:
            break
        found.append(segment)
    return found


def _open(folder: Path) -> Ledger | None:
    try:
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        columns: dict[str, Any] = {n: np.load(folder / f"{n}.npy", mmap_mode="r") for n in _KINDS}
        sizes = {column.size for column in columns.values()}
        if len(sizes) != 1 or sizes == {0}:
            return None
        before = Edition.objects.filter(pk__lte=names["loads"][1])
        if list(counted(before)) != names["loads"]:
            return None  # what was read then was never kept, or this is another database
        return Ledger(
            **columns, series_names=tuple(names["series"]), unit_names=tuple(names["unit"])
        )
    except (OSError, ValueError, KeyError):
        return None


def _write(folder: Path, segment: Ledger, after: int) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent))
        for name in _KINDS:
            np.save(beside / f"{name}.npy", getattr(segment, name))
        newest = int(segment.load.max())
        names = {
            "series": segment.series_names,
            "unit": segment.unit_names,
            "loads": counted(Edition.objects.filter(pk__lte=newest)),
        }
        (beside / "names.json").write_text(json.dumps(names), encoding="utf-8")
        last = int(segment.id[-1])
        try:
            beside.replace(folder / f"{_FORMAT}-{after}-{last}")
        except OSError:  # another process wrote the same one
            shutil.rmtree(beside, ignore_errors=True)
        if after == 0:
            for path in folder.glob(f"{_FORMAT}-*"):
                if path.name != f"{_FORMAT}-0-{last}":
                    shutil.rmtree(path, ignore_errors=True)
    except OSError:
        return  # a full disk costs time only


def _together(segments: list[Ledger]) -> Ledger:
    """Put segments behind each other, their names in one list."""
    if len(segments) == 1:
        return segments[0]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(s, name) for s in segments]) for name in _KINDS
    }
    names: dict[str, tuple[str, ...]] = {}
    for column in ("series", "unit"):
        places = _Places()
        moved = [
            np.array([places[n] for n in getattr(s, f"{column}_names")], dtype=np.int32)
            for s in segments
        ]
        columns[column] = np.concatenate(
            [m[getattr(s, column)] for m, s in zip(moved, segments, strict=True)]
        )
        names[f"{column}_names"] = tuple(places)
    return Ledger(**columns, **names)
