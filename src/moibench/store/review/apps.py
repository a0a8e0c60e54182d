"""Names the review to Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Filings and their review as a Django application."""

    name = "moibench.store.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"
