"""Addresses of the interface for programs, below /api/."""

from django.urls import path

from moibench.api.description import description
from moibench.api.interface import api
from moibench.api.problems import nowhere

urlpatterns = [
    path("", description, name="api_description"),
    path("", api.urls),
    path("<path:anything>", nowhere),
]
