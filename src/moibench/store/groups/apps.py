"""Names the saved groups to Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Saved groups as a Django application."""

    name = "moibench.store.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
