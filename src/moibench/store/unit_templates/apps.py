"""Names the documents that units have their reports written into to Django."""

from django.apps import AppConfig


class UnitTemplatesConfig(AppConfig):
    """Templates of units as a Django application."""

    name = "moibench.store.unit_templates"
    label = "unit_templates"
    default_auto_field = "django.db.models.BigAutoField"
