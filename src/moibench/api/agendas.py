"""Agendas: sets of indicators of one's own, run as the index is; kept in frozen versions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, ValidationError

from moibench.analysis.agendas import keeping
from moibench.analysis.agendas.comparing import compare_agendas
from moibench.analysis.agendas.freezing import freeze
from moibench.analysis.agendas.keeping import Found, Who
from moibench.analysis.agendas.running import run_agenda
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import ChosenKind
from moibench.analysis.looking import look
from moibench.analysis.review.asking import NotAllowed
from moibench.api.asking import Named, Year, units_of, year_of
from moibench.api.checking import answered
from moibench.api.groups import GUEST, guest
from moibench.api.kept_refusals import faulty
from moibench.api.problems import language_of
from moibench.api.tokens import AGENDAS, ANY, asker_of
from moibench.catalogue.agenda import MOST_ITEMS, Agenda
from moibench.engine import EngineError
from moibench.people import log
from moibench.people.rights import COUNTRY, Action, may_somewhere
from moibench.presentation.agendas.form import fault_said
from moibench.presentation.agendas.machine import agenda_json, comparison_json, result_json

router = Router(tags=["potential"])
Json = dict[str, Any]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class Chosen(Schema):
    """An indicator with its weight, a target, and its direction where the catalogue has none."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    indicator: Annotated[str, Field(max_length=100)]
    weight: Annotated[float, Field(ge=0, le=1e9)] = 1.0
    direction: Literal["higher_is_better", "lower_is_better"] | None = None
    target: Annotated[float | None, Field(ge=-1e18, le=1e18)] = None


class AgendaSaid(Schema):
    """An agenda as its maker wants it; goalposts and levels are frozen when it is kept."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    name: Name
    purpose: Annotated[str, Field(max_length=600)] = ""
    items: Annotated[list[Chosen], Field(min_length=1, max_length=MOST_ITEMS)]
    weighting: Literal["equal", "given", "ahp"] = "equal"
    judgements: Annotated[
        list[list[Annotated[float, Field(gt=0, le=99)]]],
        Field(
            default_factory=list,
            max_length=9,
            description="Of ahp: how many times more the row counts than the column",
        ),
    ]
    units: Annotated[
        list[str], Field(default_factory=list, max_length=500, description="None: every province")
    ]
    with_bangkok: bool = False
    against: ChosenKind = "country"


class NewAgenda(AgendaSaid):
    """A new agenda, and who else may see it."""

    shared: Literal["nobody", "unit", "everybody"] = "nobody"


class NewVersion(AgendaSaid):
    """A new version of an agenda."""

    after: Annotated[int, Field(ge=0, le=2**31, description="`version` of the agenda as read")]
    note: Annotated[str, Field(max_length=keeping.LONGEST_NOTE)] = ""


@router.get("/agendas", auth=[ANY, guest])
def get_agendas(request: HttpRequest) -> HttpResponse:
    """Return the agendas of the catalogue and those open to whoever asks."""
    own = [_said(f) for f in keeping.usable(_who(request))]
    return answered({"items": [*(_said(Found(a)) for a in keeping.built_in()), *own]})


@router.get("/agendas/{reference}", auth=[ANY, guest])
def get_agenda(request: HttpRequest, reference: str) -> HttpResponse:
    """Return an agenda, such as `waste`, `12` or version 3 of it, `12_v3`, with its versions."""
    found = keeping.find(reference, _who(request))
    versions = [
        {"version": v.number, "at": v.made_at.isoformat(), "by": v.made_by, "note": v.note}
        for v in keeping.versions_of(found)
    ]
    return answered({**_said(found), "versions": versions})


@router.get("/agendas/{reference}/results", auth=[ANY, guest])
def get_results(request: HttpRequest, reference: str, year: Year = None) -> HttpResponse:
    """Return an agenda's scores and ranks with their ranges, what drives them, what is missing."""
    found = keeping.find(reference, _who(request))
    return answered(result_json(run_agenda(found.agenda, year_of(year)), current_catalogue()))


@router.get("/agendas/{reference}/compare", auth=[ANY, guest])
def get_compared(
    request: HttpRequest,
    reference: str,
    other: Annotated[str | None, Query(max_length=60, description="Else itself")] = None,
    from_year: Year = None,
    to_year: Year = None,
    units: Named = None,
) -> HttpResponse:
    """Return what changed between two versions of an agenda, or two years of one, in parts."""
    who = _who(request)
    before = keeping.find(reference, who).agenda
    after = keeping.find(other, who).agenda if other else before
    return answered(
        comparison_json(
            compare_agendas(before, after, year_of(from_year), year_of(to_year), units_of(units))
        )
    )


