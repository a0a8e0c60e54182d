"""The cells that a review holds open, as the rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.analysis.review.workbook import OfficerCell
from moibench.ingest.workbook.rows import Slot


def slots_of(cells: Iterable[OfficerCell]) -> tuple[Slot, ...]:
    """Return a row for each cell, with what its draft says now."""
    return tuple(
        Slot(
            c.series,
            c.unit,
            (c.content.value, c.content.status) if c.content.status else None,
            c.content.reason,
            c.version,
        )
        for c in cells
    )
