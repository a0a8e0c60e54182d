"""What units report themselves: read, and written as drafts, by the same rules as the forms."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.review import reading, writing
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.completeness import completeness
from moibench.analysis.review.writing import Content, Draft, Place
from moibench.api.problems import language_of, problem
from moibench.api.tokens import READ, WRITE, asker_of
from moibench.catalogue.findings import Finding
from moibench.catalogue.schema import Status
from moibench.ingest.checks import Given, check, stored_context
from moibench.presentation.language import text
from moibench.presentation.machine_findings import finding_json
from moibench.presentation.review import machine
from moibench.presentation.years import parse_year

router = Router(tags=["filings"])
Json = dict[str, Any]
MOST_CELLS = 500
_LARGEST = 2**63 - 1


class CellDraft(Schema):
    """What a cell is to say. `version` is the one you read; 0 where the cell was empty."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    series: Annotated[str, Field(max_length=100)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    value: float | None = None
    status: Status | None = None
    standard_error: float | None = None
    reason: Annotated[str, Field(max_length=writing.LONGEST)] = ""
    comment: Annotated[str, Field(max_length=writing.LONGEST)] = ""
    follow_up: bool = False
    evidence: Annotated[int | None, Field(ge=1, le=_LARGEST)] = None


class Drafts(Schema):
    """Cells of one filing, saved in one go: all of them or none."""

    model_config = ConfigDict(extra="forbid")

    cells: Annotated[list[CellDraft], Field(min_length=1, max_length=MOST_CELLS)]
    check_only: Annotated[bool, Field(description="Say what is wrong and store nothing")] = False


@router.get("/filings", auth=READ)
def get_filings(request: HttpRequest) -> HttpResponse:
    """Return what the asker's units owe, and what waits for the asker."""
    who = asker_of(request)
    return _kept_nowhere(machine.work(reading.my_numbers(who), reading.inbox(who)))


@router.get("/filings/completeness", auth=READ)
def get_completeness(request: HttpRequest, year: str) -> HttpResponse:
    """Return how complete a year's figures are, for the units the asker may see."""
    return _kept_nowhere(machine.completeness(completeness(asker_of(request), parse_year(year))))


@router.get("/filings/{source}/{year}/{unit}", auth=READ)
def get_filing(request: HttpRequest, source: str, year: str, unit: str) -> HttpResponse:
    """Return a filing with its cells and their versions, its steps, and what may be done."""
    view = reading.filing_view(asker_of(request), Place(source, parse_year(year), unit))
    return _kept_nowhere(machine.filing(view))


@router.get("/filings/{source}/{year}/{unit}/{series}", auth=READ)
def get_cell(request: HttpRequest, source: str, year: str, unit: str, series: str) -> HttpResponse:
    """Return every version of a cell, the newest first."""
    who, place = asker_of(request), Place(source, parse_year(year), unit)
    reading.filing_view(who, place)  # refuses what does not exist
    found = reading.cell_history(who, place, series.replace("\0", ""))
    return _kept_nowhere({"items": [machine.cell(c) for c in found]})


@router.put("/filings/{source}/{year}/{unit}", auth=WRITE)
def put_drafts(
    request: HttpRequest, source: str, year: str, unit: str, drafts: Drafts
) -> HttpResponse:
    """Save drafts of a filing: all of them, or none with every reason.

    What is improbable needs a `reason`. Another's newer version is answered with 409 and shown.
    """
    who, place = asker_of(request), Place(source, parse_year(year), unit)
    view = reading.filing_view(who, place)
    wanted = [_draft(place, c) for c in drafts.cells]
    faults = writing.check(who, wanted)
    if faults:
        raise writing.Refused(faults)
    before = {line.series.id: line.content for line in view.lines}
    findings = _findings(who, [d for d in wanted if d.content != before.get(d.series)])
    listed = [finding_json(f, who.catalogue, language_of(request)) for f in findings]
    if any(f.blocks or f.asks for f in findings):
        title = text("api.refused.findings", language_of(request))
        said = " ".join(f"{f['said']} {f['do']}" for f in listed)
        return problem(request, 422, "Findings", title, said, findings=listed)
    if drafts.check_only:
        return _kept_nowhere({"saved": False, "written": [], "findings": listed})
    saved = writing.save_drafts(who, wanted, "api")
    return _kept_nowhere(
        {
            "saved": True,
            "written": [series for _, series in saved.written],
            "findings": listed,
            "cells": [machine.cell(c) for c in saved.cells if c.place == place],
        }
    )


def _draft(place: Place, cell: CellDraft) -> Draft:
    """Return a draft; a value without a status is taken to be final, as in the form."""
    status = cell.status or ("final" if cell.value is not None else "")
    content = Content(
        cell.value,
        status,
        cell.standard_error,
        cell.reason,
        cell.comment,
        cell.follow_up,
        cell.evidence,
    )
    return Draft(place, cell.series.replace("\0", ""), content, cell.version)


def _findings(who: Asker, drafts: list[Draft]) -> list[Finding]:
    given = [
        Given(
            d.series,
            d.place.unit,
            d.place.year,
            d.content.value,
            d.content.status,
            reason=d.content.reason,
        )
        for d in drafts
        if d.content.status
    ]
    return list(check(given, stored_context(who.catalogue, who.on))) if given else []


def _kept_nowhere(content: Json) -> HttpResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
