"""Names the targets entered to Django."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """The targets entered as a Django application of their own."""

    name = "moibench.store.targets"
    label = "targets"
    default_auto_field = "django.db.models.BigAutoField"
