"""The language of an address, and how long a session lasts."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]

BEGAN, SEEN = "moibench_began", "moibench_seen"
SEEN_EVERY = 60  # seconds; to write a session at every page would be for nothing


class LanguageOfAddress:
    """Have the libraries speak the language of the address: English below /en/, else Thai."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the address's language in force."""
        with translation.override("en" if request.path_info.startswith("/en/") else "th"):
            return self.get_response(request)


class SessionLimits:
    """End a session that was idle too long or is too old, however busy.

    Whoever brings no cookie of a session costs nothing here.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, the session ended first where its time is over."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._limit(request, time.time())
        return self.get_response(request)

    @staticmethod
    def _limit(request: HttpRequest, now: float) -> None:
        session = request.session
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or seen is None:
            session[BEGAN] = session[SEEN] = now
        elif now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE:
            logout(request)
        elif now - seen > SEEN_EVERY:
            session[SEEN] = now
