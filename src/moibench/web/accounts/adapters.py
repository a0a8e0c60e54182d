"""How this system differs from what allauth does by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from moibench.people.address import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account of their own."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that counts, as everywhere in the system."""
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to one's own page, in the language of the address."""
        return reverse("my_account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the sign-in page."""
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to one's own page."""
        return reverse("my_account")


class TwoFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted, with a key made of the system's own."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret of the database.

        Raises:
            cryptography.fernet.InvalidToken: it was encrypted under another secret key.
        """
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """Return the user name, which the authenticator shows."""
        return str(user.username)


def _fernet() -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"moibench two-factor secrets", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
