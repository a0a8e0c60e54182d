from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from moibench.config.static_files import digest


def test_djangos_own_checks_find_nothing_even_for_a_server() -> None:
    call_command("check", "--deploy", "--fail-level", "WARNING", stdout=io.StringIO())


def test_a_static_file_may_be_kept_for_a_year_and_carries_the_headers() -> None:
    answer = Client().get(f"{settings.STATIC_URL}fonts/Sarabun-Regular.ttf")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer)[:4] == b"\x00\x01\x00\x00"  # how a TrueType file begins


def test_a_changed_file_changes_the_address_of_every_static_file(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("a {}")
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    (tmp_path / "style.css").write_text("b {}")
    assert digest(tmp_path) != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_carries_the_safe_headers(header: str, value: str) -> None:
    # A page that is not there goes through every layer too.
    assert Client().get("/no-such-page-at-all/")[header] == value


@pytest.mark.django_db
def test_pages_may_run_only_scripts_and_styles_of_this_server() -> None:
    policy = Client().get("/no-such-page-at-all/")["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy


def test_a_host_that_was_not_named_is_refused() -> None:
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400


def test_used_codes_and_counts_are_shared_by_all_processes() -> None:
    backends = {name: said["BACKEND"].rpartition(".")[2] for name, said in settings.CACHES.items()}
    assert backends == {"default": "DatabaseCache", "limits": "FileBasedCache"}
