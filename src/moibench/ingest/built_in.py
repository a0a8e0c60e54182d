"""Load the figures that come with the system: every edition of the catalogue's sources."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Edition, Source
from moibench.ingest.errors import FiguresError
from moibench.store.record import Entry, is_loaded, record_edition

COLUMNS = ("series", "unit", "year", "value", "status")
_STATUSES = ("final", "preliminary", "estimated", "missing", "not_applicable")
_NO_VALUE = ("missing", "not_applicable")


@dataclass(frozen=True)
class Loaded:
    """What a load did: observations added, editions recorded anew, editions already there."""

    added: int
    recorded: tuple[str, ...]
    unchanged: tuple[str, ...]


def load_built_in(catalogue: Catalogue) -> Loaded:
    """Record every edition whose content is not in the store yet; a second call adds nothing.

    Raises:
        FiguresError: a file differs from its checksum or holds an impossible row. Editions
            before it stay recorded, of this one nothing is.
    """
    added, recorded, unchanged = 0, [], []
    for source in catalogue.sources.values():
        for sequence, edition in enumerate(source.editions):
            if is_loaded(edition.id, edition.sha256):
                unchanged.append(edition.id)
                continue
            entries = read_edition(catalogue, source, edition)
            added += record_edition(
                edition.id, source.id, sequence, edition.sha256, entries, "built-in data"
            )
            recorded.append(edition.id)
    return Loaded(added, tuple(recorded), tuple(unchanged))


def read_edition(catalogue: Catalogue, source: Source, edition: Edition) -> list[Entry]:
    """Read and check one edition's file.

    Raises:
        FiguresError: with every faulty line.
    """
    path = catalogue.observation_file(edition)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != edition.sha256:
        raise FiguresError(
            [
                f"{path.name}: its SHA-256 is {found}, but sources/{source.id}.yaml says "
                f"{edition.sha256}. Restore the file, or record the change as a new edition."
            ]
        )
    faults: list[str] = []
    entries = list(_entries(catalogue, path, faults))
    if faults:
        raise FiguresError(faults)
    return entries


def _entries(catalogue: Catalogue, path: Path, faults: list[str]) -> Iterator[Entry]:
    seen: set[tuple[str, str, int]] = set()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            faults.append(f"{path.name}: line 1: the head must be {','.join(COLUMNS)}")
            return
        for line, row in enumerate(reader, start=2):
            try:
                entry = _entry(catalogue, row)
                place = (entry.series, entry.unit, entry.year)
                if place in seen:
                    raise ValueError(f"{' '.join(map(str, place))} stands twice")
            except ValueError as error:
                faults.append(f"{path.name}: line {line}: {error}")
                continue
            seen.add(place)
            yield entry


def _entry(catalogue: Catalogue, row: dict[str, str]) -> Entry:
    series = catalogue.series.get(row["series"])
    unit = catalogue.units.get(row["unit"])
    if series is None:
        raise ValueError(f"series: there is no series “{row['series']}”")
    if unit is None:
        raise ValueError(f"unit: there is no unit “{row['unit']}”")
    year = int(row["year"])
    if not 1900 <= year <= 2200:
        raise ValueError(f"year: {year} is not a CE year")
    if not unit.exists_in(year):
        raise ValueError(f"year: unit {unit.code} did not exist in {year}")
    status = row["status"] or "final"
    if status not in _STATUSES:
        raise ValueError(f"status: “{status}” is none of {', '.join(_STATUSES)}")
    if status in _NO_VALUE:
        return Entry(series.id, unit.code, year, None, status)
    value = float(row["value"])
    if not math.isfinite(value):
        raise ValueError(f"value: {row['value']} is not a number")
    below = series.minimum is not None and value < series.minimum
    above = series.maximum is not None and value > series.maximum
    if below or above:
        raise ValueError(
            f"value: {value} is outside {series.minimum} to {series.maximum}, "
            f"the possible range of {series.id}"
        )
    return Entry(series.id, unit.code, year, value, status)
