"""Local products: an officer adds one, changes it, withdraws it; everybody reads its history."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import AnalysisError, UnknownChoice
from moibench.analysis.products import (
    ChangedMeanwhile,
    FaultyProduct,
    Version,
    Wording,
    add_product,
    product_history,
    rewrite_product,
)
from moibench.analysis.search import find_unit
from moibench.people import log
from moibench.people.address import client_address
from moibench.people.models import Person
from moibench.people.rights import Action
from moibench.presentation.language import text
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.champions import fault_texts, product_page
from moibench.presentation.pages.refusal import refusal
from moibench.web.accounts.access import allowed, asking, for_signed_in
from moibench.web.accounts.frame import language_of_address
from moibench.web.page import plain_path, refuse, show
from moibench.web.views.refused import forbidden

View = Callable[..., HttpResponse]
CLASH = 409


def _explained(view: View) -> View:
    """Have a view say in a page what it cannot answer."""

    @wraps(view)
    def answered(request: HttpRequest, code: str, **places: int) -> HttpResponse:
        try:
            return view(request, find_unit(code), **places)
        except AnalysisError as error:
            state = State(language_of_address())
            return refuse(request, refusal(error, current_catalogue(), state, plain_path(request)))

    return answered


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@_explained
def new_product(request: HttpRequest, code: str) -> HttpResponse:
    """Add a product to a unit's champions."""
    person = asking(request)
    if person is None or not allowed(request, Action.WRITE_FIGURES, code):
        return forbidden(request)
    if request.method != "POST":
        return _shown(request, code, (), None, ())
    typed = _typed(request)
    try:
        made = add_product(code, typed, person.name)
    except FaultyProduct as error:
        return _shown(request, code, (), typed, fault_texts(error.faults, language_of_address()))
    _record(request, "product.added", person, None, made)
    return redirect(address.champions(State(language_of_address()), code))


@require_http_methods(["GET", "HEAD", "POST"])
@_explained
def product(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a product with its history; an officer of the unit changes it by POST."""
    try:
        history = product_history(number)
    except UnknownChoice as error:
        raise Http404 from error
    if history[0].unit != code:
        raise Http404
    if request.method != "POST":
        return _shown(request, code, history, None, ())
    person = asking(request)
    if person is None or not allowed(request, Action.WRITE_FIGURES, code):
        return forbidden(request)
    language = language_of_address()
    typed = _typed(request)
    act = request.POST.get("act", "save")
    wanted = typed
    if act in ("withdraw", "restore"):
        held = history[0].wording
        wanted = Wording(held.name, held.sector, held.note, held.evidence, act == "withdraw")
    elif history[0].wording.withdrawn:
        wanted = Wording(typed.name, typed.sector, typed.note, typed.evidence, True)
    seen = request.POST.get("after", "")
    try:
        made = rewrite_product(number, wanted, person.name, int(seen) if seen.isdecimal() else 0)
    except FaultyProduct as error:
        return _shown(request, code, history, typed, fault_texts(error.faults, language))
    except ChangedMeanwhile as error:
        said = text("champions.meanwhile", language, by=error.newest.written_by)
        history = product_history(number)
        return _shown(request, code, history, typed, (said,), status=CLASH)
    acts = {"withdraw": "product.withdrawn", "restore": "product.restored"}
    if made.id != history[0].id:
        _record(request, acts.get(act, "product.changed"), person, history[0], made)
    return redirect(request.get_full_path())


def _typed(request: HttpRequest) -> Wording:
    return Wording(*(request.POST.get(f, "") for f in ("name", "sector", "note", "evidence")))


def _shown(
    request: HttpRequest,
    code: str,
    history: tuple[Version, ...],
    typed: Wording | None,
    faults: tuple[str, ...],
    *,
    status: int | None = None,
) -> HttpResponse:
    state = State(language_of_address())
    page = product_page(
        code,
        history,
        typed,
        faults,
        current_catalogue(),
        state,
        may_write=allowed(request, Action.WRITE_FIGURES, code),
    )
    answer = show(
        request,
        "product",
        state,
        page,
        status=status or (400 if faults else 200),
        section="potential",
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _record(
    request: HttpRequest, action: str, by: Person, before: Version | None, after: Version
) -> None:
    log.record(
        action,
        "product",
        f"product:{after.product}",
        by=by,
        address=client_address(request),
        before=_said(before),
        after=_said(after),
    )


def _said(version: Version | None) -> dict[str, str] | None:
    if version is None:
        return None
    held = version.wording
    return {"unit": version.unit, "name": held.name, "sector": held.sector}
