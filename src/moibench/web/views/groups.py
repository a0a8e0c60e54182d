"""Saved groups: those one may use, a new one, one with its members."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis import saved_groups
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import UnknownUnit
from moibench.analysis.saved_groups import FaultyGroup, Kept, UnknownGroup, what_is_left
from moibench.analysis.search import find_unit
from moibench.people.address import client_address
from moibench.people.models import Person
from moibench.people.rights import Action, may_somewhere
from moibench.presentation.pages.address import State
from moibench.presentation.pages.groups import group_page, groups_page, new_group_page
from moibench.presentation.pages.refusal import refusal
from moibench.web.accounts.access import allowed, asking, for_those_who_may, held
from moibench.web.accounts.frame import language_of_address
from moibench.web.groups import find, usable
from moibench.web.page import chosen, plain_path, refuse, show
from moibench.web.views.refused import forbidden


@require_http_methods(["GET", "HEAD"])
def groups(request: HttpRequest) -> HttpResponse:
    """List the groups that whoever asks may use; a guest sees those open to everybody."""
    person = asking(request)
    page = groups_page(
        tuple((g, what_is_left(g.members)) for g in usable(request)),
        person.username if person else None,
        current_catalogue(),
        State(language_of_address()),
    )
    return _show(request, "groups", page, may_keep=_may_keep(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Action.KEEP_GROUPS)
def new_group(request: HttpRequest) -> HttpResponse:
    """Name a group; units of the address (`units=20,21`) are chosen already."""
    person = _person(request)
    typed = request.POST if request.method == "POST" else request.GET
    group = _typed(request, None, person, typed)
    if request.method == "POST":
        try:
            saved = saved_groups.keep(group, current_catalogue())
        except FaultyGroup as error:
            return _form(request, group, error)
        saved_groups.log_change(person, client_address(request), None, saved)
        return redirect(reverse("group", args=(saved.id,)))
    return _form(request, group, None)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, number: int) -> HttpResponse:
    """Show a group; its owner changes or deletes it by POST, named by `do`."""
    try:
        found = find(request, str(number))
    except UnknownGroup as error:
        state = State(language_of_address())
        return refuse(request, refusal(error, current_catalogue(), state, plain_path(request)))
    if request.method != "POST":
        return _shown(request, found, found, None)
    if not _may_change(request, found):
        return forbidden(request)
    person = _person(request)
    match request.POST.get("do", ""):
        case "delete":
            saved_groups.delete(found)
            saved_groups.log_change(person, client_address(request), found, None)
            return redirect(reverse("groups"))
        case "change" if found.owner == person.username:
            wanted = _typed(request, found, person, request.POST)
            try:
                saved = saved_groups.keep(wanted, current_catalogue())
            except FaultyGroup as error:
                return _shown(request, found, wanted, error)
            saved_groups.log_change(person, client_address(request), found, saved)
            return redirect(reverse("group", args=(number,)))
        case _:
            return forbidden(request)


def _person(request: HttpRequest) -> Person:
    person = asking(request)
    if person is None:
        raise PermissionError("a group is somebody's")
    return person


def _may_keep(request: HttpRequest) -> bool:
    from moibench.people import accounts

    return may_somewhere(held(request), Action.KEEP_GROUPS, accounts.today())


def _may_change(request: HttpRequest, found: Kept) -> bool:
    """The owner may; an administrator of the group's unit may delete."""
    person = asking(request)
    if person is None:
        return False
    if person.username == found.owner:
        return True
    known = found.unit in current_catalogue().units
    return known and allowed(request, Action.ADMINISTER_PEOPLE, found.unit)


def _typed(request: HttpRequest, before: Kept | None, person: Person, typed: Any) -> Kept:
    """Read the form; what stands for a unit and is none stays as typed, to be refused by name."""
    codes = []
    for part in chosen(request, "units", typed):
        try:
            codes.append(find_unit(part))
        except UnknownUnit:
            codes.append(part)
    units = _own_units(request)
    unit = typed.get("unit", "")
    if unit not in units:
        unit = before.unit if before else next(iter(units), "TH")
    return Kept(
        id=before.id if before else None,
        name=typed.get("name", ""),
        owner=before.owner if before else person.username,
        unit=unit,
        shared=typed.get("shared", saved_groups.NOBODY),
        members=tuple(codes),
    )


def _own_units(request: HttpRequest) -> tuple[str, ...]:
    """Return the units in which whoever asks holds a role in force."""
    from moibench.people import accounts

    today = accounts.today()
    return tuple(dict.fromkeys(h.unit for h in held(request) if h.in_force(today)))


def _form(request: HttpRequest, group: Kept, error: FaultyGroup | None) -> HttpResponse:
    state = State(language_of_address())
    page = new_group_page(group, error, _own_units(request), current_catalogue(), state)
    return _show(request, "group", page, status=400 if error else 200)


def _shown(
    request: HttpRequest, found: Kept, wanted: Kept, error: FaultyGroup | None
) -> HttpResponse:
    person = asking(request)
    is_owner = person is not None and person.username == found.owner
    page = group_page(
        found,
        wanted,
        what_is_left(found.members),
        error,
        _own_units(request) if is_owner else (),
        current_catalogue(),
        State(language_of_address()),
        may_change=is_owner,
        may_delete=_may_change(request, found),
    )
    return _show(request, "group", page, status=400 if error else 200)


def _show(
    request: HttpRequest, template: str, page: object, *, status: int = 200, **more: Any
) -> HttpResponse:
    state = State(language_of_address())
    response = show(request, template, state, page, status=status, section="compare", **more)
    response["Cache-Control"] = "no-store"
    return response
