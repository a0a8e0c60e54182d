"""Value chains: read by everybody beside the unit's state, written by token in versions."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.looking import look
from moibench.analysis.search import find_unit
from moibench.analysis.value_chain.chains import (
    ValueChain,
    chains_of,
    change_chain,
    delete_chain,
    find_chain,
    history,
    make_chain,
    restore_chain,
)
from moibench.analysis.value_chain.content import (
    MOST_ACTORS,
    MOST_FACTORS,
    MOST_INDICATORS,
    Content,
    Factor,
    StageName,
    SubjectKind,
    written,
)
from moibench.analysis.value_chain.state import chain_state
from moibench.api.asking import Named, Year, units_of, year_of
from moibench.api.checking import answered
from moibench.api.tokens import VALUE_CHAINS, asker_of
from moibench.people import log
from moibench.people.rights import Action
from moibench.presentation.value_chain.terminal import chains_json

router = Router(tags=["potential"])
Number = Annotated[int, Field(ge=0, le=2**31)]
Line = Annotated[str, Field(max_length=300)]


class FactorSaid(Schema):
    """A critical success factor; `id` as it was read, so that two people's edits are told apart."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(max_length=16)] = ""
    stage: StageName
    name: Line
    note: Annotated[str, Field(max_length=2000)] = ""
    indicators: Annotated[list[Line], Field(default_factory=list, max_length=MOST_INDICATORS)]


class Chain(Schema):
    """A chain as the unit's officer wants it."""

    model_config = ConfigDict(extra="forbid")

    kind: SubjectKind
    subject: Annotated[
        str, Field(max_length=100, description="<unit>:<sector>, product:<number>, or nothing")
    ] = ""
    title: Line = ""
    purpose: Annotated[str, Field(max_length=2000)] = ""
    actors: Annotated[
        dict[StageName, Annotated[list[Line], Field(max_length=MOST_ACTORS)]],
        Field(default_factory=dict),
    ]
    factors: Annotated[list[FactorSaid], Field(default_factory=list, max_length=MOST_FACTORS)]
    after: Annotated[Number, Field(description="`version` as read; 0 of a new one")] = 0


class Restored(Schema):
    """A version that is brought back as a new one."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[Number, Field(description="`version` of the chain as read")]
    version: Annotated[Number, Field(description="That is brought back")]


@router.get("/value-chains/{unit}")
def get_chains(
    request: HttpRequest,
    unit: str,
    year: Year = None,
    benchmark: ChosenKind = "country",
    against: Named = None,
) -> dict[str, Any]:
    """Return a unit's chains: stages, factors, what measures them against the benchmark, gaps."""
    code = find_unit(unit)
    choice = BenchmarkChoice(kind=benchmark, units=units_of(against))
    there = (c for c in chains_of(code) if not c.is_deleted)
    found = [(c, chain_state(code, c.content, year_of(year), choice=choice)) for c in there]
    return chains_json(code, found, current_catalogue())


@router.get("/value-chains/{unit}/{number}")
def get_chain(request: HttpRequest, unit: str, number: int) -> dict[str, Any]:
    """Return a chain as it was written, deleted or not, with every version."""
    return _said(find_chain(find_unit(unit), number))


@router.post("/value-chains/{unit}", auth=VALUE_CHAINS)
def post_chain(request: HttpRequest, unit: str, wanted: Chain) -> HttpResponse:
    """Draw up a chain."""
    with look():
        who, code = asker_of(request), find_unit(unit)
        who.require(Action.WRITE_FIGURES, code)
        number = make_chain(code, _content(wanted), current_catalogue(), who.person.name)
        _record(request, "chain.made", code, number)
        return answered(_said(find_chain(code, number)), 201)


@router.put("/value-chains/{unit}/{number}", auth=VALUE_CHAINS)
def put_chain(request: HttpRequest, unit: str, number: int, wanted: Chain) -> HttpResponse:
    """Change a chain; what others changed meanwhile is put together with it, or answered 409.

    409 says the newest version and both changes in one (`merged`): send that with its `after`.
    """
    with look():
        who, code = asker_of(request), find_unit(unit)
        who.require(Action.WRITE_FIGURES, code)
        chain = find_chain(code, number)
        saved, together = change_chain(
            chain, wanted.after, _content(wanted), current_catalogue(), who.person.name
        )
        if saved != chain.newest.number:
            _record(request, "chain.changed", code, number)
        return answered({**_said(find_chain(code, number)), "together_with": together or None})


@router.delete("/value-chains/{unit}/{number}", auth=VALUE_CHAINS)
def remove_chain(
    request: HttpRequest,
    unit: str,
    number: int,
    after: Annotated[int, Query(ge=1, le=2**31, description="`version` of the chain as read")],
) -> HttpResponse:
    """Delete a chain; it stays readable and can be brought back."""
    with look():
        who, code = asker_of(request), find_unit(unit)
        who.require(Action.WRITE_FIGURES, code)
        delete_chain(find_chain(code, number), after, who.person.name)
        _record(request, "chain.deleted", code, number)
        return answered({"deleted": True})


@router.post("/value-chains/{unit}/{number}/restored", auth=VALUE_CHAINS)
def bring_back(request: HttpRequest, unit: str, number: int, wanted: Restored) -> HttpResponse:
    """Bring an earlier version of a chain back, as a new version."""
    with look():
        who, code = asker_of(request), find_unit(unit)
        who.require(Action.WRITE_FIGURES, code)
        chain = find_chain(code, number)
        restore_chain(chain, wanted.after, wanted.version, who.person.name)
        _record(request, "chain.restored", code, number)
        return answered(_said(find_chain(code, number)))


def _content(wanted: Chain) -> Content:
    return Content(
        wanted.kind,
        _plain(wanted.subject),
        _plain(wanted.title),
        _plain(wanted.purpose),
        {stage: tuple(map(_plain, actors)) for stage, actors in wanted.actors.items()},
        tuple(
            Factor(_plain(f.id), f.stage, _plain(f.name), _plain(f.note),
                   tuple(map(_plain, f.indicators)))
            for f in wanted.factors
        ),
    )  # fmt: skip


def _plain(typed: str) -> str:
    return typed.replace("\0", "")


def _said(chain: ValueChain) -> dict[str, Any]:
    versions = [
        {"version": v.number, "act": v.act, "at": v.at.isoformat(), "by": v.by}
        for v in history(chain)
    ]
    return {
        "id": chain.id,
        "unit": chain.unit,
        "version": chain.newest.number,
        "deleted": chain.is_deleted,
        "copied_from": chain.copied_from,
        **written(chain.content),
        "versions": versions,
    }


def _record(request: HttpRequest, action: str, unit: str, number: int) -> None:
    who = asker_of(request)
    log.record(action, "value_chain", f"{unit}/{number}", by=who.person, address=who.address)
