"""The page of a unit, and its report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.catalogue import (
    current_catalogue,
    current_design,
    current_framework,
    outlines,
)
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice, Peers
from moibench.analysis.dispersion import dispersions
from moibench.analysis.errors import NoPeers, UnitDidNotExist
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.geography import COUNTRY
from moibench.analysis.peers import peers
from moibench.analysis.profile import profile
from moibench.analysis.search import find_unit
from moibench.analysis.summary import country_summary
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.area import area_page
from moibench.presentation.pages.lineage import notices
from moibench.reports.docx import build_report
from moibench.web.page import BadParameter, page_view, show

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page_view
def area(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show a unit of any level; a name instead of the code leads to the code's address."""
    if (known := find_unit(code)) != code:
        return redirect(address.area(state, known))
    result = profile(
        code, state.year, with_bangkok=state.with_bangkok, change_from=state.change_from
    )
    choice = BenchmarkChoice(kind=state.against, model_id=state.model)
    ids = tuple(r.indicator_id for r in result.indicators)
    cells = compare_with((code,), ids, result.year, choice=choice).cells
    page = area_page(
        result,
        areas_to_explore(code, result.year, choice=choice),
        {i: row[0].benchmark for i, row in zip(ids, cells, strict=True)},
        _peers(code, state),
        current_catalogue(),
        current_framework(),
        current_design(),
        state,
        outlines=outlines(),
        summary=country_summary(result.year, with_bangkok=True) if result.members else None,
        dispersions=dispersions(code, result.year) if result.members and code != COUNTRY else (),
        side=_side(request),
    )
    return show(
        request,
        "area",
        state,
        page,
        section="area",
        notices=notices(result, current_catalogue(), state),
    )


def _side(request: HttpRequest) -> str:
    """Return the dimension that is to be listed whole.

    Raises:
        BadParameter: the framework has none of that id.
    """
    side = request.GET.get("side", "")
    if side and side not in {d.id for d in current_framework().dimensions}:
        raise BadParameter("side", side)
    return side


def _peers(code: str, state: State) -> Peers | None:
    """Return the statistical peers, or None for a unit that has none."""
    try:
        return peers(code, state.model, with_bangkok=state.with_bangkok)
    except (NoPeers, UnitDidNotExist):
        return None


@page_view
def report(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Hand out the unit's Word report."""
    result = profile(find_unit(code), state.year, with_bangkok=state.with_bangkok)
    content = build_report(result, current_catalogue(), state.language)
    response = HttpResponse(content, content_type=WORD)
    name = f"moi-benchmarking-{result.unit_code}-{result.year}-{state.language}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
