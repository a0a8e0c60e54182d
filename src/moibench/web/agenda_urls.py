"""Addresses of the agendas, in both languages."""

from __future__ import annotations

from django.urls import path

from moibench.web.views.agenda import listing, making, results

pages = [
    path("agenda/", listing.agendas, name="agendas"),
    path("agenda/new", making.new, name="new_agenda"),
    path("agenda/try", results.trial, name="trial_agenda"),
    path("agenda/<str:reference>/edit", making.edit, name="edit_agenda"),
    path("agenda/<str:reference>", results.agenda, name="agenda"),
]
