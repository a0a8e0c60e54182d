"""The agendas there are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from moibench.analysis.agendas.keeping import built_in, usable
from moibench.analysis.catalogue import current_catalogue
from moibench.presentation.agendas.listing import list_page
from moibench.presentation.pages.address import State
from moibench.web.agendas import who
from moibench.web.page import page_view, show


@page_view
def agendas(request: HttpRequest, state: State) -> HttpResponse:
    """List the built-in agendas and those of officers that whoever asks may see."""
    asks = who(request)
    page = list_page(built_in(), usable(asks), asks.user, current_catalogue(), state)
    return show(request, "agenda/list", state, page, section="agenda")
