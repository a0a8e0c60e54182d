"""Value chains as they are written: a new one, and the change of one that is there."""

from __future__ import annotations

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import UnknownSubject, UnknownValueChain
from moibench.analysis.search import find_subject, find_unit
from moibench.analysis.value_chain.chains import (
    ChangedMeanwhile,
    ValueChain,
    any_chain,
    as_start,
    chains_of,
    change_chain,
    find_chain,
    from_sketch,
    make_chain,
    products_for,
)
from moibench.analysis.value_chain.content import (
    KINDS,
    STAGES,
    Content,
    Factor,
    FaultyChain,
    StageName,
    SubjectKind,
    new_id,
)
from moibench.presentation.language import text
from moibench.presentation.pages.address import State
from moibench.presentation.pages.value_chain_form import copied_note, form_page, with_room
from moibench.web.accounts.access import allowed, asking, for_signed_in
from moibench.web.explaining import explained
from moibench.web.page import show
from moibench.web.views.refused import forbidden
from moibench.web.views.value_chain import WRITES, record

SKETCH = "sketch:"  # before the identifier of a starting sketch
MORE = 3  # empty rows that a press of “more” adds
MOST_ROWS = 200  # of a form; a chain holds fewer
_IN_BRACKETS = re.compile(r"\(([A-Za-z0-9_]+)\)\s*$")


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@explained
def new_chain(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Draw up a chain; `begin=chain:12` copies one, `kind`, `subject` and `title` fill the form."""
    unit = find_unit(code)
    person = asking(request)
    if person is None or not allowed(request, WRITES, unit):
        return forbidden(request)
    if request.method == "POST":
        content, wants_save = _typed(request.POST, unit)
        origin = _origin(request.POST.get("origin", ""))
        error = None
        if wants_save:
            try:
                number = make_chain(
                    unit, content, current_catalogue(), person.name, origin.id if origin else None
                )
                record(request, "chain.made", number, unit)
                return redirect(reverse("value_chain", args=(unit, number)))
            except FaultyChain as refused:
                error = refused
        return _form(request, state, unit, None, content, origin=origin, error=error)
    begin = request.GET.get("begin", "")
    if begin.startswith(SKETCH):
        return _sketched(request, state, unit, begin.removeprefix(SKETCH))
    origin = _origin(begin)
    if origin is not None:
        with_actors = request.GET.get("actors", "1") == "1"
        begun = as_start(origin.content, origin.unit, unit, with_actors=with_actors)
        return _form(request, state, unit, None, with_room(begun), origin=origin)
    kind = _kind(request.GET.get("kind", "sector"))
    subject = request.GET.get("subject", "")
    begun = Content(kind, subject, title=request.GET.get("title", "")[:200])
    return _form(request, state, unit, None, with_room(begun))


def _sketched(request: HttpRequest, state: State, unit: str, sketch_id: str) -> HttpResponse:
    sketch = current_catalogue().chain_sketches.get(sketch_id)
    if sketch is None:
        raise UnknownValueChain("", 0)
    language = state.language
    begun = from_sketch(sketch, unit, language, text("value_chain.form.sketch_remark", language))
    if request.GET.get("actors", "1") != "1":
        begun = replace(begun, actors={})
    note = text("value_chain.form.sketch_note", language, name=sketch.name.in_language(language))
    content, named = with_room(begun), f"{SKETCH}{sketch_id}"
    return _form(request, state, unit, None, content, notes=(note,), begun=named)


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@explained
def edit_chain(request: HttpRequest, state: State, code: str, number: int) -> HttpResponse:
    """Change a chain; what somebody else changed meanwhile is put together with it."""
    chain = find_chain(find_unit(code), number)
    unit = chain.unit
    person = asking(request)
    if person is None or not allowed(request, WRITES, unit):
        return forbidden(request)
    if request.method != "POST":
        return _form(
            request, state, unit, chain, with_room(chain.content), after=chain.newest.number
        )
    content, wants_save = _typed(request.POST, unit)
    typed = request.POST.get("after", "")
    after = int(typed[:9]) if typed.isascii() and typed.isdecimal() else 0
    if not wants_save:
        return _form(request, state, unit, chain, content, after=after)
    try:
        saved, together = change_chain(chain, after, content, current_catalogue(), person.name)
    except FaultyChain as error:
        return _form(request, state, unit, chain, content, after=after, error=error)
    except ChangedMeanwhile as error:
        newest = error.newest.number
        merged = with_room(error.merged)
        return _form(request, state, unit, chain, merged, after=newest, meanwhile=error)
    if saved != chain.newest.number:
        record(request, "chain.changed", number, unit)
    query = "?together=1" if together else ""
    return redirect(f"{reverse('value_chain', args=(unit, number))}{query}")


def _form(
    request: HttpRequest,
    state: State,
    unit: str,
    chain: ValueChain | None,
    content: Content,
    *,
    after: int = 0,
    origin: ValueChain | None = None,
    error: FaultyChain | None = None,
    meanwhile: ChangedMeanwhile | None = None,
    notes: tuple[str, ...] = (),
    begun: str = "",
) -> HttpResponse:
    catalogue = current_catalogue()
    known = catalogue.units
    products = products_for(unit)
    if content.kind == "product" and content.subject not in dict(products):
        products = products_for(unit, withdrawn=True)
    starts = () if chain else tuple(c for c in chains_of() if not c.is_deleted and c.unit in known)
    page = form_page(
        unit,
        chain,
        content,
        catalogue,
        state,
        after=after,
        origin=f"chain:{origin.id}" if origin else "",
        products=products,
        starts=starts,
        begun=begun,
        notes=(copied_note(origin, catalogue, state.language),) if origin else notes,
        error=error,
        meanwhile=meanwhile,
    )
    status = 409 if meanwhile else 400 if error else 200
    response = show(request, "value_chain/form", state, page, status=status, section="potential")
    response["Cache-Control"] = "no-store"
    return response


def _origin(typed: str) -> ValueChain | None:
    """Return the chain that a form begins with, named `chain:12`.

    Raises:
        UnknownValueChain: there is none of that number any more.
    """
    number = typed.removeprefix("chain:")
    if not typed:
        return None
    if number == typed or not (number.isascii() and number.isdecimal()):
        raise UnknownValueChain("", 0)
    return any_chain(int(number[:18]))


def _kind(typed: str) -> SubjectKind:
    return next((k for k in KINDS if k == typed), "issue")


def _typed(post: QueryDict, unit: str) -> tuple[Content, bool]:
    """Return what stands in the form after the button that was pressed, and whether to save."""
    kind = _kind(post.get("kind", ""))
    title = post.get("title", "")
    subject = post.get("product", "") if kind == "product" else ""
    if kind == "sector":
        subject = f"{unit}:{post.get('sector', '')}"
    if subject and kind == "product" and not title.strip():
        title = dict(products_for(unit, withdrawn=True)).get(subject, "")
    removed = set(post.getlist("remove"))
    factors = [
        _factor(post, key)
        for key in dict.fromkeys(post.getlist("factor")[:MOST_ROWS])
        if key not in removed
    ]
    content = Content(
        kind,
        subject,
        title,
        post.get("purpose", "").replace("\r\n", "\n"),
        {s: tuple(post.get(f"actors.{s}", "").splitlines()) for s in STAGES},
        tuple(factors),
    )
    do, _, of = post.get("do", "save").partition(".")
    match do:
        case "more" if of in STAGES:
            stage = next(s for s in STAGES if s == of)
            empty = tuple(Factor(new_id(), stage, "") for _ in range(MORE))
            return replace(content, factors=(*content.factors, *empty)), False
        case "indicators":
            return _with_room_for_indicators(content, of), False
        case "up" | "down":
            return _moved(content, of, -1 if do == "up" else 1), False
    return content, True


def _factor(post: QueryDict, key: str) -> Factor:
    typed = post.get(f"stage.{key}", "")
    stage: StageName = next((s for s in STAGES if s == typed), "upstream")
    return Factor(
        key[:16],
        stage,
        post.get(f"name.{key}", ""),
        post.get(f"note.{key}", "").replace("\r\n", "\n"),
        tuple(_indicator(t) for t in post.getlist(f"indicator.{key}") if t.strip()),
    )


def _indicator(typed: str) -> str:
    """Return the identifier of what was typed or chosen; what means nothing stays as it is."""
    catalogue = current_catalogue()
    named = _IN_BRACKETS.search(typed)
    if named and named[1] in catalogue.indicators:
        return named[1]
    try:
        found = find_subject(typed)
    except UnknownSubject:
        return typed.strip()
    return found if found in catalogue.indicators else typed.strip()


def _with_room_for_indicators(content: Content, key: str) -> Content:
    factors = (
        replace(f, indicators=(*f.indicators, *([""] * MORE))) if f.id == key else f
        for f in content.factors
    )
    return replace(content, factors=tuple(factors))


def _moved(content: Content, key: str, by: int) -> Content:
    """Return a chain with a factor moved past the next named one of its stage."""
    factors = list(content.factors)
    at = next((i for i, f in enumerate(factors) if f.id == key), None)
    if at is not None:
        stage = factors[at].stage
        places = [i for i, f in enumerate(factors) if f.stage == stage and (f.name or i == at)]
        place = places.index(at) + by
        if 0 <= place < len(places):
            other = places[place]
            factors[at], factors[other] = factors[other], factors[at]
    return replace(content, factors=tuple(factors))
