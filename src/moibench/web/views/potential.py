"""What a unit could live on: its position against competitors, its sectors, its champions."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import ChosenKind
from moibench.analysis.geography import Geography
from moibench.analysis.position import COMPETITORS, position, position_of
from moibench.analysis.search import OVERALL, find_subject, find_unit
from moibench.analysis.sectors import sectors
from moibench.analysis.sectors_over_time import sectors_over_time
from moibench.presentation.language import text
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, kind_name
from moibench.presentation.pages.position import (
    LEVELS,
    position_page,
    subject_position_page,
)
from moibench.presentation.pages.sectors import sectors_page
from moibench.web.benchmark import form_of
from moibench.web.page import BadParameter, page_view, show, year_of


def _competing(request: HttpRequest, state: State) -> tuple[State, str]:
    """Return the state with competitors, and what is said where the benchmark named is none.

    Who chose no benchmark is shown the statistical peers.
    """
    if "against" not in request.GET:
        return replace(state, against="peers"), ""
    if state.against in COMPETITORS:
        return state, ""
    kind = kind_name(state.against, current_catalogue(), state.language)
    return replace(state, against="peers"), text(
        "position.not_competitors", state.language, kind=kind
    )


def _form(
    request: HttpRequest, state: State, code: str, year: int, *lacking: ChosenKind
) -> BenchmarkForm:
    geography = Geography(current_catalogue())
    region, cluster = (geography.ancestor(code, kind) for kind in ("region", "cluster"))
    return form_of(request, state, year, region=region, cluster=cluster, lacking=lacking)


@page_view
def of_sectors(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show what a unit's economy is made of; a name leads to the code's address."""
    if (known := find_unit(code)) != code:
        return redirect(address.sectors(state, known))
    table = request.GET.get("table", "").strip() or None
    result = sectors(code, state.year, state.change_from, table)
    over = sectors_over_time(code, result.year, choice=state.choice(), table_id=result.table_id)
    form = _form(request, state, code, result.year, "best_in_class", "target", "baseline")
    page = sectors_page(result, over, current_catalogue(), state, form)
    return show(request, "sectors", state, page, section="area", has_charts=True)


@page_view
def of_unit(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show a unit's indicators by level and momentum; a name leads to the code's address."""
    if (known := find_unit(code)) != code:
        return redirect(address.position(state, known))
    state, note = _competing(request, state)
    result = position(code, state.year, choice=state.choice(), by=year_of(request, "by"))
    catalogue = current_catalogue()
    form = _form(request, state, code, result.year, "target", "baseline")
    page = position_page(result, catalogue, state, form, note=note)
    return show(request, "position", state, page, section="area", has_charts=True)


@page_view
def of_subject(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Show all units of a level by one indicator, dimension or the index."""
    known = subject_id if subject_id == OVERALL else find_subject(subject_id)
    if known != subject_id:
        return redirect(address.position_of(state, known))
    state, note = _competing(request, state)
    level = request.GET.get("level", "province")
    if level not in LEVELS:
        raise BadParameter("level", level)
    result = position_of(
        subject_id,
        state.year,
        level=level,
        with_bangkok=state.with_bangkok,
        choice=state.choice(),
        by=year_of(request, "by"),
    )
    form = form_of(request, state, result.year, lacking=("target", "baseline"))
    page = subject_position_page(result, current_catalogue(), state, form, note=note)
    return show(request, "position", state, page, section="indicators", has_charts=True)
