"""Addresses of the saved groups."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import groups

urlpatterns = [
    path("group/", groups.groups, name="groups"),
    path("group/new", groups.new_group, name="new_group"),
    path("group/<int:number>", groups.group, name="group"),
]
