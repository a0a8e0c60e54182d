"""Load the current observations as arrays: series × year × unit, cached by data version."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import Max

from moibench.engine import FloatArray, IntArray
from moibench.store.models import Edition, Observation, Status

STATUSES: tuple[str, ...] = tuple(Status.values)
_FORMAT = 1  # raise when the layout of the cached files changes
_KEPT_VERSIONS = 3


@dataclass(frozen=True, eq=False)
class SeriesCube:
    """Current value, status and edition of every series, year and unit.

    values: float64 (series, year, unit), NaN where there is none. statuses: position in
    STATUSES, −1 where nothing was ever recorded. edition: position in `editions`, −1 likewise.
    version: digest of the contents, the same on every machine that holds the same figures.
    """

    values: FloatArray
    statuses: IntArray
    edition: IntArray
    series: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[str, ...]
    editions: tuple[str, ...]
    version: str


def state() -> str:
    """Return a short digest that changes whenever an observation is added: cheap to ask."""
    newest = Observation.objects.aggregate(id=Max("id"), entered_at=Max("entered_at"))
    loads = Edition.objects.order_by("id").values_list("edition_id", "checksum", "loaded_at")
    return hashlib.sha256(repr((newest, list(loads))).encode()).hexdigest()[:12]


def load_series_cube(units: tuple[str, ...]) -> SeriesCube:
    """Return the current observations of `units`, from the cache when nothing was added since.

    Of several values for one place, that of the newest edition counts, and of that edition the
    newest entry.
    """
    key = _cache_key(units)
    folder = Path(settings.HOME) / "cache" / key
    cached = _read(folder)
    if cached is not None:
        return cached
    cube = _query(units)
    _write(folder, cube)
    return cube


def _cache_key(units: tuple[str, ...]) -> str:
    database = settings.DATABASES["default"]
    place = f"{database['ENGINE']} {database.get('HOST')} {database['NAME']}"
    digest = hashlib.sha256(f"{place} {units}".encode()).hexdigest()[:12]
    return f"cube-{_FORMAT}-{digest}-{state()}"


def _query(units: tuple[str, ...]) -> SeriesCube:
    rows = list(
        Observation.objects.filter(unit__in=units)
        .order_by("edition__sequence", "id")
        .values_list("series", "unit", "year", "value", "status", "edition__edition_id")
        .iterator(chunk_size=20_000)
    )
    series = tuple(sorted({r[0] for r in rows}))
    present = {r[2] for r in rows}
    years = tuple(range(min(present), max(present) + 1)) if present else ()
    editions = tuple(sorted({r[5] for r in rows}))
    shape = (len(series), len(years), len(units))
    values = np.full(shape, np.nan)
    statuses = np.full(shape, -1, dtype=np.int16)
    edition = np.full(shape, -1, dtype=np.int16)
    at_series, at_unit, at_edition, at_status = (
        {code: i for i, code in enumerate(codes)} for codes in (series, units, editions, STATUSES)
    )
    for name, unit, year, value, status, edition_id in rows:
        place = at_series[name], year - years[0], at_unit[unit]
        values[place] = np.nan if value is None else value
        statuses[place] = at_status[status]
        edition[place] = at_edition[edition_id]
    version = _digest(values, statuses, edition, (series, years, units, editions))
    return SeriesCube(values, statuses, edition, series, years, units, editions, version)


def _digest(values: FloatArray, statuses: IntArray, edition: IntArray, axes: object) -> str:
    sha = hashlib.sha256(json.dumps(axes).encode())
    for array in (values, statuses, edition):
        sha.update(np.ascontiguousarray(array).tobytes())
    return sha.hexdigest()[:12]


def _read(folder: Path) -> SeriesCube | None:
    try:
        axes = json.loads((folder / "axes.json").read_text(encoding="utf-8"))
        values, statuses, edition = (
            np.load(folder / f"{name}.npy", mmap_mode="r")
            for name in ("values", "statuses", "edition")
        )
    except (OSError, ValueError):
        return None
    return SeriesCube(
        values,
        statuses,
        edition,
        tuple(axes["series"]),
        tuple(axes["years"]),
        tuple(axes["units"]),
        tuple(axes["editions"]),
        axes["version"],
    )


def _write(folder: Path, cube: SeriesCube) -> None:
    """Write the cube beside and rename it into place, so that no reader sees half of it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent))
        for name in ("values", "statuses", "edition"):
            np.save(beside / f"{name}.npy", getattr(cube, name))
        names = ("series", "years", "units", "editions", "version")
        axes = {name: getattr(cube, name) for name in names}
        (beside / "axes.json").write_text(json.dumps(axes), encoding="utf-8")
        beside.replace(folder)
    except OSError:
        return  # the cache saves time only; a full disk or another writer must not stop an answer
    _forget_old(folder)


def _forget_old(newest: Path) -> None:
    stem = newest.name.rsplit("-", 1)[0]
    old = sorted(newest.parent.glob(f"{stem}-*"), key=lambda p: p.stat().st_mtime, reverse=True)
    for folder in old[_KEPT_VERSIONS:]:
        for path in folder.glob("*"):
            path.unlink(missing_ok=True)
        folder.rmdir()
