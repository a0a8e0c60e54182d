"""What every page of drafting does: show itself, find its draft, explain a refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from moibench.analysis.looking import refresh
from moibench.catalogue import Catalogue
from moibench.ingest import drafts
from moibench.ingest.drafts import Actor, DraftCatalogue, DraftRefused
from moibench.people.address import client_address
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import State
from moibench.web.accounts.access import allowed, asking, for_those_who_may
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.page import refuse, show

readers = for_those_who_may(Action.READ_DRAFT_CATALOGUE)
editors = for_those_who_may(Action.EDIT_CATALOGUE)


def show_drafting(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render `drafting/<template>.html`; it is seen from the present, whatever the address says."""
    language = language_of_address()
    response = show(
        request,
        f"drafting/{template}",
        State(language),
        Titled(title),
        status=status,
        **{"section": "drafting", "vantage": None, "may": rights(request), **more},
    )
    response["Cache-Control"] = "no-store"
    return response


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what whoever asks may do to drafts."""
    return {
        "edit": allowed(request, Action.EDIT_CATALOGUE),
        "check": allowed(request, Action.CHECK_CATALOGUE),
        "publish": allowed(request, Action.PUBLISH_CATALOGUE),
    }


def actor(request: HttpRequest) -> Actor:
    """Return who acts; a view asks for it only behind a sign-in."""
    person = asking(request)
    assert person is not None
    return Actor(person, client_address(request))


def in_force() -> Catalogue:
    """Return the catalogue in force now, which every draft builds on."""
    return refresh()


def refusal_text(error: DraftRefused, language: Language) -> str:
    """Say why a step was refused."""
    return text(f"drafting.refused.{error.kind}", language, **error.fields)


View = Callable[..., HttpResponse]


def of_draft(view: View) -> View:
    """Hand the view its draft, or explain that there is none of that number."""

    @wraps(view)
    def answered(request: HttpRequest, number: int, **places: str) -> HttpResponse:
        try:
            draft: DraftCatalogue = drafts.find(number)
        except DraftRefused as error:
            return refused(request, 404, error)
        return view(request, draft, **places)

    return answered


def refused(request: HttpRequest, status: int, error: DraftRefused) -> HttpResponse:
    """Explain a refusal on a page of its own."""
    language = language_of_address()
    return refuse(request, refusal.said(State(language), status, refusal_text(error, language)))


def no_such(request: HttpRequest) -> HttpResponse:
    """Explain that the draft has no such entry."""
    return refuse(request, refusal.not_found(State(language_of_address())))
