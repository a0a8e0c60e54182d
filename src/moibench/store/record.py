"""Add observations and their evidence. There is no way here to change or remove one."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from moibench.store import content
from moibench.store.models import Edition, Evidence, Grade, Observation, Status

_COLUMNS = (
    "series",
    "unit",
    "year",
    "edition_id",
    "value",
    "status",
    "standard_error",
    "grade",
    "reason",
    "evidence_id",
    "entered_by",
    "entered_at",
)
_Said = tuple[float | None, str, float | None, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to record: None for a value that is missing or does not apply.

    `reason`, `evidence` and `entered_by` are its own where it has them, else its edition's.
    """

    series: str
    unit: str
    year: int
    value: float | None
    status: str
    standard_error: float | None = None
    grade: str = Grade.PUBLISHED.value
    reason: str = ""
    evidence: int | None = None
    entered_by: str = ""


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
    *,
    reason: str = "",
    evidence: int | None = None,
) -> int:
    """Record an edition and those of its entries that differ from what it said before.

    All or nothing. `reason` says why, `evidence` is the id that `add_evidence` returned.
    Returns the number of observations added.

    Raises:
        ValueError: a value or standard error is not finite, or a status or grade unknown.
    """
    with transaction.atomic():
        now = writing_moment()
        before = _said_by(edition_id)
        edition = Edition.objects.create(
            edition_id=edition_id,
            source_id=source_id,
            sequence=sequence,
            checksum=checksum,
            loaded_at=now,
        )
        added = [
            (
                *(e.series, e.unit, e.year, edition.pk, *_said(e)),
                *(e.reason or reason, e.evidence or evidence, e.entered_by or entered_by),
            )
            for e in entries
            if before.get((e.series, e.unit, e.year)) != _said(e)
        ]
        _insert(added, now)
    return len(added)


def add_evidence(name: str, media_type: str, file: bytes, added_by: str) -> int:
    """Keep a file that proves values, once whatever its name, and return its id."""
    sha = content.keep(content.evidence_folder(), file)
    found, _ = Evidence.objects.get_or_create(
        sha256=sha,
        defaults={
            "name": name,
            "media_type": media_type,
            "size": len(file),
            "added_at": timezone.now(),
            "added_by": added_by,
        },
    )
    return found.pk


def writing_moment() -> dt.datetime:
    """Let one transaction write at a time, and return a moment after everything written before.

    So what was known at a moment never changes afterwards: nothing is written with an earlier
    moment than what a reader may already have seen, even where the clock was set back.
    Must be called inside a transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Edition._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    newest = Edition.objects.order_by("-id").values_list("loaded_at", flat=True).first()
    now = timezone.now()
    return now if newest is None else max(now, newest + dt.timedelta(microseconds=1))


def _insert(rows: list[tuple[object, ...]], now: dt.datetime) -> None:
    """Insert rows with one statement; objects for tens of thousands take eight times as long."""
    moment = connection.ops.adapt_datetimefield_value(now)
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(c) for c in _COLUMNS)
    marks = ", ".join(["%s"] * len(_COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(Observation._meta.db_table)} ({columns}) VALUES ({marks})",
            [(*row, moment) for row in rows],
        )


def _said_by(edition_id: str) -> dict[tuple[str, str, int], _Said]:
    rows = (
        Observation.objects.filter(edition__edition_id=edition_id)
        .order_by("id")
        .values_list("series", "unit", "year", "value", "status", "standard_error", "grade")
    )
    return {(row[0], row[1], row[2]): row[3:] for row in rows.iterator(chunk_size=20_000)}


def _said(entry: Entry) -> _Said:
    where = f"{entry.series} {entry.unit} {entry.year}"
    if entry.status not in Status.values or entry.grade not in Grade.values:
        raise ValueError(f"{where}: {entry.status}, {entry.grade}: no such status or grade")
    error = entry.standard_error
    if error is not None and not (math.isfinite(error) and error >= 0):
        raise ValueError(f"{where}: {error} is no standard error")
    if entry.status in {Status.MISSING, Status.NOT_APPLICABLE}:
        return None, entry.status, None, entry.grade
    if entry.value is None or not math.isfinite(entry.value):
        raise ValueError(f"{where}: {entry.value} is no number")
    return entry.value, entry.status, error, entry.grade
