"""Where a request comes from, and whose account it tries."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks.

    Behind TLS a proxy stands in front and appends the address it saw to X-Forwarded-For: only
    that last one was not written by the reader. Elsewhere the header is anybody's word.
    """
    if settings.BEHIND_TLS:
        last = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if _is_address(last):
            return last
    return str(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"


def is_this_machine(request: HttpRequest) -> bool:
    """Tell whether the request was made on this very machine, with no proxy between.

    A proxy on this machine would make every reader look like one: behind TLS, or with a header
    that proxies write, the answer is no.
    """
    if settings.BEHIND_TLS or any(request.META.get(name) for name in FORWARDED):
        return False
    address = str(request.META.get("REMOTE_ADDR", ""))
    return _is_address(address) and ipaddress.ip_address(address).is_loopback


def typed_user_name(request: HttpRequest, credentials: Mapping[str, object] | None) -> str:
    """Return the user name that a sign-in is tried with, its letters small.

    The libraries name it differently when they check and when they count; both must find one name.
    """
    given = credentials or {}
    typed = given.get("username") or given.get("login") or request.POST.get("login") or ""
    return str(typed).strip().lower()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
