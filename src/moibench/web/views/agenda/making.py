"""Make an agenda, try it, save it, make a new version, share it."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from moibench.analysis.agendas import keeping
from moibench.analysis.agendas.freezing import freeze, judged
from moibench.analysis.agendas.keeping import Found, Meanwhile
from moibench.analysis.agendas.running import inconsistency
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import CHOSEN_KINDS
from moibench.analysis.errors import UnknownAgenda
from moibench.analysis.saved_groups import NOBODY, SHARES
from moibench.catalogue.agenda import Agenda
from moibench.engine import EngineError
from moibench.people import accounts, log
from moibench.people.address import client_address
from moibench.people.models import Person
from moibench.people.rights import Action, may_somewhere
from moibench.presentation.agendas.form import (
    FormPage,
    among_options,
    crumbs,
    fault_said,
    item_lines,
    offered,
    pairs_of,
    plan_options,
)
from moibench.presentation.agendas.words import remark_said
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.address import PREFIX, Option, State
from moibench.presentation.pages.refusal import refusal
from moibench.web.accounts.access import asking, held, places
from moibench.web.agenda_form import (
    MOST_JUDGED,
    WEIGHTINGS,
    Fault,
    Typed,
    agenda_of,
    typed_from,
    typed_of,
)
from moibench.web.agenda_form import units_among as chosen_units
from moibench.web.agendas import find, who
from moibench.web.groups import usable
from moibench.web.page import plain_path, refuse, show
from moibench.web.views.refused import forbidden

METHODS = ["GET", "HEAD", "POST"]
LEAST_JUDGED = 3  # two indicators cannot contradict each other


@require_http_methods(METHODS)
def new(request: HttpRequest, language: Language) -> HttpResponse:
    """Make an agenda: from nothing, from what the address says, or as a copy of another."""
    given = request.POST if request.method == "POST" else request.GET
    typed = typed_of(given)
    copied = given.get("of", "")
    if copied and request.method != "POST" and not typed.items:
        try:
            agenda = find(request, copied).agenda
        except UnknownAgenda as error:
            return _unknown(request, error, language)
        name = text("agendas.form.copy_of", language, name=agenda.name.in_language(language))
        typed = replace(typed_from(agenda), name=name[:120])
    if request.method == "POST":
        match given.get("do"):
            case "try":
                if faults := read(request, typed)[1]:
                    return form(request, language, typed, None, faults)
                return redirect(typed.address(f"{PREFIX[language]}/agenda/try"))
            case "save":
                return _save_new(request, language, typed, copied)
    return form(request, language, typed, None, [])


@require_http_methods(METHODS)
def edit(request: HttpRequest, language: Language, reference: str) -> HttpResponse:
    """Make a new version of an officer's agenda."""
    try:
        found = find(request, reference)
    except UnknownAgenda as error:
        return _unknown(request, error, language)
    if (
        found.own is None
        or found.version is None
        or not keeping.may_change(found.own, who(request))
    ):
        return forbidden(request)
    if request.method != "POST":
        return form(request, language, typed_from(found.agenda), found, [])
    typed = typed_of(request.POST)
    match request.POST.get("do"):
        case "try":
            if faults := read(request, typed)[1]:
                return form(request, language, typed, found, faults)
            return redirect(typed.address(f"{PREFIX[language]}/agenda/try"))
        case "save":
            return _save_version(request, language, typed, found)
        case "share":
            shared = request.POST.get("shared", "")
            if shared not in SHARES or not _is_owner(request, found):
                return forbidden(request)
            keeping.share(found, shared)
            _record(request, "agenda.shared", found, shared)
            return redirect(f"{PREFIX[language]}/agenda/{found.reference}")
        case "withdraw":
            if not _is_owner(request, found):
                return forbidden(request)
            keeping.withdraw(found)
            _record(request, "agenda.withdrawn", found, "")
            return redirect(f"{PREFIX[language]}/agenda/")
    return form(request, language, typed, found, [])


