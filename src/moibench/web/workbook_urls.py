"""Addresses of officers' workbooks."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import workbook

urlpatterns = [
    path("workbook/<str:unit>/<str:year>.xlsx", workbook.blank, name="workbook_blank"),
    path("workbook/<str:unit>/<str:year>", workbook.workbook, name="workbook"),
    path(
        "workbook/<str:unit>/<str:year>/<str:sha>.xlsx", workbook.with_marks, name="workbook_marked"
    ),
]
