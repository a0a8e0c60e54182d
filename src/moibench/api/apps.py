"""Names the room to Django, for its template."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for programs as a Django application."""

    name = "moibench.api"
    label = "api"
