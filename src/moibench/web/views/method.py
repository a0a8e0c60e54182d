"""How levels, scores, ranks and ranges are made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from moibench.analysis.catalogue import current_catalogue, current_design, current_framework
from moibench.analysis.summary import country_summary
from moibench.presentation.pages.address import State
from moibench.presentation.pages.method import method_page
from moibench.web.page import page_view, show


@page_view
def method(request: HttpRequest, state: State) -> HttpResponse:
    """Say the method from the design in force."""
    page = method_page(
        current_catalogue(),
        current_framework(),
        current_design(),
        country_summary().stamp,
        state,
    )
    return show(request, "method", state, page, section="method")
