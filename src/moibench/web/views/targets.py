"""A unit's targets, and one to try."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from pydantic import ValidationError

from moibench.analysis.catalogue import current_catalogue, current_design
from moibench.analysis.entered_targets import entered_targets
from moibench.analysis.plan_results import TargetProgress
from moibench.analysis.search import find_unit
from moibench.analysis.target_states import member_targets
from moibench.analysis.targets import target_progress, target_review
from moibench.analysis.trusted import tracked_figures
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.people.rights import Action
from moibench.presentation.language import text
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.targets import targets_page
from moibench.web.accounts.access import allowed, asking
from moibench.web.page import BadParameter, number_of, page_view, show, year_of

TRIED = ("indicator", "value", "base", "by")


@page_view
def targets(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show the state of every target, and of the one in the address; nothing is stored."""
    if (known := find_unit(code)) != code:
        return redirect(address.targets(state, known))
    typed = {field: request.GET.get(field, "").strip() for field in TRIED}
    review, tried = target_review(code, state.year), _tried(request, code, state, typed)
    page = targets_page(
        review,
        tried,
        typed,
        current_catalogue(),
        current_design(),
        state,
        members=member_targets(code, state.year),
        figures=tracked_figures((*review.targets, *((tried,) if tried else ()))),
        entered=entered_targets(code),
        may_write=asking(request) is not None and allowed(request, Action.WRITE_TARGETS, code),
    )
    return show(request, "targets", state, page, section="area", has_charts=page.has_tracks)


def _tried(
    request: HttpRequest, code: str, state: State, typed: dict[str, str]
) -> TargetProgress | None:
    """Judge the target of the address; None where there is none.

    Raises:
        BadParameter: a part of it is missing or means nothing.
        YearError: what stands for a year is none.
    """
    if not typed["value"]:
        return None
    if typed["indicator"] not in current_design().indicator_ids:
        raise BadParameter("indicator", typed["indicator"], current_design().indicator_ids)
    base, by = year_of(request, "base"), year_of(request, "by")
    if base is None or by is None:
        raise BadParameter("by" if by is None else "base", "")
    try:
        target = Target(
            indicator=typed["indicator"],
            unit=code,
            kind="absolute",
            value=number_of("value", typed["value"]),
            base_year=base,
            target_year=by,
            source=Text(th=text("targets.try_source", "th"), en=text("targets.try_source", "en")),
        )
    except ValidationError as error:
        raise BadParameter("by", typed["by"]) from error
    return target_progress(code, target, state.year)
