"""Why score and rank changed, what brings the next level, and what would be if."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers

from moibench.analysis.catalogue import current_catalogue, current_design, current_framework
from moibench.analysis.comparative_results import Levers, WhatIf
from moibench.analysis.editions import editions
from moibench.analysis.errors import NoPeers, NoScore, UnitDidNotExist, UnknownEdition
from moibench.analysis.explain import score_change, scored_years
from moibench.analysis.levers import levers, what_if
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import CHANGE_SPAN, profile
from moibench.analysis.search import OVERALL, find_unit
from moibench.analysis.trusted import standing_figures
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.change import change_page
from moibench.presentation.pages.levers import VALUE, WEIGHT, levers_page
from moibench.web.page import BadParameter, number_of, page_view, show, year_of


def _node(request: HttpRequest) -> str:
    """Return the dimension or the whole index that is asked about.

    Raises:
        BadParameter: there is none of that id.
    """
    node = request.GET.get("of", OVERALL)
    known = (OVERALL, *(d.id for d in current_framework().dimensions))
    if node not in known:
        raise BadParameter("of", node, known)
    return node


@page_view
def change(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Break a change of score and rank down; by default to the newest year, four years back."""
    if (known := find_unit(code)) != code:
        return redirect(address.change(state, known))
    node = _node(request)
    edition = _edition(request, state)
    years = scored_years(code, node)
    first_years = scored_years(code, node, edition) if edition else years
    newest = current_panel().newest_year
    to = year_of(request, "to")
    first = state.change_from
    if to is None:
        to = _usual_end(years, first_years if edition else years, newest)
    if first is None:
        first = to if edition else _usual_start(years, to)
    try:
        answer = score_change(
            code, first, to, node_id=node, with_bangkok=state.with_bangkok, from_edition=edition
        )
    except (NoScore, UnitDidNotExist) as error:
        scored = [y for y in first_years if y < to] if error.year == first else years
        error.answered = _nearest(scored, error.year)
        raise
    moved = tuple(s.indicator_id for s in answer.steps)
    page = change_page(
        answer,
        years,
        current_catalogue(),
        current_framework(),
        state,
        (standing_figures(code, moved, first, edition), standing_figures(code, moved, to)),
        first_years=first_years if edition else (),
        editions=tuple(e.name for e in editions() if e.framework == current_framework().id),
    )
    return show(request, "change", state, page, section="area", has_charts=True)


def _edition(request: HttpRequest, state: State) -> str | None:
    """Return the edition that the first year is read from; None where it is the one shown.

    Raises:
        UnknownEdition: there is none of that name.
    """
    named = request.GET.get("from_edition", "").strip()
    if not named or named == state.edition:
        return None
    known = tuple(e.name for e in editions())
    if named not in known:
        raise UnknownEdition(named, known)
    return named


def _nearest(years: Iterable[int], wanted: int) -> int | None:
    return min(years, key=lambda year: abs(year - wanted), default=None)


def _usual_end(years: tuple[int, ...], first_years: tuple[int, ...], newest: int) -> int:
    """Return the newest year with enough data that both states score."""
    return max((y for y in years if y <= newest and y in first_years), default=newest)


def _usual_start(years: tuple[int, ...], to: int) -> int:
    """Return the newest scored year at least four years back, else the earliest."""
    earlier = [y for y in years if y < to]
    spanned = [y for y in earlier if y <= to - CHANGE_SPAN]
    return spanned[-1] if spanned else earlier[0] if earlier else to - CHANGE_SPAN


@page_view
def levers_to_next(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show the levers to the next level, and what would be if; nothing is stored."""
    if (known := find_unit(code)) != code:
        return redirect(address.levers(state, known))
    result = profile(code, state.year, with_bangkok=state.with_bangkok)
    typed = {
        k: v.strip() for k, v in request.GET.items() if k.startswith((VALUE, WEIGHT)) and v.strip()
    }
    page = levers_page(
        result,
        _levers(code, result.year, state),
        _supposed(code, result.year, state, typed),
        typed,
        current_catalogue(),
        current_framework(),
        current_design(),
        state,
    )
    # A slider being dragged asks for the result alone.
    template = "parts/what_if" if request.headers.get("HX-Request") else "levers"
    response = show(request, template, state, page, section="area")
    patch_vary_headers(response, ["HX-Request"])
    return response


def _levers(code: str, year: int, state: State) -> Levers | None:
    """Return the levers, or None for a unit that has no peers."""
    try:
        return levers(code, year, model_id=state.model)
    except NoPeers:
        return None


def _supposed(code: str, year: int, state: State, typed: dict[str, str]) -> WhatIf | None:
    """Compute what the reader supposes; None where nothing was typed.

    Raises:
        BadParameter: what was typed is no number, or the weights cannot be used.
    """
    if not typed:
        return None
    values, weights = (
        {k.removeprefix(start): number_of(k, v) for k, v in typed.items() if k.startswith(start)}
        for start in (VALUE, WEIGHT)
    )
    for name, weight in weights.items():
        if weight < 0:
            raise BadParameter(WEIGHT + name, typed[WEIGHT + name])
    try:
        return what_if(code, values, weights, year, with_bangkok=state.with_bangkok)
    except ValueError as error:  # the weights left are all 0
        field = next(iter(typed))
        raise BadParameter(field, typed[field]) from error
