"""The addresses: pages, the interface for programs, and the charts' script."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from moibench.web import chart_script

urlpatterns = [
    path(f"assets/{chart_script.NAME}", chart_script.serve, name="chart_script"),
    path("api/", include("moibench.api.urls")),
    # The libraries lead from page to page by name alone; so the language in force decides.
    *i18n_patterns(
        path("", include("moibench.web.account_urls")),
        path("", include("moibench.web.group_urls")),
        path("", include("moibench.web.edition_urls")),
        path("", include("moibench.web.report_urls")),
        path("", include("moibench.web.value_chain_urls")),
        path("", include("moibench.web.catalogue_urls")),
        path("", include("moibench.web.review_urls")),
        path("", include("moibench.web.workbook_urls")),
        path("", include("moibench.web.grid_urls")),
        path("", include("moibench.web.import_urls")),
        path("", include("moibench.web.product_urls")),
        path("", include("moibench.web.source_urls")),
        prefix_default_language=False,
    ),
    path("", include("moibench.web.urls")),
]

handler403 = "moibench.web.views.refused.forbidden"
handler404 = "moibench.web.views.refused.nowhere"
handler429 = "moibench.web.views.refused.too_many"
handler500 = "moibench.web.views.refused.fault"
