"""Read filings: one with all its memory, one's own numbers, and what waits for a reviewer."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from moibench.analysis.errors import AnalysisError
from moibench.analysis.panel import current_panel
from moibench.analysis.review import duties
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.steps import ACTION, Offer, offers
from moibench.analysis.vantage import BANGKOK_TIME
from moibench.catalogue.schema import Series
from moibench.people.rights import Action, Role
from moibench.store.review import drafting
from moibench.store.review.records import (
    Cell,
    Content,
    FilingRecord,
    Place,
    Remarked,
    StepTaken,
    cells,
    filings,
    find,
    history,
    newest_steps,
    remarks,
)

Standing = Literal["not_open", "due", "overdue", "questioned", "waiting", "done"]
NOT_STARTED = "not_started"


class NoSuchFiling(AnalysisError):
    """The unit does not owe figures of that source and year."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(f"{place.unit} owes no figures of {place.source} for {place.year}")


@dataclass(frozen=True, slots=True)
class Line:
    """A series of a filing: what its cell says, since when, and what was asked about it.

    version: 0 where nothing was ever entered. open_questions: asked since it was last written.
    """

    series: Series
    cell: Cell | None
    remarks: tuple[Remarked, ...]
    open_questions: tuple[Remarked, ...]

    @property
    def content(self) -> Content:
        """What the cell says."""
        return self.cell.content if self.cell else Content()

    @property
    def version(self) -> int:
        """The version to hand back with a draft."""
        return self.cell.version if self.cell else 0


