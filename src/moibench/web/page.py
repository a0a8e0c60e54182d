"""What every view does: read the choices of the address, render, explain a refusal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import CHOSEN_KINDS, ChosenKind
from moibench.analysis.editions import editions
from moibench.analysis.errors import AnalysisError, EmptyGroup, UnknownChoice
from moibench.analysis.peers import DEFAULT_MODEL
from moibench.analysis.search import find_unit
from moibench.analysis.vantage import chosen_vantage
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import (
    AVERAGES,
    PREFIX,
    WEIGHT_FIELD,
    PeerChoice,
    State,
)
from moibench.presentation.pages.asked import SPAN_FIELDS, YEAR_FIELDS, Pairs
from moibench.presentation.pages.choices import field_name, values_of, what_is_right
from moibench.presentation.pages.refusal import RefusalPage
from moibench.presentation.pages.vantage import VantageLine, vantage_line
from moibench.presentation.years import YearError, ascii_digits, parse_year, year_number

VANTAGE_FIELDS = ("edition", "as_of", "map", "framework")
GROUP = "group:"  # with the number or name of a saved group after it
MOST_PEERS = 30
MOST_WEIGHT = 100
# Pages that show figures to everybody, whose charts and tables can be put into a tray.
KEEPABLE = frozenset(
    {
        "home",
        "area",
        "indicator",
        "indicator_moves",
        "index",
        "index_moves",
        "compare",
        "before_after",
        "before_after_indicator",
        "before_after_unit",
        "change",
        "levers",
        "targets",
        "agenda",
        "compare_agenda",
        "position",
        "position_of",
        "sectors",
        "champions",
        "swot",
        "value_chain",
    }
)
LONGEST = 2000  # characters of a parameter; every real one is shorter

View = Callable[..., HttpResponse]


class BadParameter(Exception):
    """A parameter has a value that means nothing here; `known` are those that do, where few."""

    def __init__(self, field: str, typed: str, known: Iterable[str] = ()) -> None:
        self.field = field
        self.typed = typed
        self.known = tuple(known)
        super().__init__(f"{field}={typed}")


class NobodyChosen(Exception):
    """Chosen units are the benchmark, but none was chosen: the reader is asked which."""


def page_view(view: View) -> View:
    """Make a view answer GET and HEAD alone, and explain what it cannot answer."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, language: Language, **places: str) -> HttpResponse:
        try:
            return view(request, state_of(request, language), **places)
        except NobodyChosen:
            from moibench.web.benchmark import choose_units  # it shows a page, as this module does

            return choose_units(request, language)
        except (AnalysisError, YearError) as error:
            state = State(language, None, request.GET.get("bangkok") == "1")
            path = plain_path(request)
            kept = parameters(request)
            return refuse(request, refusal.refusal(error, current_catalogue(), state, path, kept))
        except BadParameter as error:
            path, kept = plain_path(request), parameters(request)
            page = refusal.bad_request(
                State(language),
                error.field,
                error.typed,
                path,
                kept,
                values_of(error.field, error.known, current_catalogue(), language),
                name=field_name(error.field, current_catalogue(), language),
                right="" if error.known else what_is_right(error.field, language),
            )
            return refuse(request, page)

    return answered


def parameters(request: HttpRequest) -> Pairs:
    """Return the parameters that an offer may keep."""
    pairs = ((f, v) for f, values in request.GET.lists() for v in values)
    return tuple((f, v) for f, v in pairs if len(v) <= LONGEST and "\x00" not in f + v)


def state_of(request: HttpRequest, language: Language) -> State:
    """Read the years (พ.ศ. or CE), the switch of Bangkok, the benchmark, the model of peers.

    Raises:
        YearError: what stands for a year is none.
        BadParameter: the switch is neither 0 nor 1, there is no such benchmark, or a parameter
            is too long.
        EmptyGroup, UnknownGroup, UnknownUnit, UnknownChoice: of the benchmark or the peers.
    """
    for field, value in request.GET.items():
        if len(value) > LONGEST:
            raise BadParameter(field, value[:40] + "…")
    bangkok = request.GET.get("bangkok", "0")
    if bangkok not in ("0", "1"):
        raise BadParameter("bangkok", bangkok, ("0", "1"))
    against, others, group = _benchmark(request)
    average = next((a for a in AVERAGES if a == request.GET.get("average", "usual")), None)
    if average is None:
        raise BadParameter("average", request.GET["average"], AVERAGES)
    model, peers = peer_choice(request)
    year, earlier = year_of(request, "year"), year_of(request, "from")
    edition, as_of, map_choice, framework = (
        request.GET.get(f, "").strip() or None for f in VANTAGE_FIELDS
    )
    return State(
        language,
        year,
        bangkok == "1",
        earlier,
        against,
        model,
        edition,
        as_of,
        map_choice or "restated",
        others,
        group,
        average,
        peers,
        framework,
    )


def _benchmark(
    request: HttpRequest,
) -> tuple[ChosenKind, tuple[str, ...], tuple[str, str] | None]:
    """Read the benchmark: its kind, the units chosen, the saved group they are."""
    kind = request.GET.get("against", "country")
    if kind.startswith(GROUP):
        from moibench.web.groups import find  # it knows who asks, and this page's refusals

        found = find(request, kind.removeprefix(GROUP))
        units = current_catalogue().units
        left = tuple(c for c in found.members if c in units)
        if not left:
            raise EmptyGroup("group")
        return "units", left, (str(found.id), found.name)
    against: ChosenKind | None = next((k for k in CHOSEN_KINDS if k == kind), None)
    if against is None:
        raise BadParameter("against", kind, [k for k in CHOSEN_KINDS if k != "units"])
    if against != "units":
        return against, (), None
    others = tuple(find_unit(u) for u in chosen(request, "others"))
    if not others:
        raise NobodyChosen
    return against, others, None


