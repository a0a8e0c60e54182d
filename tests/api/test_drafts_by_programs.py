"""The catalogue is changed in drafts by token as on its pages; an edition is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from moibench.people.rights import Role
from tests.api.programs import acting

pytestmark = pytest.mark.django_db
JSON = "application/json"
PATH = "indicators/economy/gpp_per_capita.yaml"


def sent(client: Client, method: str, address: str, content: dict[str, Any]) -> Any:
    return getattr(client, method)(f"/api/{address}", content, content_type=JSON)


def test_a_draft_goes_through_two_people() -> None:
    first = acting("first", Role.CATALOGUE_EDITOR, "TH")
    second = acting("second", Role.CATALOGUE_EDITOR, "TH")
    made = sent(first, "post", "drafts", {"title": "คำอธิบาย", "reason": "ให้ชัด"}).json()
    address = f"drafts/{made['number']}"
    file = first.get(f"/api/{address}/file", {"path": PATH}).json()
    assert file["version"] == 0
    broken = {"files": [{"path": PATH, "content": "name: 1", "seen": 0}]}
    refused = sent(first, "put", f"{address}/files", broken)
    assert (refused.status_code, refused.json()["error"]) == (422, "CatalogueError")
    assert refused.json()["faults"]
    away = {"files": [{"path": "../x.yaml", "content": "x"}]}
    assert sent(first, "put", f"{address}/files", away).json()["kind"] == "bad_path"
    content = f"{file['content'].rstrip()}\n# ชัดขึ้น\n"
    wanted = {"files": [{"path": PATH, "content": content, "seen": 0}]}
    assert sent(first, "put", f"{address}/files", wanted).json()["files"][0]["version"] == 1
    theirs = {"files": [{"path": PATH, "content": f"{content}# อีก\n", "seen": 0}]}
    clash = sent(second, "put", f"{address}/files", theirs)
    assert (clash.status_code, clash.json()["kind"]) == (409, "changed_meanwhile")
    assert (
        sent(first, "post", f"{address}/steps", {"step": "submit"}).json()["state"] == "submitted"
    )
    own = sent(first, "post", f"{address}/steps", {"step": "check"})
    assert (own.status_code, own.json()["kind"]) == (409, "same_person")
    assert sent(second, "post", f"{address}/steps", {"step": "check"}).json()["state"] == "checked"
    unsaid = sent(second, "post", f"{address}/steps", {"step": "publish"})
    assert unsaid.json()["kind"] == "comment_wanted"
    back = {"step": "send_back", "comment": "ยังไม่ครบ"}
    assert sent(second, "post", f"{address}/steps", back).json()["state"] == "open"
    undone = sent(first, "post", f"{address}/steps", {"step": "undo", "path": PATH}).json()
    assert undone["files"] == []
    assert [s["step"] for s in undone["steps"]][:2] == ["begun", "changed"]
    assert first.get("/api/drafts").json()["items"][0]["number"] == made["number"]
    assert first.get("/api/drafts/99").status_code == 404
    reader = acting("reader", Role.READER, "TH")
    assert reader.get(f"/api/{address}").status_code == 403


def test_an_edition_is_refused_with_every_reason_or_published() -> None:
    approver = acting("approver", Role.APPROVER, "TH")
    following = approver.get("/api/editions/next").json()
    wrong = sent(approver, "post", "editions", {"name": "x"})
    assert wrong.status_code == 422
    assert "name_form" in [f["kind"] for f in wrong.json()["faults"]]
    done = sent(approver, "post", "editions", {"note": "โดยโปรแกรม"})
    assert done.status_code == (422 if following["against"] else 201), done.content
    officer = acting("officer", Role.DATA_OFFICER, "24")
    assert officer.get("/api/editions/next").status_code == 403
