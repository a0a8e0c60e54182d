"""Pages for what is refused whoever asks: no right, too many tries, a forged form, a fault."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from moibench.people import log
from moibench.people.address import client_address
from moibench.people.models import Person
from moibench.presentation.language import Language
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import refused
from moibench.web.page import refuse

FORBIDDEN, NOT_FOUND, TOO_MANY, FAULT = 403, 404, 429, 500


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Say that the page is not for this reader, and write down who wanted it."""
    person = getattr(request, "user", None)
    if isinstance(person, Person):
        log.record("page.refused", "page", request.path, by=person, address=client_address(request))
    return _refuse(request, "forbidden", FORBIDDEN)


def nowhere(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Say that there is no such page, or nothing of the kind in this account."""
    return _refuse(request, "not_found", NOT_FOUND)


def switched_off(request: HttpRequest) -> HttpResponse:
    """Say that the account is off; only one who knows its password comes here."""
    return _refuse(request, "switched_off", FORBIDDEN)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form did not come from a page of this site, or is too old."""
    return _refuse(request, "forged", FORBIDDEN)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that too much was asked in too short a time."""
    return _refuse(request, "too_many", TOO_MANY)


def locked_out(request: HttpRequest, response: object, credentials: object) -> HttpResponse:
    """Say that this name is closed to this address for a while."""
    return too_many(request)


def fault(request: HttpRequest) -> HttpResponse:
    """Say that something broke, and nothing of what."""
    request.user = AnonymousUser()  # the database may be what broke
    return _refuse(request, "fault", FAULT)


def _refuse(request: HttpRequest, key: str, status: int) -> HttpResponse:
    language: Language = "en" if request.path.startswith("/en/") else "th"
    response = refuse(request, refused(State(language), key, status))
    response["Cache-Control"] = "no-store"
    return response
