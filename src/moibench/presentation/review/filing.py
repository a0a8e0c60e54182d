"""One filing as a page: its cells with hints, what was said, the way it went, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moibench.analysis.review.asking import Asker
from moibench.analysis.review.reading import FilingView, Line
from moibench.analysis.review.writing import Cell, Content
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_day, format_moment
from moibench.presentation.pages.address import Link, Option
from moibench.presentation.review import words
from moibench.presentation.years import format_year

STATUSES = ("", "final", "preliminary", "estimated", "missing", "not_applicable")
_NEEDS_HANDS = ("approve", "accept")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of a cell: as stored, or as typed and refused."""

    value: str
    status: str
    standard_error: str
    reason: str
    comment: str
    follow_up: bool
    evidence: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A question or an answer in words."""

    kind: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell of the page."""

    series: str
    name: str
    unit_of_measure: str
    notes: str
    said: str
    typed: Typed
    statuses: tuple[Option, ...]
    last: str
    limits: str
    comment: str
    flagged: bool
    written: str
    verified: str
    evidence: Link | None
    history: str
    questions: tuple[Remark, ...]
    theirs: str
    can_be_verified: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A step that can be taken."""

    name: str
    label: str
    needs_comment: bool
    asks: bool
    verifies: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step that was taken."""

    name: str
    who: str
    when: str
    comment: str


@dataclass(frozen=True, slots=True)
class FilingPage:
    """Everything the page of a filing shows."""

    title: str
    state: str
    standing: str
    standing_name: str
    round: str
    due: str
    opens: str
    filled: str
    may_write: bool
    locked: str
    cells: tuple[CellLine, ...]
    offers: tuple[OfferLine, ...]
    steps: tuple[StepLine, ...]
    below: tuple[tuple[Link, str], ...]
    above: tuple[tuple[Link, str], ...]
    seen: int

    @property
    def shows_next(self) -> bool:
        """Whether there is more to do than what the form's own buttons do."""
        return not self.may_write or any(o.name != "submit" for o in self.offers)


def filing_page(
    asker: Asker,
    view: FilingView,
    last: Mapping[str, tuple[int, float]],
    names: Mapping[str, str],
    language: Language,
    *,
    typed: Mapping[str, Typed] | None = None,
    theirs: Mapping[str, Cell] | None = None,
) -> FilingPage:
    """Return the page. typed: what was typed and refused; theirs: what others wrote meanwhile."""
    offers = tuple(
        OfferLine(
            o.name,
            words.step_name(o.name, language),
            o.needs_comment,
            o.name == "return",
            o.name in _NEEDS_HANDS,
        )
        for o in view.offers
    )
    verifies = any(o.verifies for o in offers)
    return FilingPage(
        title=words.title(asker.catalogue, view.place, language),
        state=words.state_name(view.state, language),
        standing=view.standing,
        standing_name=text(f"review.standing.{view.standing}", language),
        round=text("review.form.round", language, count=view.round) if view.round > 1 else "",
        due=words.due_said(
            view.due,
            asker.on,
            view.standing in ("due", "overdue", "questioned"),
            language,
        ),
        opens=text("review.form.opens", language, day=format_day(view.opens, language))
        if view.standing == "not_open"
        else "",
        filled=text("review.form.filled", language, done=view.filled, wanted=len(view.lines)),
        may_write=view.may_write,
        locked=_locked(view, language),
        cells=tuple(
            _cell(view, line, last, names, language, typed or {}, theirs or {}, verifies)
            for line in view.lines
        ),
        offers=offers,
        steps=tuple(
            StepLine(
                words.step_name(s.name, language),
                names.get(s.taken_by, s.taken_by),
                format_moment(s.taken_at, language),
                s.comment,
            )
            for s in view.steps
        ),
        below=_beside(asker, view, view.below, language),
        above=_beside(asker, view, view.above, language),
        seen=view.seen,
    )


def typed_of(content: Content, version: int) -> Typed:
    """Return what stands in the fields of a stored cell."""
    return Typed(
        "" if content.value is None else words.amount(content.value),
        content.status,
        "" if content.standard_error is None else words.amount(content.standard_error),
        content.reason,
        content.comment,
        content.follow_up,
        content.evidence,
        version,
    )


