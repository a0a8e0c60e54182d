"""Enter drafts after every check that blocks, and ask or answer questions about a cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import transaction

from moibench.analysis.errors import AnalysisError
from moibench.analysis.review import duties
from moibench.analysis.review.asking import Asker
from moibench.people import log
from moibench.people.rights import Action
from moibench.store.review import drafting
from moibench.store.review.drafting import Conflict, Draft, NotWritable, Saved
from moibench.store.review.records import Cell, Content, Place

__all__ = [
    "BadEvidence",
    "Cell",
    "Conflict",
    "Content",
    "Draft",
    "Fault",
    "NotWritable",
    "Place",
    "Refused",
    "Saved",
    "add_evidence",
    "answer",
    "ask",
    "check",
    "draft",
    "flag",
    "save_drafts",
]

VALUED = ("final", "preliminary", "estimated")
VALUELESS = ("missing", "not_applicable")
LONGEST = 4000  # characters of a reason or comment
LARGEST_EVIDENCE = 20_000_000  # bytes
MEDIA_TYPES = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (b"PK\x03\x04",),
    ),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (b"PK\x03\x04",),
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a draft is refused. `detail` is what the message of that kind needs.

    kind: not_allowed, no_series, not_reported, no_unit, not_yet_open, not_finite, out_of_range,
    bad_status, value_without_status, needs_reason, bad_standard_error, too_long, no_evidence,
    twice.
    """

    place: Place
    series: str
    kind: str
    detail: tuple[str, ...] = ()


class Refused(AnalysisError):
    """Drafts have faults; nothing was saved."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{f.place} {f.series}: {f.kind}" for f in faults))


def draft(asker: Asker, series: str, unit: str, year: int, content: Content, version: int) -> Draft:
    """Return a draft of a series' cell: the filing is that of the series' source.

    version: that of the cell as the writer saw it, 0 where it was empty.
    """
    known = asker.catalogue.series.get(series)
    return Draft(Place(known.source if known else "", year, unit), series, content, version)


def check(asker: Asker, drafts: Iterable[Draft]) -> tuple[Fault, ...]:
    """Return everything that blocks the drafts, stored or not; an empty tuple lets them pass."""
    faults: list[Fault] = []
    seen: set[tuple[Place, str]] = set()
    for one in drafts:
        found = list(_faults(asker, one))
        if (one.place, one.series) in seen:
            found.append(("twice", ()))
        seen.add((one.place, one.series))
        faults += [Fault(one.place, one.series, kind, detail) for kind, detail in found]
    return tuple(faults)


def save_drafts(asker: Asker, drafts: Iterable[Draft], channel: str) -> Saved:
    """Save drafts as one go, of one filing or many; all of them, or none with the reasons.

    channel: where they were entered, such as "form", "grid", "workbook" or "api".

    Raises:
        Refused: with every fault of every draft.
        NotWritable: a filing is under review or locked.
        Conflict: others wrote cells since they were read, with what these say now.
    """
    wanted = [_tidied(d) for d in drafts]
    faults = check(asker, wanted)
    if faults:
        raise Refused(faults)
    if not wanted:
        return Saved((), ())
    with transaction.atomic():
        saved = drafting.save(wanted, asker.name, channel)
        for place in sorted({place for place, _ in saved.written}):
            written = [series for where, series in saved.written if where == place]
            log.record(
                "filing.write",
                "filing",
                subject(place),
                by=asker.person,
                address=asker.address,
                after={"series": written, "channel": channel},
            )
    return saved


def add_evidence(asker: Asker, unit: str, name: str, content: bytes) -> int:
    """Keep a file that proves figures of a unit, and return its id for `Content.evidence`.

    Raises:
        NotAllowed: the person may not write the unit's figures.
        BadEvidence: it is too large, empty, or of no kind that is kept.
    """
    asker.require(Action.WRITE_FIGURES, unit)
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    media_type, beginnings = MEDIA_TYPES.get(ending, ("", ()))
    known = bool(beginnings) and content.startswith(beginnings)
    if not known or len(content) > LARGEST_EVIDENCE:
        raise BadEvidence(name)
    plain = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-200:]
    return drafting.attach(unit, plain, media_type, content, asker.name)


class BadEvidence(AnalysisError):
    """A file is too large, empty, or not what its name says."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} cannot be kept as evidence")


