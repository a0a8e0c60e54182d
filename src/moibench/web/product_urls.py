"""Addresses of local products; the language in force decides, as for accounts."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import products

urlpatterns = [
    path("champions/<str:code>/product/new", products.new_product, name="new_product"),
    path("champions/<str:code>/product/<int:number>", products.product, name="product"),
]