def remarks_said(line: Line, names: Mapping[str, str], language: Language) -> tuple[Remark, ...]:
    """Return the questions and answers about a cell in words, the oldest first."""
    return tuple(
        Remark(
            text("review.form.question" if r.is_question else "review.form.answered", language),
            r.text,
            _written(r.written_by, format_moment(r.written_at, language), names, language),
        )
        for r in line.remarks
    )


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a cell in words."""

    version: int
    said: str
    reason: str
    comment: str
    flagged: bool
    who: str
    when: str
    channel: str
    evidence: Link | None
    verified: str


def version_lines(
    history: tuple[Cell, ...], names: Mapping[str, str], language: Language
) -> tuple[VersionLine, ...]:
    """Return every version of a cell in words, the newest first."""
    return tuple(
        VersionLine(
            c.version,
            words.content_said(c.content, language),
            c.content.reason,
            c.content.comment,
            c.content.follow_up,
            names.get(c.written_by, c.written_by),
            format_moment(c.written_at, language),
            words.channel_name(c.channel, language),
            _evidence(c, language),
            _verified(c, names, language),
        )
        for c in history
    )


def _cell(
    view: FilingView,
    line: Line,
    last: Mapping[str, tuple[int, float]],
    names: Mapping[str, str],
    language: Language,
    typed: Mapping[str, Typed],
    theirs: Mapping[str, Cell],
    verifies: bool,
) -> CellLine:
    series, cell, content = line.series, line.cell, line.content
    fields = typed.get(series.id, typed_of(content, line.version))
    other = theirs.get(series.id)
    before = last.get(series.id)
    return CellLine(
        series=series.id,
        name=series.name.in_language(language),
        unit_of_measure=series.unit_of_measure.in_language(language),
        notes=series.notes.in_language(language) if series.notes else "",
        said=words.content_said(content, language),
        typed=fields,
        statuses=tuple(
            Option(s, text(f"review.status.{s or 'none'}", language), s == fields.status)
            for s in STATUSES
        ),
        last=f"{words.amount(before[1])} ({format_year(before[0], language)})" if before else "",
        limits=limits(series.minimum, series.maximum, language),
        comment=content.comment,
        flagged=content.follow_up,
        written=_written(cell.written_by, format_moment(cell.written_at, language), names, language)
        if cell
        else "",
        verified=_verified(cell, names, language) if cell else "",
        evidence=_evidence(cell, language) if cell else None,
        history=words.address(view.place, language, series.id),
        questions=remarks_said(line, names, language) if line.open_questions else (),
        theirs=text(
            "review.form.theirs",
            language,
            who=names.get(other.written_by, other.written_by),
            when=format_moment(other.written_at, language),
            value=words.content_said(other.content, language),
        )
        if other
        else "",
        can_be_verified=verifies and content.evidence is not None,
    )


def limits(low: float | None, high: float | None, language: Language) -> str:
    """Return which values are possible, in words; empty where all are."""
    said = {"low": words.amount(low), "high": words.amount(high)}
    if low is None and high is None:
        return ""
    if low is None:
        return text("review.form.at_most", language, **said)
    key = "review.form.at_least" if high is None else "review.form.from_to"
    return text(key, language, **said)


def _locked(view: FilingView, language: Language) -> str:
    if view.state in ("accepted", "published"):
        return text("review.form.locked", language)
    if view.state in ("submitted", "approved"):
        return text("review.form.under_review", language)
    return ""


def _beside(
    asker: Asker, view: FilingView, beside: Mapping[str, str], language: Language
) -> tuple[tuple[Link, str], ...]:
    place = view.place
    return tuple(
        (
            Link(
                words.unit_said(asker.catalogue, unit, language),
                words.address(type(place)(place.source, place.year, unit), language)
                if asker.may_read(unit)
                else "",
            ),
            words.state_name(state, language),
        )
        for unit, state in beside.items()
    )


def _evidence(cell: Cell, language: Language) -> Link | None:
    if cell.content.evidence is None:
        return None
    place = cell.place
    address = words.evidence_address(place, cell.content.evidence, language)
    return Link(cell.evidence_name, address)


def _verified(cell: Cell, names: Mapping[str, str], language: Language) -> str:
    who = ", ".join(names.get(n, n) for n in cell.verified_by)
    return text("review.form.verified", language, who=who) if who else ""


def _written(who: str, when: str, names: Mapping[str, str], language: Language) -> str:
    said = names.get(who, who) or text("review.form.by_check", language)
    return text("review.form.written", language, who=said, when=when)