def ask(asker: Asker, place: Place, series: str, text: str) -> None:
    """Ask about a cell; the officers find it under their questioned numbers.

    Raises:
        NotAllowed: the person neither approves nor accepts the unit's figures.
        Refused: there is no such cell, or the question is empty or too long.
    """
    asker.require(Action.RETURN_FIGURES, place.unit)
    _remark(asker, place, series, text, is_question=True)


def flag(asker: Asker, questions: Iterable[tuple[Place, str, str]]) -> int:
    """Have a check ask about cells that the person may write; return how many questions are new.

    questions: filing, series and what is improbable, in words. Such a question makes the number
    questioned until it is answered or written anew; what is asked already is not asked again.

    Raises:
        NotAllowed: the person may not write the figures of one of the units.
    """
    wanted = [(place, series, text[:LONGEST]) for place, series, text in questions]
    for place, _, _ in wanted:
        asker.require(Action.WRITE_FIGURES, place.unit)
    return drafting.flag(wanted)


def answer(asker: Asker, place: Place, series: str, text: str) -> None:
    """Answer a question about a cell.

    Raises:
        NotAllowed: the person may not write the unit's figures.
        Refused: there is no such cell, or the answer is empty or too long.
    """
    asker.require(Action.WRITE_FIGURES, place.unit)
    _remark(asker, place, series, text, is_question=False)


def subject(place: Place) -> str:
    """Return how the log names a filing."""
    return f"{place.source}/{place.year}/{place.unit}"


def _remark(asker: Asker, place: Place, series: str, text: str, *, is_question: bool) -> None:
    known = asker.catalogue.series.get(series)
    if known is None or known.source != place.source or not duties.owes(asker.catalogue, place):
        raise Refused((Fault(place, series, "not_reported"),))
    text = text.replace("\0", "").strip()
    if not text or len(text) > LONGEST:
        raise Refused((Fault(place, series, "too_long" if text else "needs_reason"),))
    with transaction.atomic():
        drafting.add_remark(place, series, text, is_question, asker.name)
        log.record(
            "filing.question" if is_question else "filing.answer",
            "filing",
            subject(place),
            by=asker.person,
            address=asker.address,
            after={"series": series, "comment": text[:200]},
        )


def _tidied(one: Draft) -> Draft:
    said = one.content
    texts = {k: getattr(said, k).replace("\0", "").strip() for k in ("reason", "comment")}
    return replace(one, content=replace(said, **texts))


def _faults(asker: Asker, one: Draft) -> Iterator[tuple[str, tuple[str, ...]]]:
    place, said = one.place, one.content
    series = asker.catalogue.series.get(one.series)
    if series is None or series.source != place.source:
        yield "no_series", (one.series,)
        return
    if place.unit not in asker.catalogue.units:
        yield "no_unit", (place.unit,)
        return
    if not asker.may(Action.WRITE_FIGURES, place.unit):
        yield "not_allowed", (place.unit,)
        return
    reporting = duties.reporting_of(asker.catalogue, place.source)
    if reporting is None or not duties.owes(asker.catalogue, place):
        yield "not_reported", (place.unit, str(place.year))
        return
    if reporting.opens.of(place.year) > asker.on:
        yield "not_yet_open", (reporting.opens.of(place.year).isoformat(),)
    yield from _content_faults(said)
    if said.evidence is not None and not drafting.attached(place.unit, (said.evidence,)):
        yield "no_evidence", (str(said.evidence),)
    if said.value is not None and math.isfinite(said.value):
        low, high = series.minimum, series.maximum
        if (low is not None and said.value < low) or (high is not None and said.value > high):
            yield "out_of_range", tuple("" if b is None else repr(b) for b in (low, high))


def _content_faults(said: Content) -> Iterator[tuple[str, tuple[str, ...]]]:
    if said.status not in ("", *VALUED, *VALUELESS):
        yield "bad_status", (said.status,)
    elif (said.value is not None) != (said.status in VALUED):
        yield "value_without_status", (said.status,)
    if said.value is not None and not math.isfinite(said.value):
        yield "not_finite", ()
    if said.status in VALUELESS and not said.reason:
        yield "needs_reason", (said.status,)
    error = said.standard_error
    if error is not None and (said.value is None or not (math.isfinite(error) and error >= 0)):
        yield "bad_standard_error", (repr(error),)
    if max(len(said.reason), len(said.comment)) > LONGEST:
        yield "too_long", (str(LONGEST),)
