"""Lead filings from state to state, under a lock, and make what is published observations."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from moibench.store.models import Grade
from moibench.store.record import Entry, record_edition
from moibench.store.review.drafting import locked_rows
from moibench.store.review.models import (
    DraftVersion,
    Filing,
    Remark,
    State,
    Step,
    Verification,
)
from moibench.store.review.records import LOCKED, Cell, Place, cells


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a step leads to which, and whether it must say why."""

    before: frozenset[str]
    after: str
    needs_comment: bool = False


def _from(*states: State) -> frozenset[str]:
    return frozenset(s.value for s in states)


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(_from(State.DRAFT, State.RETURNED), State.SUBMITTED.value),
    "withdraw": Transition(_from(State.SUBMITTED), State.DRAFT.value),
    "approve": Transition(_from(State.SUBMITTED), State.APPROVED.value),
    "accept": Transition(_from(State.APPROVED), State.ACCEPTED.value),
    "return": Transition(_from(State.SUBMITTED, State.APPROVED), State.RETURNED.value, True),
    "unlock": Transition(_from(State.ACCEPTED, State.PUBLISHED), State.RETURNED.value, True),
    "publish": Transition(_from(State.ACCEPTED), State.PUBLISHED.value),
}


class StepRefused(Exception):
    """A step cannot be taken; `kind` says why and `named` what it concerns (ids, codes, names).

    kind: no_filing, wrong_state, moved_on, incomplete, needs_comment, own_hand, children_first,
    parents_first.
    """

    def __init__(self, kind: str, named: Iterable[str] = ()) -> None:
        self.kind = kind
        self.named = tuple(named)
        super().__init__(f"{kind}: {', '.join(self.named)}")


