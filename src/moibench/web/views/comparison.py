"""The comparison of chosen units on chosen indicators: a page, a workbook, a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import ChosenComparison
from moibench.analysis.profile import profile
from moibench.analysis.search import find_subject, find_unit
from moibench.presentation.pages.address import State
from moibench.presentation.pages.compare import (
    MOST_UNITS,
    Order,
    compare_page,
    default_indicators,
    default_units,
    ordered,
)
from moibench.presentation.pages.comparison_table import comparison_table
from moibench.reports.comparison_workbook import comparison_workbook
from moibench.web.benchmark import form_of
from moibench.web.page import BadParameter, chosen, page_view, show

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEFORE_IT_WAS_NAMED_SO = "benchmark"  # the parameter is `against` on every page now


@page_view
def compare_units(request: HttpRequest, state: State) -> HttpResponse:
    """Show the rug of the chosen units, by default the regions, and the spine of one of them."""
    if BEFORE_IT_WAS_NAMED_SO in request.GET:
        query = request.GET.copy()
        query.setlist("against", query.pop(BEFORE_IT_WAS_NAMED_SO))
        return redirect(f"{request.path}?{query.urlencode(safe=',')}")
    catalogue = current_catalogue()
    result, order = _asked(request, state)
    spine = find_unit(request.GET.get("spine") or result.unit_codes[0])
    drawn = profile(spine, result.year, with_bangkok=state.with_bangkok)
    ids = tuple(r.indicator_id for r in drawn.indicators)
    beside = compare_with((spine,), ids, result.year, choice=state.choice()).cells
    page = compare_page(
        result,
        catalogue,
        current_framework(),
        state,
        order,
        form_of(request, state, result.year),
        drawn,
        {i: row[0].benchmark for i, row in zip(ids, beside, strict=True)},
    )
    return show(request, "compare", state, page, section="compare")


@page_view
def workbook(request: HttpRequest, state: State) -> HttpResponse:
    """Hand out the rug as Excel: unrounded, with relations and definitions."""
    result, order = _asked(request, state)
    content = comparison_workbook(
        ordered(result, order), current_catalogue(), current_framework(), state
    )
    return _attached(content, EXCEL, result, "xlsx")


@page_view
def table(request: HttpRequest, state: State) -> HttpResponse:
    """Hand out the rug as CSV that Excel opens with its Thai intact, a row a cell."""
    result, order = _asked(request, state)
    content = comparison_table(ordered(result, order), current_catalogue(), state.language)
    return _attached(content.encode("utf-8-sig"), "text/csv; charset=utf-8", result, "csv")


def _asked(request: HttpRequest, state: State) -> tuple[ChosenComparison, Order]:
    catalogue, framework = current_catalogue(), current_framework()
    units = tuple(find_unit(u) for u in chosen(request, "units")) or default_units(catalogue)
    units = tuple(dict.fromkeys(units))
    if len(units) > MOST_UNITS:
        raise BadParameter("units", str(len(units)))
    ids = tuple(dict.fromkeys(find_subject(i) for i in chosen(request, "indicators")))
    result = compare_with(
        units,
        ids or default_indicators(catalogue, framework),
        state.year,
        choice=state.choice(),
    )
    order = Order(request.GET.get("sort_units", ""), request.GET.get("sort_rows", ""))
    if order.units and order.units.removeprefix("-") not in result.indicator_ids:
        raise BadParameter("sort_units", order.units)
    if order.rows and order.rows.removeprefix("-") not in result.unit_codes:
        raise BadParameter("sort_rows", order.rows)
    return result, order


def _attached(content: bytes, kind: str, result: ChosenComparison, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"moi-benchmarking-compare-{result.year}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
