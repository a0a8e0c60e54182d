"""Names the room to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People as a Django application."""

    name = "moibench.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have what the libraries report (a sign-in, a second factor) written to the log."""
        from moibench.people import reported

        reported.listen()
