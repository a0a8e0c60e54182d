"""Every route that wants a token: what each role gets, what a narrow token and an old one get."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moibench.people.rights import Role
from moibench.people.tokens.models import Token
from moibench.people.tokens.tokens import Scope, make_token
from tests.analysis.review.made import ALLOTTED
from tests.api.programs import program
from tests.web.specimens import ROLES, made

pytestmark = pytest.mark.django_db

PEOPLE = ROLES | {
    "ministry": (Role.DATA_OFFICER, "TH"),
    "publisher": (Role.APPROVER, "TH"),
}
FILING = "/api/filings/area_budget/2569/24"
FIGURE = {"series": "births", "unit": "24", "year": 2564, "value": 6315}
GROUP = {"name": "x", "members": ["24"]}
STEP = {"step": "submit", "seen": 0}
REMARK = {"kind": "question", "text": "?"}


def line(others: int, **exceptions: int) -> dict[str, int]:
    return dict.fromkeys(PEOPLE, others) | exceptions


READS_24 = line(200, other_officer=403)
ITS_OFFICERS = line(403, officer=200, ministry=200)
ITS_WITHOUT_ANY = line(403, officer=404, ministry=404)
THE_COUNTRYS = line(403, ministry=200)
READS_DRAFTS = line(403, editor=200, administrator=200, publisher=200)
NO_DRAFT = line(403, editor=404, administrator=404, publisher=404)
PUBLISHES = line(403, publisher=200)
CANNOT_PUBLISH = line(403, publisher=422)
# (method, address, body): status by role, and the scope; None: any token
TABLE: dict[tuple[str, str], tuple[Any, dict[str, int], Scope | None]] = {
    ("get", "/api/filings"): (None, line(200), Scope.READ_FILINGS),
    ("get", "/api/filings/completeness?year=2568"): (None, line(200), Scope.READ_FILINGS),
    ("get", FILING): (None, READS_24, Scope.READ_FILINGS),
    ("get", f"{FILING}/{ALLOTTED}"): (None, READS_24, Scope.READ_FILINGS),
    ("get", "/api/evidence/24/1"): (None, line(404, other_officer=403), Scope.READ_FILINGS),
    ("get", "/api/workbooks/24/2568"): (None, ITS_OFFICERS, Scope.READ_FILINGS),
    ("put", FILING): (
        {"cells": [{"series": ALLOTTED, "value": 1.0}], "check_only": True},
        line(422, officer=200, ministry=200, other_officer=403),
        Scope.WRITE_FILINGS,
    ),
    ("post", f"{FILING}/{ALLOTTED}/remarks"): (
        REMARK,
        line(403, approver=200, publisher=200),
        Scope.WRITE_FILINGS,
    ),
    ("post", f"{FILING}/steps"): (
        STEP,
        line(403, officer=409, ministry=409),  # nothing is filled in yet
        Scope.REVIEW_FILINGS,
    ),
    ("post", "/api/workbooks"): (None, line(422), Scope.WRITE_FILINGS),  # no file
    ("post", "/api/evidence/24"): (None, line(422), Scope.WRITE_FILINGS),
    ("post", "/api/imports"): (None, line(422), Scope.IMPORT_FIGURES),
    ("get", "/api/imports"): (None, THE_COUNTRYS, Scope.IMPORT_FIGURES),
    ("get", "/api/fetched"): (None, THE_COUNTRYS, Scope.IMPORT_FIGURES),
    ("get", "/api/fetched/x"): (None, line(403, ministry=404), Scope.IMPORT_FIGURES),
    ("post", "/api/fetched/x/fetch"): (None, line(403, ministry=404), Scope.IMPORT_FIGURES),
    ("post", f"/api/imports/{'0' * 64}/commit"): (
        {"mapping": {}, "state": "", "name": "x"},
        line(404),  # nobody sees another's upload
        Scope.IMPORT_FIGURES,
    ),
    ("put", "/api/targets/24/entered"): ({"seen": 0}, ITS_OFFICERS, Scope.WRITE_TARGETS),
    ("post", "/api/groups"): (GROUP, line(201), Scope.KEEP_GROUPS),
    ("post", "/api/swot/24/decisions"): (
        {"candidate": "nothing_such", "state": "accepted"},
        line(403, officer=409, ministry=409),
        Scope.WRITE_SWOT,
    ),
    ("post", "/api/swot/24/items"): (
        {"quadrant": "strength", "words": ""},
        line(403, officer=422, ministry=422),
        Scope.WRITE_SWOT,
    ),
    ("put", "/api/swot/24/items/1"): ({"seen": 1}, ITS_WITHOUT_ANY, Scope.WRITE_SWOT),
    ("post", "/api/value-chains/24"): (
        {"kind": "issue"},
        line(403, officer=422, ministry=422),
        Scope.WRITE_VALUE_CHAINS,
    ),
    ("put", "/api/value-chains/24/1"): (
        {"kind": "issue"},
        ITS_WITHOUT_ANY,
        Scope.WRITE_VALUE_CHAINS,
    ),
    ("delete", "/api/value-chains/24/1?after=1"): (None, ITS_WITHOUT_ANY, Scope.WRITE_VALUE_CHAINS),
    ("post", "/api/value-chains/24/1/restored"): (
        {"after": 1, "version": 1},
        ITS_WITHOUT_ANY,
        Scope.WRITE_VALUE_CHAINS,
    ),
    ("post", "/api/products/24"): (
        {"name": " "},
        line(403, officer=422, ministry=422),
        Scope.WRITE_PRODUCTS,
    ),
    ("put", "/api/products/24/1"): (
        {"name": "x", "seen": 1},
        ITS_WITHOUT_ANY,
        Scope.WRITE_PRODUCTS,
    ),
    ("post", "/api/agendas"): (
        {"name": "x", "items": [{"indicator": "nothing_such"}]},
        line(422),
        Scope.KEEP_AGENDAS,
    ),
    ("post", "/api/agendas/waste/versions"): (
        {"name": "x", "items": [{"indicator": "nothing_such"}], "after": 1},
        line(403),  # nobody's
        Scope.KEEP_AGENDAS,
    ),
    ("get", "/api/texts/24"): (None, line(200), None),
    ("put", "/api/texts/24/nothing_such"): ({"text": "x"}, ITS_WITHOUT_ANY, Scope.WRITE_TEXTS),
    ("get", "/api/sentences"): (None, line(200), None),
    ("put", "/api/sentences/x"): ({"template": ""}, line(422), Scope.WRITE_TEXTS),
    ("delete", "/api/sentences/x"): (None, line(200), Scope.WRITE_TEXTS),  # of one's own, none
    ("get", "/api/tray"): (None, line(200), None),
    ("put", "/api/tray/1"): ({"heading": "x"}, line(404), Scope.WRITE_TEXTS),
    ("delete", "/api/tray/1"): (None, line(404), Scope.WRITE_TEXTS),
    ("get", "/api/drafts"): (None, READS_DRAFTS, None),
    ("get", "/api/drafts/1"): (None, NO_DRAFT, None),
    ("get", "/api/drafts/1/file?path=x.yaml"): (None, NO_DRAFT, None),
    ("post", "/api/drafts"): (
        {"title": "x", "reason": "x"},
        line(403, editor=201),
        Scope.EDIT_CATALOGUE,
    ),
    ("put", "/api/drafts/99/files"): (
        {"files": [{"path": "x.yaml", "content": "x"}]},
        line(403, editor=404),
        Scope.EDIT_CATALOGUE,
    ),
    ("post", "/api/drafts/99/steps"): (
        {"step": "submit"},
        line(403, editor=404),
        Scope.EDIT_CATALOGUE,
    ),
    ("get", "/api/editions/next"): (None, PUBLISHES, None),
    ("post", "/api/editions"): ({"name": "x"}, CANNOT_PUBLISH, Scope.PUBLISH_EDITION),
    ("post", "/api/check/figures"): ({"figures": [FIGURE]}, line(200), None),
    ("post", "/api/check/table"): (None, line(422), None),
    ("post", "/api/check/workbook"): (None, line(422), None),
}


def asked(client: Client, method: str, address: str, body: Any) -> Any:
    if method == "get":
        return client.get(address)
    return getattr(client, method)(address, body or {}, content_type="application/json")


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_gets_what_the_table_says(role: str) -> None:
    client = program(made(role, PEOPLE[role]))
    got = {key: asked(client, *key, body).status_code for key, (body, _, _) in TABLE.items()}
    assert got == {key: statuses[role] for key, (_, statuses, _) in TABLE.items()}


def test_a_token_opens_what_its_scope_says_and_nothing_else() -> None:
    ministry = made("ministry", PEOPLE["ministry"])
    scopes = list(Scope)
    programs = {scope: program(ministry, scope) for scope in scopes}
    for number, (key, (body, _, wanted)) in enumerate(TABLE.items()):
        others = [s for s in scopes if s != wanted]
        for scope in (wanted or others[0], others[number % len(others)]):  # each is tried in turn
            answer = asked(programs[scope], *key, body)
            is_wrong = answer.status_code == 403 and answer.json()["error"] == "WrongScope"
            assert is_wrong == (wanted not in (None, scope)), (scope, key)


@pytest.mark.parametrize("change", ["expired", "revoked", "switched off", "none"])
def test_a_token_that_is_over_opens_nothing(change: str) -> None:
    person = made("ministry", PEOPLE["ministry"])
    token = make_token(person, "a test", tuple(Scope), 30)
    past = timezone.now() - dt.timedelta(seconds=1)
    match change:
        case "expired":
            Token.objects.update(expires_at=past)
        case "revoked":
            Token.objects.update(revoked_at=past)
        case "switched off":
            type(person).objects.update(is_active=False)
        case "none":
            token = ""
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})
    got = {key: asked(client, *key, body).status_code for key, (body, _, _) in TABLE.items()}
    assert got == dict.fromkeys(TABLE, 401)


def test_every_route_that_wants_a_token_has_its_line() -> None:
    paths = Client(SERVER_NAME="localhost").get("/api/openapi.json").json()["paths"]
    wanting = {
        (method, path)
        for path, methods in paths.items()
        for method, said in methods.items()
        if "x-scope" in said
    }
    tabled = {(method, address.partition("?")[0]) for method, address in TABLE}
    without = {
        (method, path)
        for method, path in wanting
        if not any(
            method == m and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), address)
            for m, address in tabled
        )
    }
    # These are read by guests too; one's own are tested in test_groups_and_targets and
    # test_kept_by_programs.
    assert without == {
        ("get", "/api/swot/{unit}"),
        ("get", "/api/agendas"),
        *(("get", f"/api/agendas/{{reference}}{of}") for of in ("", "/results", "/compare")),
        ("get", "/api/groups"),
        *((method, "/api/groups/{number}") for method in ("get", "put", "delete")),
    }
