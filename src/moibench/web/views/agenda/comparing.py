"""What changed between two versions, or two years, of an agenda."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from moibench.analysis.agendas.comparing import compare_agendas
from moibench.analysis.agendas.framing import framework_id, looking_through
from moibench.analysis.agendas.keeping import Found, versions_of
from moibench.analysis.agendas.running import run_agenda
from moibench.analysis.catalogue import current_catalogue
from moibench.presentation.agendas.compared import compared_page
from moibench.presentation.language import text
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import said
from moibench.web.agendas import find
from moibench.web.page import BadParameter, page_view, refuse, show, year_of


@page_view
def compare(request: HttpRequest, state: State, reference: str) -> HttpResponse:
    """Show every unit's change, part by part."""
    newest = find(request, reference)
    numbers = sorted(v.number for v in versions_of(newest)) or [0]
    before, chosen_before = _version(request, newest, "before", numbers)
    after, chosen_after = _version(request, newest, "after", numbers)
    years = [y for y, _ in run_agenda(after.agenda).years]
    first, last = year_of(request, "from"), year_of(request, "to")
    if before.agenda == after.agenda and len(years) < 2:
        return refuse(request, said(state, 404, text("agendas.compared.one_year", state.language)))
    if before.agenda == after.agenda and last is None:
        last = years[-1] if first is None or first < years[-1] else None
    if before.agenda == after.agenda and first is None and last is not None:
        first = max((y for y in years if y < last), default=last)
    found = compare_agendas(before.agenda, after.agenda, first, last)
    with looking_through(after.agenda):
        at = replace(state, framework=framework_id(after.agenda), change_from=None)
        page = compared_page(
            found,
            numbers,
            (chosen_before, chosen_after),
            sorted(years, reverse=True),
            current_catalogue(),
            replace(at, framework=at.framework),
            reference,
        )
        return show(request, "agenda/compared", at, page, section="agenda")


def _version(
    request: HttpRequest, newest: Found, field: str, numbers: list[int]
) -> tuple[Found, int]:
    """Return the version asked for; by default the newest."""
    asked = request.GET.get(field, "").strip()
    if not asked:
        return newest, numbers[-1]
    if not asked.isdigit() or int(asked) not in numbers:
        raise BadParameter(field, asked[:20])
    if newest.own is None:
        return newest, numbers[-1]
    return find(request, f"{newest.reference}_v{int(asked)}"), int(asked)
