"""The search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.search import SURE, search
from moibench.presentation.pages.address import State
from moibench.presentation.pages.search import hit_link, search_page
from moibench.web.page import page_view, show


@page_view
def search_for(request: HttpRequest, state: State) -> HttpResponse:
    """Lead to the one sure hit, else offer the likeliest."""
    typed = request.GET.get("q", "")[:100]
    hits = search(typed)
    if len(hits) == 1 and hits[0].score == SURE:
        return redirect(hit_link(hits[0], current_catalogue(), state).address)
    return show(request, "search", state, search_page(typed, hits, current_catalogue(), state))
