"""Names the local products to Django."""

from django.apps import AppConfig


class ChampionsConfig(AppConfig):
    """Local products as a Django application."""

    name = "moibench.store.champions"
    label = "champions"
    default_auto_field = "django.db.models.BigAutoField"
