"""What an agenda says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse

from moibench.analysis.agendas.framing import framework_id, looking_through
from moibench.analysis.agendas.freezing import Frozen, freeze
from moibench.analysis.agendas.keeping import Found, may_change, versions_of
from moibench.analysis.agendas.running import run_agenda, run_frozen
from moibench.analysis.apart import cannot_be_told_apart_in
from moibench.analysis.catalogue import current_catalogue, current_framework, outlines
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import CHOSEN_KINDS, ChosenKind
from moibench.analysis.profile import profile
from moibench.analysis.results import Ranking
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.search import find_unit
from moibench.catalogue.agenda import Agenda
from moibench.presentation.agendas.page import AgendaPage, Spine, agenda_page, spine_of
from moibench.presentation.pages.address import State
from moibench.presentation.pages.apart import Beside
from moibench.presentation.pages.benchmark_form import BenchmarkForm
from moibench.presentation.pages.indicator import SubjectPage, subject_page
from moibench.web.agenda_form import typed_of
from moibench.web.agendas import find, who
from moibench.web.benchmark import form_of
from moibench.web.page import page_view, show
from moibench.web.views.agenda.making import form, read


@page_view
def agenda(request: HttpRequest, state: State, reference: str) -> HttpResponse:
    """Show an agenda's scores, ranges, map, movers, what drives it and what is missing."""
    version = request.GET.get("version", "").strip()
    found = find(request, f"{reference}_v{version}" if version else reference)
    return shown(request, under(found, state, request), found, reference)


@page_view
def trial(request: HttpRequest, state: State) -> HttpResponse:
    """Show what the agenda of the address says; nothing is saved."""
    typed = typed_of(request.GET)
    asked, faults = read(request, typed)
    if asked is None:
        return form(request, state.language, typed, None, faults)
    frozen = freeze(asked, current_catalogue())
    against = "country" if asked.against == "units" else asked.against
    state = replace(state, against=cast(ChosenKind, against))
    return shown(request, state, Found(frozen.agenda), "try", frozen, typed.pairs())


def under(found: Found, state: State, request: HttpRequest) -> State:
    """Return the state in which every link goes on under the agenda, by its own benchmark."""
    against = next((k for k in CHOSEN_KINDS if k == found.agenda.against), "country")
    usual = against if "against" not in request.GET and against != "units" else state.against
    return replace(state, framework=framework_id(found.agenda), against=usual)


def shown(
    request: HttpRequest,
    state: State,
    found: Found,
    reference: str,
    frozen: Frozen | None = None,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Render the page of an agenda. frozen: of one that is only tried, and what was typed."""
    result = run_frozen(frozen, state.year) if frozen else run_agenda(found.agenda, state.year)
    # What is shown may be the nearest to what was saved.
    with looking_through(result.agenda):
        ranked = result.ranking
        at = replace(state, year=result.year)
        choice = None if ranked is None else form_of(request, at, ranked.year)
        subject = None if ranked is None else _subject(at, ranked, choice)
        if subject is not None and frozen:
            subject = replace(subject, moves="")
        spine = None if ranked is None else _spine(request, at, ranked, result.agenda)
        page: AgendaPage = agenda_page(
            found,
            result,
            subject,
            spine,
            versions_of(found),
            current_catalogue(),
            at,
            reference=reference,
            may_change=found.own is not None and may_change(found.own, who(request)),
            typed=typed,
            choice=choice,
        )
        return show(request, "agenda/results", at, page, section="agenda", has_charts=True)


def _subject(state: State, ranked: Ranking, choice: BenchmarkForm | None) -> SubjectPage:
    return subject_page(
        ranked,
        None,
        current_catalogue(),
        current_framework(),
        state,
        outlines=outlines(),
        form=choice,
        beside=_beside(ranked, state),
        # Its form would lose what the address of a trial holds.
        apart=cannot_be_told_apart_in(ranked) if state.framework else None,
    )


def _beside(ranked: Ranking, state: State) -> dict[str, Beside]:
    codes = tuple(line.unit_code for line in ranked.lines)
    scores = scores_beside(codes, ranked.subject_id, ranked.year, choice=state.choice())
    return dict(zip(codes, scores, strict=True))


def _spine(request: HttpRequest, state: State, ranked: Ranking, agenda: Agenda) -> Spine:
    """Return the spine of the unit asked for, by default of the first of the order."""
    asked = request.GET.get("unit", "").strip()
    code = find_unit(asked) if asked else ranked.lines[0].unit_code
    answer = profile(code, ranked.year, with_bangkok=ranked.with_bangkok)
    ids = tuple(r.indicator_id for r in answer.indicators)
    cells = compare_with((code,), ids, ranked.year, choice=state.choice()).cells
    beside = {i: row[0].benchmark for i, row in zip(ids, cells, strict=True)}
    return spine_of(answer, beside, agenda, current_catalogue(), state)
