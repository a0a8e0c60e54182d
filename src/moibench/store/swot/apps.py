"""Names the boards of SWOT to Django."""

from django.apps import AppConfig


class SwotConfig(AppConfig):
    """SWOT boards as a Django application."""

    name = "moibench.store.swot"
    label = "swot"
    default_auto_field = "django.db.models.BigAutoField"
