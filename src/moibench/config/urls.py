"""The addresses: pages, the interface for programs, and the charts' script."""

from __future__ import annotations

from django.urls import include, path

from moibench.web import chart_script

urlpatterns = [
    path(f"assets/{chart_script.NAME}", chart_script.serve, name="chart_script"),
    path("api/", include("moibench.api.urls")),
    path("", include("moibench.web.urls")),
]
