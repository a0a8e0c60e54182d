"""E-mail is one setting; a wrong one stops the start with its form."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from moibench.config.mail import mail


def test_without_a_setting_no_mail_is_sent() -> None:
    assert mail("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_a_server_outside_is_spoken_to_under_tls() -> None:
    found = mail("smtp://sender%40moi:p%3Ass@mail.example.go.th:587")
    assert found["EMAIL_HOST"] == "mail.example.go.th"
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("sender@moi", "p:ss")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        *(587, True, False),
    )
    found = mail("smtps://u:p@mail.example.go.th")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        *(465, False, True),
    )


def test_a_server_in_the_house_needs_no_user() -> None:
    found = mail("smtp://10.0.0.5")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (25, False)


@pytest.mark.parametrize("wrong", ["mail.example.go.th", "http://x", "smtp://", "smtp://h:port"])
def test_a_wrong_setting_is_refused_with_its_form(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="smtp://user:password@host:587"):
        mail(wrong)
