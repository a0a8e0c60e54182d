"""People administration: the list, a new account, a person's roles and account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.people import accounts, log
from moibench.people.address import client_address
from moibench.people.errors import NoSuchPerson, PeopleError
from moibench.people.models import Act, Membership, Person
from moibench.people.rights import Action, Role, may_administer
from moibench.presentation.language import text
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import not_found
from moibench.web.accounts.access import (
    allowed,
    asking,
    for_those_who_may,
    has_second_factor,
    held,
    places,
)
from moibench.web.accounts.forms import Grant, NewPerson
from moibench.web.accounts.frame import language_of_address, show_account
from moibench.web.accounts.said import role_options, said_act, said_role, said_roles, unit_options
from moibench.web.page import refuse
from moibench.web.views.account import refusal_text
from moibench.web.views.refused import forbidden

administrators = for_those_who_may(Action.ADMINISTER_PEOPLE)
# A change to anybody's account wants the administrator's own password again, once in a while.
confirmed = reauthentication_required(allow_get=True)


def my_units(request: HttpRequest) -> tuple[str, ...]:
    """Return the units in which whoever asks may give roles."""
    return tuple(
        c for c in current_catalogue().units if allowed(request, Action.ADMINISTER_PEOPLE, c)
    )


@require_http_methods(["GET", "HEAD"])
@administrators
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts that whoever asks may administer."""
    language, on = language_of_address(), accounts.today()
    lines = []
    for person, memberships in accounts.everyone():
        roles = tuple(m.held() for m in memberships)
        if may_administer(held(request), roles, places(), on):
            in_force = accounts.roles_in_force(roles, on)
            lines.append((person, said_roles(in_force, language)))
    return show_account(request, "people", "people.list.title", lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
@confirmed
def add_person(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role; its password is set by a link that is shown once."""
    person_form = NewPerson(request.POST or None)
    role_form = Grant(request.POST or None, units=my_units(request))
    if request.method == "POST" and person_form.is_valid() and role_form.is_valid():
        by, address = asking(request), client_address(request)
        typed = person_form.cleaned_data
        try:
            with transaction.atomic():
                person = accounts.add_person(
                    typed["username"], typed["name"], email=typed["email"], by=by, address=address
                )
                _grant(person, role_form, by, address)
        except (ValidationError, PeopleError) as error:
            person_form.add_error(None, refusal_text(error))
        else:
            return _show_person(request, person, link=_new_link(request, person))
    return show_account(
        request,
        "add_person",
        "people.add.title",
        form=person_form,
        **_role_choices(request, role_form),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
@confirmed
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show a person's roles and account; POST changes one thing, named by `do`."""
    try:
        found = accounts.find_person(username)
    except NoSuchPerson:
        return refuse(request, not_found(State(language_of_address())))
    if not may_administer(held(request), accounts.held_by(found), places(), accounts.today()):
        return forbidden(request)
    if request.method != "POST":
        return _show_person(request, found)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        return forbidden(request)
    try:
        with transaction.atomic():
            # Nobody else changes this account between the look and the change.
            Person.objects.select_for_update().get(pk=found.pk)
            seen = request.POST.get("seen", "")
            meanwhile = log.changes_of(found, int(seen)) if seen.isdecimal() else ()
            if meanwhile:
                return _show_person(request, found, meanwhile=meanwhile, status=409)
            return step(request, found)
    except PeopleError as error:
        said = text(error.key, language_of_address())
        return _show_person(request, found, refused=said)


def _give_role(request: HttpRequest, found: Person) -> HttpResponse:
    form = Grant(request.POST, units=my_units(request))
    if not form.is_valid():
        return _show_person(request, found, form=form)
    _grant(found, form, asking(request), client_address(request))
    return redirect(_address(found))


def _end_role(request: HttpRequest, found: Person) -> HttpResponse:
    chosen = request.POST.get("membership", "")
    membership = found.memberships.filter(pk=chosen if chosen.isdecimal() else None).first()
    if membership is None or not allowed(request, Action.ADMINISTER_PEOPLE, membership.unit):
        return forbidden(request)
    yesterday = accounts.today() - dt.timedelta(days=1)  # it ends at once, not at midnight
    accounts.end_membership(
        membership, yesterday, by=asking(request), address=client_address(request)
    )
    return redirect(_address(found) if _still_mine(request, found) else reverse("people"))


def _switch_off(request: HttpRequest, found: Person) -> HttpResponse:
    accounts.switch(found, False, by=asking(request), address=client_address(request))
    return redirect(_address(found))


def _switch_on(request: HttpRequest, found: Person) -> HttpResponse:
    accounts.switch(found, True, by=asking(request), address=client_address(request))
    return redirect(_address(found))


def _make_link(request: HttpRequest, found: Person) -> HttpResponse:
    return _show_person(request, found, link=_new_link(request, found))


def _drop_second_factor(request: HttpRequest, found: Person) -> HttpResponse:
    Authenticator.objects.filter(user=found).delete()
    log.record(
        "two_factor.dropped",
        "person",
        found.username,
        by=asking(request),
        address=client_address(request),
    )
    return redirect(_address(found))


STEPS: dict[str, Callable[[HttpRequest, Person], HttpResponse]] = {
    "give_role": _give_role,
    "end_role": _end_role,
    "switch_off": _switch_off,
    "switch_on": _switch_on,
    "make_link": _make_link,
    "drop_second_factor": _drop_second_factor,
}


def _grant(found: Person, form: Grant, by: Person | None, address: str) -> Membership:
    typed = form.cleaned_data
    role = Role(typed["role"])
    return accounts.grant(
        found, role, typed["unit"], typed["held_from"], typed["held_to"], by=by, address=address
    )


def _new_link(request: HttpRequest, found: Person) -> str:
    name, proof = accounts.password_link_parts(
        found, by=asking(request), address=client_address(request)
    )
    return request.build_absolute_uri(reverse("password_by_link", args=(name, proof)))


def _still_mine(request: HttpRequest, found: Person) -> bool:
    return may_administer(held(request), accounts.held_by(found), places(), accounts.today())


def _address(found: Person) -> str:
    return reverse("person", args=(found.username,))


def _role_choices(request: HttpRequest, form: Grant) -> dict[str, object]:
    language = language_of_address()
    typed = form.data if form.is_bound else {}
    units = my_units(request)
    unit = typed.get("unit", "")  # nobody is given a role in a unit that was not chosen
    return {
        "role_form": form,
        "roles": role_options(typed.get("role", Role.DATA_OFFICER), language),
        "units": unit_options(units, unit, language),
        "today": typed.get("held_from") or accounts.today().isoformat(),
    }


def _show_person(
    request: HttpRequest,
    found: Person,
    *,
    form: Grant | None = None,
    link: str = "",
    refused: str = "",
    meanwhile: tuple[Act, ...] = (),
    status: int = 200,
) -> HttpResponse:
    language, on = language_of_address(), accounts.today()
    memberships = [
        (m.pk, said_role(m.held(), language), m.held_to is None or m.held_to >= on)
        for m in found.memberships.order_by("-held_from", "-id")
    ]
    return show_account(
        request,
        "person",
        "people.person.title",
        status=status,
        person=found,
        seen=next((a.pk for a in log.changes_of(found)), 0),
        meanwhile=tuple(said_act(a, language) for a in meanwhile),
        memberships=memberships,
        second_factor=has_second_factor(found),
        link=link,
        refused=refused,
        may_read_log=allowed(request, Action.READ_LOG),
        **_role_choices(request, form or Grant(units=my_units(request))),
    )
