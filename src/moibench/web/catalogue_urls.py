"""Addresses of the catalogue and its drafts; the language in force decides, as for accounts."""

from __future__ import annotations

from django.urls import path

from moibench.web.views.drafting import draft, entry, make, overview

urlpatterns = [
    path("catalogue/", overview.catalogue, name="catalogue"),
    path("catalogue/framework/<str:name>", overview.framework, name="framework"),
    path("catalogue/catalogue.zip", overview.download, name="catalogue_zip"),
    path("catalogue/begin", overview.begin, name="begin_draft"),
    path("catalogue/draft/<int:number>", draft.draft, name="draft"),
    path("catalogue/draft/<int:number>/catalogue.zip", overview.download_draft, name="draft_zip"),
    path("catalogue/draft/<int:number>/files", overview.bring_in, name="bring_in"),
    path("catalogue/draft/<int:number>/make", make.make, name="make_framework"),
    path("catalogue/draft/<int:number>/map/<str:name>", make.mapping, name="mapping"),
    path("catalogue/draft/<int:number>/list/<str:kind>", draft.entries, name="draft_entries"),
    path("catalogue/draft/<int:number>/add/<str:kind>", entry.add, name="add_entry"),
    path("catalogue/draft/<int:number>/<str:kind>/<str:name>", entry.edit, name="edit_entry"),
]
