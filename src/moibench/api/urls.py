"""Addresses of the interface for programs, below /api/."""

from django.urls import path

from moibench.api.interface import api

urlpatterns = [path("", api.urls)]
