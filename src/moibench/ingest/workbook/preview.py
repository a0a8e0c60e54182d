"""What a filled template would change, before anything is stored."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import GRAVITIES, Finding
from moibench.ingest.checks import Context, Given, check
from moibench.ingest.checks.single import duplicates
from moibench.ingest.workbook.layout import row_id
from moibench.ingest.workbook.read import Filled, read_filled
from moibench.ingest.workbook.rows import Slot, recorded_slots
from moibench.store.cube import SeriesCube, load_series_cube, state

Kind = Literal["added", "changed", "unchanged", "refused"]


@dataclass(frozen=True)
class Change:
    """One value as it is stored and as it would be; None is no value.

    last: CE year and value known before it, of the unit. size: how far it moves, as the absolute
    log ratio to what was stored or else to `last`; infinite where a ratio cannot be told.
    """

    kind: Kind
    entry: Given
    before: tuple[float | None, str] | None
    last: tuple[int, float] | None
    size: float


@dataclass(frozen=True)
class Preview:
    """Everything that would happen. data_state: of the store it was computed from."""

    filled: Filled
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    data_state: str

    @property
    def blocked(self) -> bool:
        """Whether something impossible stands in it, so that nothing may be stored."""
        return any(f.blocks for f in self.findings)

    @property
    def asks(self) -> bool:
        """Whether something improbable waits for its reason."""
        return any(f.asks for f in self.findings)

    def of_kind(self, kind: Kind) -> tuple[Change, ...]:
        """Return the changes of a kind, the largest first."""
        return tuple(c for c in self.changes if c.kind == kind)


def preview_filled(
    path: Path,
    catalogue: Catalogue,
    today: dt.date,
    status_words: dict[str, str],
    *,
    name: str | None = None,
    unit: str | None = None,
    year: int | None = None,
    slots: Sequence[Slot] | None = None,
) -> Preview:
    """Read and check a filled template and say what it would change. Nothing is stored.

    Args:
        path: the file.
        catalogue: in force.
        today: the day, for the lags of sources.
        status_words: word of the drop-down → status.
        name: what people call the file.
        unit: whose template it must be, None for anybody's.
        year: of which CE year it must be, None for any.
        slots: the cells it may fill, and what they say now; by default what is stored.

    Raises:
        ImportRefused, NotATemplate: as `read_filled`.
    """
    filled = read_filled(path, catalogue, status_words, name=name, unit=unit, year=year)
    cube = load_series_cube(tuple(catalogue.units))
    context = Context(catalogue, cube.values, cube.series, cube.years, cube.units, today)
    if slots is None:
        slots = recorded_slots(catalogue, filled.unit, filled.year)
    now = {(s.series, s.unit): s.now for s in slots}
    of_the_file = [*filled.findings, *_about_the_template(filled, catalogue, now)]
    entries, strangers = _own(filled, catalogue, now)
    # What is there already is not asked about again; what stands beside it in the store is.
    asked = [e for e in entries if now.get((e.series, e.unit)) != (e.value, e.status)]
    findings = [*of_the_file, *strangers, *duplicates(entries), *check(asked, context)]
    findings = list({_key(f): f for f in findings}.values())
    findings.sort(key=lambda f: GRAVITIES.index(f.grade))
    changes = changes_of(entries, findings, cube, now)
    return Preview(filled, tuple(findings), changes, state())


def _key(finding: Finding) -> tuple[object, ...]:
    place = (finding.sheet, finding.cell, finding.series, finding.unit, finding.year)
    return (finding.code, *place, repr(finding.fields))


def changes_of(
    entries: Sequence[Given],
    findings: Sequence[Finding],
    cube: SeriesCube,
    now: Mapping[tuple[str, str], tuple[float | None, str] | None],
) -> tuple[Change, ...]:
    """Return what each entry would do: changed values first, then added, the largest first."""
    impossible = {(f.sheet, f.cell, f.series, f.unit, f.year) for f in findings if f.blocks}
    changes, newest = [], _Last(cube)
    for e in entries:
        if (e.sheet, e.cell, e.series, e.unit, e.year) in impossible:
            changes.append(Change("refused", e, None, None, 0.0))
            continue
        before = now.get((e.series, e.unit))
        last = newest.of(e)
        if before is None:
            kind: Kind = "added"
        else:
            kind = "unchanged" if before == (e.value, e.status) else "changed"
        old = before[0] if before else (last[1] if last else None)
        changes.append(Change(kind, e, before, last, _size(old, e.value)))
    order = ("changed", "added", "refused", "unchanged")
    return tuple(sorted(changes, key=lambda c: (order.index(c.kind), -c.size)))


def _size(old: float | None, new: float | None) -> float:
    if old == new:
        return 0.0
    if old is None or new is None or old <= 0 or new <= 0:
        return math.inf
    return abs(math.log(new / old))


class _Last:
    """The newest value before a year, looked up for all units of a series at once."""

    def __init__(self, cube: SeriesCube) -> None:
        self.cube = cube
        self.at_unit = {u: i for i, u in enumerate(cube.units)}
        self.at_series = {s: i for i, s in enumerate(cube.series)}
        self.known: dict[tuple[str, int], tuple[np.ndarray, np.ndarray]] = {}

    def of(self, entry: Given) -> tuple[int, float] | None:
        """Return CE year and value, None where there is none before."""
        if entry.series not in self.at_series or entry.unit not in self.at_unit:
            return None
        key = entry.series, entry.year
        if key not in self.known:
            before = np.array(self.cube.years) < entry.year
            values = self.cube.values[self.at_series[entry.series], before]
            there = ~np.isnan(values)
            row = values.shape[0] - 1 - np.argmax(there[::-1], axis=0) if values.size else None
            if row is None:
                return None
            columns = np.arange(values.shape[1])
            self.known[key] = (row, np.where(there.any(axis=0), values[row, columns], np.nan))
        row, found = self.known[key]
        at = self.at_unit[entry.unit]
        value = float(found[at])
        return None if math.isnan(value) else (self.cube.years[int(row[at])], value)


def _about_the_template(
    filled: Filled, catalogue: Catalogue, now: Mapping[tuple[str, str], object]
) -> list[Finding]:
    found = []
    about = filled.about
    if about.get("catalogue", catalogue.version) != catalogue.version:
        found.append(Finding("note", "older_catalogue"))
    if about.get("data") and about["data"] != state():
        found.append(Finding("note", "stored_since"))
    deleted = {row_id(*place) for place in now} - filled.ids
    if deleted:
        found.append(Finding("note", "rows_deleted", fields={"count": len(deleted)}))
    return found


def _own(
    filled: Filled, catalogue: Catalogue, now: Mapping[tuple[str, str], object]
) -> tuple[list[Given], list[Finding]]:
    """Part the entries that may be filled from those that may not, which are refused."""
    own, others = [], []
    for e in filled.entries:
        known = e.series in catalogue.series and e.unit in catalogue.units
        (others if known and (e.series, e.unit) not in now else own).append(e)
    return own, [
        Finding("impossible", "not_to_fill", e.sheet, e.cell, e.series, e.unit, e.year, e.value)
        for e in others
    ]
