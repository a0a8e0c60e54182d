"""Names the tables of tokens to Django."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Tokens as a Django application of their own."""

    name = "moibench.people.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"
