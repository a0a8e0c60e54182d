"""The values that count, streamed: of several for one place the newest edition's newest entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q

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


@dataclass(frozen=True)
class Wanted:
    """Which values are wanted, as known at a moment; None is all.

    after: a place; only values behind it in the order of series, unit and year.
    """

    series: Collection[str] | None = None
    units: Collection[str] | None = None
    year: int | None = None
    until: dt.datetime | None = None
    first_year: int | None = None
    last_year: int | None = None
    after: tuple[str, str, int] | None = None


def current_values(wanted: Wanted) -> Iterator[CurrentValue]:
    """Yield values in order of series, unit and year, in constant memory."""
    loads = {
        pk: (sequence, edition)
        for pk, sequence, edition in Edition.objects.values_list("id", "sequence", "edition_id")
    }
    # The index of places gives this order; nothing is sorted in memory.
    found = _rows(wanted).order_by("series", "unit", "year", "id")
    rows = found.values_list(*_FIELDS).iterator(chunk_size=_CHUNK)
    for place, entries in groupby(rows, key=itemgetter(0, 1, 2)):
        newest = max(entries, key=lambda row: (loads[row[6]][0], row[7]))
        yield CurrentValue(*place, newest[3], newest[4], newest[5], loads[newest[6]][1])


def distinct_places(wanted: Wanted) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """Return the series, units and years with values, each ascending."""
    rows = _rows(wanted).order_by()
    named = (
        tuple(sorted(rows.values_list(name, flat=True).distinct()))
        for name in ("series", "unit", "year")
    )
    return next(named), next(named), next(named)


def _rows(wanted: Wanted) -> Any:
    rows = Observation.objects.all()
    given = {
        "series__in": wanted.series,
        "unit__in": wanted.units,
        "year": wanted.year,
        "entered_at__lte": wanted.until,
        "year__gte": wanted.first_year,
        "year__lte": wanted.last_year,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    if wanted.after is not None:
        series, unit, year = wanted.after
        rows = rows.filter(series__gte=series).filter(
            Q(series__gt=series) | Q(unit__gt=unit) | Q(unit=unit, year__gt=year)
        )
    return rows
