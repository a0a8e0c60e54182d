"""Filings by token: a person's rights, a token's scopes, and every refusal of the form."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from moibench.people import accounts, log
from moibench.people.models import Person
from moibench.people.rights import Role
from moibench.people.tokens.models import Token
from moibench.people.tokens.tokens import Scope, make_token
from moibench.store.review.models import DraftVersion
from tests.analysis.review.made import ALLOTTED, DISBURSED
from tests.web.specimens import made

pytestmark = pytest.mark.django_db
ADDRESS = "/api/filings/area_budget/2569/24"
BOTH = (Scope.READ_FILINGS, Scope.WRITE_FILINGS)


def program(person: Person, *scopes: Scope) -> Client:
    token = make_token(person, "a test", scopes or BOTH, 30)
    return Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def officer() -> Person:
    return made("officer", (Role.DATA_OFFICER, "24"))


def put(client: Client, *cells: dict[str, object], **more: object) -> object:
    return client.put(ADDRESS, {"cells": list(cells), **more}, content_type="application/json")


def test_drafts_are_saved_read_again_and_logged(officer: Person) -> None:
    client = program(officer)
    answer = put(client, {"series": ALLOTTED, "value": 120.0}, {"series": DISBURSED, "value": 90.5})
    assert answer.status_code == 200, answer.content
    assert set(answer.json()["written"]) == {ALLOTTED, DISBURSED}
    cells = {c["series"]: c for c in client.get(ADDRESS).json()["cells"]}
    assert (cells[DISBURSED]["value"], cells[DISBURSED]["version"]) == (90.5, 1)
    assert cells[DISBURSED]["status"] == "final"
    versions = client.get(f"{ADDRESS}/{DISBURSED}").json()["items"]
    assert [(v["value"], v["channel"]) for v in versions] == [(90.5, "api")]
    assert log.lines(action="filing.write").first().by == officer
    assert client.get("/api/filings").json()["mine"]


def test_an_older_version_does_not_overwrite(officer: Person) -> None:
    client = program(officer)
    put(client, {"series": ALLOTTED, "value": 120.0})
    answer = put(client, {"series": ALLOTTED, "value": 130.0, "version": 0})
    assert answer.status_code == 409
    assert answer.json()["theirs"][0]["value"] == 120.0
    assert DraftVersion.objects.count() == 1
    ok = put(client, {"series": ALLOTTED, "value": 130.0, "version": 1})
    assert ok.status_code == 200


def test_everything_wrong_is_said_and_nothing_saved(officer: Person) -> None:
    answer = put(
        program(officer),
        {"series": ALLOTTED, "value": -5.0},
        {"series": "gpp_current", "value": 1.0},
        {"series": DISBURSED, "status": "missing"},
    )
    assert answer.status_code == 422
    kinds = {f["kind"] for f in answer.json()["faults"]}
    assert kinds == {"out_of_range", "no_series", "needs_reason"}
    assert not DraftVersion.objects.exists()


def test_a_check_that_asks_wants_a_reason(officer: Person) -> None:
    client = program(officer)
    more_than_allotted = ({"series": ALLOTTED, "value": 1.0}, {"series": DISBURSED, "value": 9.0})
    answer = put(client, *more_than_allotted)
    if answer.status_code == 422:
        assert answer.json()["findings"][0]["said"]
        assert not DraftVersion.objects.exists()
    else:
        assert answer.json()["findings"] == []


def test_checking_alone_stores_nothing(officer: Person) -> None:
    answer = put(program(officer), {"series": ALLOTTED, "value": 120.0}, check_only=True)
    assert answer.json()["saved"] is False
    assert not DraftVersion.objects.exists()


def test_rights_are_those_of_the_person(officer: Person) -> None:
    other = program(made("other", (Role.DATA_OFFICER, "20")))
    assert other.get(ADDRESS).status_code == 403
    assert put(other, {"series": ALLOTTED, "value": 1.0}).status_code == 403
    reader = program(made("reader", (Role.READER, "24")))
    assert reader.get(ADDRESS).status_code == 200
    refused = put(reader, {"series": ALLOTTED, "value": 1.0})
    assert [f["kind"] for f in refused.json()["faults"]] == ["not_allowed"]
    assert not DraftVersion.objects.exists()


def test_a_token_does_no_more_than_its_scopes(officer: Person) -> None:
    client = program(officer, Scope.READ_FILINGS)
    assert client.get(ADDRESS).status_code == 200
    answer = put(client, {"series": ALLOTTED, "value": 1.0})
    assert answer.status_code == 403
    assert answer.json()["error"] == "WrongScope"


def test_a_token_ends(officer: Person) -> None:
    client = program(officer)
    assert client.get(ADDRESS).status_code == 200
    Token.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(ADDRESS).status_code == 401
    Token.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert client.get(ADDRESS).status_code == 200
    accounts.add_person("boss", "Boss")
    accounts.grant(accounts.find_person("boss"), Role.ADMINISTRATOR, "TH", accounts.today())
    accounts.switch(officer, False)
    assert client.get(ADDRESS).status_code == 401


def test_nothing_but_a_good_token_opens_filings(officer: Person) -> None:
    nobody = Client(SERVER_NAME="localhost")
    nobody.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert nobody.get(ADDRESS).status_code == 401
    for said in ("Bearer moib_wrong", "Bearer ", "Basic abc", f"Bearer {'x' * 5000}"):
        answer = nobody.get(ADDRESS, headers={"Authorization": said})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"


def test_the_secret_is_nowhere_in_the_database(officer: Person) -> None:
    token = make_token(officer, "kept nowhere", BOTH, 30)
    stored = str(list(Token.objects.values())) + str(list(log.lines().values()))
    assert token not in stored
    assert token.removeprefix("moib_") not in stored
