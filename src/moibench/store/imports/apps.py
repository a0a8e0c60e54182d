"""Names the tables of imports to Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Imports as a Django application of their own."""

    name = "moibench.store.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
