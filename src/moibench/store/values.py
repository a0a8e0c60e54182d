"""The values that count, streamed: of several for one place the newest edition's newest entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from moibench.store.models import Edition, Observation

_CHUNK = 10_000
_FIELDS = ("series", "unit", "year", "value", "status", "standard_error", "edition_id", "id")


class CurrentValue(NamedTuple):
    """A value with its place, status, standard error and edition; None is no value."""

    series: str
    unit: str
    year: int
    value: float | None
    status: str
    standard_error: float | None
    edition: str


def current_values(
    series: Collection[str] | None = None,
    units: Collection[str] | None = None,
    year: int | None = None,
    until: dt.datetime | None = None,
) -> Iterator[CurrentValue]:
    """Yield values in order of series, unit and year, in constant memory."""
    loads = {
        pk: (sequence, edition)
        for pk, sequence, edition in Edition.objects.values_list("id", "sequence", "edition_id")
    }
    # The index of places gives this order; nothing is sorted in memory.
    found = _wanted(series, units, year, until).order_by("series", "unit", "year", "id")
    rows = found.values_list(*_FIELDS).iterator(chunk_size=_CHUNK)
    for place, entries in groupby(rows, key=itemgetter(0, 1, 2)):
        newest = max(entries, key=lambda row: (loads[row[6]][0], row[7]))
        yield CurrentValue(*place, newest[3], newest[4], newest[5], loads[newest[6]][1])


def distinct_places(
    series: Collection[str] | None = None,
    units: Collection[str] | None = None,
    year: int | None = None,
    until: dt.datetime | None = None,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """Return the series, units and years with values, each ascending."""
    wanted = _wanted(series, units, year, until).order_by()
    named = (
        tuple(sorted(wanted.values_list(name, flat=True).distinct()))
        for name in ("series", "unit", "year")
    )
    return next(named), next(named), next(named)


def _wanted(
    series: Collection[str] | None,
    units: Collection[str] | None,
    year: int | None,
    until: dt.datetime | None,
) -> Any:
    wanted = Observation.objects.all()
    if series is not None:
        wanted = wanted.filter(series__in=series)
    if units is not None:
        wanted = wanted.filter(unit__in=units)
    if year is not None:
        wanted = wanted.filter(year=year)
    if until is not None:
        wanted = wanted.filter(entered_at__lte=until)
    return wanted
