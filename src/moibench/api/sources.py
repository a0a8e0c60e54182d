"""Sources that figures are fetched from: listed, fetched, and what came of it, by token."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from moibench.api.checking import answered
from moibench.api.tokens import IMPORT, asker_of
from moibench.ingest.sources import runs
from moibench.ingest.sources.fetching import log_of, source, sources
from moibench.ingest.table_files.commit import refuse_wrong_clock
from moibench.people.rights import COUNTRY, Action
from moibench.presentation.sources import definition_json, line_json

router = Router(tags=["import"])
MOST_LINES = 100


@router.get("/fetched", auth=IMPORT)
def get_fetched(request: HttpRequest) -> HttpResponse:
    """Return the sources that figures are fetched from, each with its last result."""
    asker_of(request).require(Action.WRITE_FIGURES, COUNTRY)
    return answered({"items": [definition_json(d, last) for d, last in sources()]})


@router.get("/fetched/{name}", auth=IMPORT)
def get_one_fetched(request: HttpRequest, name: str) -> HttpResponse:
    """Return a source with its log, the newest first, and how far a fetch is that goes on."""
    asker_of(request).require(Action.WRITE_FIGURES, COUNTRY)
    return answered(_said(name))


@router.post("/fetched/{name}/fetch", auth=IMPORT)
def post_fetch(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to fetch a source in the background; nothing is stored. Ask for the source again."""
    refuse_wrong_clock()
    who = asker_of(request)
    who.require(Action.WRITE_FIGURES, COUNTRY)
    definition = source(name)
    runs.begin(settings.HOME, definition.name, who.name)
    return answered(_said(name), 202)


def _said(name: str) -> dict[str, Any]:
    definition = source(name)
    lines = log_of(definition.name, MOST_LINES)
    going = runs.going(settings.HOME, definition.name)
    return {
        **definition_json(definition, lines[0] if lines else None),
        "going": None
        if going is None
        else {"step": going.step, "count": going.count, "by": going.by},
        "log": [{**line_json(line), "number": line.number} for line in lines],
    }
