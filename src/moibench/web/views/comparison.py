"""The comparison of chosen units on chosen indicators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.comparison import compare
from moibench.analysis.profile import profile
from moibench.analysis.search import find_subject, find_unit
from moibench.presentation.pages.address import State
from moibench.presentation.pages.compare import (
    BENCHMARKS,
    MOST_UNITS,
    compare_page,
    default_indicators,
    default_units,
)
from moibench.web.page import BadParameter, chosen, page_view, show


@page_view
def compare_units(request: HttpRequest, state: State) -> HttpResponse:
    """Show the rug of the chosen units, by default the regions, and the spine of one of them."""
    catalogue, framework = current_catalogue(), current_framework()
    kind = request.GET.get("benchmark", "country")
    benchmark = next((b for b in BENCHMARKS if b == kind), None)
    if benchmark is None:
        raise BadParameter("benchmark", kind)
    units = tuple(find_unit(u) for u in chosen(request, "units")) or default_units(catalogue)
    if len(units) > MOST_UNITS:
        raise BadParameter("units", str(len(units)))
    ids = tuple(find_subject(i) for i in chosen(request, "indicators"))
    result = compare(
        units,
        ids or default_indicators(catalogue, framework),
        state.year,
        benchmark=benchmark,
        with_bangkok=state.with_bangkok,
    )
    spine = find_unit(request.GET.get("spine") or units[0])
    drawn = profile(spine, result.year, with_bangkok=state.with_bangkok)
    page = compare_page(result, catalogue, framework, state, drawn)
    return show(request, "compare", state, page, section="compare")
