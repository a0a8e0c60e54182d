"""The server that takes e-mail, from one setting; without one no mail is ever sent."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "smtp://user:password@host:587 or smtps://user:password@host:465"
SECONDS = 20  # a mail server that does not answer keeps nobody waiting longer


def mail(setting: str) -> dict[str, Any]:
    """Return Django's settings of e-mail.

    Args:
        setting: MOIBENCH_MAIL. smtp asks for TLS once connected, smtps from the beginning; an
            smtp server without a user name, such as one in the house, is spoken to in the clear.

    Raises:
        ImproperlyConfigured: the setting is no such address.
    """
    if not setting:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    refused = ImproperlyConfigured(f"MOIBENCH_MAIL must look like {FORM}.")
    try:
        parts = urlsplit(setting)
        port = parts.port
    except ValueError as error:
        raise refused from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise refused
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": SECONDS,
    }


def site_address() -> str:
    """Return the address that people reach the site by, without a slash at its end."""
    return os.environ.get("MOIBENCH_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
