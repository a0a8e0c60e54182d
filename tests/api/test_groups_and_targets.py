"""Groups and targets are kept by token, under the rules of their pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from moibench.people import log
from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope
from tests.api.programs import acting

pytestmark = pytest.mark.django_db
JSON = "application/json"
GROUP = {"name": "ชายฝั่งตะวันออก", "members": ["20", "ระยอง", "22"], "shared": "nobody"}
TARGETS = "/api/targets/24/entered"
TARGET = {
    "indicator": "gpp_per_capita",
    "kind": "at_least",
    "value": 500_000.0,
    "base_year": 2562,
    "target_year": 2575,
}


@pytest.fixture
def anybody() -> Client:
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def officer() -> Client:
    return acting("officer", Role.DATA_OFFICER, "24")


def test_a_group_is_made_changed_shared_and_deleted(officer: Client, anybody: Client) -> None:
    made = officer.post("/api/groups", GROUP, content_type=JSON)
    assert made.status_code == 201, made.content
    assert made.json()["members"] == ["20", "21", "22"]
    address = f"/api/groups/{made.json()['id']}"
    assert officer.get("/api/groups").json()["items"] == [made.json()]
    assert anybody.get("/api/groups").json()["items"] == []
    assert anybody.get(address).status_code == 404
    shared = officer.put(address, {**GROUP, "shared": "everybody"}, content_type=JSON)
    assert shared.status_code == 200
    assert anybody.get(address).json()["shared"] == "everybody"
    other = acting("other", Role.READER, "20")
    assert other.put(address, GROUP, content_type=JSON).status_code == 403
    assert other.delete(address).status_code == 403
    assert officer.delete(address).json() == {"deleted": True}
    assert officer.get(address).status_code == 404
    done = [x.action for x in log.lines().order_by("id") if x.kind == "group"]
    assert done == ["group.made", "group.changed", "group.deleted"]


def test_a_faulty_group_is_refused_with_everything_wrong(officer: Client) -> None:
    answer = officer.post("/api/groups", {"name": " ", "members": ["99"]}, content_type=JSON)
    assert answer.status_code == 422
    assert {f["kind"] for f in answer.json()["faults"]} == {"no_name", "unknown_members"}
    elsewhere = officer.post("/api/groups", {**GROUP, "unit": "50"}, content_type=JSON)
    assert elsewhere.status_code == 403
    narrow = acting("narrow", Role.DATA_OFFICER, "24", Scope.READ_FILINGS)
    assert narrow.post("/api/groups", GROUP, content_type=JSON).status_code == 403


def test_a_bad_token_is_no_guest(anybody: Client) -> None:
    headers = {"Authorization": "Bearer moib_wrong"}
    assert anybody.get("/api/groups", headers=headers).status_code == 401


def put(client: Client, *targets: dict[str, Any], **more: Any) -> Any:
    body = {"seen": client.get(TARGETS).json()["seen"], "targets": list(targets), **more}
    return client.put(TARGETS, body, content_type=JSON)


def test_targets_are_entered_read_and_taken_back(officer: Client, anybody: Client) -> None:
    answer = put(officer, TARGET, confirmed=True)
    assert answer.json()["written"] == 1, answer.content
    (held,) = anybody.get(TARGETS).json()["items"]
    assert (held["value"], held["target_year"], held["entered_by"]) == (500_000.0, 2032, "officer")
    assert put(officer, TARGET, confirmed=True).json()["written"] == 0  # the same again
    gone = {"indicator": "gpp_per_capita", "target_year": 2032}
    assert put(officer, withdrawn=[gone]).json()["written"] == 1
    after = anybody.get(TARGETS).json()
    assert after["items"] == []
    assert len(after["history"]) == 2
    assert log.lines(action="target.entered").count() == 2


def test_what_others_entered_meanwhile_is_not_overwritten(officer: Client) -> None:
    put(officer, TARGET, confirmed=True)
    second = acting("second", Role.DATA_OFFICER, "24")
    late = put(second, {**TARGET, "value": 400_000.0}, confirmed=True, seen=0)
    assert late.status_code == 409
    assert late.json()["theirs"][0]["by"] == "officer"
    assert officer.get(TARGETS).json()["items"][0]["value"] == 500_000.0


def test_a_target_beyond_anything_reached_wants_to_be_meant(officer: Client) -> None:
    beyond = {"indicator": "household_income", "value": 500_000, "kind": "absolute"}
    asked = put(officer, {**TARGET, **beyond, "base_year": 2558, "target_year": 2562})
    assert (asked.status_code, asked.json()["error"]) == (422, "Flagged")
    assert officer.get(TARGETS).json()["items"] == []


def test_faulty_targets_are_all_said(officer: Client) -> None:
    answer = put(
        officer,
        {**TARGET, "indicator": "nothing_such"},
        {**TARGET, "target_year": 2550},
    )
    assert answer.status_code == 422
    assert {f["row"] for f in answer.json()["faults"]} == {1, 2}


def test_targets_are_written_by_the_units_officer_with_the_scope(officer: Client) -> None:
    for name, role, unit in (
        ("reader", Role.READER, "24"),
        ("approver", Role.APPROVER, "24"),
        ("neighbour", Role.DATA_OFFICER, "20"),
    ):
        assert put(acting(name, role, unit), TARGET, confirmed=True).status_code == 403
    narrow = acting("narrow", Role.DATA_OFFICER, "24", Scope.WRITE_FILINGS)
    assert put(narrow, TARGET, confirmed=True).json()["error"] == "WrongScope"
    assert officer.get(TARGETS).json()["items"] == []


@pytest.mark.slow
def test_a_report_comes_in_the_kind_asked_for(anybody: Client) -> None:
    word = anybody.get("/api/profile/24/report?year=2562")
    assert word.content.startswith(b"PK")
    assert "wordprocessingml" in word["Content-Type"]
    sheet = anybody.get(
        "/api/profile/24/report?year=2562&format=profile", headers={"Accept": "image/png"}
    )
    assert sheet.content.startswith(b"%PDF")
    refused = anybody.get("/api/profile/24/report", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert anybody.get("/api/profile/99/report").status_code == 404
    again = anybody.get(
        "/api/profile/24/report?year=2562&format=profile",
        headers={"If-None-Match": sheet["ETag"]},
    )
    assert again.status_code == 304
