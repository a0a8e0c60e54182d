"""Addresses of positions, sectors and champions, below both languages."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import potential

pages = [
    path("sectors/<str:code>", potential.of_sectors, name="sectors"),
    path("position/indicator/<str:subject_id>", potential.of_subject, name="position_of"),
    path("position/<str:code>", potential.of_unit, name="position"),
]
