"""Who is asking, what they may do, and views that are not for everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.geography import Geography
from moibench.analysis.vantage import today
from moibench.people import accounts
from moibench.people.models import Person
from moibench.people.rights import COUNTRY, Action, Held, may, may_somewhere
from moibench.web.views.refused import forbidden

View = Callable[..., HttpResponse]


def places() -> Geography:
    """Return which unit lies in which today, by the map in force."""
    return _places(current_catalogue().version, today())


@lru_cache(maxsize=2)
def _places(version: str, day: dt.date) -> Geography:
    return Geography(current_catalogue(), day)


def asking(request: HttpRequest) -> Person | None:
    """Return who is signed in; no query for one who brings no session."""
    return cast(Person, request.user) if request.user.is_authenticated else None


def held(request: HttpRequest) -> tuple[Held, ...]:
    """Return the roles of whoever asks, asked of the database once a request."""
    known = getattr(request, "moibench_held", None)
    if known is None:
        person = asking(request)
        known = accounts.held_by(person) if person else ()
        request.moibench_held = known  # type: ignore[attr-defined]
    return cast("tuple[Held, ...]", known)


def allowed(request: HttpRequest, action: Action, unit: str = COUNTRY) -> bool:
    """Tell whether whoever asks may do `action` to `unit` today."""
    return may(held(request), action, unit, places(), accounts.today())


def has_second_factor(person: Person) -> bool:
    """Tell whether the person signs in with a second factor."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def for_signed_in(view: View) -> View:
    """Make a view ask for a sign-in first, and lead back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **places: object) -> HttpResponse:
        if asking(request) is None:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        return view(request, *args, **places)

    return guarded


def for_those_who_may(action: Action) -> Callable[[View], View]:
    """Make a view open to those who may do `action` somewhere; which unit is the view's to ask.

    On a server such a view also wants the second factor.
    """

    def guard(view: View) -> View:
        @for_signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **places: object) -> HttpResponse:
            if not may_somewhere(held(request), action, accounts.today()):
                return forbidden(request)
            person = asking(request)
            if settings.BEHIND_TLS and person and not has_second_factor(person):
                return redirect(f"{reverse('mfa_index')}?wanted=1")
            return view(request, *args, **places)

        return guarded

    return guard
