"""Record what a preview showed: everything in one transaction, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from moibench.catalogue import Catalogue
from moibench.ingest.table_files.names import Names
from moibench.ingest.table_files.preview import Change, Preview
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.remembered import remember
from moibench.store.cube import state
from moibench.store.imports import record
from moibench.store.imports.models import Import, Outcome
from moibench.store.models import Edition, Grade
from moibench.store.record import Entry, add_evidence, record_edition, writing_moment

# A clock set to พ.ศ. would write moments five centuries ahead, and nothing could be newer.
LAST_PLAUSIBLE_YEAR = 2400
_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True, slots=True)
class Committed:
    """What was recorded: values added and changed, and the editions they stand in."""

    added: int
    changed: int
    editions: tuple[str, ...]


def commit(
    preview: Preview,
    path: Path,
    catalogue: Catalogue,
    by: str,
    *,
    reason: str = "",
    grade: str = Grade.PUBLISHED.value,
    before_end: Callable[[], None] | None = None,
) -> Committed:
    """Record a preview's changes under `by`, keep the file, and remember the mapping.

    All or nothing; a second call for the same file finds nothing to change. Every source's
    values are an edition of their own that supersedes what stood in the same places.

    Args:
        preview: as just shown.
        path: the file, kept as evidence.
        catalogue: in force.
        by: who says so.
        reason: why what is improbable is right; kept with every value.
        grade: how far the values were verified.
        before_end: called inside the transaction, after everything was written.

    Raises:
        ImportRefused: something impossible or not accepted stands in it, the stored figures or
            the file changed since the preview, or the clock cannot be right.
        django.db.DatabaseError: the database is full, locked or away; nothing was stored.
    """
    refuse_unaccepted(preview, reason)
    refuse_wrong_clock()
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != preview.file.sha256:
        raise ImportRefused("file_changed")
    if not preview.added and not preview.changed:
        return Committed(0, 0, ())
    number = record.begin(preview.file.name, preview.file.sha256, by)
    try:
        with transaction.atomic():
            writing_moment()  # from here on nobody else writes
            if state() != preview.known:
                raise ImportRefused("figures_changed")
            media = _MEDIA[preview.file.kind]
            evidence = add_evidence(preview.file.name[:255], media, content, by)
            editions = _record(preview, catalogue, by, reason, grade, evidence)
            remember(preview.file, preview.mapping, Names(catalogue), by)
            record.end(
                number,
                Outcome.STORED,
                added=len(preview.added),
                changed=len(preview.changed),
                findings=len(preview.findings),
            )
            if before_end is not None:
                before_end()
    except (ImportRefused, DatabaseError, OSError):
        _say_failed(number)
        raise
    return Committed(len(preview.added), len(preview.changed), editions)


def interrupted_imports() -> tuple[Import, ...]:
    """Return the imports that broke off and were not yet told of; each is returned once."""
    return record.settle_interrupted()


def newest_imports() -> tuple[Import, ...]:
    """Return the newest imports and how they ended."""
    return record.newest_imports()


def refuse_unaccepted(preview: Preview, reason: str) -> None:
    """Refuse what is impossible, and what is improbable without a reason.

    Raises:
        ImportRefused: so it is.
    """
    if preview.is_blocked:
        count = preview.refused or sum(f.blocks for f in preview.findings)
        raise ImportRefused("blocked", count=count)
    if preview.asks and not reason.strip():
        raise ImportRefused("not_accepted", count=sum(f.asks for f in preview.findings))


def refuse_wrong_clock(now: dt.datetime | None = None) -> None:
    """Refuse to write while the machine's clock says a year that only พ.ศ. has reached.

    Raises:
        ImportRefused: it does.
    """
    year = (now or timezone.now()).year
    if year >= LAST_PLAUSIBLE_YEAR:
        raise ImportRefused("clock", year=year)


def _record(
    preview: Preview, catalogue: Catalogue, by: str, reason: str, grade: str, evidence: int
) -> tuple[str, ...]:
    by_source: dict[str, list[Change]] = defaultdict(list)
    for change in (*preview.added, *preview.changed):
        by_source[catalogue.series[change.series].source].append(change)
    editions = []
    for source, changes in sorted(by_source.items()):
        newest = (
            Edition.objects.filter(source_id=source)
            .order_by("-sequence")
            .values_list("sequence", flat=True)
            .first()
        )
        sequence = 0 if newest is None else newest + 1
        edition = _edition_id(source, sequence)
        record_edition(
            edition,
            source,
            sequence,
            preview.file.sha256,
            [
                Entry(
                    c.series, c.unit, c.year, c.value, c.status, c.standard_error, grade, c.reason
                )
                for c in changes
            ],
            by,
            reason=reason,
            evidence=evidence,
        )
        editions.append(edition)
    return tuple(editions)


def _edition_id(source: str, sequence: int) -> str:
    return re.sub(r"[^a-z0-9_]", "_", f"{source[:48]}_import_{sequence}")


def _say_failed(number: int) -> None:
    """Write down that nothing was stored, where the database can still be written to."""
    try:
        record.end(number, Outcome.FAILED)
    except DatabaseError:  # then it stands as begun, and the next start says so
        return
