"""Drafts of the catalogue, its publication, and that of an edition, by token."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.editions import editions, publish, refusals
from moibench.analysis.looking import refresh
from moibench.analysis.vantage import current_vantage, today
from moibench.api.checking import answered
from moibench.api.problems import language_of
from moibench.api.tokens import ANY, CATALOGUE, EDITIONS, asker_of
from moibench.ingest import drafts
from moibench.ingest.drafts import Actor, DraftCatalogue
from moibench.people import log
from moibench.people.rights import COUNTRY, Action
from moibench.presentation.machine_editions import edition_json
from moibench.presentation.moments import parse_moment
from moibench.presentation.pages.publishing import next_name
from moibench.presentation.seen import refusal_said
from moibench.presentation.years import ascii_digits

router = Router(tags=["catalogue"])
Json = dict[str, Any]
Comment = Annotated[str, Field(max_length=2000)]
MOST_FILES = 200


class NewDraft(Schema):
    """A new draft: what it is about, and why."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class File(Schema):
    """A file of the catalogue as it is to be."""

    model_config = ConfigDict(extra="forbid")

    path: Annotated[str, Field(max_length=200, description="Such as indicators/health/x.yaml")]
    content: Annotated[
        str | None, Field(max_length=1_000_000, description="None takes the file away")
    ]
    seen: Annotated[
        int, Field(ge=0, le=2**31, description="`version` of the file as read; 0 untouched")
    ] = 0


class Files(Schema):
    """Files to be written into a draft, all of them or none."""

    model_config = ConfigDict(extra="forbid")

    files: Annotated[list[File], Field(min_length=1, max_length=MOST_FILES)]


class DraftStep(Schema):
    """The next step of a draft; returning, withdrawing and publishing want their reason."""

    model_config = ConfigDict(extra="forbid")

    step: Literal["submit", "check", "send_back", "publish", "withdraw", "undo", "keep_mine"]
    comment: Comment = ""
    path: Annotated[str, Field(max_length=200, description="Of undo and keep_mine")] = ""


class NewEdition(Schema):
    """An edition to be published."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=20, description="Such as 2569/2; else the next")] = ""
    note: Annotated[str, Field(max_length=1000)] = ""
    map_date: Annotated[str, Field(max_length=40, description="The day of the map; else today")] = (
        ""
    )
    framework: Annotated[str, Field(max_length=100, description="Else the one in force")] = ""


_RIGHTS = {
    "check": Action.CHECK_CATALOGUE,
    "send_back": Action.CHECK_CATALOGUE,
    "publish": Action.PUBLISH_CATALOGUE,
}


@router.get("/drafts", auth=ANY)
def get_drafts(request: HttpRequest) -> HttpResponse:
    """Return every draft of the catalogue, the newest first, to those who may read drafts."""
    asker_of(request).require(Action.READ_DRAFT_CATALOGUE, COUNTRY)
    return answered({"items": [_said(d) for d in drafts.every()]})


@router.get("/drafts/{number}", auth=ANY)
def get_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Return a draft with its files as they were and are to be, its steps, and what is behind."""
    asker_of(request).require(Action.READ_DRAFT_CATALOGUE, COUNTRY)
    return answered(_whole(drafts.find(number)))


@router.get("/drafts/{number}/file", auth=ANY)
def get_draft_file(
    request: HttpRequest,
    number: int,
    path: Annotated[str, Query(max_length=200)],
) -> HttpResponse:
    """Return a file of the catalogue as a draft has it, with the version to send back."""
    asker_of(request).require(Action.READ_DRAFT_CATALOGUE, COUNTRY)
    drafts.refuse_foreign(path)
    seen = drafts.seen(drafts.find(number), refresh(), path)
    return answered({"path": path, "version": seen.version, "content": seen.content})


@router.post("/drafts", auth=CATALOGUE)
def post_draft(request: HttpRequest, wanted: NewDraft) -> HttpResponse:
    """Begin a draft of the catalogue."""
    who = asker_of(request)
    who.require(Action.EDIT_CATALOGUE, COUNTRY)
    title, reason = (_plain(w).strip() or "–" for w in (wanted.title, wanted.reason))
    number = drafts.begin(title, reason, Actor(who.person, who.address))
    return answered(_whole(drafts.find(number)), 201)


