"""The cells of an officer's workbook, and the drafts that come back in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from moibench.analysis.review import duties, writing
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.writing import Content, Draft, Fault, Saved
from moibench.catalogue import Catalogue
from moibench.people.rights import COUNTRY, Action
from moibench.store.review.records import Place, cells, filings

CHANNEL = "workbook"


@dataclass(frozen=True, slots=True)
class OfficerCell:
    """A series of a unit that its officer enters: what the draft says now, and its version."""

    series: str
    unit: str
    year: int
    content: Content
    version: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back for a cell, and the version that stood in the workbook."""

    series: str
    unit: str
    year: int
    value: float | None
    status: str
    reason: str
    version: int


def years_to_enter(asker: Asker, unit: str) -> tuple[int, ...]:
    """Return the years of which a unit has figures to enter today, the newest first."""
    wanted = _units(asker, unit)
    years = {p.year for u in wanted for p in duties.owed_by(asker.catalogue, u, asker.on)}
    return tuple(sorted(years, reverse=True))


def officer_cells(asker: Asker, unit: str, year: int) -> tuple[OfficerCell, ...]:
    """Return the cells of a unit's workbook for a year; for the country, those of every unit.

    Cells of filings under review, or not yet open, are left out: they cannot be written.

    Raises:
        NotAllowed: the person may not write the unit's figures.
    """
    asker.require(Action.WRITE_FIGURES, unit)
    return open_cells(asker.catalogue, _units(asker, unit), year, asker.on)


def open_cells(
    catalogue: Catalogue, units: tuple[str, ...], year: int, on: dt.date
) -> tuple[OfficerCell, ...]:
    """Return what these units report themselves for a year and can be written on a day."""
    records = {f.place: f for f in filings(year=year, units=units)}
    drafts = cells(f.id for f in records.values())
    found = []
    for source in duties.reported_sources(catalogue).values():
        assert source.reporting is not None
        if source.reporting.opens.of(year) > on:
            continue
        places = [Place(source.id, year, u) for u in units]
        owed = [p for p in places if duties.owes(catalogue, p)]
        writable = [p for p in owed if p not in records or records[p].is_writable]
        for series in duties.series_of(catalogue, source.id):
            for place in writable:
                cell = drafts.get(place, {}).get(series.id)
                content = cell.content if cell else Content()
                version = cell.version if cell else 0
                found.append(OfficerCell(series.id, place.unit, year, content, version))
    return tuple(found)


def drafts_of(asker: Asker, now: Iterable[OfficerCell], back: Iterable[Returned]) -> list[Draft]:
    """Return the drafts that a workbook brings, comments, evidence and errors kept as they are."""
    known: Mapping[tuple[str, str, int], OfficerCell] = {(c.series, c.unit, c.year): c for c in now}
    found = []
    for r in back:
        cell = known.get((r.series, r.unit, r.year))
        content = cell.content if cell else Content()
        error = content.standard_error if r.value is not None else None
        said = replace(
            content, value=r.value, status=r.status, reason=r.reason, standard_error=error
        )
        found.append(writing.draft(asker, r.series, r.unit, r.year, said, r.version))
    return found


def faults_of(asker: Asker, drafts: Iterable[Draft]) -> tuple[Fault, ...]:
    """Return what the review refuses of the drafts, before anything is saved."""
    return writing.check(asker, drafts)


def save_returned(asker: Asker, drafts: Iterable[Draft]) -> Saved:
    """Save the drafts of a workbook; all of them or none.

    Raises:
        Refused, NotWritable, Conflict: as `writing.save_drafts`.
    """
    return writing.save_drafts(asker, drafts, CHANNEL)


def _units(asker: Asker, unit: str) -> tuple[str, ...]:
    return tuple(asker.catalogue.units) if unit == COUNTRY else (unit,)
