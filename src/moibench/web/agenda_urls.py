"""Addresses of the agendas, in both languages."""

from __future__ import annotations

from django.urls import path

from moibench.web.views.agenda import listing, results

pages = [
    path("agenda/", listing.agendas, name="agendas"),
    path("agenda/<str:reference>", results.agenda, name="agenda"),
]
