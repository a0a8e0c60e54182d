"""Save drafts as one go: all of them or none, and never over what another has just written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from moibench.store import content
from moibench.store.record import add_evidence
from moibench.store.review.models import (
    Attachment,
    DraftVersion,
    Filing,
    Remark,
    State,
    Step,
)
from moibench.store.review.records import WRITABLE, Cell, Content, Place, cells


class Conflict(Exception):
    """Others wrote the cells since they were read; `theirs` is what these say now."""

    def __init__(self, theirs: tuple[Cell, ...]) -> None:
        self.theirs = theirs
        super().__init__(", ".join(f"{c.place} {c.series}: version {c.version}" for c in theirs))


class NotWritable(Exception):
    """The filings are under review or locked; `states` says which of them is how far."""

    def __init__(self, states: dict[Place, str]) -> None:
        self.states = states
        super().__init__(", ".join(f"{place}: {state}" for place, state in states.items()))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a cell is to say. version: that which the writer saw, 0 where there was none."""

    place: Place
    series: str
    content: Content
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the cells as they are now, and which of them it wrote."""

    cells: tuple[Cell, ...]
    written: tuple[tuple[Place, str], ...]


def save(drafts: Iterable[Draft], by: str, channel: str) -> Saved:
    """Write drafts into filings that are open, making those that are not there yet.

    A draft that says what its cell says already is neither a write nor a conflict.

    Raises:
        NotWritable: a filing is under review or locked; nothing was written.
        Conflict: a cell has a newer version than the one the writer saw; nothing was written.
        ValueError: a cell stands twice.
    """
    wanted = list(drafts)
    if len({(d.place, d.series) for d in wanted}) != len(wanted):
        raise ValueError("a cell stands twice in one save")
    with transaction.atomic():
        rows = _opened(sorted({d.place for d in wanted}), by)
        closed = {p: r.state for p, r in rows.items() if r.state not in WRITABLE}
        if closed:
            raise NotWritable(closed)
        current = cells(r.pk for r in rows.values())
        now = timezone.now()
        new, theirs = [], []
        for draft in wanted:
            cell = current.get(draft.place, {}).get(draft.series)
            if draft.content == (cell.content if cell else Content()):
                continue
            version = cell.version if cell else 0
            if cell and version != draft.version:
                theirs.append(cell)
                continue
            new.append((draft, version + 1))
        if theirs:
            raise Conflict(tuple(theirs))
        DraftVersion.objects.bulk_create(
            DraftVersion(
                filing=rows[draft.place],
                series=draft.series,
                version=version,
                value=draft.content.value,
                status=draft.content.status,
                standard_error=draft.content.standard_error,
                reason=draft.content.reason,
                comment=draft.content.comment,
                follow_up=draft.content.follow_up,
                evidence_id=draft.content.evidence,
                written_at=now,
                written_by=by,
                channel=channel,
            )
            for draft, version in new
        )
        touched = {rows[draft.place].pk for draft, _ in new}
        Filing.objects.filter(pk__in=touched).update(changed_at=now)
        after = cells(r.pk for r in rows.values())
    found = [after[d.place][d.series] for d in wanted if d.series in after.get(d.place, {})]
    return Saved(tuple(found), tuple((d.place, d.series) for d, _ in new))


def add_remark(place: Place, series: str, text: str, is_question: bool, by: str) -> None:
    """Add a question about a cell, or an answer to one; the filing is opened where there is none.

    Whoever may ask may do so in every state.
    """
    with transaction.atomic():
        row = _opened([place], by)[place]
        now = timezone.now()
        Remark.objects.create(
            filing=row,
            series=series,
            text=text,
            is_question=is_question,
            written_at=now,
            written_by=by,
        )
        Filing.objects.filter(pk=row.pk).update(changed_at=now)


def flag(questions: Iterable[tuple[Place, str, str]]) -> int:
    """Add questions that a check asks about cells (filing, series, text); return how many.

    What was asked in the same words since the cell was last written is not asked again.
    """
    wanted = list(dict.fromkeys(questions))
    with transaction.atomic():
        rows = locked_rows(place for place, _, _ in wanted)
        current = cells(r.pk for r in rows.values())
        now, new = timezone.now(), []
        for place, series, text in wanted:
            cell = current.get(place, {}).get(series)
            if place not in rows or cell is None:
                continue
            asked = Remark.objects.filter(filing=rows[place], series=series, text=text)
            if not asked.filter(is_question=True, written_at__gte=cell.written_at).exists():
                row = rows[place]
                new.append(
                    Remark(
                        filing=row,
                        series=series,
                        text=text,
                        is_question=True,
                        written_at=now,
                        written_by="",
                    )
                )
        Remark.objects.bulk_create(new)
    return len(new)


def attach(unit: str, name: str, media_type: str, file: bytes, by: str) -> int:
    """Keep a file that proves figures of a unit, and return its id."""
    with transaction.atomic():
        evidence = add_evidence(name, media_type, file, by)
        Attachment.objects.get_or_create(
            unit=unit,
            evidence_id=evidence,
            defaults={"name": name, "added_at": timezone.now(), "added_by": by},
        )
    return evidence


def attached(unit: str, evidence: Iterable[int]) -> set[int]:
    """Return those files, by id, that were brought for the unit."""
    rows = Attachment.objects.filter(unit=unit, evidence__in=tuple(evidence))
    return set(rows.values_list("evidence_id", flat=True))


def attachment(unit: str, evidence: int) -> tuple[str, str, bytes] | None:
    """Return name, media type and content of a unit's file; None where it has none such.

    Raises:
        DamagedFile: it is gone, or no longer what was kept.
    """
    row = Attachment.objects.select_related("evidence").filter(unit=unit, evidence=evidence).first()
    if row is None:
        return None
    found = content.kept(content.evidence_folder(), row.evidence.sha256)
    return row.name, row.evidence.media_type, found


def locked_rows(places: Iterable[Place]) -> dict[Place, Filing]:
    """Return the rows of these filings, held until the transaction ends.

    Every writer takes them in the same order, so that no two wait for each other.
    """
    wanted = set(places)
    rows = Filing.objects.select_for_update().filter(
        source__in={p.source for p in wanted},
        unit__in={p.unit for p in wanted},
        year__in={p.year for p in wanted},
    )
    found = {Place(r.source, r.year, r.unit): r for r in rows.order_by("pk")}
    return {place: row for place, row in found.items() if place in wanted}


def _opened(places: list[Place], by: str) -> dict[Place, Filing]:
    now = timezone.now()
    for place in places:
        row, is_new = Filing.objects.get_or_create(
            source=place.source,
            unit=place.unit,
            year=place.year,
            defaults={"started_at": now, "started_by": by, "changed_at": now},
        )
        if is_new:
            Step.objects.create(
                filing=row, name="start", after=State.DRAFT, round=1, taken_at=now, taken_by=by
            )
    return locked_rows(places)
