"""The pages of indicators, dimensions and the index, their list and their table as CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.apart import cannot_be_told_apart_in
from moibench.analysis.catalogue import (
    current_catalogue,
    current_design,
    current_framework,
    outlines,
)
from moibench.analysis.choose import benchmarks_in
from moibench.analysis.download import value_rows
from moibench.analysis.errors import (
    NoDataForYear,
    NoFigures,
    NoValuesForLevel,
    UnknownSubject,
)
from moibench.analysis.ranking import ranking
from moibench.analysis.results import Ranking
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.search import OVERALL, find_subject, find_unit
from moibench.analysis.trusted import charted_figures, moved_figures
from moibench.analysis.two_years import two_years
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.apart import Beside
from moibench.presentation.pages.indicator import (
    LEVEL_NAMES,
    no_figures_page,
    subject_name,
    subject_page,
)
from moibench.presentation.pages.indicator_list import indicator_list
from moibench.presentation.pages.moves import moves_page
from moibench.presentation.pages.value_table import value_table
from moibench.web.benchmark import form_of, stuck_without_bangkok
from moibench.web.page import BadParameter, chosen, page_view, show


@page_view
def indicators(request: HttpRequest, state: State) -> HttpResponse:
    """List every indicator by dimension, also those without figures."""
    catalogue, framework = current_catalogue(), current_framework()
    page = indicator_list(catalogue, framework, current_design().indicator_ids, state)
    return show(request, "indicators", state, page, section="indicators")


@page_view
def indicator(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Show an indicator; one without figures has a page that says so."""
    if subject_id not in current_catalogue().indicators:
        found = find_subject(subject_id)
        is_indicator = found in current_catalogue().indicators
        return redirect((address.indicator if is_indicator else address.index)(state, found))
    try:
        return _show_subject(request, state, subject_id)
    except NoFigures:
        page = no_figures_page(subject_id, current_catalogue(), current_framework(), state)
        return show(request, "no_figures", state, page, section="indicators")


@page_view
def index(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Show the order of units by the whole index or a dimension, with rank ranges."""
    nodes = {OVERALL, *(d.id for d in current_framework().dimensions)}
    if subject_id not in nodes:
        raise UnknownSubject(subject_id, tuple(sorted(nodes)))
    return _show_subject(request, state, subject_id)


def _show_subject(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    ranked, mark = _ranked(request, state, subject_id)
    clusters, units = _of_clusters(subject_id, state), chosen(request, "units")
    beside, what = _beside(ranked, state), "score" if ranked.is_index else "value"
    stuck = stuck_without_bangkok(beside.values(), what)
    page = subject_page(
        ranked,
        clusters,
        current_catalogue(),
        current_framework(),
        state,
        outlines=outlines(),
        chosen=units,
        form=form_of(request, state, ranked.year, stuck=stuck),
        beside=beside,
        apart=cannot_be_told_apart_in(ranked),
        mark=mark,
        figures=charted_figures(ranked, clusters, units),
    )
    return show(request, "indicator", state, page, section="indicators", has_charts=True)


@page_view
def moves(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Show two years of a subject side by side, and every province's line on the tile grid."""
    ranked, mark = _ranked(request, state, find_subject(subject_id))
    catalogue = current_catalogue()
    two = two_years(ranked, state.change_from)
    page = moves_page(
        two,
        ranked,
        catalogue,
        state,
        name=subject_name(ranked, catalogue, state.language),
        mark=mark,
        figures=moved_figures(ranked, two),
    )
    return show(request, "moves", state, page, section="indicators", has_charts=True)


def _ranked(request: HttpRequest, state: State, subject_id: str) -> tuple[Ranking, str]:
    """Return the ranking asked for, and the unit the reader looks for."""
    level = request.GET.get("level", "province")
    if level not in LEVEL_NAMES:
        raise BadParameter("level", level, LEVEL_NAMES)
    mark = request.GET.get("mark", "").strip()
    ranked = ranking(subject_id, state.year, level=level, with_bangkok=state.with_bangkok)
    return ranked, find_unit(mark) if mark else ""


def _beside(ranked: Ranking, state: State) -> dict[str, Beside]:
    """Return the benchmark that the reader chose, of each unit of the ranking."""
    codes = tuple(line.unit_code for line in ranked.lines)
    choice = state.choice()
    if ranked.is_index:
        scores = scores_beside(codes, ranked.subject_id, ranked.year, choice=choice)
        return dict(zip(codes, scores, strict=True))
    return benchmarks_in(
        ranked.subject_id,
        {line.unit_code: line.figure for line in ranked.lines},
        ranked.year,
        choice=choice,
    )


def _of_clusters(subject_id: str, state: State) -> Ranking | None:
    """Return the same subject by cluster, or None where nothing is published for clusters."""
    try:
        return ranking(subject_id, state.year, level="cluster", with_bangkok=state.with_bangkok)
    except (NoDataForYear, NoValuesForLevel):
        return None


@page_view
def download(request: HttpRequest, state: State, subject_id: str) -> HttpResponse:
    """Hand out every value of an indicator as CSV that Excel opens with its Thai intact."""
    content = value_table(value_rows(subject_id), subject_id, current_catalogue(), state.language)
    response = HttpResponse(content.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{subject_id}.csv"'
    return response
