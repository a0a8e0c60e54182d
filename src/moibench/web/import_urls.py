"""Address of the page on which tables are imported."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import importing

urlpatterns = [path("import", importing.import_table, name="import_table")]
