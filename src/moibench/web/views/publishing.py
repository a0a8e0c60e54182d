"""Publish an edition: what stands against it is said before anybody presses the button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.editions import editions, publish, refusals
from moibench.analysis.errors import CannotPublish
from moibench.analysis.vantage import current_vantage, today
from moibench.people import log
from moibench.people.address import client_address
from moibench.people.rights import Action
from moibench.presentation.moments import MomentError, parse_moment
from moibench.presentation.pages.address import State
from moibench.presentation.pages.publishing import Typed, next_name, publishing_page
from moibench.presentation.years import ascii_digits
from moibench.web.accounts.access import asking, for_those_who_may
from moibench.web.accounts.frame import language_of_address
from moibench.web.page import show

LONGEST_NOTE = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Action.PUBLISH_EDITION)
def publish_edition(request: HttpRequest) -> HttpResponse:
    """Show what would be frozen and what stands against it; POST publishes."""
    usual = next_name(editions(), today())
    if request.method != "POST":
        typed = Typed(usual, "", "", current_vantage().framework_id)
        return _shown(request, typed, refusals(usual, framework=typed.framework))
    typed = Typed(
        ascii_digits(request.POST.get("name", "")).strip()[:20],
        request.POST.get("note", "").strip()[:LONGEST_NOTE],
        request.POST.get("map_date", "").strip()[:40],
        request.POST.get("framework", ""),
    )
    if typed.framework not in current_catalogue().frameworks:
        typed = Typed(typed.name, typed.note, typed.map_date, current_vantage().framework_id)
    person = asking(request)
    assert person is not None  # the guard asked for a sign-in
    try:
        map_date = parse_moment(typed.map_date).date() if typed.map_date else None
        edition = publish(
            typed.name,
            person.username,
            note=typed.note,
            map_date=map_date,
            framework=typed.framework,
        )
    except (CannotPublish, MomentError) as error:
        return _shown(request, typed, error, status=400)
    log.record(
        "edition.published",
        "edition",
        edition.name,
        by=person,
        address=client_address(request),
        after={"data": edition.data_version, "catalogue": edition.catalogue.version},
    )
    return redirect(State(language_of_address()).address(f"/edition/{edition.name}"))


def _shown(
    request: HttpRequest, typed: Typed, against: object, *, status: int = 200
) -> HttpResponse:
    state = State(language_of_address())
    page = publishing_page(typed, against, current_catalogue(), state)
    response = show(request, "publish_edition", state, page, status=status, section="edition")
    response["Cache-Control"] = "no-store"
    return response
