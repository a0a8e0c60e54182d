"""Why score and rank changed, what brings the next level, and what would be if."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.explain import score_change, scored_years
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import CHANGE_SPAN
from moibench.analysis.search import OVERALL, find_unit
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.change import change_page
from moibench.web.page import BadParameter, page_view, show, year_of


def _node(request: HttpRequest) -> str:
    """Return the dimension or the whole index that is asked about.

    Raises:
        BadParameter: there is none of that id.
    """
    node = request.GET.get("of", OVERALL)
    if node not in (OVERALL, *(d.id for d in current_framework().dimensions)):
        raise BadParameter("of", node)
    return node


@page_view
def change(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Break a change of score and rank down; by default to the newest year, four years back."""
    if (known := find_unit(code)) != code:
        return redirect(address.change(state, known))
    node = _node(request)
    years = scored_years(code, node)
    newest = current_panel().newest_year
    to = year_of(request, "to")
    if to is None:
        to = max((y for y in years if y <= newest), default=newest)
    first = state.change_from
    if first is None:
        earlier = [y for y in years if y < to]
        spanned = [y for y in earlier if y <= to - CHANGE_SPAN]
        first = spanned[-1] if spanned else earlier[0] if earlier else to - CHANGE_SPAN
    answer = score_change(code, first, to, node_id=node, with_bangkok=state.with_bangkok)
    page = change_page(answer, years, current_catalogue(), current_framework(), state)
    return show(request, "change", state, page, section="area", has_charts=True)
