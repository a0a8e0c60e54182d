"""Addresses of the entry grid."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import grid

urlpatterns = [
    path("grid/", grid.own, name="own_grid"),
    path("grid/<str:unit>/<str:year>", grid.grid, name="grid"),
    path("grid/<str:unit>/<str:year>/cells", grid.cells, name="grid_cells"),
]
