"""Saved groups of units: those shared with everybody are open, one's own want a token."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis import saved_groups
from moibench.analysis.errors import UnknownUnit
from moibench.analysis.review.asking import Asker, NotAllowed
from moibench.analysis.saved_groups import FaultyGroup, Kept, what_is_left
from moibench.analysis.search import find_unit
from moibench.api.checking import answered
from moibench.api.problems import language_of, problem
from moibench.api.tokens import GROUPS, asker_of
from moibench.people.rights import COUNTRY, Action, may_somewhere
from moibench.presentation.language import text

router = Router(tags=["results"])
Json = dict[str, Any]
GUEST = "guest"


def guest(request: HttpRequest) -> str | None:
    """Let one through who shows no token at all; a token that is bad is refused."""
    return None if "Authorization" in request.headers else GUEST


class GroupSaid(Schema):
    """A group as its owner wants it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=300)]
    members: Annotated[list[str], Field(max_length=500, description="Codes or names of units")]
    shared: Annotated[
        Literal["nobody", "unit", "everybody"], Field(description="Who else may use it")
    ] = "nobody"
    unit: Annotated[
        str | None, Field(max_length=100, description="Of those you hold a role in; else the first")
    ] = None


@router.get("/groups", auth=[GROUPS, guest])
def get_groups(request: HttpRequest) -> HttpResponse:
    """Return the groups open to everybody; with a token also one's own and its unit's."""
    return answered({"items": [_said(g) for g in _usable(request)]})


@router.get("/groups/{number}", auth=[GROUPS, guest])
def get_group(request: HttpRequest, number: int) -> HttpResponse:
    """Return a group that may be used."""
    return answered(_said(_find(request, number)))


@router.post("/groups", auth=GROUPS)
def post_group(request: HttpRequest, group: GroupSaid) -> HttpResponse:
    """Keep a new group."""
    who = asker_of(request)
    if not may_somewhere(who.held, Action.KEEP_GROUPS, who.on):
        raise NotAllowed(Action.KEEP_GROUPS, COUNTRY)
    wanted = Kept(None, group.name, who.name, _unit(who, group.unit), group.shared, _codes(group))
    return _kept(request, who, None, wanted, 201)


@router.put("/groups/{number}", auth=GROUPS)
def put_group(request: HttpRequest, number: int, group: GroupSaid) -> HttpResponse:
    """Change one's own group."""
    who, found = asker_of(request), _find(request, number)
    if found.owner != who.name:
        raise NotAllowed(Action.KEEP_GROUPS, found.unit)
    wanted = replace(
        found,
        name=group.name,
        shared=group.shared,
        members=_codes(group),
        unit=found.unit if group.unit is None else _unit(who, group.unit),
    )
    return _kept(request, who, found, wanted, 200)


@router.delete("/groups/{number}", auth=GROUPS)
def delete_group(request: HttpRequest, number: int) -> HttpResponse:
    """Delete one's own group, or as administrator of its unit anybody's."""
    who, found = asker_of(request), _find(request, number)
    known = found.unit in who.catalogue.units
    if found.owner != who.name and not (known and who.may(Action.ADMINISTER_PEOPLE, found.unit)):
        raise NotAllowed(Action.KEEP_GROUPS, found.unit)
    saved_groups.delete(found)
    saved_groups.log_change(who.person, who.address, found, None)
    return answered({"deleted": True})


def _kept(
    request: HttpRequest, who: Asker, before: Kept | None, wanted: Kept, status: int
) -> HttpResponse:
    try:
        saved = saved_groups.keep(wanted, who.catalogue)
    except FaultyGroup as error:
        language = language_of(request)
        said = [text(f"groups.fault.{kind}", language, named=named) for kind, named in error.faults]
        title = text("api.refused.faults", language, count=len(said))
        faults = [{"kind": kind, "named": named} for kind, named in error.faults]
        return problem(request, 422, "FaultyGroup", title, "; ".join(said), faults=faults)
    saved_groups.log_change(who.person, who.address, before, saved)
    return answered(_said(saved), status)


def _usable(request: HttpRequest) -> tuple[Kept, ...]:
    if request.auth == GUEST:  # type: ignore[attr-defined]
        return saved_groups.usable(None, lambda unit: False)
    who = asker_of(request)
    return saved_groups.usable(who.name, lambda unit: _holds_in(who, unit))


def _find(request: HttpRequest, number: int) -> Kept:
    found = {g.id: g for g in _usable(request)}
    if number not in found:
        raise saved_groups.UnknownGroup(str(number), ())
    return found[number]


def _holds_in(who: Asker, unit: str) -> bool:
    return unit in who.catalogue.units and who.may(Action.KEEP_GROUPS, unit)


def _unit(who: Asker, typed: str | None) -> str:
    """Return the unit of a group: one in which its owner holds a role."""
    own = list(dict.fromkeys(h.unit for h in who.held if h.in_force(who.on)))
    if typed is None:
        return own[0] if own else COUNTRY
    if typed not in own:
        raise NotAllowed(Action.KEEP_GROUPS, typed[:100])
    return typed


def _codes(group: GroupSaid) -> tuple[str, ...]:
    """Return codes; what is no unit stays as it was sent, to be refused by name."""
    codes = []
    for member in group.members:
        try:
            codes.append(find_unit(member))
        except UnknownUnit:
            codes.append(member[:100])
    return tuple(codes)


def _said(group: Kept) -> Json:
    left = what_is_left(group.members)
    return {
        "id": group.id,
        "name": group.name,
        "owner": group.owner,
        "unit": group.unit,
        "shared": group.shared,
        "members": list(group.members),
        "not_there": list(left.not_there),
        "unknown": list(left.unknown),
    }
