"""The cells of an entry grid: every series that units report for a year, open or locked."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.review import duties
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.reading import NOT_STARTED, Line, line_of
from moibench.people.rights import COUNTRY, Action
from moibench.store.review.records import Place, cells, filings, remarks

CHANNEL = "grid"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A series of a unit: its line, and whether it can be written. state: of its filing."""

    place: Place
    line: Line
    state: str
    is_open: bool

    @property
    def key(self) -> str:
        """How forms and scripts name the cell."""
        return f"{self.line.series.id}/{self.place.unit}"


def grid_sources(asker: Asker, unit: str, year: int) -> tuple[str, ...]:
    """Return the sources that the units of a grid report for a year and that are open."""
    units = _units(asker, unit)
    return tuple(
        s
        for s in duties.reported_sources(asker.catalogue)
        if any(duties.is_open(asker.catalogue, Place(s, year, u), asker.on) for u in units)
    )


def grid_years(asker: Asker, unit: str) -> tuple[int, ...]:
    """Return the years of which the units of a grid have figures to enter, the newest first."""
    owed = (p for u in _units(asker, unit) for p in duties.owed_by(asker.catalogue, u, asker.on))
    return tuple(sorted({p.year for p in owed}, reverse=True))


def grid_cells(asker: Asker, unit: str, year: int, source: str = "") -> tuple[GridCell, ...]:
    """Return the cells of a unit and of the units inside it, of one source or of all.

    Raises:
        NotAllowed: the person may not write the unit's figures.
    """
    asker.require(Action.WRITE_FIGURES, unit)
    units = _units(asker, unit)
    wanted = [s for s in grid_sources(asker, unit, year) if source in ("", s)]
    records = {f.place: f for f in filings(year=year, units=units)}
    ids = [f.id for f in records.values()]
    drafts, said = cells(ids), remarks(ids)
    found = []
    for name in wanted:
        places = [Place(name, year, u) for u in units]
        owed = [p for p in places if duties.is_open(asker.catalogue, p, asker.on)]
        for series in duties.series_of(asker.catalogue, name):
            for place in owed:
                record = records.get(place)
                line = line_of(
                    series,
                    drafts.get(place, {}).get(series.id),
                    said.get(record.id, ()) if record else (),
                )
                state = record.state if record else NOT_STARTED
                is_open = record is None or record.is_writable
                found.append(GridCell(place, line, state, is_open))
    return tuple(found)


def _units(asker: Asker, unit: str) -> tuple[str, ...]:
    return tuple(
        u
        for u in asker.catalogue.units
        if (u == unit or unit == COUNTRY or unit in asker.places.ancestors(u))
        and asker.may(Action.WRITE_FIGURES, u)
    )
