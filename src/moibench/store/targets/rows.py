"""Read and add targets entered. There is no way here to change or remove one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from moibench.store.record import writing_moment
from moibench.store.targets.models import EnteredTarget

Place = tuple[str, str, str, int]  # unit, level, indicator, CE target year
Content = dict[str, Any]


class ChangedMeanwhile(Exception):
    """Somebody else entered a row for places that were to be written; `rows` are theirs."""

    def __init__(self, rows: tuple[TargetRow, ...]) -> None:
        self.rows = rows
        super().__init__(", ".join(f"{r.place[2]} {r.place[3]}" for r in rows))


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row: where it stands, what it says (None: taken back), who entered it when."""

    id: int
    place: Place
    content: Content | None
    entered_at: dt.datetime
    entered_by: str


def target_rows(until: dt.datetime | None = None) -> tuple[TargetRow, ...]:
    """Return every row entered by a moment, by default by now, the oldest first."""
    found = EnteredTarget.objects.order_by("id")
    if until is not None:
        found = found.filter(entered_at__lte=until)
    return tuple(
        TargetRow(
            row.pk,
            (row.unit, row.level, row.indicator, row.target_year),
            row.content,
            row.entered_at,
            row.entered_by,
        )
        for row in found
    )


def newest_row() -> int:
    """Return the id of the newest row of all, 0 where there is none."""
    found: int | None = EnteredTarget.objects.aggregate(newest=Max("id"))["newest"]
    return found or 0


def add_targets(
    entries: Iterable[tuple[Place, Content | None]], entered_by: str, seen: int
) -> tuple[TargetRow, ...]:
    """Add rows for places whose content differs from what holds, all or nothing.

    Args:
        entries: place and content; None takes the target back.
        entered_by: a user name.
        seen: the newest row that whoever enters has seen.

    Returns:
        The rows that were added.

    Raises:
        ChangedMeanwhile: a later row than `seen` stands at one of the places and differs.
    """
    with transaction.atomic():
        now = writing_moment()
        holds = {row.place: row for row in target_rows()}
        wanted = {
            place: content
            for place, content in entries
            if content != (holds[place].content if place in holds else None)
        }
        theirs = tuple(holds[p] for p in wanted if p in holds and holds[p].id > seen)
        if theirs:
            raise ChangedMeanwhile(theirs)
        before = newest_row()
        for (unit, level, indicator, year), content in wanted.items():
            EnteredTarget.objects.create(
                unit=unit,
                level=level,
                indicator=indicator,
                target_year=year,
                content=content,
                entered_at=now,
                entered_by=entered_by,
            )
        return tuple(row for row in target_rows() if row.id > before)
