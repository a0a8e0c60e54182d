"""Names what people keep for their documents to Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Trays, written texts and sentences with fields as a Django application."""

    name = "moibench.store.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
