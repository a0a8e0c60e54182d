"""Names the tables of fetched sources to Django."""

from django.apps import AppConfig


class FetchingConfig(AppConfig):
    """Fetching as a Django application of its own."""

    name = "moibench.store.fetching"
    label = "fetching"
    default_auto_field = "django.db.models.BigAutoField"
