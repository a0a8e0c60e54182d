"""The page of a unit, and its report."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from moibench.analysis.catalogue import (
    current_catalogue,
    current_design,
    current_framework,
    outlines,
)
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import ChosenKind, Peers
from moibench.analysis.dispersion import dispersions
from moibench.analysis.errors import NoPeers, UnitDidNotExist
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.geography import COUNTRY
from moibench.analysis.peers import peers
from moibench.analysis.profile import profile
from moibench.analysis.results import Profile
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.search import find_unit
from moibench.analysis.since_edition import since_last_edition
from moibench.analysis.summary import country_summary
from moibench.analysis.target_states import member_targets, next_targets
from moibench.analysis.trusted import described_figures
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.area import area_page
from moibench.presentation.pages.lineage import notices
from moibench.reports.documents import KINDS, build, gather
from moibench.reports.write import ReportError
from moibench.web.benchmark import form_of, stuck_without_bangkok
from moibench.web.page import BadParameter, page_view, show
from moibench.web.unit_templates import may_use, offered
from moibench.web.views.unit_templates import template_or_refusal, unfit


@page_view
def area(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show a unit of any level; a name instead of the code leads to the code's address."""
    if (known := find_unit(code)) != code:
        return redirect(address.area(state, known))
    result = profile(
        code, state.year, with_bangkok=state.with_bangkok, change_from=state.change_from
    )
    choice = state.choice()
    ids = tuple(r.indicator_id for r in result.indicators)
    cells = compare_with((code,), ids, result.year, choice=choice).cells
    catalogue = current_catalogue()
    nodes = [n.node_id for n in (result.overall, *result.dimensions)]
    found, no_peers = _peers(code, state)
    beside = {n: scores_beside((code,), n, result.year, choice=choice)[0] for n in nodes}
    page = area_page(
        result,
        areas_to_explore(code, result.year, choice=choice),
        {i: row[0].benchmark for i, row in zip(ids, cells, strict=True)},
        found,
        catalogue,
        current_framework(),
        current_design(),
        state,
        outlines=outlines(),
        form=form_of(
            request,
            state,
            result.year,
            region=result.region_code,
            cluster=result.cluster_code,
            lacking=(*_lacking(result), *(() if found else ("peers",))),
            stuck=stuck_without_bangkok(beside.values(), "score"),
        ),
        beside=beside,
        described=described_figures(found) if found else {},
        no_peers=no_peers,
        since=since_last_edition(code, result.year, with_bangkok=state.with_bangkok),
        summary=country_summary(result.year, with_bangkok=True) if result.members else None,
        dispersions=dispersions(code, result.year) if result.members and code != COUNTRY else (),
        targets=next_targets(code, result.year),
        inside=member_targets(code, result.year) if result.members else None,
        side=_side(request),
    )
    return show(
        request,
        "area",
        state,
        page,
        section="area",
        notices=notices(result, catalogue, state),
        in_templates=offered(request, code, replace(state, year=result.year)),
        templates_page=reverse("unit_templates", args=(code,)) if may_use(request, code) else "",
    )


def _lacking(result: Profile) -> tuple[ChosenKind, ...]:
    """Return the benchmarks that a unit has not: it lies in no such parent."""
    parents: tuple[tuple[ChosenKind, str | None], ...] = (
        ("region", result.region_code),
        ("cluster", result.cluster_code),
    )
    return tuple(kind for kind, parent in parents if parent is None)


def _side(request: HttpRequest) -> str:
    """Return the dimension that is to be listed whole.

    Raises:
        BadParameter: the framework has none of that id.
    """
    side, known = request.GET.get("side", ""), [d.id for d in current_framework().dimensions]
    if side and side not in known:
        raise BadParameter("side", side, known)
    return side


def _peers(code: str, state: State) -> tuple[Peers | None, str]:
    """Return the statistical peers, or None with the reason for a unit that has none."""
    try:
        choice = state.peers
        found = peers(
            code,
            state.model,
            count=choice.count,
            with_bangkok=state.choice().with_bangkok is True,
            locked=choice.locked,
            dropped=choice.dropped,
            weights=choice.weights,
        )
    except NoPeers as error:
        return None, error.reason
    except UnitDidNotExist:
        return None, "not_there"
    return found, ""


@page_view
def report(request: HttpRequest, state: State, code: str, kind: str) -> HttpResponse:
    """Hand out a document of the unit's report pack."""
    if kind not in KINDS:
        raise Http404
    unit = find_unit(code)
    template = template_or_refusal(request, unit, kind)
    if isinstance(template, HttpResponse):
        return template
    page = request.build_absolute_uri(address.area(state, unit))
    pack = gather(
        code,
        state.year,
        state.language,
        with_bangkok=state.with_bangkok,
        change_from=state.change_from,
        choice=state.choice(),
        address=page,
        template=template,
    )
    try:
        content = build(kind, pack)
    except ReportError as error:
        return unfit(request, error)
    response = HttpResponse(content, content_type=KINDS[kind].media_type)
    name = KINDS[kind].file_name(pack)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