def peer_choice(request: HttpRequest) -> tuple[str, PeerChoice]:
    """Read the model of peers, how many, who is locked and dropped, and the reader's weights.

    Weights equal to the model's are no choice and do not stand in the addresses that follow.

    Raises:
        BadParameter: a count or a weight is no number that could be one.
        UnknownUnit, UnknownChoice: of a unit, a model or a descriptor.
    """
    model_id = request.GET.get("model", DEFAULT_MODEL)
    models = current_catalogue().peer_models
    if model_id not in models:
        raise UnknownChoice("peer model", model_id, tuple(models))
    usual = {d.id: d.weight for d in models[model_id].descriptors}
    weights = []
    for field, typed in request.GET.items():
        descriptor = field.removeprefix(WEIGHT_FIELD)
        if descriptor == field or not typed.strip() or descriptor not in usual:
            continue
        weight = number_of(field, typed)
        if not 0 <= weight <= MOST_WEIGHT:
            raise BadParameter(field, typed)
        if weight != usual[descriptor]:
            weights.append((descriptor, weight))
    count = None
    if typed := request.GET.get("count", "").strip():
        wanted = number_of("count", typed)
        if wanted != int(wanted) or not 1 <= wanted <= MOST_PEERS:
            raise BadParameter("count", typed)
        count = int(wanted) if int(wanted) != models[model_id].count else None
    locked, dropped = (
        tuple(find_unit(u) for u in chosen(request, field)) for field in ("lock", "drop")
    )
    return model_id, PeerChoice(count, locked, dropped, tuple(weights))


def year_of(request: HttpRequest, field: str) -> int | None:
    """Read a year typed in either era; None where the field is empty.

    Raises:
        YearError: what stands there is no year.
    """
    typed = request.GET.get(field, "").strip()
    return parse_year(typed) if typed else None


def number_of(field: str, typed: str) -> float:
    """Read a number typed with Thai or Arabic digits, with or without commas.

    Raises:
        BadParameter: it is no number, or not a finite one.
    """
    try:
        number = float(ascii_digits(typed).replace(",", "").replace("−", "-"))
    except ValueError as error:
        raise BadParameter(field, typed) from error
    if not math.isfinite(number):
        raise BadParameter(field, typed)
    return number


def chosen(request: HttpRequest, field: str, typed: QueryDict | None = None) -> tuple[str, ...]:
    """Read a list that may be typed with commas or come as repeated boxes of a form."""
    values = (request.GET if typed is None else typed).getlist(field)
    parts = (p.strip() for value in values for p in value.split(","))
    return tuple(dict.fromkeys(p for p in parts if p))


def plain_path(request: HttpRequest) -> str:
    """Return the path without the language."""
    return request.path.removeprefix("/en") or "/"


def show(
    request: HttpRequest,
    template: str,
    state: State,
    page: object,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a template with its page and the addresses of the frame around it."""
    context = {
        "vantage": _seen_from(request, state),
        "language": state.language,
        "page": page,
        "path": plain_path(request),
        "home_address": State(state.language).address("/"),
        "switch_address": other_language(request, state.language),
        "search_address": state.home().address("/search"),
        "keepable": _keepable(request),
        "other_language": "en" if state.language == "th" else "th",
        **more,
    }
    response = render(request, f"{template}.html", context, status=status)
    response["Content-Language"] = state.language
    response["Cache-Control"] = "no-cache"
    return response


def _keepable(request: HttpRequest) -> str:
    """Return the address of a page of figures for the signed-in to keep parts of; else ""."""
    found = getattr(request, "resolver_match", None)
    if found is None or found.url_name not in KEEPABLE or not request.user.is_authenticated:
        return ""
    return quote(request.get_full_path(), safe="")


def _seen_from(request: HttpRequest, state: State) -> VantageLine | None:
    """Return the line of the frame; pages without figures are seen from nowhere."""
    chosen = chosen_vantage.get()
    if chosen is None:
        return None
    kept = [(k, v) for k, v in parameters(request) if k not in VANTAGE_FIELDS]
    return vantage_line(chosen, tuple(e.name for e in editions()), state, kept)


def refuse(request: HttpRequest, page: RefusalPage) -> HttpResponse:
    """Render the page of a refusal."""
    language: Language = "en" if request.path.startswith("/en/") else "th"
    return show(request, "refusal", State(language), page, status=page.status)


def other_language(request: HttpRequest, language: Language) -> str:
    """Return this very address in the other language: the years in its era, all else the same."""
    other = next(code for code in LANGUAGES if code != language)
    pairs = []
    for field, values in request.GET.lists():
        for value in values:
            if field in YEAR_FIELDS:
                value = _year_in(value, other)
            elif field in SPAN_FIELDS:
                value = re.sub(r"\d{4}", lambda m: _year_in(m[0], other), value)
            pairs.append((field, value))
    query = f"?{urlencode(pairs, safe=',')}" if pairs else ""
    return f"{PREFIX[other]}{plain_path(request)}{query}"


def _year_in(typed: str, language: Language) -> str:
    try:
        return str(year_number(parse_year(typed), language))
    except YearError:
        return typed
