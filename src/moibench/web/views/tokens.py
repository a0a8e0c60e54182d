"""One's own tokens: listed, made and shown once, made void."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.people.address import client_address
from moibench.people.errors import PeopleError
from moibench.people.models import Person
from moibench.people.tokens.tokens import LIFETIMES, Scope, make_token, revoke, tokens_of
from moibench.presentation.language import text
from moibench.presentation.moments import format_day, format_moment
from moibench.web.accounts.access import asking, for_signed_in, has_second_factor
from moibench.web.accounts.frame import language_of_address, show_account


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@reauthentication_required
def my_tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens; POST makes one, which is shown this once, or makes one void."""
    person = asking(request)
    assert person is not None
    if request.method != "POST":
        return _show(request, person)
    address = client_address(request)
    number = request.POST.get("revoke", "")
    if number:
        if number.isascii() and number.isdecimal() and len(number) < 19:
            revoke(person, int(number), address=address)
        return redirect("my_tokens")
    if settings.BEHIND_TLS and not has_second_factor(person):
        return redirect(f"{reverse('mfa_index')}?wanted=1")
    days = request.POST.get("days", "")
    scopes = [s for s in Scope if s.value in request.POST.getlist("scope")]
    try:
        made = make_token(
            person,
            request.POST.get("name", ""),
            scopes,
            int(days) if days in map(str, LIFETIMES) else 0,
            address=address,
        )
    except PeopleError as error:
        return _show(request, person, refused=text(error.key, language_of_address()), status=400)
    return _show(request, person, made=made)


def _show(
    request: HttpRequest, person: Person, *, made: str = "", refused: str = "", status: int = 200
) -> HttpResponse:
    language = language_of_address()
    lines = [
        {
            "id": t.pk,
            "name": t.name,
            "scopes": [text(f"tokens.scope.{s}", language) for s in t.scopes],
            "made": format_moment(t.made_at, language),
            "until": format_moment(t.expires_at, language),
            "used": format_day(t.last_used_on, language) if t.last_used_on else "",
            "is_good": t.is_good,
        }
        for t in tokens_of(person)
    ]
    return show_account(
        request,
        "tokens",
        "tokens.title",
        status=status,
        lines=lines,
        made=made,
        refused=refused,
        typed=request.POST.get("name", "")[:80] if refused else "",
        scopes=[(s.value, f"tokens.scope.{s.value}") for s in Scope],
        lifetimes=LIFETIMES,
    )