def read(request: HttpRequest, typed: Typed) -> tuple[Agenda | None, list[Fault]]:
    """Return the agenda that was typed, among the units chosen, or all that is wrong with it."""
    catalogue = current_catalogue()
    groups = {str(g.id): g.members for g in usable(request)}
    units, bangkok, known = chosen_units(typed.among, catalogue, places(), groups)
    agenda, faults = agenda_of(typed, catalogue, units, bangkok)
    if not known:
        faults = [*faults, ("bad_among", {"typed": typed.among[:40]})]
    if agenda is not None and agenda.weighting == "ahp" and not faults:
        try:
            judged(agenda)
        except EngineError as error:
            faults = [("other", {"said": str(error)})]
    return (None if faults else agenda), faults


def _save_new(request: HttpRequest, language: Language, typed: Typed, copied: str) -> HttpResponse:
    person = asking(request)
    if person is None or not may_somewhere(held(request), Action.KEEP_AGENDAS, accounts.today()):
        if person is not None:
            return forbidden(request)
        from django.contrib.auth.views import redirect_to_login
        from django.urls import reverse

        # What was typed waits in the address that signing in leads back to.
        back = typed.address(f"{PREFIX[language]}/agenda/new")
        return redirect_to_login(back, reverse("account_login"))
    agenda, faults = _named(request, typed)
    if agenda is None:
        return form(request, language, typed, None, faults)
    frozen = freeze(agenda, current_catalogue())
    units = _own_units(request)
    unit = request.POST.get("unit", "")
    unit = unit if unit in units else next(iter(units), "TH")
    shared = request.POST.get("shared", NOBODY)
    shared = shared if shared in SHARES else NOBODY
    found = keeping.begin(frozen.asked, person.username, unit, shared, copied)
    _record(request, "agenda.made", found, shared)
    return redirect(f"{PREFIX[language]}/agenda/{found.reference}")


def _save_version(
    request: HttpRequest, language: Language, typed: Typed, found: Found
) -> HttpResponse:
    agenda, faults = _named(request, typed)
    if agenda is None:
        return form(request, language, typed, found, faults)
    after = request.POST.get("after", "")
    number = int(after) if after.isdigit() else 0
    person = cast(Person, asking(request))
    frozen = freeze(agenda, current_catalogue())
    try:
        saved = keeping.save(found, frozen.asked, number, typed.note, person.username)
    except Meanwhile as error:
        newest = find(request, found.reference)
        moment = format_moment(error.newest.made_at, language)
        told = {"name": error.newest.made_by, "version": error.newest.number, "moment": moment}
        return form(request, language, typed, newest, [("meanwhile", dict(told))], status=409)
    _record(request, "agenda.versioned", saved, typed.note)
    return redirect(f"{PREFIX[language]}/agenda/{found.reference}")


def _named(request: HttpRequest, typed: Typed) -> tuple[Agenda | None, list[Fault]]:
    agenda, faults = read(request, typed)
    if not typed.name:
        faults = [("no_name", {}), *faults]
    return (None if faults else agenda), faults


