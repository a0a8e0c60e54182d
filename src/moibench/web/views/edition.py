"""The pages of published editions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.edition_difference import edition_before, edition_difference
from moibench.analysis.editions import editions, find_edition
from moibench.analysis.errors import UnknownEdition
from moibench.people.rights import Action
from moibench.presentation.pages.address import State
from moibench.presentation.pages.edition import edition_list, edition_page
from moibench.web.accounts.access import allowed, asking
from moibench.web.page import page_view, show


@page_view
def all_editions(request: HttpRequest, state: State) -> HttpResponse:
    """List the published editions."""
    return show(
        request,
        "editions",
        state,
        edition_list(editions(), state),
        section="edition",
        may_publish=_may_publish(request),
    )


def _may_publish(request: HttpRequest) -> bool:
    return asking(request) is not None and allowed(request, Action.PUBLISH_EDITION)


@page_view
def edition(request: HttpRequest, state: State, year: str, number: str) -> HttpResponse:
    """Show what an edition froze and how it differs from the one before."""
    name = f"{year}/{number}"
    found = find_edition(name)
    if found is None:
        raise UnknownEdition(name, tuple(e.name for e in editions()))
    older = edition_before(name)
    difference = None if older is None else edition_difference(older, name)
    page = edition_page(found, difference, current_catalogue(), state)
    return show(request, "edition", state, page, section="edition")
