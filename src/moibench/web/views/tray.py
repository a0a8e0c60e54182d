"""The tray: charts and tables of pages, put in order, as documents and slides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.tray import (
    Kept,
    Shown,
    TrayError,
    describe_item,
    move_item,
    put_into_tray,
    remove_item,
    renew_item,
    tray,
)
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.address import State
from moibench.presentation.tray import tray_code
from moibench.reports.documents import KINDS
from moibench.reports.tray import TRAY_KINDS, build_tray
from moibench.reports.write import ReportError
from moibench.web.accounts.access import asking, for_signed_in
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.page import show
from moibench.web.shown import shown_on
from moibench.web.unit_templates import lenders_to
from moibench.web.views.unit_templates import template_or_refusal, unfit

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the tray as its page shows it. state: same, newer or gone."""

    item: Kept
    number: int
    kept_on: str
    state: str


@dataclass(frozen=True, slots=True)
class Form:
    """A document the tray can become; templates: units that lend one for it, with its name."""

    kind: str
    templates: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def tray_page(request: HttpRequest) -> HttpResponse:
    """Show the tray; a post changes one item."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            _change(request, _name(request))
        except TrayError as error:
            refused, status = text(error.key, language_of_address(), **error.fields), 400
        else:
            return redirect("tray")
    language = language_of_address()
    items = tray(_name(request))
    return _framed(
        request,
        "tray",
        "tray.title",
        status,
        lines=_lines(request, items, language),
        forms=_forms(request, language),
        code=tray_code(items) if items else "",
        refused=refused,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Show what a page offers to keep; a post keeps one of it."""
    language = language_of_address()
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    address = given.get("page", "")[:LONGEST]
    refused, status = "", 200
    shown: tuple[Shown, ...] = ()
    try:
        shown = shown_on(request, address)
        if request.method == "POST":
            part = next((s for s in shown if s.part == given.get("part", "")), None)
            if part is None:
                raise TrayError("tray.error.no_part")
            put_into_tray(_name(request), address, part)
            return redirect(f"{reverse('tray_choose')}?{urlencode({'page': address})}")
    except TrayError as error:
        refused, status = text(error.key, language, **error.fields), 400
    mine = {(i.address, i.shown.part) for i in tray(_name(request))}
    return _framed(
        request,
        "tray_choose",
        "tray.choose_title",
        status,
        shown=[(s, (address, s.part) in mine) for s in shown],
        address=address,
        refused=refused,
    )


@require_http_methods(["GET", "HEAD"])
@for_signed_in
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out the tray as a document."""
    if kind not in TRAY_KINDS:
        raise Http404
    person = asking(request)
    items = tray(_name(request))
    if person is None or not items:
        return redirect("tray")
    language = language_of_address()
    title = request.GET.get("title", "").strip()[:200] or text("tray.default_title", language)
    template = template_or_refusal(request, "", kind)
    if isinstance(template, HttpResponse):
        return template
    try:
        content = build_tray(kind, items, title, person.name, language, template)
    except ReportError as error:
        return unfit(request, error)
    response = HttpResponse(content, content_type=KINDS[kind].media_type)
    name = f"moi-benchmarking-{tray_code(items).lower()}-{language}{KINDS[kind].suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _forms(request: HttpRequest, language: Language) -> list[Form]:
    lent = lenders_to(request)
    return [
        Form(
            kind,
            tuple(
                (
                    kept.unit,
                    f"{full_unit_name(current_catalogue(), kept.unit, language)}: {kept.name}",
                )
                for kept in lent
                if kept.kind == kind
            ),
        )
        for kind in TRAY_KINDS
    ]


def _name(request: HttpRequest) -> str:
    person = asking(request)
    return person.username if person else ""


def _change(request: HttpRequest, owner: str) -> None:
    try:
        item_id = int(request.POST.get("item", ""))
    except ValueError as error:
        raise TrayError("tray.error.no_item") from error
    acts: dict[str, Callable[[], None]] = {
        "save": lambda: describe_item(
            owner, item_id, request.POST.get("heading", ""), request.POST.get("remark", "")
        ),
        "up": lambda: move_item(owner, item_id, -1),
        "down": lambda: move_item(owner, item_id, 1),
        "remove": lambda: remove_item(owner, item_id),
        "renew": lambda: _renew(request, owner, item_id),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise TrayError("tray.error.no_item")
    act()


def _renew(request: HttpRequest, owner: str, item_id: int) -> None:
    item = next((i for i in tray(owner) if i.id == item_id), None)
    if item is None:
        raise TrayError("tray.error.no_item")
    now = _now(request, item.address).get(item.shown.part)
    if now is None:
        raise TrayError("tray.error.no_part")
    renew_item(owner, item_id, now)


def _lines(request: HttpRequest, items: tuple[Kept, ...], language: Language) -> list[Line]:
    pages = {address: _now(request, address) for address in {i.address for i in items}}
    lines = []
    for number, item in enumerate(items, 1):
        now = pages[item.address].get(item.shown.part)
        state = "gone" if now is None else "same" if now.digest == item.digest else "newer"
        lines.append(Line(item, number, format_moment(item.added_at, language), state))
    return lines


def _now(request: HttpRequest, address: str) -> dict[str, Shown]:
    try:
        return {shown.part: shown for shown in shown_on(request, address)}
    except TrayError:
        return {}


def _framed(
    request: HttpRequest, template: str, title: str, status: int, **more: object
) -> HttpResponse:
    language = language_of_address()
    page = Titled(text(title, language))
    response = show(request, template, State(language), page, status=status, section="tray", **more)
    response["Cache-Control"] = "no-store"
    return response
