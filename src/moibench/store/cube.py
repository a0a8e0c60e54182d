"""Load the observations known at a moment as arrays: series × year × unit, cached by state."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Max

from moibench.engine import BoolArray, FloatArray, IntArray
from moibench.store.ledger import Ledger, Loads, counted, microseconds, read_ledger
from moibench.store.models import Edition, Grade, Observation, Status

STATUSES: tuple[str, ...] = tuple(Status.values)
GRADES: tuple[str, ...] = tuple(Grade.values)
_FORMAT = 3  # raise when the layout of the cached files changes
_KEPT_STATES = 8
_ARRAYS = ("values", "statuses", "edition", "grades", "revised")
_AXES = ("series", "years", "units", "editions", "sources", "version", "loads", "rows")


@dataclass(frozen=True, eq=False)
class SeriesCube:
    """Value, status and edition of every series, year and unit, as known at a moment.

    values: float64 (series, year, unit), NaN where there is none. statuses: position in
    STATUSES, −1 where nothing was ever recorded; edition: position in `editions`, and grades:
    position in GRADES, −1 likewise. revised: whether an earlier entry or edition gave another
    value. sources: source id of each edition. version: digest of the contents, the same on every
    machine that holds the same figures. loads: number, newest and moment of the loads it holds.
    rows: how many observations these loads brought, also those of other units.
    """

    values: FloatArray
    statuses: IntArray
    edition: IntArray
    grades: IntArray
    revised: BoolArray
    series: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[str, ...]
    editions: tuple[str, ...]
    sources: tuple[str, ...]
    version: str
    loads: Loads
    rows: int


def on_axis(cube: SeriesCube, units: tuple[str, ...]) -> SeriesCube:
    """Return the cube with these units, in this order; one it does not know has no values."""
    if units == cube.units:
        return cube
    known = [(new, cube.units.index(u)) for new, u in enumerate(units) if u in cube.units]
    there, here = [new for new, _ in known], [old for _, old in known]
    spread = {}
    for name, nothing in _NOTHING.items():
        cells = getattr(cube, name)
        spread[name] = np.full((*cells.shape[:2], len(units)), nothing, dtype=cells.dtype)
        spread[name][:, :, there] = cells[:, :, here]
    return replace(cube, units=units, **spread)


_NOTHING = {"values": np.nan, "statuses": -1, "edition": -1, "grades": -1, "revised": False}


def state(until: dt.datetime | None = None) -> str:
    """Return a short digest of which loads were known at a moment, by default now.

    It changes whenever an observation is added, and takes two look-ups in an index.
    """
    return hashlib.sha256(repr(_state(until)).encode()).hexdigest()[:12]


def newest_load(until: dt.datetime) -> dt.datetime | None:
    """Return the moment of the newest load known at a moment, None where there was none."""
    loads = Edition.objects.filter(loaded_at__lte=until)
    found: dt.datetime | None = loads.aggregate(at=Max("loaded_at"))["at"]
    return found


def _state(until: dt.datetime | None) -> tuple[object, ...]:
    loads, observations = Edition.objects.all(), Observation.objects.order_by("-entered_at", "-id")
    if until is not None:
        loads = loads.filter(loaded_at__lte=until)
        observations = observations.filter(entered_at__lte=until)
    return *counted(loads), observations.values_list("id", flat=True).first()


def load_series_cube(units: tuple[str, ...], until: dt.datetime | None = None) -> SeriesCube:
    """Return the observations of `units` known at a moment, from the cache where it can be.

    Of several values for one place, that of the newest edition counts, and of that edition the
    newest entry. Where only some series were added to since the newest cached state, only those
    are read again.
    """
    folder = Path(settings.HOME) / "cache"
    stem = _stem(units)
    key = folder / f"{stem}-{state(until)}"
    cached = _read(key)
    if cached is not None:
        return cached
    # A moment after the last load knows what is known now, which is quicker to bring together.
    is_present = until is None or state(until) == state()
    newest = _newest_cached(folder, stem) if is_present else None
    cube = _query(units, until) if newest is None else _brought_up_to_date(newest)
    _write(key, cube, stem)
    return cube


def observed_units(among: tuple[str, ...]) -> set[str]:
    """Return those units of which anything was ever recorded."""
    found = Observation.objects.order_by().values_list("unit", flat=True).distinct()
    return set(among) & set(found)


def recorded_codes() -> tuple[set[str], set[str], set[str]]:
    """Return the series, units and sources under which anything was ever recorded."""
    rows = Observation.objects.order_by()
    series = set(rows.values_list("series", flat=True).distinct())
    sources = set(Edition.objects.order_by().values_list("source_id", flat=True).distinct())
    return series, set(rows.values_list("unit", flat=True).distinct()), sources


def _stem(units: tuple[str, ...]) -> str:
    digest = hashlib.sha256(f"{_database()} {units}".encode()).hexdigest()[:12]
    return f"cube-{_FORMAT}-{digest}"


def _ledger_folder() -> Path:
    digest = hashlib.sha256(_database().encode()).hexdigest()[:12]
    return Path(settings.HOME) / "cache" / f"ledger-{digest}"


def _database() -> str:
    database = settings.DATABASES["default"]
    return f"{database['ENGINE']} {database.get('HOST')} {database['NAME']}"


def _newest_cached(folder: Path, stem: str) -> SeriesCube | None:
    """Return the cached cube with the most loads that are the first ones of this database."""
    found = [c for path in folder.glob(f"{stem}-*") if (c := _read(path)) is not None]
    for cube in sorted(found, key=lambda c: c.loads[0], reverse=True):
        same = cube.loads == counted(Edition.objects.filter(pk__lte=cube.loads[1]))
        if same and cube.rows == _rows(cube.loads):
            return cube
    return None


def _rows(loads: Loads) -> int:
    found: int = Observation.objects.filter(edition_id__lte=loads[1]).count()
    return found


def _brought_up_to_date(cube: SeriesCube) -> SeriesCube:
    added = Observation.objects.filter(edition_id__gt=cube.loads[1], unit__in=cube.units)
    touched = tuple(sorted(added.order_by().values_list("series", flat=True).distinct()))
    return _spliced(cube, _query(cube.units, None, touched), touched)


def _query(
    units: tuple[str, ...], until: dt.datetime | None, only: tuple[str, ...] | None = None
) -> SeriesCube:
    """Bring together all observations known at a moment, or those of some series."""
    known = Edition.objects.all()
    if until is not None:
        known = known.filter(loaded_at__lte=until)
    held = counted(known)
    loads = {
        pk: (sequence, edition_id, source_id)
        for pk, sequence, edition_id, source_id in known.values_list(
            "id", "sequence", "edition_id", "source_id"
        )
    }
    rows = _wanted(read_ledger(_ledger_folder()), units, until, only, held[1])
    sequence = np.zeros(max(loads, default=0) + 1, dtype=np.int64)
    for pk, (place, _, _) in loads.items():
        sequence[pk] = place
    years = tuple(range(int(rows.year.min()), int(rows.year.max()) + 1)) if rows.year.size else ()
    names = sorted(rows.series_names[i] for i in np.unique(rows.series))
    shape = (len(names), len(years), len(units))
    to_series, to_unit = _moved(rows.series_names, names), _moved(rows.unit_names, units)
    year = rows.year.astype(np.int64) - (years[0] if years else 0)
    place = np.ravel_multi_index((to_series[rows.series], year, to_unit[rows.unit]), shape)
    # Of several entries of one place the last in this order is left standing.
    order = np.argsort(sequence[rows.load], kind="stable")
    current = np.full(int(np.prod(shape)), -1, dtype=np.int64)
    current[place[order]] = order
    cells = np.flatnonzero(current >= 0)
    last = current[cells]
    value = np.asarray(rows.value)
    differs = (value != value[current[place]]) & ~np.isnan(value)
    revised = np.zeros(int(np.prod(shape)), dtype=np.bool_)
    revised[place[differs]] = True
    named = {pk: loads[int(pk)] for pk in np.unique(rows.load[last])}
    editions = tuple(sorted({edition_id for _, edition_id, _ in named.values()}))
    source_of = {edition_id: source_id for _, edition_id, source_id in named.values()}
    position = np.full(sequence.size, -1, dtype=np.int32)
    for pk, (_, edition_id, _) in named.items():
        position[pk] = editions.index(edition_id)
    cube = SeriesCube(
        values=_cells(shape, cells, value[last], np.nan, np.float64),
        statuses=_cells(shape, cells, rows.status[last], -1, np.int8),
        edition=_cells(shape, cells, position[rows.load[last]], -1, np.int32),
        grades=_cells(shape, cells, rows.grade[last], -1, np.int8),
        revised=revised.reshape(shape),
        series=tuple(names),
        years=years,
        units=units,
        editions=editions,
        sources=tuple(source_of[e] for e in editions),
        version="",
        loads=held,
        rows=_rows(held),
    )
    return _versioned(cube)


def _wanted(
    ledger: Ledger,
    units: tuple[str, ...],
    until: dt.datetime | None,
    only: tuple[str, ...] | None,
    newest_load: int,
) -> Ledger:
    """Leave out other units and series, and what was written after the moment."""
    wanted = _moved(ledger.unit_names, units)[ledger.unit] >= 0
    # What is written between two questions to the database is left to the next state.
    wanted &= ledger.load <= newest_load
    if until is not None:
        wanted &= ledger.entered <= microseconds(until)
    if only is not None:
        wanted &= _moved(ledger.series_names, only)[ledger.series] >= 0
    if wanted.all():
        return ledger
    columns = ("id", "series", "unit", "year", "load", "value", "status", "grade", "entered")
    return replace(ledger, **{name: getattr(ledger, name)[wanted] for name in columns})


def _moved(names: Sequence[str], axis: Sequence[str]) -> IntArray:
    """Return the place on an axis of each name, −1 where it is not on it."""
    at = {name: place for place, name in enumerate(axis)}
    return np.array([at.get(name, -1) for name in names], dtype=np.int64)


def _cells(shape: tuple[int, ...], place: IntArray, given: Any, empty: Any, kind: Any) -> Any:
    cells = np.full(shape, empty, dtype=kind)
    cells.ravel()[place] = given
    return cells


def _spliced(old: SeriesCube, new: SeriesCube, touched: tuple[str, ...]) -> SeriesCube:
    """Return `old` with the `touched` series taken from `new`, on axes that hold both."""
    series = tuple(sorted({*old.series, *touched}))
    present = {*old.years, *new.years}
    years = tuple(range(min(present), max(present) + 1)) if present else ()
    sources = dict(zip(old.editions, old.sources, strict=True))
    sources |= dict(zip(new.editions, new.sources, strict=True))
    editions = tuple(sorted(sources))
    shape = (len(series), len(years), len(old.units))
    empty = {"values": np.nan, "statuses": -1, "edition": -1, "grades": -1, "revised": False}
    arrays = {name: np.full(shape, empty[name], dtype=getattr(old, name).dtype) for name in _ARRAYS}
    kept = [s for s in old.series if s not in touched]
    for cube, names in ((old, kept), (new, list(new.series))):
        if not names or not cube.years:
            continue
        rows = np.array([series.index(n) for n in names])
        own = np.array([cube.series.index(n) for n in names])
        span = slice(years.index(cube.years[0]), years.index(cube.years[-1]) + 1)
        moved = np.array([*(editions.index(e) for e in cube.editions), -1], dtype=np.int32)
        for name in _ARRAYS:
            cells = getattr(cube, name)[own]
            arrays[name][rows, span] = moved[cells] if name == "edition" else cells
    cube = SeriesCube(
        **arrays,
        series=series,
        years=years,
        units=old.units,
        editions=editions,
        sources=tuple(sources[e] for e in editions),
        version="",
        loads=new.loads,
        rows=new.rows,
    )
    return _versioned(_without_unused_editions(cube))


def _without_unused_editions(cube: SeriesCube) -> SeriesCube:
    """Drop editions of which no value counts any more, as reading everything anew would."""
    used = np.unique(cube.edition)
    used = used[used >= 0]
    position = np.full(len(cube.editions) + 1, -1, dtype=np.int32)
    position[used] = np.arange(used.size)
    return replace(
        cube,
        edition=position[cube.edition],
        editions=tuple(cube.editions[i] for i in used),
        sources=tuple(cube.sources[i] for i in used),
    )


def _versioned(cube: SeriesCube) -> SeriesCube:
    axes = (cube.series, cube.years, cube.units, cube.editions, cube.sources)
    sha = hashlib.sha256(json.dumps(axes).encode())
    for name in _ARRAYS[:-1]:  # how a value came to be revised does not change what is said
        sha.update(np.ascontiguousarray(getattr(cube, name)).tobytes())
    return replace(cube, version=sha.hexdigest()[:12])


def _read(folder: Path) -> SeriesCube | None:
    try:
        axes = json.loads((folder / "axes.json").read_text(encoding="utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
    except (OSError, ValueError):
        return None
    lists = {name: tuple(axes[name]) for name in ("series", "years", "units", "editions")}
    return SeriesCube(
        **arrays,
        **lists,
        sources=tuple(axes["sources"]),
        version=axes["version"],
        rows=axes["rows"],
        loads=(axes["loads"][0], axes["loads"][1], axes["loads"][2]),
    )


def _write(folder: Path, cube: SeriesCube, stem: str) -> None:
    """Write the cube beside and rename it into place, so that no reader sees half of it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent))
        for name in _ARRAYS:
            np.save(beside / f"{name}.npy", getattr(cube, name))
        axes = {name: getattr(cube, name) for name in _AXES}
        (beside / "axes.json").write_text(json.dumps(axes), encoding="utf-8")
        beside.replace(folder)
    except OSError:
        return  # the cache saves time only; a full disk or another writer must not stop an answer
    _forget_old(folder.parent, stem)


def _forget_old(folder: Path, stem: str) -> None:
    found = folder.glob(f"{stem}-*")
    old = sorted(found, key=lambda p: p.stat().st_mtime, reverse=True)
    for path in old[_KEPT_STATES:]:
        shutil.rmtree(path, ignore_errors=True)
