"""What a unit could live on: its position against competitors, its sectors, its champions."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.champions import champions
from moibench.analysis.comparative_results import ChosenKind
from moibench.analysis.geography import Geography
from moibench.analysis.position import COMPETITORS, position, position_of
from moibench.analysis.products import products_of
from moibench.analysis.search import OVERALL, find_subject, find_unit
from moibench.analysis.sectors import sectors
from moibench.analysis.sectors_over_time import sectors_over_time
from moibench.people.rights import Action
from moibench.presentation.language import text
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, kind_name
from moibench.presentation.pages.champions import ChampionsPage, champions_page
from moibench.presentation.pages.position import (
    LEVELS,
    PositionPage,
    position_page,
    subject_position_page,
)
from moibench.presentation.pages.sectors import SectorsPage, sectors_page
from moibench.presentation.potential_tables import (
    Table,
    champions_tables,
    position_tables,
    sectors_tables,
)
from moibench.reports.potential_workbook import Sheet, tables_workbook
from moibench.web.accounts.access import allowed
from moibench.web.benchmark import form_of
from moibench.web.page import BadParameter, page_view, show, year_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    page = _sectors(request, state, code)
    return show(request, "sectors", state, page, section="potential", has_charts=True)


@page_view
def sectors_workbook(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Hand out the tables of the page as Excel."""
    page = _sectors(request, state, find_unit(code))
    return _attached(sectors_tables(page, state.language), page.title, "sectors", code)


def _sectors(request: HttpRequest, state: State, code: str) -> SectorsPage:
    result = sectors(code, state.year, state.change_from, _table(request))
    over = sectors_over_time(code, result.year, choice=state.choice(), table_id=result.table_id)
    form = _form(request, state, code, result.year, "best_in_class", "target", "baseline")
    return sectors_page(result, over, current_catalogue(), state, form)


def _table(request: HttpRequest) -> str | None:
    return request.GET.get("table", "").strip() or None


@page_view
def of_champions(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show the product champions and local products of a unit."""
    if (known := find_unit(code)) != code:
        return redirect(address.champions(state, known))
    may_write = allowed(request, Action.WRITE_FIGURES, code)
    page = _champions(request, state, code)
    return show(request, "champions", state, page, section="potential", may_write=may_write)


@page_view
def champions_workbook(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Hand out the tables of the page as Excel."""
    page = _champions(request, state, find_unit(code))
    return _attached(champions_tables(page, state.language), page.title, "champions", code)


def _champions(request: HttpRequest, state: State, code: str) -> ChampionsPage:
    result = champions(code, state.year, state.change_from, _table(request))
    products = products_of(code, withdrawn=True)
    return champions_page(result, products, current_catalogue(), state)


@page_view
def of_unit(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show a unit's indicators by level and momentum; a name leads to the code's address."""
    if (known := find_unit(code)) != code:
        return redirect(address.position(state, known))
    page = _of_unit(request, state, code)
    return show(request, "position", state, page, section="potential", has_charts=True)


@page_view
def unit_workbook(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Hand out the tables of the page as Excel."""
    page = _of_unit(request, state, find_unit(code))
    return _attached(position_tables(page, state.language), page.title, "position", code)


def _of_unit(request: HttpRequest, state: State, code: str) -> PositionPage:
    state, note = _competing(request, state)
    result = position(code, state.year, choice=state.choice(), by=year_of(request, "by"))
    form = _form(request, state, code, result.year, "target", "baseline")
    return position_page(result, current_catalogue(), state, form, note=note)


@page_view
def of_subject(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Show all units of a level by one indicator, dimension or the index."""
    if (known := _subject(subject_id)) != subject_id:
        return redirect(address.position_of(state, known))
    page = _of_subject(request, state, subject_id)
    return show(request, "position", state, page, section="potential", has_charts=True)


@page_view
def subject_workbook(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Hand out the tables of the page as Excel."""
    page = _of_subject(request, state, _subject(subject_id))
    return _attached(position_tables(page, state.language), page.title, "position", subject_id)


def _subject(typed: str) -> str:
    return typed if typed == OVERALL else find_subject(typed)


def _of_subject(request: HttpRequest, state: State, subject_id: str) -> PositionPage:
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
    return subject_position_page(result, current_catalogue(), state, form, note=note)


def _attached(tables: tuple[Table, ...], title: str, kind: str, named: str) -> HttpResponse:
    content = tables_workbook(
        [Sheet(name, title, heads, rows, notes) for name, heads, rows, notes in tables]
    )
    response = HttpResponse(content, content_type=EXCEL)
    name = f"moi-benchmarking-{kind}-{named}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
