"""What MOIBENCH_HTTPS=1 changes: cookies, redirects, HSTS, whose address counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings

from moibench.people.address import client_address, is_this_machine

ASK = """
import django, io, json
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("check", "--deploy", "--fail-level", "WARNING", stdout=io.StringIO())
plain = Client(headers={"host": "localhost"}).get("/account/off")
secure = Client(headers={"host": "localhost", "x-forwarded-proto": "https"}).get("/account/off")
print(json.dumps({
    "plain": plain.status_code, "to": plain.headers.get("Location"),
    "hsts": secure.headers.get("Strict-Transport-Security"), "secure": secure.status_code,
    "session": settings.SESSION_COOKIE_NAME, "flags": [
        settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
        settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_PATH == "/",
        settings.SESSION_COOKIE_DOMAIN is None],
    "silenced": settings.SILENCED_SYSTEM_CHECKS,
}))
"""


@pytest.mark.slow
def test_a_server_behind_tls_speaks_tls_alone_and_passes_every_check_of_django() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {"MOIBENCH_HTTPS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["plain"], found["to"]) == (301, "https://localhost/account/off")
    assert found["secure"] == 403
    assert found["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert found["session"] == "__Host-moibench_session"
    assert found["flags"] == [True] * 5
    assert found["silenced"] == []


def test_a_notebook_marks_its_cookies_as_far_as_it_can() -> None:
    assert not settings.BEHIND_TLS
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Strict"


@pytest.mark.parametrize(
    ("behind_tls", "forwarded", "expected"),
    [
        (False, "", "127.0.0.1"),
        (False, "203.0.113.5", "127.0.0.1"),  # anybody may write the header
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "10.9.9.9, 203.0.113.5", "203.0.113.5"),  # the proxy's own word stands last
        (True, "2001:db8::7", "2001:db8::7"),
        (True, "<script>", "127.0.0.1"),
        (True, "", "127.0.0.1"),
    ],
)
def test_the_address_that_counts(behind_tls: bool, forwarded: str, expected: str) -> None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers)
    with override_settings(BEHIND_TLS=behind_tls):
        assert client_address(request) == expected


def test_behind_a_proxy_on_this_machine_nobody_passes_for_this_machine() -> None:
    assert is_this_machine(RequestFactory().get("/"))
    assert is_this_machine(RequestFactory().get("/", REMOTE_ADDR="::1"))
    assert not is_this_machine(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1"))
    assert not is_this_machine(RequestFactory().get("/", headers={"x-real-ip": "192.0.2.1"}))
    with override_settings(BEHIND_TLS=True):
        assert not is_this_machine(RequestFactory().get("/"))
