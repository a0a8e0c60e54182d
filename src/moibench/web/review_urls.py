"""Addresses of what units report themselves, and of its review."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import filings, review

urlpatterns = [
    path("filing/", filings.my_numbers, name="my_numbers"),
    path("filing/<str:source>/<str:year>/<str:unit>", filings.filing, name="filing"),
    path("filing/<str:source>/<str:year>/<str:unit>/<str:series>", filings.cell, name="cell"),
    path("evidence/<str:unit>/<int:evidence>", filings.evidence, name="evidence"),
    path("review/", review.inbox, name="inbox"),
    path("review/completeness", review.completeness, name="completeness"),
]
