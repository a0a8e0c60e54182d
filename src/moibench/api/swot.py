"""The SWOT of a unit: proposals for all, the board for those with a token, and its decisions."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.looking import look
from moibench.analysis.search import find_unit
from moibench.analysis.swot import board
from moibench.analysis.swot.board import Item, OwnEvidence
from moibench.analysis.swot.candidates import swot_candidates
from moibench.analysis.swot.noting import note
from moibench.analysis.vantage import current_vantage
from moibench.api.asking import Year, year_of
from moibench.api.checking import answered
from moibench.api.groups import GUEST, guest
from moibench.api.problems import BadRequest
from moibench.api.tokens import ANY, SWOT, asker_of
from moibench.people.rights import Action
from moibench.presentation.swot.machine import item_json, swot_json
from moibench.presentation.swot.sentences import both_sentences
from moibench.presentation.years import parse_year

router = Router(tags=["potential"])
Words = Annotated[str, Field(max_length=board.MOST_LETTERS)]


class Decision(Schema):
    """What the unit's officer decides on a proposal; a rejection wants its reason."""

    model_config = ConfigDict(extra="forbid")

    candidate: Annotated[str, Field(max_length=150, description="`key` of the proposal")]
    state: Literal["accepted", "rejected"]
    words: Annotated[Words, Field(description="In place of the sentence proposed")] = ""
    reason: Words = ""
    year: Annotated[int | str | None, Field(description="Of the proposals; พ.ศ. or CE")] = None


class Evidence(Schema):
    """What an own item stands on: a figure of an indicator, an address, or a note."""

    model_config = ConfigDict(extra="forbid")

    indicator: Annotated[str, Field(max_length=100)] = ""
    year: Annotated[int | str | None, Field(description="พ.ศ. or CE; else the newest")] = None
    address: Annotated[str, Field(max_length=500)] = ""
    note: Words = ""


class OwnItem(Schema):
    """An officer's own item of a quadrant, or a strategy of TOWS that pairs accepted items."""

    model_config = ConfigDict(extra="forbid")

    quadrant: Literal["strength", "weakness", "opportunity", "threat", "so", "wo", "st", "wt"]
    words: Words
    evidence: Annotated[Evidence, Field(default_factory=Evidence)]
    pairs: Annotated[
        list[Annotated[int, Field(ge=1, le=2**53)]],
        Field(default_factory=list, max_length=100, description="Ids of items; of a strategy"),
    ]


class Change(Schema):
    """Another wording or state of an item; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    seen: Annotated[int, Field(ge=1, le=2**31, description="`version` of the item as read")]
    words: Words | None = None
    state: Literal["accepted", "rejected", "withdrawn"] | None = None
    reason: Words | None = None
    pairs: Annotated[list[int] | None, Field(max_length=100)] = None
    move: Annotated[
        Literal["up", "down"] | None, Field(description="One place within its quadrant")
    ] = None


@router.get("/swot/{unit}", auth=[ANY, guest])
def get_swot(request: HttpRequest, unit: str, year: Year = None) -> HttpResponse:
    """Return what a unit's figures propose; with a token also its board and its TOWS strategies."""
    code = find_unit(unit)
    found = swot_candidates(code, year_of(year))
    vantage = current_vantage()
    sees = request.auth != GUEST  # type: ignore[attr-defined]
    sees = sees and vantage.edition is None and vantage.moment is None  # decided on since
    told = swot_json(found, board.items(code) if sees else (), vantage.catalogue)
    return answered(told if sees else {k: v for k, v in told.items() if k != "board"})


@router.post("/swot/{unit}/decisions", auth=SWOT)
def post_decision(request: HttpRequest, unit: str, wanted: Decision) -> HttpResponse:
    """Accept or reject a proposal; 409 with their version where somebody else decided before."""
    with look():
        who, code = asker_of(request), find_unit(unit)
        who.require(Action.WRITE_SWOT, code)
        year = None if wanted.year is None else parse_year(str(wanted.year))
        candidate = swot_candidates(code, year).by_key(wanted.candidate)
        if candidate is None:
            raise BadRequest("no_candidate", 409, typed=wanted.candidate[:60])
        item = board.decide(
            code,
            candidate,
            wanted.state,
            _by(request),
            words=wanted.words,
            reason=wanted.reason if wanted.state == "rejected" else "",
            generated=both_sentences(candidate, who.catalogue),
        )
        return _written(request, code, item, 201)


@router.post("/swot/{unit}/items", auth=SWOT)
def post_item(request: HttpRequest, unit: str, wanted: OwnItem) -> HttpResponse:
    """Add an own item with what it stands on, or a strategy of TOWS."""
    with look():
        code = find_unit(unit)
        asker_of(request).require(Action.WRITE_SWOT, code)
        by, given = _by(request), wanted.evidence
        if wanted.quadrant in board.STRATEGIES:
            item = board.add_strategy(code, wanted.quadrant, wanted.words, wanted.pairs, by)
        else:
            year = None if given.year is None else parse_year(str(given.year))
            evidence = OwnEvidence(given.indicator, year, given.address.strip(), given.note)
            item = board.add_own(code, wanted.quadrant, wanted.words, evidence, by)
        return _written(request, code, item, 201)


@router.put("/swot/{unit}/items/{number}", auth=SWOT)
def put_item(request: HttpRequest, unit: str, number: int, wanted: Change) -> HttpResponse:
    """Word, accept, reject, withdraw or move an item; 409 where others wrote it since."""
    with look():
        code = find_unit(unit)
        asker_of(request).require(Action.WRITE_SWOT, code)
        given = wanted.model_dump(exclude={"seen", "move"}, exclude_none=True)
        if "pairs" in given:
            given["pairs"] = tuple(given["pairs"])
        item = _found(code, number)
        if given:
            item = board.reword(code, number, _by(request), wanted.seen, **given)
        if wanted.move:
            board.move(code, number, wanted.move == "up", _by(request))
        return _written(request, code, item, 200) if given else answered(item_json(item))


def _found(code: str, number: int) -> Item:
    item = next((i for i in board.items(code) if i.id == number), None)
    if item is None:
        raise board.NoItem(number)
    return item


def _by(request: HttpRequest) -> str:
    person = asker_of(request).person
    return person.name or person.username


def _written(request: HttpRequest, code: str, item: Item, status: int) -> HttpResponse:
    who = asker_of(request)
    note(who.person, who.address, code, item)
    return answered(item_json(item), status)