@router.post("/agendas", auth=AGENDAS)
def post_agenda(request: HttpRequest, wanted: NewAgenda) -> HttpResponse:
    """Keep a new agenda, its goalposts and levels frozen from the figures of now."""
    with look():
        who = asker_of(request)
        if not may_somewhere(who.held, Action.KEEP_AGENDAS, who.on):
            raise NotAllowed(Action.KEEP_AGENDAS, COUNTRY)
        agenda = _agenda(request, wanted)
        if isinstance(agenda, HttpResponse):
            return agenda
        held = [h.unit for h in who.held if h.in_force(who.on)]
        unit = held[0] if held else COUNTRY
        found = keeping.begin(agenda, who.name, unit, wanted.shared, "")
        _record(request, "agenda.made", found, wanted.shared)
        return answered(_said(found), 201)


@router.post("/agendas/{reference}/versions", auth=AGENDAS)
def post_version(request: HttpRequest, reference: str, wanted: NewVersion) -> HttpResponse:
    """Keep a new version of an agenda; 409 where somebody kept one since it was read."""
    with look():
        found = keeping.find(reference, _who(request))
        if found.own is None or not keeping.may_change(found.own, _who(request)):
            raise NotAllowed(Action.KEEP_AGENDAS, found.own.unit if found.own else COUNTRY)
        agenda = _agenda(request, wanted)
        if isinstance(agenda, HttpResponse):
            return agenda
        name = asker_of(request).name
        saved = keeping.save(found, agenda, wanted.after, wanted.note.replace("\0", ""), name)
        _record(request, "agenda.versioned", saved, wanted.note)
        return answered(_said(saved), 201)


def _who(request: HttpRequest) -> Who:
    if request.auth == GUEST:  # type: ignore[attr-defined]
        return keeping.NOBODY
    who = asker_of(request)
    units = who.catalogue.units
    return Who(who.name, lambda unit: unit in units and who.may(Action.KEEP_AGENDAS, unit))


def _agenda(request: HttpRequest, wanted: AgendaSaid) -> Agenda | HttpResponse:
    """Return the agenda with its numbers, or the answer that says all that is wrong with it."""
    catalogue, language = current_catalogue(), language_of(request)
    unknown = [i.indicator for i in wanted.items if i.indicator not in catalogue.indicators]
    if unknown:
        said = [
            fault_said("unknown_indicator", {"typed": u[:60]}, catalogue, language) for u in unknown
        ]
        faults = [{"kind": "unknown_indicator", "typed": u[:60]} for u in unknown]
        return faulty(request, "FaultyAgenda", said, faults)
    name = " ".join(wanted.name.replace("\0", "").split()) or "–"
    purpose = wanted.purpose.replace("\0", "").strip() or name
    content = wanted.model_dump(exclude={"shared", "after", "note", "name", "purpose", "units"})
    for item in content["items"]:
        judged = catalogue.indicators[item["indicator"]].direction != "context"
        item["direction"] = None if judged else item["direction"]
        item["weight"] = item["weight"] if judged or item["direction"] else 0.0
    try:
        agenda = Agenda.model_validate(
            {
                "id": "trial",
                "name": {"th": name, "en": name},
                "purpose": {"th": purpose, "en": purpose},
                "units": units_of(",".join(wanted.units)),
                **content,
            }
        )
        return freeze(agenda, catalogue).asked
    except ValidationError as error:
        found = [f["msg"] for f in error.errors()]
        return faulty(request, "FaultyAgenda", found, found)
    except EngineError as error:
        return faulty(request, "FaultyAgenda", [str(error)], [str(error)])


def _said(found: Found) -> Json:
    own = found.own
    return {
        "reference": found.reference,
        "built_in": own is None,
        "version": found.version.number if found.version else None,
        "owner": own.owner if own else None,
        "shared": own.shared if own else "everybody",
        **agenda_json(found.agenda),
    }


def _record(request: HttpRequest, action: str, found: Found, said: str) -> None:
    who = asker_of(request)
    log.record(
        action,
        "agenda",
        f"{found.reference}: {found.agenda.name.th}",
        by=who.person,
        address=who.address,
        after={"version": found.version.number if found.version else 0, "said": said},
    )
