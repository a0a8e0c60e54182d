"""The choice of a benchmark on a page, with the saved groups of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.saved_groups import what_is_left
from moibench.presentation.language import Language
from moibench.presentation.pages.address import State
from moibench.presentation.pages.apart import Beside
from moibench.presentation.pages.asked import Asked
from moibench.presentation.pages.benchmark_form import (
    BenchmarkForm,
    benchmark_form,
    choose_units_page,
)
from moibench.web.groups import usable
from moibench.web.page import parameters, plain_path, show

_OWN = ("against", "others", "choose")
CHOOSE = "choose"  # asks for the boxes; its value are the units chosen already


def choose_units(request: HttpRequest, language: Language) -> HttpResponse:
    """Let the reader choose the units to compare with, and lead back to the page asked for."""
    state, catalogue = State(language), current_catalogue()
    chosen_already = [u for u in request.GET.get(CHOOSE, "").split(",") if u in catalogue.units]
    refused = CHOOSE not in request.GET
    page = choose_units_page(
        state,
        catalogue,
        plain_path(request),
        [(f, v) for f, values in request.GET.lists() for v in values if f not in _OWN],
        chosen_already,
        usable(request),
        refused=refused,
    )
    return show(request, "choose_units", state, page, status=400 if refused else 200)


def form_of(request: HttpRequest, state: State, year: int, **more: Any) -> BenchmarkForm:
    """Return the form for a page that shows a CE `year`; more is as of `benchmark_form`."""
    kept = [(f, v) for f, values in request.GET.lists() for v in values if f not in _OWN]
    now = ",".join(state.others if state.against == "units" else ())
    query = urlencode([*kept, ("against", "units"), (CHOOSE, now)], safe=",")
    standing = what_is_left(state.others, year) if state.against == "units" else None
    return benchmark_form(
        state,
        current_catalogue(),
        usable(request),
        standing,
        year,
        choose=f"?{query}",
        asked=Asked(state.language, plain_path(request), parameters(request)),
        **more,
    )


def stuck_without_bangkok(beside: Iterable[Beside], what: str) -> str:
    """Return `what` where nothing can be compared, for want of the country without Bangkok."""
    reasons = {b.reason for b in beside if b.reason not in ("itself", "no_value")}
    return what if reasons == {"cannot_leave_bangkok_out"} else ""
