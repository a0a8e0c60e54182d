"""Addresses of positions, sectors and champions, below both languages."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import potential

pages = [
    path("sectors/<str:code>.xlsx", potential.sectors_workbook, name="sectors_workbook"),
    path("sectors/<str:code>", potential.of_sectors, name="sectors"),
    path("champions/<str:code>.xlsx", potential.champions_workbook, name="champions_workbook"),
    path("champions/<str:code>", potential.of_champions, name="champions"),
    path(
        "position/indicator/<str:subject_id>.xlsx",
        potential.subject_workbook,
        name="position_of_workbook",
    ),
    path("position/indicator/<str:subject_id>", potential.of_subject, name="position_of"),
    path("position/<str:code>.xlsx", potential.unit_workbook, name="position_workbook"),
    path("position/<str:code>", potential.of_unit, name="position"),
]
