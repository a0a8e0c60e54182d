"""What officers keep on pages is kept by token too: SWOT, chains, products, agendas, words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from moibench.people import log
from moibench.people.rights import Role
from tests.api.programs import acting

pytestmark = pytest.mark.django_db
JSON = "application/json"
CHAIN = {
    "kind": "issue",
    "title": "ขยะมูลฝอย",
    "actors": {"upstream": ["เทศบาล"]},
    "factors": [{"stage": "upstream", "name": "คัดแยก", "indicators": ["waste_improper_share"]}],
}
AGENDA = {
    "name": "รายได้และขยะ",
    "items": [{"indicator": "gpp_per_capita"}, {"indicator": "waste_improper_share"}],
}


@pytest.fixture
def anybody() -> Client:
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def officer() -> Client:
    return acting("officer", Role.DATA_OFFICER, "24")


def sent(client: Client, method: str, address: str, content: dict[str, Any]) -> Any:
    return getattr(client, method)(f"/api/{address}", content, content_type=JSON)


def test_a_swot_is_decided_worded_and_paired(officer: Client, anybody: Client) -> None:
    proposed = officer.get("/api/swot/24").json()
    assert "board" not in anybody.get("/api/swot/24").json()
    candidate = next(c for q in ("strength", "weakness") for c in proposed[q])
    wanted = {"candidate": candidate["key"], "state": "rejected"}
    faulty = sent(officer, "post", "swot/24/decisions", wanted)
    assert (faulty.status_code, faulty.json()["faults"]) == (422, [{"kind": "no_reason"}])
    wanted["state"] = "accepted"
    made = sent(officer, "post", "swot/24/decisions", wanted)
    assert made.status_code == 201, made.content
    assert (made.json()["version"], made.json()["candidate"]) == (1, candidate["key"])
    again = sent(officer, "post", "swot/24/decisions", wanted)
    assert (again.status_code, again.json()["theirs"]["id"]) == (409, made.json()["id"])
    assert (
        sent(officer, "post", "swot/24/decisions", {**wanted, "candidate": "x"}).status_code == 409
    )

    address = f"swot/24/items/{made.json()['id']}"
    worded = sent(officer, "put", address, {"seen": 1, "words": "ถ้อยคำของจังหวัด"})
    assert (worded.json()["version"], worded.json()["words"]) == (2, "ถ้อยคำของจังหวัด")
    late = sent(officer, "put", address, {"seen": 1, "words": "อีกถ้อยคำ"})
    assert late.status_code == 409
    assert late.json()["theirs"]["words"] == "ถ้อยคำของจังหวัด"
    assert sent(officer, "put", "swot/24/items/999", {"seen": 1, "words": "x"}).status_code == 404

    own = {"quadrant": "opportunity", "words": "ถนนใหม่", "evidence": {"note": "แผนปี 2570"}}
    chance = sent(officer, "post", "swot/24/items", own).json()
    pairs = [made.json()["id"], chance["id"]]
    kind = "so" if made.json()["quadrant"] == "strength" else "wo"
    strategy = sent(
        officer, "post", "swot/24/items", {"quadrant": kind, "words": "ก", "pairs": pairs}
    )
    assert strategy.status_code == 201, strategy.content
    board = officer.get("/api/swot/24").json()["board"]
    assert {i["id"] for i in board} == {*pairs, strategy.json()["id"]}
    assert log.lines(action="board.written").count() == 4


def test_a_chain_is_drawn_up_changed_together_deleted_and_brought_back(
    officer: Client, anybody: Client
) -> None:
    made = sent(officer, "post", "value-chains/24", CHAIN).json()
    address = f"value-chains/24/{made['id']}"
    factor = {**made["factors"][0], "note": "ทุกตำบล"}
    noted = sent(officer, "put", address, {**CHAIN, "factors": [factor], "after": 1}).json()
    assert (noted["version"], noted["factors"][0]["note"]) == (2, "ทุกตำบล")
    kept = {**CHAIN, "factors": made["factors"], "purpose": "ลดขยะ", "after": 1}
    both = sent(officer, "put", address, kept).json()
    assert (both["purpose"], both["factors"][0]["note"]) == ("ลดขยะ", "ทุกตำบล")
    assert both["together_with"]
    other = [{**made["factors"][0], "note": "ทุกหมู่บ้าน"}]
    clash = sent(officer, "put", address, {**kept, "factors": other})
    assert clash.status_code == 409
    assert (clash.json()["newest"]["version"], clash.json()["disagreements"]) == (3, 1)
    read = anybody.get("/api/value-chains/24").json()["chains"]
    assert [c["id"] for c in read] == [made["id"]]
    assert officer.delete(f"/api/{address}?after=1").status_code == 409
    assert officer.delete(f"/api/{address}?after=3").json() == {"deleted": True}
    assert anybody.get("/api/value-chains/24").json()["chains"] == []
    back = sent(officer, "post", f"{address}/restored", {"after": 4, "version": 2}).json()
    assert (back["version"], back["purpose"], len(back["versions"])) == (5, "", 5)
    faulty = sent(officer, "post", "value-chains/24", {"kind": "issue"})
    assert (faulty.status_code, faulty.json()["error"]) == (422, "FaultyChain")


def test_a_product_is_added_reworded_and_withdrawn(officer: Client, anybody: Client) -> None:
    made = sent(officer, "post", "products/24", {"name": "มะม่วงบางคล้า"}).json()
    address = f"products/24/{made['id']}"
    change = {"name": "มะม่วงน้ำดอกไม้บางคล้า", "seen": made["version"]}
    changed = sent(officer, "put", address, change).json()
    assert sent(officer, "put", address, change).status_code == 409
    gone = sent(officer, "put", address, {**change, "seen": changed["version"], "withdrawn": True})
    assert gone.json()["withdrawn"] is True
    assert len(anybody.get(f"/api/{address}").json()["versions"]) == 3
    assert sent(officer, "post", "products/24", {"name": " "}).json()["faults"] == [
        {"kind": "no_name"}
    ]
    assert anybody.get(f"/api/products/20/{made['id']}").status_code == 404
    assert anybody.get("/api/champions/24").json()["products"][0]["id"] == made["id"]


def test_an_agenda_is_kept_run_and_versioned(officer: Client, anybody: Client) -> None:
    made = sent(officer, "post", "agendas", AGENDA).json()
    address = f"agendas/{made['reference']}"
    assert (made["version"], made["built_in"], made["owner"]) == (1, False, "officer")
    assert anybody.get(f"/api/{address}").status_code == 404
    results = officer.get(f"/api/{address}/results").json()
    assert results["ranking"]["lines"][0]["rank"] == 1
    wanted = {**AGENDA, "items": AGENDA["items"][:1], "after": 1, "note": "เฉพาะรายได้"}
    assert sent(officer, "post", f"{address}/versions", wanted).json()["version"] == 2
    assert sent(officer, "post", f"{address}/versions", wanted).status_code == 409
    both = officer.get(f"/api/agendas/{made['reference']}_v1/compare?other={made['reference']}")
    assert both.json()["indicators_gone"] == ["waste_improper_share"]
    built_in = anybody.get("/api/agendas").json()["items"]
    assert built_in
    assert all(a["built_in"] for a in built_in)
    refused = sent(officer, "post", f"agendas/{built_in[0]['reference']}/versions", wanted)
    assert refused.status_code == 403
    unknown = {**AGENDA, "items": [{"indicator": "x"}, {"indicator": "y"}]}
    assert len(sent(officer, "post", "agendas", unknown).json()["faults"]) == 2
    twice = {**AGENDA, "items": [AGENDA["items"][0]] * 2}
    assert sent(officer, "post", "agendas", twice).status_code == 422


def test_own_words_are_written_filled_in_and_withdrawn(officer: Client) -> None:
    chapter = officer.get("/api/texts/24").json()["items"][0]
    assert (chapter["newest"], chapter["history"]) == (None, [])
    address = f"texts/24/{chapter['chapter']}"
    newest = sent(officer, "put", address, {"text": "ถ้อยคำ"}).json()["newest"]
    assert sent(officer, "put", address, {"text": "อื่น"}).status_code == 409
    assert (
        sent(officer, "put", address, {"text": "{nothing_such}", "seen": newest}).status_code == 422
    )
    assert sent(officer, "put", "texts/24/none", {"text": "ก"}).status_code == 404
    assert officer.get("/api/texts/24").json()["items"][0]["history"][0]["text"] == "ถ้อยคำ"
    said = sent(officer, "put", "sentences/gpp", {"template": "{score:overall}"}).json()["said"]
    (mine,) = officer.get("/api/sentences").json()["items"]
    assert said == mine["said"] != "{score:overall}"
    assert officer.delete("/api/sentences/gpp").json() == {"deleted": True}
    assert officer.get("/api/sentences").json()["items"] == []
    assert officer.get("/api/tray").json() == {"items": []}
    assert sent(officer, "put", "tray/1", {"heading": "x"}).status_code == 404
    assert officer.delete("/api/tray/1").status_code == 404


def test_every_wrong_parameter_is_told_at_once(anybody: Client) -> None:
    asked = "units=24,xx,yy&indicators=gpp_per_capit&year=abc"
    answer = anybody.get(f"/api/comparison?{asked}")
    assert answer.status_code == 422
    kinds = [f["error"] for f in answer.json()["faults"]]
    assert kinds == ["UnknownSubject", "UnknownUnit", "UnknownUnit", "YearError"]
    assert answer.json()["faults"][0]["nearest"][0] == "gpp_per_capita"
    assert anybody.get("/api/comparison?units=24,xx").json()["error"] == "UnknownUnit"
    both = anybody.get("/api/champions/xx?year=abc").json()["faults"]
    assert [f["error"] for f in both] == ["UnknownUnit", "YearError"]


def test_positions_and_targets_of_members_are_read(anybody: Client) -> None:
    placed = anybody.get("/api/position/unit/24?year=2562&by=2567").json()
    assert placed["indicators"]
    assert anybody.get("/api/position/subject/gpp_per_capita?benchmark=country").json()["places"]
    assert anybody.get("/api/targets/E").json()["members"]["by_member"]
