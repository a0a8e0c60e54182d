"""Write down imports as they begin and end, and mappings to remember."""

from __future__ import annotations

import datetime as dt
import os
import platform
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from moibench.store.imports.models import Import, Outcome, RememberedMapping

RUN = uuid.uuid4().hex  # of this very process: the number of a process is used again
_NEVER_LONGER = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Kept:
    """A remembered mapping: its number, source, content and the titles it was known by."""

    number: int
    source: str
    content: dict[str, Any]
    titles: list[str]


def begin(name: str, sha256: str, by: str) -> int:
    """Write down that an import begins, before anything else, and return its number."""
    row = Import.objects.create(
        name=name[:255],
        sha256=sha256,
        begun_at=timezone.now(),
        begun_by=by,
        process=os.getpid(),
        run=RUN,
        machine=platform.node(),
    )
    return row.pk


def end(
    number: int, outcome: Outcome, *, added: int = 0, changed: int = 0, findings: int = 0
) -> None:
    """Write down how an import ended; when it stored figures, inside their transaction."""
    Import.objects.filter(pk=number).update(
        outcome=outcome, ended_at=timezone.now(), added=added, changed=changed, findings=findings
    )


def settle_interrupted() -> tuple[Import, ...]:
    """Mark the imports that began, never ended and run no more; return those newly marked."""
    if not Import.objects.filter(outcome=Outcome.BEGUN).exists():  # looking waits for no writer
        return ()
    found = []
    with transaction.atomic():
        for row in Import.objects.select_for_update().filter(outcome=Outcome.BEGUN):
            if not _may_run(row):
                row.outcome = Outcome.INTERRUPTED
                row.ended_at = timezone.now()
                row.save(update_fields=("outcome", "ended_at"))
                found.append(row)
    return tuple(found)


def newest_imports(limit: int = 20) -> tuple[Import, ...]:
    """Return the newest imports, the newest first."""
    return tuple(Import.objects.order_by("-id")[:limit])


def remember(source: str, content: dict[str, Any], titles: list[str], by: str) -> None:
    """Remember a mapping for the next table of a source, unless it is remembered already."""
    newest = RememberedMapping.objects.filter(source=source, titles=titles)
    newest = newest.order_by("-id").first()
    if newest is None or newest.content != content:
        RememberedMapping.objects.create(
            source=source, content=content, titles=titles, saved_at=timezone.now(), saved_by=by
        )


def remembered() -> Iterator[Kept]:
    """Yield the remembered mappings, the newest first."""
    for row in RememberedMapping.objects.order_by("-id")[:500]:
        yield Kept(row.pk, row.source, row.content, row.titles)


def _may_run(row: Import) -> bool:
    if timezone.now() - row.begun_at > _NEVER_LONGER:
        return False
    if row.machine != platform.node():
        return True
    return row.run == RUN if row.process == os.getpid() else _runs(row.process)


def _runs(process: int) -> bool:
    if os.name == "nt":
        import ctypes

        opened = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)  # type: ignore[attr-defined]
        if opened:
            ctypes.windll.kernel32.CloseHandle(opened)  # type: ignore[attr-defined]
        return bool(opened)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
