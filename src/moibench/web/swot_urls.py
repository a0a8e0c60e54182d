"""Addresses of the SWOT of a unit; included in both languages."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import swot

pages = [
    path("swot/<str:code>.<str:kind>", swot.document, name="swot_document"),
    path("swot/<str:code>/tows", swot.tows, name="swot_tows"),
    path("swot/<str:code>", swot.swot, name="swot"),
]
