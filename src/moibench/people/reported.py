"""Log what only the libraries know of: sign-ins, refusals, second factors.

They tell of it by signals alone; nothing is decided here.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from moibench.people import log
from moibench.people.address import client_address
from moibench.people.models import Person


def listen() -> None:
    """Connect to the libraries' signals."""
    from allauth.account.signals import password_changed
    from allauth.mfa import signals as mfa
    from axes.signals import user_locked_out
    from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _refused),
        (user_locked_out, _locked_out),
        (password_changed, _password_changed),
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
        (mfa.authenticator_reset, _codes_renewed),
        (mfa.authenticator_used, _factor_used),
        (mfa.authentication_failed, _factor_refused),
    ):
        signal.connect(receiver, dispatch_uid=f"people.log.{receiver.__name__}")


def _record(
    action: str, user: Person | None, request: HttpRequest | None, after: Any = None
) -> None:
    address = client_address(request) if request is not None else ""
    name = user.username if user else ""
    log.record(action, "person", name, by=user, address=address, after=after)


def _signed_in(user: Person, request: HttpRequest | None = None, **_: Any) -> None:
    _record("session.signed_in", user, request)


def _signed_out(user: Person | None, request: HttpRequest, **_: Any) -> None:
    if user is not None:
        _record("session.signed_out", user, request)


def _known(typed: object) -> Person | None:
    """Return whose name was typed. What is nobody's name may be a password and is not kept."""
    return Person.objects.filter(username=str(typed or "").lower()).first()


def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    known = _known(credentials.get("username"))
    address = client_address(request) if request is not None else ""
    subject = known.username if known else ""
    log.record("session.refused", "person", subject, by=None, address=address)


def _locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    known = _known(username)
    subject = known.username if known else ""
    address = client_address(request)
    log.record("session.locked_out", "person", subject, by=None, address=address)


def _password_changed(user: Person, request: HttpRequest, **_: Any) -> None:
    _record("person.password_changed", user, request)


def _factor_added(user: Person, request: HttpRequest, authenticator: Any, **_: Any) -> None:
    _record("two_factor.added", user, request, {"type": str(authenticator.type)})


def _factor_removed(user: Person, request: HttpRequest, authenticator: Any, **_: Any) -> None:
    _record("two_factor.removed", user, request, {"type": str(authenticator.type)})


def _codes_renewed(user: Person, request: HttpRequest, **_: Any) -> None:
    _record("two_factor.codes_renewed", user, request)


def _factor_used(user: Person, request: HttpRequest, authenticator: Any, **_: Any) -> None:
    _record("two_factor.used", user, request, {"type": str(authenticator.type)})


def _factor_refused(user: Person, request: HttpRequest, **_: Any) -> None:
    address = client_address(request)
    log.record("two_factor.refused", "person", user.username, by=None, address=address)
