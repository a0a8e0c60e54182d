"""The one rule about passwords that Django does not bring."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

LONGEST = 128


class MaximumLength:
    """Refuse what is longer than any password manager makes: hashing it would cost too much."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise where the password is too long.

        Raises:
            ValidationError: it is.
        """
        if len(password) > LONGEST:
            message = gettext("This password is too long. It may have at most %(most)d characters.")
            raise ValidationError(message, code="password_too_long", params={"most": LONGEST})

    def get_help_text(self) -> str:
        """Say the rule."""
        return gettext("A password may have at most %(most)d characters.") % {"most": LONGEST}
