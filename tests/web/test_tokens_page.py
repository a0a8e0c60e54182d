"""Tokens are made on one's own page, shown once, and made void there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from moibench.people.rights import Role
from moibench.people.tokens.models import Token
from tests.web.specimens import PASSWORD, made, signed_in

pytestmark = pytest.mark.django_db
FORM = {"name": "แฟ้มงบประมาณ", "scope": ["filings.read"], "days": "90"}


def confirmed() -> Client:
    client = signed_in(made("officer", (Role.DATA_OFFICER, "24")))
    confirm(client)
    return client


def confirm(client: Client) -> None:
    client.post("/account/confirm?next=/account/", {"password": PASSWORD})


def test_a_token_is_shown_once_and_works_until_it_is_made_void() -> None:
    client = confirmed()
    page = client.post("/account/tokens", FORM).content.decode()
    secret = re.search(r"moib_[\w-]{43}", page)[0]
    assert secret not in client.get("/account/tokens").content.decode()
    program = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/filings").status_code == 200
    client.post("/account/tokens", {"revoke": str(Token.objects.get().pk)})
    assert program.get("/api/filings").status_code == 401


def test_a_token_without_a_scope_is_not_made() -> None:
    answer = confirmed().post("/account/tokens", FORM | {"scope": []})
    assert answer.status_code == 400
    assert not Token.objects.exists()


def test_making_one_wants_the_password_again_after_a_while() -> None:
    client = signed_in(made("officer", (Role.DATA_OFFICER, "24")))
    assert client.post("/account/tokens", FORM).status_code == 302
    assert not Token.objects.exists()


def test_nobody_makes_another_persons_token_void() -> None:
    client = confirmed()
    client.post("/account/tokens", FORM)
    other = signed_in(made("other", (Role.DATA_OFFICER, "20")))
    confirm(other)
    other.post("/account/tokens", {"revoke": str(Token.objects.get().pk)})
    assert Token.objects.get().is_good
