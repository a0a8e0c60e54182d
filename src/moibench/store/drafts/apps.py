"""Names the tables of drafts to Django."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Drafts of the catalogue as a Django application."""

    name = "moibench.store.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"
