"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from moibench.analysis.catalogue import current_catalogue, current_framework, outlines
from moibench.analysis.profile import profile
from moibench.analysis.summary import country_summary
from moibench.presentation.pages.address import State
from moibench.presentation.pages.home import home_page
from moibench.web.page import page_view, show


@page_view
def home(request: HttpRequest, state: State) -> HttpResponse:
    """Show the country: regions, provinces, headline figures, completeness."""
    summary = country_summary(state.year, with_bangkok=state.with_bangkok)
    country = profile("TH", summary.year, with_bangkok=state.with_bangkok)
    page = home_page(
        summary, country, current_catalogue(), current_framework(), state, outlines=outlines()
    )
    return show(request, "home", state, page, section="home", has_charts=True)
