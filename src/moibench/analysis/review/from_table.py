"""Values of a table that an officer handed in, as drafts of the filings they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from moibench.analysis.review import workbook
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.workbook import OfficerCell, Returned


class Changed(Protocol):
    """A value that would be added or changed; `ingest.table_files.preview.Change` is one."""

    series: str
    unit: str
    year: int
    value: float | None
    status: str


def save_changes(asker: Asker, changes: Iterable[Changed], reason: str) -> int:
    """Save an officer's own values as drafts, all of them or none, and return how many.

    reason: why what is improbable is right; kept with every value.

    Raises:
        NotAllowed: a unit is not the person's.
        Refused, NotWritable, Conflict: as `writing.save_drafts`.
    """
    cells: list[OfficerCell] = []
    back: list[Returned] = []
    versions: dict[tuple[str, str, int], int] = {}
    asked: set[tuple[str, int]] = set()
    for c in changes:
        if (c.unit, c.year) not in asked:
            asked.add((c.unit, c.year))
            found = workbook.officer_cells(asker, c.unit, c.year)
            cells += found
            versions |= {(o.series, o.unit, o.year): o.version for o in found}
        version = versions.get((c.series, c.unit, c.year), 0)
        back.append(Returned(c.series, c.unit, c.year, c.value, c.status, reason, version))
    return len(workbook.save_returned(asker, workbook.drafts_of(asker, cells, back)).written)
