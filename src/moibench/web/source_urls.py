"""Addresses of the sources that figures are fetched from."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import sources

urlpatterns = [
    path("sources/", sources.all_sources, name="sources"),
    path("sources/add", sources.add_source, name="add_source"),
    path("sources/of/<str:name>", sources.one_source, name="source"),
    path("sources/of/<str:name>/edit", sources.edit_source, name="edit_source"),
    path("sources/of/<str:name>/<int:number>", sources.fetched, name="fetched"),
    path("sources/of/<str:name>/<int:number>/content", sources.content, name="fetched_content"),
]
