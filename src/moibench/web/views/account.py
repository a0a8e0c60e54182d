"""One's own page, one's sessions, a password by a one-time link, and the first administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from moibench.people import accounts, log
from moibench.people.address import client_address, is_this_machine
from moibench.people.errors import NotTheFirst, PeopleError
from moibench.people.models import Person
from moibench.people.rights import Action, may_somewhere
from moibench.presentation.language import text
from moibench.presentation.moments import format_moment
from moibench.web.accounts.access import asking, for_signed_in, has_second_factor, held
from moibench.web.accounts.forms import FirstAdministrator, TwicePassword
from moibench.web.accounts.frame import Framed, language_of_address, show_account
from moibench.web.accounts.said import said_act, said_roles
from moibench.web.views.refused import forbidden

LINES_SHOWN = 15


@require_http_methods(["GET", "HEAD"])
@for_signed_in
def my_account(request: HttpRequest) -> HttpResponse:
    """Show one's roles, sessions and second factor."""
    person, language = asking(request), language_of_address()
    assert person is not None
    on = accounts.today()
    sessions = [
        {
            "id": s.pk,
            "is_current": s.is_current(),
            "address": s.ip,
            "browser": s.user_agent,
            "began": format_moment(s.created_at, language),
        }
        for s in UserSession.objects.purge_and_list(person)
    ]
    return show_account(
        request,
        "my_account",
        "account.mine.title",
        person=person,
        roles=said_roles(accounts.roles_in_force(held(request), on), language),
        sessions=sessions,
        happened=tuple(said_act(a, language) for a in log.about(person, LINES_SHOWN)),
        second_factor=has_second_factor(person),
        may_administer=may_somewhere(held(request), Action.ADMINISTER_PEOPLE, on),
        may_edit_catalogue=may_somewhere(held(request), Action.READ_DRAFT_CATALOGUE, on),
        may_read_log=may_somewhere(held(request), Action.READ_LOG, on),
    )


@require_POST
@for_signed_in
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, or all of them, this one too."""
    person = asking(request)
    assert person is not None
    mine = UserSession.objects.filter(user=person)
    if chosen := request.POST.get("session", ""):
        mine = mine.filter(pk=chosen) if chosen.isdecimal() else mine.none()
    ended = list(mine)
    here = any(s.is_current() for s in ended)
    for session in ended:
        session.end()
    address = client_address(request)
    log.record(
        "session.ended", "person", person.username, by=person, address=address, after=len(ended)
    )
    if here:
        logout(request)
        return redirect("account_login")
    return redirect("my_account")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password1", "password2")
def first_administrator(request: HttpRequest) -> HttpResponse:
    """Make the first account, on this very machine and only while there is none."""
    if accounts.anybody():
        return redirect("account_login")
    if not is_this_machine(request):
        return forbidden(request)
    form = FirstAdministrator(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            accounts.add_first_administrator(
                typed["username"], typed["name"], typed["password1"], client_address(request)
            )
        except NotTheFirst:
            return redirect("account_login")
        except (ValidationError, PeopleError) as error:
            form.add_error(None, refusal_text(error))
        else:
            return redirect("account_login")
    return show_account(request, "first_administrator", "account.first.title", form=form)


def refusal_text(error: ValidationError | PeopleError) -> Any:
    """Return what to say of a refusal beside a form."""
    if isinstance(error, PeopleError):
        return text(error.key, language_of_address())
    return error.messages


class PasswordByLink(Framed, PasswordResetConfirmView):
    """Sets a password by a one-time link; the proof leaves the address before the form shows."""

    page, title = "password_by_link", "account.by_link.title"
    reset_url_token = "set"

    def get_user(self, uidb64: str) -> Person | None:
        """Return whom the link is for, unless the account is off."""
        person = super().get_user(uidb64)
        return person if person is not None and person.is_active else None

    def get_form(self, form_class: Any = None) -> TwicePassword:
        """Return the form of a new password."""
        return TwicePassword(self.request.POST or None, person=self.user)

    def form_valid(self, form: TwicePassword) -> HttpResponse:
        """Set the password; one signs in with it then."""
        accounts.set_password(
            self.user,
            form.cleaned_data["password1"],
            by=self.user,
            address=client_address(self.request),
        )
        self.request.session.flush()
        return redirect(reverse("account_login"))
