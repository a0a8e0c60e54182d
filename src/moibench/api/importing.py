"""Import a table by token: handed in and previewed, then stored as it was previewed."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import ConfigDict, Field

from moibench.analysis.review.from_table import save_changes
from moibench.api.checking import answered
from moibench.api.handed_in import Mapped, as_file, content_of, preview_of, understood
from moibench.api.problems import language_of
from moibench.api.tokens import IMPORT, asker_of
from moibench.ingest.table_files.commit import (
    commit,
    newest_imports,
    refuse_unaccepted,
    refuse_wrong_clock,
)
from moibench.ingest.table_files.mapping import as_plain, mapping_from
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.workbook import uploads
from moibench.people import log
from moibench.people.rights import COUNTRY, Action
from moibench.presentation.imports import preview_json

router = Router(tags=["import"])


class Commit(Schema):
    """What is stored: the table that was handed in, understood as its preview said."""

    model_config = ConfigDict(extra="forbid")

    mapping: Annotated[dict[str, Any], Field(description="`mapping` of the preview")]
    state: Annotated[str, Field(max_length=100, description="`state` of the preview")]
    name: Annotated[str, Field(max_length=100, description="`file` of the preview")]
    reason: Annotated[
        str, Field(max_length=4000, description="Why the improbable is right; kept with it")
    ] = ""


@router.get("/imports", auth=IMPORT)
def get_imports(request: HttpRequest) -> HttpResponse:
    """Return the newest imports and how they ended, to those who may store the country's."""
    who = asker_of(request)
    who.require(Action.WRITE_FIGURES, COUNTRY)
    return answered(
        {
            "items": [
                {
                    "file": i.name,
                    "sha256": i.sha256,
                    "begun_at": i.begun_at.isoformat(),
                    "ended_at": i.ended_at.isoformat() if i.ended_at else None,
                    "by": i.begun_by,
                    "outcome": i.outcome,
                    "added": i.added,
                    "changed": i.changed,
                    "findings": i.findings,
                }
                for i in newest_imports()
            ]
        }
    )


@router.post("/imports", auth=IMPORT)
def post_import(
    request: HttpRequest,
    mapped: Form[Mapped],
    file: Annotated[
        UploadedFile | None,
        File(description="CSV, xlsx, ods, SDMX-ML or JSON-stat, as multipart/form-data"),
    ] = None,
) -> HttpResponse:
    """Hand a table in: it is kept three days for you, and what it would change is answered.

    Send `mapping`, `state` and `file` of the answer to `imports/{sha256}/commit` to store it.
    """
    refuse_wrong_clock()
    who = asker_of(request)
    name, content = content_of(request, file)
    with as_file(name, content) as path:
        preview = preview_of(who, path, name, *understood(who, mapped))
        sha = uploads.keep_upload(who.name, path.read_bytes())
    told = preview_json(preview, as_plain(preview.mapping), who.catalogue, language_of(request))
    stored_as = "observations" if who.may(Action.WRITE_FIGURES, COUNTRY) else "drafts"
    return answered({**told, "sha256": sha, "state": preview.known, "stored_as": stored_as})


@router.post("/imports/{sha256}/commit", auth=IMPORT)
def commit_import(request: HttpRequest, sha256: str, wanted: Commit) -> HttpResponse:
    """Store what was previewed, all of it or nothing: agencies' figures as observations.

    A unit's own officer stores drafts of its filings instead. Figures that were stored since the
    preview are answered with 409: hand the table in again.
    """
    refuse_wrong_clock()
    who = asker_of(request)
    path = uploads.kept_upload(who.name, sha256)
    if path is None:
        raise ImportRefused("gone")
    mapping = mapping_from(wanted.mapping, who.catalogue)
    preview = preview_of(who, path, wanted.name.replace("\0", ""), mapping)
    if preview.known != wanted.state:
        raise ImportRefused("figures_changed")
    reason = wanted.reason.replace("\0", "").strip()
    if not who.may(Action.WRITE_FIGURES, COUNTRY):
        refuse_unaccepted(preview, reason)
        count = save_changes(who, (*preview.added, *preview.changed), reason)
        uploads.forget_upload(who.name, sha256)
        return answered({"committed": True, "stored_as": "drafts", "written": count})
    done = commit(preview, path, who.catalogue, who.name, reason=reason)
    log.record(
        "filing.import",
        "edition",
        ", ".join(done.editions),
        by=who.person,
        address=who.address,
        after={"file": preview.file.name, "added": done.added, "changed": done.changed},
    )
    uploads.forget_upload(who.name, sha256)
    return answered(
        {
            "committed": True,
            "stored_as": "observations",
            "added": done.added,
            "changed": done.changed,
            "editions": list(done.editions),
        }
    )
