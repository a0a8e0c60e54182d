"""The page of a unit, and its report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
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
from moibench.reports.documents import KINDS, build, gather
from moibench.web.page import page_view, show


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
    )
    return show(
        request,
        "area",
        state,
        page,
        section="area",
        notices=notices(result, current_catalogue(), state),
    )


def _peers(code: str, state: State) -> Peers | None:
    """Return the statistical peers, or None for a unit that has none."""
    try:
        return peers(code, state.model, with_bangkok=state.with_bangkok)
    except (NoPeers, UnitDidNotExist):
        return None


@page_view
def report(request: HttpRequest, state: State, code: str, kind: str) -> HttpResponse:
    """Hand out a document of the unit's report pack."""
    if kind not in KINDS:
        raise Http404
    page = request.build_absolute_uri(address.area(state, find_unit(code)))
    pack = gather(
        code,
        state.year,
        state.language,
        with_bangkok=state.with_bangkok,
        change_from=state.change_from,
        choice=BenchmarkChoice(kind=state.against, model_id=state.model),
        address=page,
    )
    response = HttpResponse(build(kind, pack), content_type=KINDS[kind].media_type)
    name = KINDS[kind].file_name(pack)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
