"""What every view does: read the choices of the address, render, explain a refusal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import CHOSEN_KINDS, ChosenKind
from moibench.analysis.editions import editions
from moibench.analysis.errors import AnalysisError
from moibench.analysis.peers import DEFAULT_MODEL
from moibench.analysis.vantage import chosen_vantage
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import PREFIX, State
from moibench.presentation.pages.refusal import RefusalPage
from moibench.presentation.pages.vantage import VantageLine, vantage_line
from moibench.presentation.years import YearError, ascii_digits, parse_year, year_number

YEAR_FIELDS = ("year", "from", "to", "base", "by")
SPAN_FIELDS = ("before", "during")
VANTAGE_FIELDS = ("edition", "as_of", "map", "framework")
LONGEST = 2000  # characters of a parameter; every real one is shorter

View = Callable[..., HttpResponse]


class BadParameter(Exception):
    """A parameter has a value that means nothing here."""

    def __init__(self, field: str, typed: str) -> None:
        self.field = field
        self.typed = typed
        super().__init__(f"{field}={typed}")


def page_view(view: View) -> View:
    """Make a view answer GET and HEAD alone, and explain what it cannot answer."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, language: Language, **places: str) -> HttpResponse:
        try:
            return view(request, state_of(request, language), **places)
        except (AnalysisError, YearError) as error:
            state = State(language, None, request.GET.get("bangkok") == "1")
            path = plain_path(request)
            return refuse(request, refusal.refusal(error, current_catalogue(), state, path))
        except BadParameter as error:
            path = plain_path(request)
            page = refusal.bad_request(State(language), error.field, error.typed, path)
            return refuse(request, page)

    return answered


def state_of(request: HttpRequest, language: Language) -> State:
    """Read the years (พ.ศ. or CE), the switch of Bangkok, the benchmark, the model of peers.

    Raises:
        YearError: what stands for a year is none.
        BadParameter: the switch is neither 0 nor 1, there is no such benchmark, or a parameter
            is too long.
    """
    for field, value in request.GET.items():
        if len(value) > LONGEST:
            raise BadParameter(field, value[:40] + "…")
    bangkok = request.GET.get("bangkok", "0")
    if bangkok not in ("0", "1"):
        raise BadParameter("bangkok", bangkok)
    kind = request.GET.get("against", "country")
    against: ChosenKind | None = next((k for k in CHOSEN_KINDS if k == kind), None)
    if against is None or against == "units":
        raise BadParameter("against", kind)
    model = request.GET.get("model", DEFAULT_MODEL)
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
        framework,
    )


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


def chosen(request: HttpRequest, field: str) -> tuple[str, ...]:
    """Read a list that may be typed with commas or come as repeated boxes of a form."""
    parts = (p.strip() for value in request.GET.getlist(field) for p in value.split(","))
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
        "other_language": "en" if state.language == "th" else "th",
        **more,
    }
    response = render(request, f"{template}.html", context, status=status)
    response["Content-Language"] = state.language
    response["Cache-Control"] = "no-cache"
    return response


def _seen_from(request: HttpRequest, state: State) -> VantageLine | None:
    """Return the line of the frame; pages without figures are seen from nowhere."""
    chosen = chosen_vantage.get()
    if chosen is None:
        return None
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k not in VANTAGE_FIELDS]
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