def form(
    request: HttpRequest,
    language: Language,
    typed: Typed,
    found: Found | None,
    faults: list[Fault],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render the form as it was typed, with what is wrong with it."""
    catalogue, state = current_catalogue(), State(language)
    given = request.POST if request.method == "POST" else request.GET
    query, plan = given.get("q", "").strip(), given.get("plan", "")
    ids = [i.indicator for i in typed.items]
    offers = offered(catalogue, language, query=query, plan=plan, taken=ids)
    number = sum(len(o.options) for o in offers)
    title = text("agendas.form.new", language)
    if found is not None:
        name = found.agenda.name.in_language(language)
        title = text("agendas.form.version", language, name=name)
    groups = tuple((str(g.id), g.name) for g in usable(request))
    units = _own_units(request)
    page = FormPage(
        title=title,
        name=title,
        crumbs=crumbs(state),
        action=plain_path(request) if language == "th" else request.path,
        faults=tuple(fault_said(k, f, catalogue, language) for k, f in faults),
        typed_name=typed.name,
        purpose=typed.purpose,
        note=typed.note,
        is_version=found is not None,
        after=found.version.number if found and found.version else 0,
        items=item_lines(
            ((i.indicator, i.weight, i.direction, i.target) for i in typed.items),
            catalogue,
            language,
        ),
        weightings=tuple(
            Option(w, text(f"agendas.form.{w}", language), w == typed.weighting) for w in WEIGHTINGS
        ),
        is_given=typed.weighting == "given",
        is_ahp=typed.weighting == "ahp",
        pairs=pairs_of(ids[:MOST_JUDGED], typed.judgements, catalogue, language)
        if typed.weighting == "ahp"
        else (),
        consistency=_consistency(request, typed, language),
        query=query,
        plans=plan_options(catalogue, plan, language),
        offered=offers,
        found=text("agendas.form.found", language, count=number)
        if number
        else text("agendas.form.none_found", language),
        among=among_options(catalogue, groups, typed.among, language),
        against=tuple(
            Option(k, text(f"benchmark.kind.{k}", language), k == typed.against)
            for k in CHOSEN_KINDS
            if k != "units"
        ),
        shares=tuple(
            Option(
                s,
                text(f"groups.shared.{s}", language, unit=_unit_name(units, language)),
                s == given.get("shared", found.own.shared if found and found.own else NOBODY),
            )
            for s in SHARES
        ),
        units=tuple(
            Option(u, full_unit_name(catalogue, u, language), u == given.get("unit", ""))
            for u in units
            if u in catalogue.units
        ),
        signed_in=asking(request) is not None,
    )
    code = status if status != 200 else 400 if faults else 200
    answer = show(
        request,
        "agenda/form",
        state,
        page,
        status=code,
        section="agenda",
        copied=given.get("of", ""),
        is_owner=found is not None and _is_owner(request, found),
    )
    if request.method == "POST":
        answer["Cache-Control"] = "no-store"
    return answer


def _consistency(request: HttpRequest, typed: Typed, language: Language) -> str:
    """Say how consistent the pairwise judgements are; nothing where there are none."""
    agenda = read(request, typed)[0]
    if agenda is None or agenda.weighting != "ahp" or len(agenda.items) < LEAST_JUDGED:
        return ""
    ratio = judged(agenda).consistency_ratio
    said = text("agendas.form.consistent", language, ratio=f"{ratio:.2f}")
    worst = inconsistency(agenda)
    if not worst:
        return said
    return f"{said} {remark_said(worst[0], current_catalogue(), language)}"


def _unit_name(units: tuple[str, ...], language: Language) -> str:
    catalogue = current_catalogue()
    known = [u for u in units if u in catalogue.units]
    return full_unit_name(catalogue, known[0], language) if known else "–"


def _own_units(request: HttpRequest) -> tuple[str, ...]:
    """Return the units in which whoever asks holds a role in force."""
    today = accounts.today()
    return tuple(dict.fromkeys(h.unit for h in held(request) if h.in_force(today)))


def _is_owner(request: HttpRequest, found: Found) -> bool:
    person = asking(request)
    return found.own is not None and person is not None and person.username == found.own.owner


def _unknown(request: HttpRequest, error: UnknownAgenda, language: Language) -> HttpResponse:
    page = refusal(error, current_catalogue(), State(language), plain_path(request))
    return refuse(request, page)


def _record(request: HttpRequest, action: str, found: Found, after: str) -> None:
    version = found.version.number if found.version else 0
    log.record(
        action,
        "agenda",
        f"{found.reference}: {found.agenda.name.th}",
        by=asking(request),
        address=client_address(request),
        after={"version": version, "said": after},
    )
