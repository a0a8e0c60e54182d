"""Addresses of the agendas, in both languages."""

from __future__ import annotations

from django.urls import path

from moibench.web.views.agenda import comparing, documents, listing, making, results

pages = [
    path("agenda/", listing.agendas, name="agendas"),
    path("agenda/new", making.new, name="new_agenda"),
    path("agenda/try", results.trial, name="trial_agenda"),
    path("agenda/<str:reference>/edit", making.edit, name="edit_agenda"),
    path("agenda/<str:reference>/compare", comparing.compare, name="compare_agenda"),
    path("agenda/<str:reference>.<str:kind>", documents.document, name="agenda_document"),
    path("agenda/<str:reference>", results.agenda, name="agenda"),
]
