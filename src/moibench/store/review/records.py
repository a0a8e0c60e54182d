"""What is known of filings, as plain values, and the look-ups that read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from moibench.store.review.models import DraftVersion, Filing, Remark, State, Step, Verification

WRITABLE = frozenset({State.DRAFT.value, State.RETURNED.value})
LOCKED = frozenset({State.ACCEPTED.value, State.PUBLISHED.value})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Which filing: a source, a CE year and a unit."""

    source: str
    year: int
    unit: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell says. status "": nothing yet; `evidence` is the id of a kept file.

    reason: why there is no value, or why it is so. comment: for whoever reviews it.
    """

    value: float | None = None
    status: str = ""
    standard_error: float | None = None
    reason: str = ""
    comment: str = ""
    follow_up: bool = False
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A version of a cell: what it said, since when, by whom, and who verified that version."""

    place: Place
    series: str
    version: int
    content: Content
    written_at: dt.datetime
    written_by: str
    channel: str
    evidence_name: str = ""
    verified_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a filing's review; `number` grows from step to step."""

    number: int
    name: str
    before: str
    after: str
    round: int
    comment: str
    taken_at: dt.datetime
    taken_by: str
    added: int | None


@dataclass(frozen=True, slots=True)
class Remarked:
    """A question about a cell, or an answer."""

    series: str
    text: str
    is_question: bool
    written_at: dt.datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class FilingRecord:
    """A filing: its state, round, and when anything of it last changed."""

    id: int
    place: Place
    state: str
    round: int
    started_at: dt.datetime
    changed_at: dt.datetime

    @property
    def is_writable(self) -> bool:
        """Whether values can be entered."""
        return self.state in WRITABLE


def find(place: Place) -> FilingRecord | None:
    """Return a filing, None where nothing was entered yet."""
    found = Filing.objects.filter(source=place.source, unit=place.unit, year=place.year).first()
    return None if found is None else record_of(found)


def filings(
    *,
    source: str | None = None,
    year: int | None = None,
    units: Iterable[str] | None = None,
    states: Iterable[str] | None = None,
) -> tuple[FilingRecord, ...]:
    """Return the filings that fit everything given, by source, year and unit."""
    wanted: dict[str, Any] = {"source": source, "year": year}
    wanted |= {"unit__in": None if units is None else tuple(units)}
    wanted |= {"state__in": None if states is None else tuple(states)}
    rows = Filing.objects.filter(**{k: v for k, v in wanted.items() if v is not None})
    return tuple(record_of(row) for row in rows.order_by("source", "year", "unit"))


def cells(ids: Iterable[int]) -> dict[Place, dict[str, Cell]]:
    """Return what each cell of these filings says now, by filing and series."""
    newer = DraftVersion.objects.filter(
        filing=OuterRef("filing"), series=OuterRef("series"), version=OuterRef("version") + 1
    )
    rows = DraftVersion.objects.filter(~Exists(newer), filing__in=tuple(ids))
    found: dict[Place, dict[str, Cell]] = {}
    for cell in _cells(rows.order_by("filing_id", "series")):
        found.setdefault(cell.place, {})[cell.series] = cell
    return found


def history(place: Place, series: str) -> tuple[Cell, ...]:
    """Return every version of a cell, the newest first."""
    rows = DraftVersion.objects.filter(series=series, **of_filing(place))
    return tuple(_cells(rows.order_by("-version")))


def steps(place: Place) -> tuple[StepTaken, ...]:
    """Return every step of a filing, the newest first."""
    rows = Step.objects.filter(**of_filing(place)).order_by("-id")
    return tuple(_step(row) for row in rows)


def newest_steps(ids: Iterable[int]) -> dict[int, tuple[StepTaken, ...]]:
    """Return the steps of several filings by filing id, the newest first."""
    found: dict[int, list[StepTaken]] = {}
    for row in Step.objects.filter(filing__in=tuple(ids)).order_by("-id"):
        found.setdefault(row.filing_id, []).append(_step(row))
    return {key: tuple(taken) for key, taken in found.items()}


def remarks(ids: Iterable[int]) -> dict[int, tuple[Remarked, ...]]:
    """Return questions and answers by filing id, the oldest first."""
    found: dict[int, list[Remarked]] = {}
    for row in Remark.objects.filter(filing__in=tuple(ids)).order_by("id"):
        said = Remarked(row.series, row.text, row.is_question, row.written_at, row.written_by)
        found.setdefault(row.filing_id, []).append(said)
    return {key: tuple(said) for key, said in found.items()}


def of_filing(place: Place) -> dict[str, object]:
    """Return the conditions under which a row belongs to a filing."""
    return {
        "filing__source": place.source,
        "filing__unit": place.unit,
        "filing__year": place.year,
    }


def record_of(row: Filing) -> FilingRecord:
    """Return a row as a plain value."""
    place = Place(row.source, row.year, row.unit)
    return FilingRecord(row.pk, place, row.state, row.round, row.started_at, row.changed_at)


def _cells(rows: QuerySet[DraftVersion]) -> list[Cell]:
    found = list(
        rows.annotate(
            source=F("filing__source"), unit=F("filing__unit"), year=F("filing__year")
        ).select_related("evidence")
    )
    verified: dict[int, list[str]] = {}
    for pk, name in Verification.objects.filter(draft__in=[r.pk for r in found]).values_list(
        "draft_id", "verified_by"
    ):
        verified.setdefault(pk, []).append(name)
    return [
        Cell(
            place=Place(row.source, row.year, row.unit),  # type: ignore[attr-defined]
            series=row.series,
            version=row.version,
            content=content_of(row),
            written_at=row.written_at,
            written_by=row.written_by,
            channel=row.channel,
            evidence_name=row.evidence.name if row.evidence else "",
            verified_by=tuple(sorted(set(verified.get(row.pk, ())))),
        )
        for row in found
    ]


def content_of(row: DraftVersion) -> Content:
    """Return what a version says."""
    return Content(
        row.value,
        row.status,
        row.standard_error,
        row.reason,
        row.comment,
        row.follow_up,
        row.evidence_id,
    )


def _step(row: Step) -> StepTaken:
    return StepTaken(
        row.pk,
        row.name,
        row.before,
        row.after,
        row.round,
        row.comment,
        row.taken_at,
        row.taken_by,
        row.added,
    )
