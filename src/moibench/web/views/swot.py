"""The SWOT of a unit and the TOWS matrix: proposals for all, decisions by the unit's officers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import AnalysisError
from moibench.analysis.looking import look
from moibench.analysis.search import find_unit
from moibench.analysis.swot import board
from moibench.analysis.swot.board import Clash, FaultyItem, Item, NoItem, OwnEvidence
from moibench.analysis.swot.candidates import swot_candidates
from moibench.analysis.swot.noting import note
from moibench.people.address import client_address
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import State
from moibench.presentation.pages.swot import KINDS, clash_shown, swot_page
from moibench.presentation.pages.tows import tows_page
from moibench.presentation.swot.sentences import both_sentences
from moibench.presentation.years import YearError, parse_year
from moibench.reports.swot import MEDIA, build_swot, file_name
from moibench.web.accounts.access import allowed, asking, for_those_who_may
from moibench.web.page import page_view, plain_path, refuse, show, state_of
from moibench.web.views.refused import forbidden

Acting = Callable[[HttpRequest, str, State, str], Item | None]
LONGEST_KEY = 150


class Refused(Exception):
    """An act that cannot be done: a key of swot.fault with its fields, and the status."""

    def __init__(self, key: str, status: int = 400, **fields: object) -> None:
        self.key = key
        self.status = status
        self.fields = fields
        super().__init__(key)


@require_http_methods(["GET", "HEAD", "POST"])
def swot(request: HttpRequest, language: Language, code: str) -> HttpResponse:
    """Show the SWOT of a unit; a post decides, words, adds, rejects or moves one item."""
    if request.method == "POST":
        response: HttpResponse = _post(request, language=language, code=code, page=_show_swot)
        return response
    shown: HttpResponse = _get_swot(request, language, code=code)
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
def tows(request: HttpRequest, language: Language, code: str) -> HttpResponse:
    """Show the TOWS matrix of a unit; a post adds, words or withdraws one strategy."""
    if request.method == "POST":
        response: HttpResponse = _post(request, language=language, code=code, page=_show_tows)
        return response
    shown: HttpResponse = _get_tows(request, language, code=code)
    return shown


@page_view
def document(request: HttpRequest, state: State, code: str, kind: str) -> HttpResponse:
    """Hand out the SWOT as Word, slides or a workbook: what was accepted, to the signed-in."""
    if kind not in KINDS:
        raise Http404
    known = find_unit(code)
    found = swot_candidates(known, state.year)
    held = board.items(known) if _sees_board(request, state) else ()
    address = request.build_absolute_uri(state.plain().address(f"/swot/{known}"))
    content = build_swot(kind, found, held, current_catalogue(), state.language, address)
    response = HttpResponse(content, content_type=MEDIA[kind])
    name = file_name(kind, found, state.language)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sees_board(request: HttpRequest, state: State) -> bool:
    return asking(request) is not None and not state.edition and not state.as_of


@page_view
def _get_swot(request: HttpRequest, state: State, code: str) -> HttpResponse:
    if (known := find_unit(code)) != code:
        return redirect(state.plain().address(f"/swot/{known}"))
    return _show_swot(request, state, code)


@page_view
def _get_tows(request: HttpRequest, state: State, code: str) -> HttpResponse:
    if (known := find_unit(code)) != code:
        return redirect(state.plain().address(f"/swot/{known}/tows"))
    return _show_tows(request, state, code)


def _show_swot(
    request: HttpRequest, state: State, code: str, *, status: int = 200, **said: Any
) -> HttpResponse:
    found = swot_candidates(code, state.year)
    held = board.items(code) if _sees_board(request, state) else None
    warned = {i.id: board.warned(i) for i in held or () if board.state_of(i) == "accepted"}
    typed = {}
    if said.get("faults") and request.POST.get("key"):
        typed[request.POST["key"]] = (
            request.POST.get("words", ""),
            request.POST.get("reason", ""),
        )
    page = swot_page(found, held, warned, current_catalogue(), state, typed)
    return _page(request, "swot", state, code, page, status=status, **said)


def _show_tows(
    request: HttpRequest, state: State, code: str, *, status: int = 200, **said: Any
) -> HttpResponse:
    held = board.items(code) if _sees_board(request, state) else ()
    warned = {i.id: board.warned(i) for i in held if board.state_of(i) == "accepted"}
    chosen = _pairs(request) if said.get("faults") else ()
    page = tows_page(code, held, warned, current_catalogue(), state, chosen)
    return _page(request, "tows", state, code, page, status=status, **said)


def _page(
    request: HttpRequest, name: str, state: State, code: str, page: Any, *, status: int, **said: Any
) -> HttpResponse:
    sees = _sees_board(request, state)
    response = show(
        request,
        name,
        state,
        page,
        status=status,
        section="potential",
        may_write=sees and allowed(request, Action.WRITE_SWOT, code),
        guest=asking(request) is None,
        past=bool(state.edition or state.as_of),
        saved=request.GET.get("saved") == "1",
        typed=request.POST,
        **said,
    )
    if sees:
        response["Cache-Control"] = "no-store"
    return response


@for_those_who_may(Action.WRITE_SWOT)
def _post(
    request: HttpRequest, *, language: Language, code: str, page: Callable[..., HttpResponse]
) -> HttpResponse:
    with look():
        try:
            state = state_of(request, language)
            known = find_unit(code)
            if known != code:
                return redirect(state.plain().address(plain_path(request).replace(code, known)))
            if not allowed(request, Action.WRITE_SWOT, code):
                return forbidden(request)
            return _acted(request, state, code, page)
        except (AnalysisError, YearError) as error:
            refused = refusal.refusal(error, current_catalogue(), State(language),
                                      plain_path(request))  # fmt: skip
            return refuse(request, refused)


def _acted(
    request: HttpRequest, state: State, code: str, page: Callable[..., HttpResponse]
) -> HttpResponse:
    person = asking(request)
    assert person is not None  # the guard of the view asked for a sign-in
    act = ACTS.get(request.POST.get("do", ""))
    try:
        if act is None:
            raise Refused("no_act")
        item = act(request, code, state, person.name or person.username)
    except Clash as error:
        clash = clash_shown(error.theirs, error.mine, state.language)
        return page(request, state, code, status=409, clash=clash)
    except NoItem:
        faults = (text("swot.fault.no_item", state.language),)
        return page(request, state, code, status=404, faults=faults)
    except Refused as error:
        said = text(f"swot.fault.{error.key}", state.language, **error.fields)
        return page(request, state, code, status=error.status, faults=(said,))
    except FaultyItem as error:
        faults = tuple(text(f"swot.fault.{k}", state.language, **f) for k, f in error.faults)
        return page(request, state, code, status=400, faults=faults)
    if item is not None:
        note(person, client_address(request), code, item)
    anchor = f"#item-{item.id}" if item is not None else ""
    address = state.plain().address(plain_path(request), ("saved", "1"))
    response = redirect(f"{address}{anchor}")
    response.status_code = 303
    return response


def _decide(request: HttpRequest, code: str, state: State, by: str) -> Item:
    found = swot_candidates(code, state.year)
    candidate = found.by_key(request.POST.get("key", "")[:LONGEST_KEY])
    if candidate is None:
        raise Refused("no_candidate", 409)
    rejected = request.POST.get("do") == "reject"
    return board.decide(
        code,
        candidate,
        "rejected" if rejected else "accepted",
        by,
        words=_typed(request, "words"),
        reason=_typed(request, "reason") if rejected else "",
        generated=both_sentences(candidate, current_catalogue()),
    )


def _add(request: HttpRequest, code: str, state: State, by: str) -> Item:
    typed_year = request.POST.get("year", "").strip()
    try:
        year = parse_year(typed_year) if typed_year else None
    except YearError as error:
        raise Refused("year", typed=typed_year[:20]) from error
    evidence = OwnEvidence(
        indicator=request.POST.get("indicator", ""),
        year=year,
        address=request.POST.get("address", "").strip(),
        note=_typed(request, "note"),
    )
    return board.add_own(
        code, request.POST.get("quadrant", "")[:16], _typed(request, "words"), evidence, by
    )


def _add_strategy(request: HttpRequest, code: str, state: State, by: str) -> Item:
    kind = request.POST.get("quadrant", "")[:16]
    return board.add_strategy(code, kind, _typed(request, "words"), _pairs(request), by)


def _pairs(request: HttpRequest) -> tuple[int, ...]:
    typed = request.POST.getlist("pairs")
    return tuple(int(p) for p in typed if p.isdecimal() and len(p) < 18)


def _reword(request: HttpRequest, code: str, state: State, by: str) -> Item:
    changes: dict[str, Any] = {"words": _typed(request, "words")}
    if "pairs" in request.POST:
        changes["pairs"] = _pairs(request)
    if request.POST.get("state") in ("accepted", "rejected", "withdrawn"):
        changes |= {"state": request.POST["state"], "reason": _typed(request, "reason")}
    return board.reword(code, _number(request, "item"), by, _number(request, "seen"), **changes)


def _reject(request: HttpRequest, code: str, state: State, by: str) -> Item:
    if request.POST.get("key"):
        return _decide(request, code, state, by)
    changes = {"state": "rejected", "reason": _typed(request, "reason")} | _words(request)
    return board.reword(code, _number(request, "item"), by, _number(request, "seen"), **changes)


def _restore(request: HttpRequest, code: str, state: State, by: str) -> Item:
    changes = {"state": "accepted", "reason": ""}
    return board.reword(code, _number(request, "item"), by, _number(request, "seen"), **changes)


def _withdraw(request: HttpRequest, code: str, state: State, by: str) -> Item:
    number, seen = _number(request, "item"), _number(request, "seen")
    return board.reword(code, number, by, seen, state="withdrawn", **_words(request))


def _words(request: HttpRequest) -> dict[str, str]:
    """Return the words of the form, where it has a field for them: what was typed is kept."""
    return {"words": _typed(request, "words")} if "words" in request.POST else {}


def _up(request: HttpRequest, code: str, state: State, by: str) -> None:
    board.move(code, _number(request, "item"), True, by)


def _down(request: HttpRequest, code: str, state: State, by: str) -> None:
    board.move(code, _number(request, "item"), False, by)


def _typed(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").replace("\r\n", "\n").strip()


def _number(request: HttpRequest, field: str) -> int:
    typed = request.POST.get(field, "")
    if not typed.isdecimal() or len(typed) > 18:
        raise Refused("no_item", 404)
    return int(typed)


ACTS: dict[str, Acting] = {
    "accept": _decide,
    "reject": _reject,
    "add": _add,
    "add_strategy": _add_strategy,
    "reword": _reword,
    "restore": _restore,
    "withdraw": _withdraw,
    "up": _up,
    "down": _down,
}
