"""Names the room to Django."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The store as a Django application."""

    name = "moibench.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
