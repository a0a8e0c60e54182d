"""Steps of review by token, questions and answers about a cell, and evidence."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Router, Schema, UploadedFile
from pydantic import ConfigDict, Field

from moibench.analysis.review import reading, steps, writing
from moibench.analysis.review.steps import Words
from moibench.analysis.review.writing import Place
from moibench.api.checking import answered
from moibench.api.handed_in import content_of
from moibench.api.problems import BadRequest
from moibench.api.tokens import READ, REVIEW, WRITE, asker_of
from moibench.presentation.review import machine
from moibench.presentation.years import parse_year

router = Router(tags=["filings"])
Said = Annotated[str, Field(max_length=writing.LONGEST)]
_LARGEST = 2**31 - 1


class StepTaken(Schema):
    """A step of review. `seen` is that of the filing as read, so that nobody steps blindly."""

    model_config = ConfigDict(extra="forbid")

    step: Literal["submit", "withdraw", "approve", "accept", "return", "unlock", "publish"]
    seen: Annotated[int, Field(ge=0, le=_LARGEST)]
    comment: Said = ""
    questions: Annotated[
        dict[str, Said],
        Field(default_factory=dict, max_length=500, description="With `return`: series → question"),
    ]
    verified: Annotated[
        list[str],
        Field(
            default_factory=list, max_length=500, description="Series compared with their evidence"
        ),
    ]


class RemarkSaid(Schema):
    """A reviewer's question about a cell, or its officer's answer."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["question", "answer"]
    text: Annotated[str, Field(min_length=1, max_length=writing.LONGEST)]


@router.post("/filings/{source}/{year}/{unit}/steps", auth=REVIEW)
def post_step(
    request: HttpRequest, source: str, year: str, unit: str, taken: StepTaken
) -> HttpResponse:
    """Take a step of review, as far as the person's roles and the four eyes allow.

    `steps_allowed` of the filing names the steps; what is not its turn is answered with 409.
    """
    who, place = asker_of(request), Place(source, parse_year(year), unit)
    view = reading.filing_view(who, place)
    words = Words(
        taken.comment.replace("\0", ""),
        {s: q.replace("\0", "") for s, q in taken.questions.items() if q.strip()},
        tuple(taken.verified),
    )
    steps.take_step(who, view.place, taken.step, words, taken.seen)
    return answered(machine.filing(reading.filing_view(who, place)))


@router.post("/filings/{source}/{year}/{unit}/{series}/remarks", auth=WRITE)
def post_remark(
    request: HttpRequest, source: str, year: str, unit: str, series: str, said: RemarkSaid
) -> HttpResponse:
    """Ask about a cell, or answer what was asked, as the person's roles allow."""
    who, place = asker_of(request), Place(source, parse_year(year), unit)
    reading.filing_view(who, place)  # refuses what does not exist
    tell = writing.ask if said.kind == "question" else writing.answer
    tell(who, place, series.replace("\0", ""), said.text)
    return answered(machine.filing(reading.filing_view(who, place)))


@router.post("/evidence/{unit}", auth=WRITE)
def post_evidence(
    request: HttpRequest,
    unit: str,
    file: Annotated[
        UploadedFile | None, File(description="A document or picture, as multipart/form-data")
    ] = None,
) -> HttpResponse:
    """Keep a file that proves figures of a unit; `evidence` of the answer goes into a cell."""
    who = asker_of(request)
    name, content = content_of(request, file)
    try:
        kept = writing.add_evidence(who, unit, name, content)
    except writing.BadEvidence as error:
        raise BadRequest("bad_evidence", 422, typed=error.name[:60]) from error
    return answered({"evidence": kept, "name": name}, 201)


@router.get("/evidence/{unit}/{evidence}", auth=READ)
def get_evidence(
    request: HttpRequest, unit: str, evidence: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> HttpResponse:
    """Return a unit's file of evidence, as it was kept."""
    found = reading.evidence_file(asker_of(request), unit, evidence)
    if found is None:
        raise BadRequest("no_evidence", 404, typed=evidence)
    name, media_type, content = found
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