@router.put("/drafts/{number}/files", auth=CATALOGUE)
def put_files(request: HttpRequest, number: int, wanted: Files) -> HttpResponse:
    """Write files into a draft; every fault of the catalogue with them is told, and none kept."""
    who = asker_of(request)
    who.require(Action.EDIT_CATALOGUE, COUNTRY)
    in_force = refresh()
    for file in wanted.files:
        drafts.refuse_foreign(file.path)
    drafts.find(number)
    known = {f.path: drafts.content_seen(number, in_force, f.path, f.seen) for f in wanted.files}
    given = {f.path: f.content for f in wanted.files}
    drafts.put(number, in_force, given, Actor(who.person, who.address), known)
    return answered(_whole(drafts.find(number)))


@router.post("/drafts/{number}/steps", auth=CATALOGUE)
def post_step(request: HttpRequest, number: int, wanted: DraftStep) -> HttpResponse:
    """Take a draft's next step; a second person checks it before it is put in force."""
    who = asker_of(request)
    who.require(_RIGHTS.get(wanted.step, Action.EDIT_CATALOGUE), COUNTRY)
    by, comment = Actor(who.person, who.address), _plain(wanted.comment)
    in_force = refresh()
    match wanted.step:
        case "submit":
            drafts.submit(number, in_force, by)
        case "check":
            drafts.check(number, in_force, by, comment)
        case "send_back":
            drafts.send_back(number, by, comment)
        case "publish":
            drafts.publish(number, in_force, by, comment)
        case "withdraw":
            drafts.withdraw(number, by, comment)
        case "undo":
            draft = drafts.find(number)
            left = {f.path: f.after for f in draft.files if f.path != wanted.path}
            drafts.together(in_force, left)  # what remains must fit together without it
            drafts.undo(number, wanted.path, by)
        case "keep_mine":
            drafts.keep_mine(number, wanted.path, in_force, by)
    return answered(_whole(drafts.find(number)))


@router.get("/editions/next", auth=ANY)
def get_next_edition(request: HttpRequest) -> HttpResponse:
    """Return what the next edition would be called, and everything that stands against it."""
    asker_of(request).require(Action.PUBLISH_EDITION, COUNTRY)
    name, language = next_name(editions(), today()), language_of(request)
    found = refusals(name, framework=current_vantage().framework_id)
    against = [
        {"kind": r.kind, "named": list(r.named), "said": refusal_said(r, language)} for r in found
    ]
    return answered({"name": name, "against": against})


@router.post("/editions", auth=EDITIONS)
def post_edition(request: HttpRequest, wanted: NewEdition) -> HttpResponse:
    """Publish an edition: the figures, definitions and maps of now, frozen under a name."""
    who = asker_of(request)
    who.require(Action.PUBLISH_EDITION, COUNTRY)
    map_date = parse_moment(wanted.map_date).date() if wanted.map_date.strip() else None
    name = ascii_digits(_plain(wanted.name)).strip() or next_name(editions(), today())
    framework = wanted.framework or current_vantage().framework_id
    note = _plain(wanted.note).strip()
    edition = publish(name, who.name, note=note, map_date=map_date, framework=framework)
    log.record(
        "edition.published",
        "edition",
        edition.name,
        by=who.person,
        address=who.address,
        after={"data": edition.data_version, "catalogue": edition.catalogue.version},
    )
    return answered(edition_json(edition), 201)


def _plain(typed: str) -> str:
    return typed.replace("\0", "")


def _said(draft: DraftCatalogue) -> Json:
    return {
        "number": draft.id,
        "title": draft.title,
        "reason": draft.reason,
        "state": draft.state,
        "begun_at": draft.begun_at.isoformat(),
        "begun_by": draft.begun_by,
        "files": [f.path for f in draft.files],
    }


def _whole(draft: DraftCatalogue) -> Json:
    is_open = draft.state in ("open", "submitted", "checked")
    behind = {f.path for f in drafts.overtaken(draft, refresh())} if is_open else set()
    files = [
        {
            "path": f.path,
            "before": f.before,
            "after": f.after,
            "version": f.version,
            "changed_by": f.changed_by,
            "overtaken": f.path in behind,
        }
        for f in draft.files
    ]
    steps = [
        {"at": s.at.isoformat(), "by": s.by, "step": s.step, "comment": s.comment, "path": s.path}
        for s in draft.steps
    ]
    return {**_said(draft), "files": files, "steps": steps}
