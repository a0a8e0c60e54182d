"""Addresses of the pages: Thai at the root, English the same below /en/."""

from __future__ import annotations

from django.urls import include, path

from moibench.web import agenda_urls, potential_urls, swot_urls
from moibench.web.views import (
    area,
    changes,
    comparison,
    edition,
    home,
    method,
    missing,
    plans,
    search,
    subject,
    target_table,
    targets,
)

pages = [
    path("", home.home, name="home"),
    path("area/<str:code>", area.area, name="area"),
    path("report/<str:code>.<str:kind>", area.report, name="report"),
    path("indicator/", subject.indicators, name="indicators"),
    path("indicator/<str:subject_id>.csv", subject.download, name="download"),
    path("indicator/<str:subject_id>", subject.indicator, name="indicator"),
    path("indicator/<str:subject_id>/moves", subject.moves, name="indicator_moves"),
    path("index/<str:subject_id>", subject.index, name="index"),
    path("index/<str:subject_id>/moves", subject.moves, name="index_moves"),
    path("compare", comparison.compare_units, name="compare"),
    path("compare/workbook.xlsx", comparison.workbook, name="compare_workbook"),
    path("compare/table.csv", comparison.table, name="compare_table"),
    path("before-after", plans.overview, name="before_after"),
    path(
        "before-after/indicator/<str:indicator_id>",
        plans.of_indicator,
        name="before_after_indicator",
    ),
    path("before-after/<str:code>", plans.of_unit, name="before_after_unit"),
    path("change/<str:code>", changes.change, name="change"),
    path("levers/<str:code>", changes.levers_to_next, name="levers"),
    path("targets/<str:code>.xlsx", target_table.target_form, name="target_form"),
    path("targets/<str:code>/table", target_table.target_table, name="target_table"),
    path("targets/<str:code>", targets.targets, name="targets"),
    *potential_urls.pages,
    *swot_urls.pages,
    path("method", method.method, name="method"),
    path("edition/", edition.all_editions, name="editions"),
    path("edition/<str:year>/<str:number>", edition.edition, name="edition"),
    path("search", search.search_for, name="search"),
    *agenda_urls.pages,
    path("<path:anything>", missing.missing, name="missing"),
]

urlpatterns = [
    path("en/", include(pages), {"language": "en"}),
    path("", include(pages), {"language": "th"}),
]
