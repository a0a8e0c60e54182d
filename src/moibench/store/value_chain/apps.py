"""Names the value chains to Django."""

from django.apps import AppConfig


class ValueChainConfig(AppConfig):
    """Value chains as a Django application."""

    name = "moibench.store.value_chain"
    label = "value_chain"
    default_auto_field = "django.db.models.BigAutoField"
