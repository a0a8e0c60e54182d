"""Names the agendas to Django."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Agendas as a Django application."""

    name = "moibench.store.agenda"
    label = "agenda"
    default_auto_field = "django.db.models.BigAutoField"
