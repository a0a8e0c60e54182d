"""Which unit owes which figures, from when and until when; pure, from the catalogue alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from moibench.analysis.geography import Geography
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Reporting, Series, Source
from moibench.store.review.records import Place


def reported_sources(catalogue: Catalogue) -> dict[str, Source]:
    """Return the sources whose figures units report themselves."""
    return {s.id: s for s in catalogue.sources.values() if s.reporting is not None}


def reporting_of(catalogue: Catalogue, source_id: str) -> Reporting | None:
    """Return who reports a source's figures when; None where nobody does, or it is unknown."""
    source = catalogue.sources.get(source_id)
    return None if source is None else source.reporting


def series_of(catalogue: Catalogue, source_id: str) -> tuple[Series, ...]:
    """Return the series of a source, in catalogue order."""
    return tuple(s for s in catalogue.series.values() if s.source == source_id)


def reporters(catalogue: Catalogue, source_id: str, year: int) -> tuple[str, ...]:
    """Return the units that owe a source's figures of a year, in catalogue order."""
    reporting = reporting_of(catalogue, source_id)
    if reporting is None:
        return ()
    return tuple(c for c in catalogue.units if owes(catalogue, Place(source_id, year, c)))


def owes(catalogue: Catalogue, place: Place) -> bool:
    """Tell whether a unit owes the figures: it reports the source, and existed in the year."""
    reporting, unit = reporting_of(catalogue, place.source), catalogue.units.get(place.unit)
    if reporting is None or unit is None or place.year < reporting.first_year:
        return False
    in_time = reporting.last_year is None or place.year <= reporting.last_year
    return in_time and unit.unit_type in reporting.reported_by and unit.exists_in(place.year)


def is_open(catalogue: Catalogue, place: Place, on: dt.date) -> bool:
    """Tell whether figures can be entered on a day: they are owed, and their year is open."""
    reporting = reporting_of(catalogue, place.source)
    return owes(catalogue, place) and reporting is not None and reporting.opens.of(place.year) <= on


def owed_by(catalogue: Catalogue, unit: str, on: dt.date) -> Iterator[Place]:
    """Yield every filing that a unit owes or owed by a day, the newest year first."""
    for source in reported_sources(catalogue).values():
        assert source.reporting is not None
        for year in reversed(source.reporting.years_open(on)):
            place = Place(source.id, year, unit)
            if owes(catalogue, place):
                yield place


def below(catalogue: Catalogue, places: Geography, place: Place) -> tuple[str, ...]:
    """Return the units inside this one that owe the same figures."""
    others = reporters(catalogue, place.source, place.year)
    return tuple(u for u in others if place.unit in places.ancestors(u))


def above(catalogue: Catalogue, places: Geography, place: Place) -> tuple[str, ...]:
    """Return the units that this one lies in and that owe the same figures."""
    ancestors = places.ancestors(place.unit)
    return tuple(u for u in reporters(catalogue, place.source, place.year) if u in ancestors)
