"""Addresses that lead nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import not_found
from moibench.web.page import page_view, refuse


@page_view
def missing(request: HttpRequest, state: State, anything: str) -> HttpResponse:
    """Say that there is no such page."""
    return refuse(request, not_found(state))
