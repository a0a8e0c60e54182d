"""Add observations. There is no way here to change or remove one."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from moibench.store.models import Edition, Observation, Status

_COLUMNS = ("series", "unit", "year", "edition_id", "value", "status")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to record: None for a value that is missing or does not apply."""

    series: str
    unit: str
    year: int
    value: float | None
    status: str


def is_loaded(edition_id: str, checksum: str) -> bool:
    """Tell whether that very content of the edition was recorded before."""
    return Edition.objects.filter(edition_id=edition_id, checksum=checksum).exists()


def record_edition(
    edition_id: str,
    source_id: str,
    sequence: int,
    checksum: str,
    entries: Iterable[Entry],
    entered_by: str,
) -> int:
    """Record an edition and those of its entries that differ from what it said before.

    All or nothing. Returns the number of observations added.

    Raises:
        ValueError: a value is not finite.
    """
    with transaction.atomic():
        before = _said_by(edition_id)
        now = timezone.now()
        edition = Edition.objects.create(
            edition_id=edition_id,
            source_id=source_id,
            sequence=sequence,
            checksum=checksum,
            loaded_at=now,
        )
        added = [
            (e.series, e.unit, e.year, edition.pk, _finite(e), e.status)
            for e in entries
            if before.get((e.series, e.unit, e.year)) != (e.value, e.status)
        ]
        _insert(added, now, entered_by)
    return len(added)


def _insert(
    rows: list[tuple[str, str, int, int, float | None, str]], now: dt.datetime, entered_by: str
) -> None:
    """Insert rows with one statement; objects for tens of thousands take eight times as long."""
    moment = connection.ops.adapt_datetimefield_value(now)
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(c) for c in (*_COLUMNS, "entered_at", "entered_by"))
    marks = ", ".join(["%s"] * (len(_COLUMNS) + 2))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(Observation._meta.db_table)} ({columns}) VALUES ({marks})",
            [(*row, moment, entered_by) for row in rows],
        )


def _said_by(edition_id: str) -> dict[tuple[str, str, int], tuple[float | None, str]]:
    rows = (
        Observation.objects.filter(edition__edition_id=edition_id)
        .order_by("id")
        .values_list("series", "unit", "year", "value", "status")
    )
    return {(series, unit, year): (value, status) for series, unit, year, value, status in rows}


def _finite(entry: Entry) -> float | None:
    if entry.status in {Status.MISSING, Status.NOT_APPLICABLE}:
        return None
    if entry.value is None or not math.isfinite(entry.value):
        raise ValueError(f"{entry.series} {entry.unit} {entry.year}: {entry.value} is no number")
    return entry.value
