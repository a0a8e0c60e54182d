"""A filing is led through its review by tokens, each step by whom it belongs to."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moibench.people import log
from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope
from moibench.store.models import Observation
from tests.analysis.review.made import ALLOTTED, DISBURSED
from tests.api.programs import acting

pytestmark = pytest.mark.django_db
ADDRESS = "/api/filings/area_budget/2569/24"


@pytest.fixture
def officer() -> Client:
    client = acting("officer", Role.DATA_OFFICER, "24")
    cells = [{"series": ALLOTTED, "value": 120.0}, {"series": DISBURSED, "value": 90.5}]
    assert client.put(ADDRESS, {"cells": cells}, content_type="application/json").status_code == 200
    return client


def step(client: Client, name: str, **more: Any) -> Any:
    seen = more.pop("seen", None)
    if seen is None:
        seen = client.get(ADDRESS).json().get("seen", 0)
    body = {"step": name, "seen": seen, **more}
    return client.post(f"{ADDRESS}/steps", body, content_type="application/json")


def test_from_the_draft_to_the_observation(officer: Client) -> None:
    province = acting("approver", Role.APPROVER, "24")
    country = acting("country", Role.APPROVER, "TH")
    assert officer.get(ADDRESS).json()["steps_allowed"] == ["submit"]
    assert step(officer, "submit").json()["state"] == "submitted"
    assert step(officer, "approve").status_code == 403
    assert step(province, "approve", verified=[ALLOTTED]).json()["state"] == "approved"
    assert step(province, "accept").status_code == 403
    assert step(country, "accept").json()["state"] == "accepted"
    assert step(province, "publish").status_code == 403
    assert not Observation.objects.filter(series=ALLOTTED, unit="24", year=2026).exists()
    assert step(country, "publish").json()["state"] == "published"
    (kept,) = Observation.objects.filter(series=ALLOTTED, unit="24", year=2026)
    assert kept.value == 120.0
    assert log.lines(action="filing.publish").first().by.username == "country"


def test_what_is_returned_says_why_and_is_answered(officer: Client) -> None:
    province = acting("approver", Role.APPROVER, "24")
    step(officer, "submit")
    silent = step(province, "return")
    assert (silent.status_code, silent.json()["kind"]) == (409, "needs_comment")
    back = step(province, "return", comment="โปรดตรวจ", questions={DISBURSED: "ตรงกับ GFMIS หรือไม่"})
    assert back.json()["state"] == "returned"
    asked = {c["series"]: c["open_questions"] for c in back.json()["cells"]}
    assert asked[DISBURSED][0]["by"] == "approver"
    said = {"kind": "answer", "text": "ตรงแล้ว"}
    remarks = f"{ADDRESS}/{DISBURSED}/remarks"
    answered = officer.post(remarks, said, content_type="application/json")
    assert answered.status_code == 200, answered.content
    assert not any(c["open_questions"] for c in answered.json()["cells"])
    asking = {"kind": "question", "text": "แน่ใจหรือ"}
    assert officer.post(remarks, asking, content_type="application/json").status_code == 403
    strange = step(province, "return", comment="x", questions={"gpp_current": "?"})
    assert strange.status_code in (409, 422)


def test_nobody_steps_on_what_they_have_not_seen(officer: Client) -> None:
    province = acting("approver", Role.APPROVER, "24")
    step(officer, "submit")
    late = step(province, "approve", seen=0)
    assert (late.status_code, late.json()["kind"]) == (409, "moved_on")
    assert province.get(ADDRESS).json()["state"] == "submitted"


def test_who_submitted_does_not_approve(officer: Client) -> None:
    from moibench.people import accounts

    person = accounts.find_person("officer")
    accounts.grant(person, Role.APPROVER, "24", accounts.today())
    step(officer, "submit")
    own = step(officer, "approve")
    assert (own.status_code, own.json()["kind"]) == (409, "own_hand")


def test_a_step_wants_its_scope(officer: Client) -> None:
    writing = acting("writing", Role.DATA_OFFICER, "24", Scope.READ_FILINGS, Scope.WRITE_FILINGS)
    refused = step(writing, "submit")
    assert (refused.status_code, refused.json()["error"]) == (403, "WrongScope")
    assert 'scope="filings.review"' in refused["WWW-Authenticate"]
    for name, role in (("reader", Role.READER), ("editor", Role.ADMINISTRATOR)):
        assert step(acting(name, role, "24"), "submit").status_code == 403
    assert step(acting("other", Role.DATA_OFFICER, "20"), "submit", seen=0).status_code == 403


def test_evidence_is_kept_for_a_cell_and_handed_back(officer: Client) -> None:
    proof = SimpleUploadedFile("หนังสือ.pdf", b"%PDF-1.4 proof")
    kept = officer.post("/api/evidence/24", {"file": proof})
    assert kept.status_code == 201, kept.content
    number = kept.json()["evidence"]
    cell = {"series": ALLOTTED, "value": 120.0, "version": 1, "evidence": number}
    saved = officer.put(ADDRESS, {"cells": [cell]}, content_type="application/json")
    assert saved.status_code == 200, saved.content
    assert officer.get(f"/api/evidence/24/{number}").content == b"%PDF-1.4 proof"
    assert officer.get(f"/api/evidence/24/{number + 1}").status_code == 404
    page = SimpleUploadedFile("page.html", b"<script>")
    assert officer.post("/api/evidence/24", {"file": page}).status_code == 422
    other = acting("other", Role.DATA_OFFICER, "20")
    assert other.get(f"/api/evidence/24/{number}").status_code == 403
    again = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    assert other.post("/api/evidence/24", {"file": again}).status_code == 403
