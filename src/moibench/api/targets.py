"""Targets that officers enter: read by everybody, written by token as in the table of the page."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.entered_targets import (
    EnteredTarget,
    entered_targets,
    newest_row,
    target_history,
)
from moibench.analysis.looking import look
from moibench.analysis.search import find_unit
from moibench.analysis.targets import judged
from moibench.api.checking import answered
from moibench.api.problems import language_of, problem
from moibench.api.tokens import TARGETS, asker_of
from moibench.catalogue.comparative import Target, TargetKind
from moibench.catalogue.schema import UnitType
from moibench.ingest.target_entry import ChangedMeanwhile, enter_targets, log_entered, place_of
from moibench.people.rights import COUNTRY, Action
from moibench.presentation.language import text
from moibench.presentation.machine_comparative import plain
from moibench.presentation.pages.target_table import default_source, is_flagged
from moibench.presentation.target_table import MOST_ROWS, fault_said, read_targets

router = Router(tags=["results"])
Json = dict[str, Any]
Year = Annotated[int | str, Field(description="พ.ศ. or CE")]


class TargetRow(Schema):
    """A target of a unit; `level` in place of the unit only for the country's officers."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    indicator: Annotated[str, Field(max_length=100)]
    kind: TargetKind
    value: float
    base_year: Year
    base_value: float | None = None
    target_year: Year
    level: UnitType | None = None
    agency: Annotated[str, Field(max_length=300)] = ""
    source: Annotated[str, Field(max_length=300)] = ""


class Withdrawn(Schema):
    """A target that is taken back; its history stays."""

    model_config = ConfigDict(extra="forbid")

    indicator: Annotated[str, Field(max_length=100)]
    target_year: Annotated[int, Field(ge=1900, le=2200, description="CE")]
    level: UnitType | None = None


class TargetsEntered(Schema):
    """Targets to be set and taken back, all of them or none; others stay as they are."""

    model_config = ConfigDict(extra="forbid")

    seen: Annotated[int, Field(ge=0, le=2**63 - 1, description="`seen` of the targets as read")]
    targets: Annotated[list[TargetRow], Field(default_factory=list, max_length=MOST_ROWS)]
    withdrawn: Annotated[list[Withdrawn], Field(default_factory=list, max_length=MOST_ROWS)]
    confirmed: Annotated[
        bool, Field(description="Also targets that look timid or impossible are meant so")
    ] = False


@router.get("/targets/{unit}/entered")
def get_entered(request: HttpRequest, unit: str) -> Json:
    """Return the targets that officers entered for a unit or its level, and every change."""
    code = find_unit(unit)
    return {
        "unit": code,
        "seen": newest_row(),
        "items": [_entered(e) for e in entered_targets(code)],
        "history": [plain(step) for step in target_history(code)],
    }


@router.put("/targets/{unit}/entered", auth=TARGETS)
def put_entered(request: HttpRequest, unit: str, wanted: TargetsEntered) -> HttpResponse:
    """Enter targets, as in the table of the unit's page; 409 where others wrote meanwhile.

    What looks timid or impossible is answered with 422 until it is sent with `confirmed`.
    """
    who = asker_of(request)
    with look():
        code = find_unit(unit)
        who.require(Action.WRITE_TARGETS, code)
        return _enter(request, code, wanted)


def _enter(request: HttpRequest, code: str, wanted: TargetsEntered) -> HttpResponse:
    who, language = asker_of(request), language_of(request)
    source = default_source(who.catalogue, code)
    read = read_targets(
        [_cells(t) for t in wanted.targets], who.catalogue, unit=code, source=source
    )
    if read.faults:
        title = text("api.refused.faults", language, count=len(read.faults))
        said = [fault_said(f, language) for f in read.faults]
        faults = [
            {"row": f.row, "column": f.column, "said": s}
            for f, s in zip(read.faults, said, strict=True)
        ]
        return problem(request, 422, "Refused", title, "; ".join(said), faults=faults)
    targets = [t for t in read.targets if t is not None]
    flagged = [n for n, t in enumerate(targets, start=1) if is_flagged(judged(t))]
    if flagged and not wanted.confirmed:
        said = text("api.refused.targets_flagged", language, count=len(flagged))
        return problem(request, 422, "Flagged", said, rows=flagged)
    before = {place_of(e.target): e.target for e in entered_targets(code)}
    gone = [
        ("", w.level, w.indicator, w.target_year)
        if w.level and code == COUNTRY
        else (code, "", w.indicator, w.target_year)
        for w in wanted.withdrawn
    ]
    try:
        rows = enter_targets(targets, gone, who.name, wanted.seen)
    except ChangedMeanwhile as error:
        theirs = [
            {"place": list(r.place), "by": r.entered_by, "at": r.entered_at.isoformat()}
            for r in error.rows
        ]
        title = text("api.refused.conflict", language)
        return problem(request, 409, "ChangedMeanwhile", title, theirs=theirs)
    log_entered(rows, before, who.person, who.address)
    return answered({"written": len(rows), "seen": newest_row()})


def _cells(row: TargetRow) -> dict[str, str]:
    """Return a row as an officer would type it, so that the very checks of the table read it."""
    return {
        "indicator": row.indicator,
        "kind": row.kind,
        "value": _typed(row.value),
        "base_year": str(row.base_year)[:20],
        "base_value": "" if row.base_value is None else _typed(row.base_value),
        "target_year": str(row.target_year)[:20],
        "level": row.level or "",
        "agency": row.agency.replace("\0", ""),
        "source": row.source.replace("\0", ""),
    }


def _typed(number: float) -> str:
    return format(Decimal(repr(number)), "f")


def _entered(one: EnteredTarget) -> Json:
    target: Target = one.target
    return {
        **target.model_dump(mode="json"),
        "entered_at": one.entered_at.isoformat(),
        "entered_by": one.entered_by,
    }