@dataclass(frozen=True, slots=True)
class Around:
    """What a step must look at beside its filing.

    wanted: series that must be filled before it is submitted. below: units whose filings of the
    same source and year must be accepted before. above: units whose own may not be accepted
    while this one is unlocked.
    """

    wanted: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What whoever takes a step says: a comment, questions by series, and series verified."""

    comment: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    verified: tuple[str, ...] = ()


def take_step(
    place: Place,
    name: str,
    by: str,
    words: Words | None = None,
    around: Around | None = None,
    seen: int | None = None,
) -> str:
    """Take any step but `publish`, and return the filing's new state.

    seen: number of the newest step that the person saw; a later one by another refuses this.

    Raises:
        StepRefused: with the reason; nothing has changed.
        KeyError: there is no such step.
    """
    words, around = words or Words(), around or Around()
    transition = TRANSITIONS[name]
    beside = around.below if name == "accept" else around.above if name == "unlock" else ()
    with transaction.atomic():
        rows = locked_rows([place, *(Place(place.source, place.year, u) for u in beside)])
        row = rows.get(place)
        if row is None:
            raise StepRefused("no_filing")
        _require_order(row, name, words, seen)
        current = cells([row.pk]).get(place, {})
        if name == "submit":
            _require_complete(current, around.wanted)
        if name in ("approve", "accept"):
            _require_other_hands(row, current, name, by)
        if name == "accept":
            _require_below(rows, place, around.below)
        if name == "unlock":
            above = [u for u in around.above if _is_locked(rows, place, u)]
            if above:
                raise StepRefused("parents_first", above)
        now = timezone.now()
        _ask(row, words.questions, by, now)
        if name in ("approve", "accept"):
            _verify(row, current, words.verified, by, now)
        _move(row, name, transition.after, by, words.comment, now)
    return transition.after


def publish(
    places: Iterable[Place], by: str, seen: Mapping[Place, int] | None = None
) -> dict[Place, int]:
    """Record the values of accepted filings as observations, and return how many by filing.

    All or nothing, and each content once: a filing that was published before records only what
    differs from what was recorded then.

    Raises:
        StepRefused: one of them is not accepted, or was moved on since it was seen.
    """
    wanted = sorted(set(places))
    added: dict[Place, int] = {}
    with transaction.atomic():
        rows = locked_rows(wanted)
        missing = [f"{p.unit} {p.year}" for p in wanted if p not in rows]
        if missing:
            raise StepRefused("no_filing", missing)
        for place in wanted:
            _require_order(rows[place], "publish", Words(), (seen or {}).get(place))
        current = cells(row.pk for row in rows.values())
        for place in wanted:
            row = rows[place]
            entries = [_entry(c) for c in current.get(place, {}).values() if c.content.status]
            added[place] = record_edition(
                f"{place.source}_{place.year}",
                place.source,
                place.year,
                _checksum(row, entries),
                entries,
                by,
                reason=f"{place.source} {place.year} {place.unit}, {row.round}",
            )
            now = timezone.now()
            _move(row, "publish", State.PUBLISHED.value, by, "", now, added[place])
    return added


def _entry(cell: Cell) -> Entry:
    said = cell.content
    grade = Grade.UNVERIFIED
    if said.evidence is not None:
        grade = Grade.VERIFIED if cell.verified_by else Grade.REPORTED
    return Entry(
        series=cell.series,
        unit=cell.place.unit,
        year=cell.place.year,
        value=said.value,
        status=said.status,
        standard_error=said.standard_error,
        grade=grade.value,
        reason=said.reason or said.comment,
        evidence=said.evidence,
        entered_by=cell.written_by,
    )


def _checksum(row: Filing, entries: list[Entry]) -> str:
    content = [row.pk, row.round, *(repr(e) for e in entries)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _require_order(row: Filing, name: str, words: Words, seen: int | None) -> None:
    newest = Step.objects.filter(filing=row).order_by("-id").first()
    if seen is not None and newest is not None and newest.pk != seen:
        raise StepRefused("moved_on", (newest.taken_by, newest.name, row.state))
    if row.state not in TRANSITIONS[name].before:
        raise StepRefused("wrong_state", (row.state,))
    if TRANSITIONS[name].needs_comment and not words.comment.strip():
        raise StepRefused("needs_comment")


def _require_complete(current: Mapping[str, Cell], wanted: tuple[str, ...]) -> None:
    empty = [s for s in wanted if s not in current or not current[s].content.status]
    if empty:
        raise StepRefused("incomplete", empty)


def _require_other_hands(row: Filing, current: Mapping[str, Cell], name: str, by: str) -> None:
    """Refuse one who entered or submitted these numbers, or approved what is to be accepted."""
    hands = {c.written_by for c in current.values()}
    earlier = {"submit"} if name == "approve" else {"submit", "approve"}
    for step in earlier:
        last = Step.objects.filter(filing=row, name=step, round=row.round).order_by("-id").first()
        if last is not None:
            hands.add(last.taken_by)
    if by in hands:
        raise StepRefused("own_hand", (by,))


def _require_below(rows: Mapping[Place, Filing], place: Place, below: tuple[str, ...]) -> None:
    waiting = [u for u in below if not _is_locked(rows, place, u)]
    if waiting:
        raise StepRefused("children_first", waiting)


def _is_locked(rows: Mapping[Place, Filing], place: Place, unit: str) -> bool:
    row = rows.get(Place(place.source, place.year, unit))
    return row is not None and row.state in LOCKED


def _ask(row: Filing, questions: Mapping[str, str], by: str, now: dt.datetime) -> None:
    Remark.objects.bulk_create(
        Remark(
            filing=row,
            series=series,
            text=text.strip(),
            is_question=True,
            written_at=now,
            written_by=by,
        )
        for series, text in questions.items()
        if text.strip()
    )


def _verify(
    row: Filing, current: Mapping[str, Cell], series: tuple[str, ...], by: str, now: dt.datetime
) -> None:
    verified = {s: current[s].version for s in series if s in current}
    for draft in DraftVersion.objects.filter(filing=row, series__in=verified):
        if draft.version == verified[draft.series] and draft.evidence_id is not None:
            Verification.objects.create(draft=draft, verified_at=now, verified_by=by)


def _move(
    row: Filing,
    name: str,
    after: str,
    by: str,
    comment: str,
    now: dt.datetime,
    added: int | None = None,
) -> None:
    before, row.state = row.state, after
    if name == "unlock":
        row.round += 1
    row.changed_at = now
    row.save(update_fields=["state", "round", "changed_at"])
    Step.objects.create(
        filing=row,
        name=name,
        before=before,
        after=after,
        round=row.round,
        comment=comment.strip(),
        taken_at=now,
        taken_by=by,
        added=added,
    )