@dataclass(frozen=True, slots=True)
class FilingView:
    """A filing as a person sees it: state, due date, cells, steps, and what the person may do.

    state: a state of review, or "not_started". seen: number of the newest step, to hand back.
    below, above: state by unit of the filings beside it that must be accepted before, or locked.
    """

    place: Place
    state: str
    round: int
    opens: dt.date
    due: dt.date
    standing: Standing
    lines: tuple[Line, ...]
    steps: tuple[StepTaken, ...]
    seen: int
    may_write: bool
    may_ask: bool
    offers: tuple[Offer, ...]
    below: dict[str, str]
    above: dict[str, str]

    @property
    def filled(self) -> int:
        """How many of its cells say something."""
        return sum(bool(line.content.status) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Duty:
    """A filing in a list: who owes it until when, how far it is, how many cells are filled."""

    place: Place
    state: str
    standing: Standing
    due: dt.date
    filled: int
    wanted: int
    questions: int
    changed_at: dt.datetime | None
    last_step: StepTaken | None


def filing_view(asker: Asker, place: Place) -> FilingView:
    """Return a filing with its cells and memory.

    Raises:
        NotAllowed: the person may not see the unit's unpublished figures.
        NoSuchFiling: the unit owes no such figures.
    """
    asker.require(Action.READ_UNPUBLISHED, place.unit)
    reporting = duties.reporting_of(asker.catalogue, place.source)
    if reporting is None or not duties.owes(asker.catalogue, place):
        raise NoSuchFiling(place)
    record = find(place)
    ids = [record.id] if record else []
    taken = newest_steps(ids).get(ids[0], ()) if record else ()
    said = remarks(ids).get(ids[0], ()) if record else ()
    current = cells(ids).get(place, {})
    lines = tuple(
        line_of(s, current.get(s.id), said) for s in duties.series_of(asker.catalogue, place.source)
    )
    state = record.state if record else NOT_STARTED
    opens, due = reporting.opens.of(place.year), reporting.due.of(place.year)
    is_writable = record is None or record.is_writable
    beside = {f.place.unit: f.state for f in filings(source=place.source, year=place.year)}
    below = duties.below(asker.catalogue, asker.places, place)
    above = duties.above(asker.catalogue, asker.places, place)
    return FilingView(
        place=place,
        state=state,
        round=record.round if record else 1,
        opens=opens,
        due=due,
        standing=standing(state, sum(len(x.open_questions) for x in lines), opens, due, asker.on),
        lines=lines,
        steps=taken,
        seen=taken[0].number if taken else 0,
        may_write=is_writable and opens <= asker.on and asker.may(Action.WRITE_FIGURES, place.unit),
        may_ask=asker.may(Action.RETURN_FIGURES, place.unit),
        offers=offers(asker, record or _begun(place, asker), taken) if opens <= asker.on else (),
        below={u: beside.get(u, NOT_STARTED) for u in below},
        above={u: beside.get(u, NOT_STARTED) for u in above},
    )


def cell_history(asker: Asker, place: Place, series: str) -> tuple[Cell, ...]:
    """Return every version of a cell, the newest first.

    Raises:
        NotAllowed: the person may not see the unit's unpublished figures.
    """
    asker.require(Action.READ_UNPUBLISHED, place.unit)
    return history(place, series)


def evidence_file(asker: Asker, unit: str, evidence: int) -> tuple[str, str, bytes] | None:
    """Return name, media type and content of a unit's file, None where it has none such.

    Raises:
        NotAllowed: the person may not see the unit's unpublished figures.
        DamagedFile: it is gone, or no longer what was kept.
    """
    asker.require(Action.READ_UNPUBLISHED, unit)
    return drafting.attachment(unit, evidence)


def my_numbers(asker: Asker) -> tuple[Duty, ...]:
    """Return what the units owe in which the person is data officer; the most pressing first."""
    units = asker.units_held_as(Role.DATA_OFFICER)
    owed = [p for u in units for p in duties.owed_by(asker.catalogue, u, asker.on)]
    order: tuple[Standing, ...] = ("questioned", "overdue", "due", "waiting", "done")
    found = duties_of(asker, owed)
    return tuple(sorted(found, key=lambda d: (order.index(d.standing), d.due, d.place)))


def inbox(asker: Asker) -> tuple[tuple[str, Duty], ...]:
    """Return what waits for the person, with the step it waits for; the longest waiting first."""
    waits = {"submitted": "approve", "approved": "accept", "accepted": "publish"}
    found = filings(states=waits)
    own = asker.units_held_as(Role.APPROVER)
    mine = [
        f
        for f in found
        if f.place.unit in asker.catalogue.units
        and duties.owes(asker.catalogue, f.place)
        and asker.may(ACTION[waits[f.state]], f.place.unit)
        # The ministry may approve for a unit that has no approver, but is not asked to.
        and (f.state != "submitted" or f.place.unit in own)
    ]
    taken = newest_steps(f.id for f in mine)
    open_to_me = [
        f
        for f in mine
        if any(o.name == waits[f.state] for o in offers(asker, f, taken.get(f.id, ())))
    ]
    listed = duties_of(asker, (f.place for f in open_to_me))
    return tuple(
        (waits[d.state], d) for d in sorted(listed, key=lambda d: (str(d.changed_at), d.place))
    )


def duties_of(asker: Asker, places: Iterable[Place]) -> tuple[Duty, ...]:
    """Return filings as lines of a list; the caller answers for who may see them."""
    wanted = tuple(places)
    records = {
        f.place: f for f in filings(units={p.unit for p in wanted}) if f.place in set(wanted)
    }
    ids = [r.id for r in records.values()]
    current, taken, said = cells(ids), newest_steps(ids), remarks(ids)
    return tuple(
        _duty(
            asker,
            place,
            records.get(place),
            current.get(place, {}),
            taken.get(records[place].id, ()) if place in records else (),
            said.get(records[place].id, ()) if place in records else (),
        )
        for place in wanted
    )


def standing(state: str, questions: int, opens: dt.date, due: dt.date, on: dt.date) -> Standing:
    """Return what a filing's state means for its officer on a day."""
    if state in ("accepted", "published"):
        return "done"
    if state == "returned" or questions:
        return "questioned"
    if state in ("submitted", "approved"):
        return "waiting"
    if on < opens:
        return "not_open"
    return "overdue" if on > due else "due"


def _begun(place: Place, asker: Asker) -> FilingRecord:
    """Return what a filing will be once its first value is saved."""
    now = dt.datetime.combine(asker.on, dt.time.min, BANGKOK_TIME)
    return FilingRecord(0, place, "draft", 1, now, now)


def _duty(
    asker: Asker,
    place: Place,
    record: FilingRecord | None,
    current: dict[str, Cell],
    taken: tuple[StepTaken, ...],
    said: tuple[Remarked, ...],
) -> Duty:
    reporting = duties.reporting_of(asker.catalogue, place.source)
    assert reporting is not None
    lines = [
        line_of(s, current.get(s.id), said) for s in duties.series_of(asker.catalogue, place.source)
    ]
    state = record.state if record else NOT_STARTED
    questions = sum(len(line.open_questions) for line in lines)
    opens, due = reporting.opens.of(place.year), reporting.due.of(place.year)
    return Duty(
        place=place,
        state=state,
        standing=standing(state, questions, opens, due, asker.on),
        due=due,
        filled=sum(bool(line.content.status) for line in lines),
        wanted=len(lines),
        questions=questions,
        changed_at=record.changed_at if record else None,
        last_step=taken[0] if taken else None,
    )


def line_of(series: Series, cell: Cell | None, said: tuple[Remarked, ...]) -> Line:
    """Return a series' line. said: what was said about its whole filing."""
    own = tuple(r for r in said if r.series == series.id)
    answered = [r.written_at for r in own if not r.is_question]
    last = max([*answered, *([cell.written_at] if cell else [])], default=None)
    still_open = tuple(r for r in own if r.is_question and (last is None or r.written_at > last))
    return Line(series, cell, own, still_open)


def last_values(asker: Asker, place: Place) -> dict[str, tuple[int, float]]:
    """Return each series' newest observed value of the unit before the year, with its CE year."""
    cube = current_panel().cube
    found: dict[str, tuple[int, float]] = {}
    if place.unit not in cube.units:
        return found
    column = cube.units.index(place.unit)
    for series in duties.series_of(asker.catalogue, place.source):
        if series.id not in cube.series:
            continue
        row = cube.values[cube.series.index(series.id), :, column]
        known = [
            (y, float(v))
            for y, v in zip(cube.years, row, strict=True)
            if y < place.year and not math.isnan(v)
        ]
        if known:
            found[series.id] = known[-1]
    return found
