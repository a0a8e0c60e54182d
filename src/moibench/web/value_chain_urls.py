"""Addresses of the value chains."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import value_chain, value_chain_edit

urlpatterns = [
    path("value-chain/<str:code>/", value_chain.chains, name="value_chains"),
    path("value-chain/<str:code>/new", value_chain_edit.new_chain, name="new_value_chain"),
    path("value-chain/<str:code>/<int:number>", value_chain.chain, name="value_chain"),
    path(
        "value-chain/<str:code>/<int:number>.<str:kind>",
        value_chain.document,
        name="value_chain_document",
    ),
    path(
        "value-chain/<str:code>/<int:number>/edit",
        value_chain_edit.edit_chain,
        name="edit_value_chain",
    ),
]
