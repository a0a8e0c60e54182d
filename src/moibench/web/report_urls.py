"""Addresses of what a person makes documents of."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import batch, tray, unit_templates, writing

urlpatterns = [
    path("reports/batch", batch.batch, name="batch"),
    path("reports/batch/<str:run_id>.zip", batch.archive, name="batch_archive"),
    path("reports/text/<str:code>", writing.chapters, name="report_text"),
    path("reports/templates/<str:code>", unit_templates.unit_templates, name="unit_templates"),
    path(
        "reports/templates/<str:code>/<int:number>",
        unit_templates.unit_template,
        name="unit_template",
    ),
    path("reports/sentences", writing.sentences, name="sentences"),
    path("reports/sentences.csv", writing.sentences_of_all, name="sentences_of_all"),
    path("tray/", tray.tray_page, name="tray"),
    path("tray/keep", tray.choose, name="tray_choose"),
    path("tray/document.<str:kind>", tray.document, name="tray_document"),
]
