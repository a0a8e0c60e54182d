"""Value chains as they are read: a unit's list, one chain, its pictures and documents."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.search import find_unit
from moibench.analysis.value_chain import chains as kept
from moibench.analysis.value_chain.chains import (
    ChainVersion,
    ChangedMeanwhile,
    ValueChain,
    find_chain,
    history,
    version_of,
)
from moibench.analysis.value_chain.content import Content
from moibench.analysis.value_chain.state import ChainState, chain_state
from moibench.people import accounts, log
from moibench.people.address import client_address
from moibench.people.rights import Action
from moibench.presentation.language import text
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.value_chain import chain_page, chains_page
from moibench.presentation.value_chain.lines import ChainLines, chain_lines
from moibench.reports.value_chain import KINDS, ChainPack, build
from moibench.web.accounts.access import allowed, asking, held
from moibench.web.benchmark import form_of
from moibench.web.explaining import explained
from moibench.web.page import BadParameter, show
from moibench.web.views.refused import forbidden

WRITES = Action.WRITE_FIGURES  # who writes of a unit writes its chains


@require_http_methods(["GET", "HEAD"])
@explained
def chains(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """List a unit's chains; those who may write see the deleted ones too."""
    if (known := find_unit(code)) != code:
        return redirect(address.value_chains(state, known))
    page = chains_page(code, kept.chains_of(code), current_catalogue(), state)
    may_write = allowed(request, WRITES, code)
    return show(
        request, "value_chain/chains", state, page, section="potential", may_write=may_write
    )


@require_http_methods(["GET", "HEAD", "POST"])
@explained
def chain(request: HttpRequest, state: State, code: str, number: int) -> HttpResponse:
    """Show a chain beside its unit's state; a post deletes it or brings a version back."""
    if (known := find_unit(code)) != code:
        return redirect(address.value_chain(state, known, number))
    found = find_chain(code, number)
    if request.method == "POST":
        return _move(request, state, found)
    return _shown(request, state, found)


def _shown(
    request: HttpRequest, state: State, found: ValueChain, refused: str = "", status: int = 200
) -> HttpResponse:
    shown, result, lines = _asked(request, state, found)
    catalogue = current_catalogue()
    versions = history(found) if asking(request) is not None else ()
    unit = catalogue.units[found.unit]
    page = chain_page(
        found,
        shown,
        result,
        lines,
        versions,
        _began_as(found),
        _own_units(request, found.unit),
        catalogue,
        state,
        form_of(request, state, result.year, region=None, cluster=None),
    )
    together = ""
    if request.GET.get("together") == "1" and len(versions) > 1:
        together = text("value_chain.merged", state.language, name=versions[1].by)
    return show(
        request,
        "value_chain/chain",
        state,
        page,
        status=status,
        section="potential",
        may_write=allowed(request, WRITES, unit.code),
        together=together,
        refused=refused,
    )


def _asked(
    request: HttpRequest, state: State, found: ValueChain
) -> tuple[ChainVersion, ChainState, ChainLines]:
    """Return the version that is asked for beside its unit's state.

    Raises:
        UnknownValueChain: there is no such version.
    """
    typed = request.GET.get("version", "").strip()
    if typed and not (typed.isascii() and typed.isdecimal()):
        raise BadParameter("version", typed)
    shown = version_of(found, int(typed[:9])) if typed else found.newest
    result = chain_state(found.unit, shown.content, state.year, choice=state.choice())
    return shown, result, chain_lines(result, current_catalogue(), state.language)


def _began_as(found: ValueChain) -> tuple[str, Content] | None:
    if found.copied_from is None:
        return None
    origin = kept.origin_of(found)
    return None if origin is None else (origin.unit, origin.content)


def _own_units(request: HttpRequest, unit: str) -> tuple[str, ...]:
    """Return the units that whoever asks may copy a chain to: this one, and the own ones."""
    own = (unit, *(h.unit for h in held(request) if h.in_force(accounts.today())))
    known = current_catalogue().units
    return tuple(u for u in dict.fromkeys(own) if u in known and allowed(request, WRITES, u))


def _move(request: HttpRequest, state: State, found: ValueChain) -> HttpResponse:
    """Delete a chain or bring a version back, named by `do`."""
    person = asking(request)
    if person is None or not allowed(request, WRITES, found.unit):
        return forbidden(request)
    after, version = (_number(request, field) for field in ("after", "version"))
    try:
        match request.POST.get("do"):
            case "delete":
                kept.delete_chain(found, after, person.name)
                act, leads = "chain.deleted", reverse("value_chains", args=(found.unit,))
            case "restore":
                kept.restore_chain(found, after, version or after, person.name)
                act = "chain.restored"
                leads = reverse("value_chain", args=(found.unit, found.id))
            case other:
                raise BadParameter("do", other or "")
    except ChangedMeanwhile as error:
        said = text("value_chain.conflict.moved_on", state.language, name=error.newest.by)
        return _shown(request, state, find_chain(found.unit, found.id), said, 409)
    record(request, act, found.id, found.unit)
    return redirect(leads)


def _number(request: HttpRequest, field: str) -> int:
    typed = request.POST.get(field, "")
    return int(typed[:9]) if typed.isascii() and typed.isdecimal() else 0


def record(request: HttpRequest, action: str, number: int, unit: str) -> None:
    """Write down who did what to which chain; the words are in its versions."""
    subject = f"{unit}/{number}"
    by, address_ = asking(request), client_address(request)
    log.record(action, "value_chain", subject, by=by, address=address_)


@require_http_methods(["GET", "HEAD"])
@explained
def document(request: HttpRequest, state: State, code: str, number: int, kind: str) -> HttpResponse:
    """Hand out a chain as a picture or a document."""
    if kind not in KINDS:
        raise Http404
    found = find_chain(find_unit(code), number)
    shown, result, lines = _asked(request, state, found)
    page = request.build_absolute_uri(address.value_chain(state, found.unit, found.id))
    is_narrow = request.GET.get("shape") == "narrow"
    pack = ChainPack(lines, result, shown.number, shown.at, page, is_narrow)
    response = HttpResponse(build(kind, pack), content_type=KINDS[kind])
    name = f"value-chain-{found.unit}-{found.id}.{kind}"
    where = "inline" if kind == "svg" else "attachment"
    response["Content-Disposition"] = f'{where}; filename="{name}"'
    response["Cache-Control"] = "no-cache"
    return response
