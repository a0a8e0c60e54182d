"""Agendas on pages: made and tried by anybody, kept by officers, seen by those they share with."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.agendas import keeping
from moibench.analysis.agendas.keeping import TERMINAL
from moibench.people.models import Act
from moibench.people.rights import Role
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "หนี้และคน",
    "purpose": "ทดลอง",
    "i": ["household_debt", "hai"],
    "weighting": "given",
    "w.household_debt": "๓๐",
    "w.hai": "70",
    "t.hai": "0.65",
}


def bare(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)).replace("\u2060", ""))


def read(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def officer(name: str = "somchai", unit: str = "24") -> Client:
    return signed_in(made(name, (Role.DATA_OFFICER, unit)))


def kept(client: Client, **more: str) -> str:
    """Save an agenda and return its address."""
    response = client.post("/agenda/new", {**TYPED, "do": "save", **more})
    assert response.status_code == 302, bare(response.content.decode())
    return str(response["Location"])


def test_the_list_names_those_built_in_and_the_navigation_leads_to_it() -> None:
    page = read("/agenda/")
    for name in ("waste", "tourism_recovery", "ageing", "household_debt", "mental_health",
                 "work_and_skills", "pm25"):  # fmt: skip
        assert f'href="/agenda/{name}"' in page
    assert 'href="/agenda/"' in read("/")
    assert 'href="/en/agenda/waste"' in read("/en/agenda/")


def test_the_page_of_an_agenda_says_everything_and_goes_on_under_it() -> None:
    page = read("/agenda/ageing?unit=24")
    said = bare(page)
    for part in ("ความพร้อมรับสังคมสูงวัย พ.ศ. 2564", "ส่วนที่ทำให้คะแนนต่างกัน", "สิ่งที่ขาด",
                 "ยังไม่มีตัวเลขของอัตราส่วนพึ่งพิงรวม", "เทียบกับประเทศ"):  # fmt: skip
        assert part in said, part
    assert "framework=agenda_ageing" in page
    assert "figure-value-map" in page or "maps" in page
    area = bare(read("/area/24?framework=agenda_ageing&year=2564"))
    assert "ความพร้อมรับสังคมสูงวัย" in area


def test_pm25_has_no_score_no_map_and_a_sentence() -> None:
    page = read("/en/agenda/pm25")
    assert "No indicator of this agenda can be scored yet" in bare(page)
    assert "<svg" not in page.split("<main")[1]
    assert "Every unit has a value" not in bare(page)
    assert "no figures in the system yet" in bare(page)
    refused = Client().get("/en/area/24?framework=agenda_pm25")
    assert refused.status_code == 400
    assert "No indicator of this agenda" in bare(refused.content.decode())
    assert Client().get("/agenda/pm25.pdf").status_code == 404


def test_a_guest_tries_an_agenda_from_an_address_that_can_be_passed_on() -> None:
    response = Client().post("/agenda/new", {**TYPED, "do": "try"})
    assert response.status_code == 302
    address = str(response["Location"])
    said = bare(read(address))
    assert "ผลที่ยังไม่ได้บันทึก" in said
    assert "30 %" in said  # typed in Thai digits
    assert "ถึงเป้าหมาย" in said
    assert keeping.usable(TERMINAL) == ()


def test_a_guest_who_saves_is_asked_to_sign_in_and_keeps_what_was_typed() -> None:
    response = Client().post("/agenda/new", {**TYPED, "do": "save"})
    assert response.status_code == 302
    assert response["Location"].startswith("/account/sign-in?next=/agenda/new%3F")
    assert keeping.usable(TERMINAL) == ()


def test_the_form_finds_by_words_and_by_strategy_and_adds_and_takes_away() -> None:
    found = Client().post("/agenda/new", {**TYPED, "do": "search", "q": "ขยะ"}).content.decode()
    offered = re.findall(r'name="add" value="(\w+)"', found)
    assert offered
    assert all("waste" in i for i in offered)
    assert re.findall(r'name="i" value="(\w+)"', found) == ["household_debt", "hai"]
    by_plan = Client().post("/agenda/new", {"do": "search", "plan": "plan13:11"}).content.decode()
    assert "pm25_days" in re.findall(r'name="add" value="(\w+)"', by_plan)
    changed = {**TYPED, "do": "update", "add": ["gpp_per_capita"], "drop": ["hai"]}
    again = Client().post("/agenda/new", changed).content.decode()
    assert re.findall(r'name="i" value="(\w+)"', again) == ["household_debt", "gpp_per_capita"]


def test_every_fault_of_the_form_is_said_and_nothing_is_saved() -> None:
    client = officer()
    wrong = {**TYPED, "name": "", "w.hai": "มาก", "t.hai": "สูง", "among": "group:99", "do": "save"}
    response = client.post("/agenda/new", wrong)
    assert response.status_code == 400
    said = bare(response.content.decode())
    for fault in ("ตั้งชื่อวาระก่อนบันทึก", "“มาก” ไม่ใช่ตัวเลข", "“สูง” ไม่ใช่ตัวเลข", "“group:99”"):
        assert fault in said, fault
    assert 'value="มาก"' in response.content.decode()
    assert "ยังไม่ได้เลือกตัวชี้วัด" in bare(
        client.post("/agenda/new", {"do": "save", "name": "ว่าง"}).content.decode()
    )
    assert keeping.usable(TERMINAL) == ()


def test_contradicting_judgements_are_named_while_they_are_made() -> None:
    pairs = {"p.hai.gpp_per_capita": "9", "p.gpp_per_capita.household_debt": "9"}
    typed = {"i": ["hai", "gpp_per_capita", "household_debt"], "weighting": "ahp", **pairs}
    said = bare(Client().post("/agenda/new", {**typed, "do": "update"}).content.decode())
    assert "อัตราส่วนความสอดคล้อง" in said
    tried = Client().post("/agenda/new", {**typed, "do": "try", "name": "คู่"})
    assert "ขัดกัน" in bare(read(str(tried["Location"])))


def test_an_officer_saves_versions_shares_copies_and_withdraws() -> None:
    client = officer()
    address = kept(client)
    assert Client().get(address).status_code == 404  # nobody else sees it
    assert Client().get("/area/24?framework=agenda_n1_v1").status_code == 404
    reference = address.rsplit("/", 1)[1]
    form = read(f"{address}/edit", client)
    assert 'name="after" value="1"' in form
    second = {**TYPED, "w.hai": "50", "after": "1", "note": "ลดน้ำหนัก", "do": "save"}
    assert client.post(f"{address}/edit", second).status_code == 302
    page = read(address, client)
    assert "ลดน้ำหนัก" in page
    assert "38 %" in bare(page)  # 30 of 80
    assert "30 %" in bare(read(f"{address}?version=1", client))
    compared = bare(read(f"{address}/compare?before=1&after=2", client))
    assert "น้ำหนักของหนี้สินเฉลี่ยต่อครัวเรือน 30 % → 38 %" in compared
    shared = client.post(f"{address}/edit", {"do": "share", "shared": "everybody"})
    assert shared.status_code == 302
    assert reference in [f.reference for f in keeping.usable(keeping.NOBODY)]
    assert "หนี้และคน" in read(address)
    assert "(สำเนา)" in read(f"/agenda/new?of={reference}")
    assert client.post(f"{address}/edit", {"do": "withdraw"}).status_code == 302
    assert f'href="{address}"' not in read("/agenda/")
    assert "หนี้และคน" in read(address)  # what was sent still opens
    acts = list(Act.objects.filter(kind="agenda").order_by("id").values_list("action", flat=True))
    assert acts == ["agenda.made", "agenda.versioned", "agenda.shared", "agenda.withdrawn"]


def test_a_clash_keeps_the_words_of_both() -> None:
    first, second = officer(), officer("malee")
    address = kept(first, shared="unit")
    one = {**TYPED, "after": "1", "note": "ของสมชาย", "do": "save"}
    assert first.post(f"{address}/edit", one).status_code == 302
    other = {**TYPED, "name": "หนี้อีกแบบ", "after": "1", "note": "ของมาลี", "do": "save"}
    response = second.post(f"{address}/edit", other)
    assert response.status_code == 409
    html = response.content.decode()
    assert "somchai บันทึกรุ่นที่ 2" in bare(html)
    assert 'value="ของมาลี"' in html
    assert 'name="after" value="2"' in html
    assert len(keeping.versions_of(keeping.find(address.rsplit("/", 1)[1], TERMINAL))) == 2
    assert second.post(f"{address}/edit", {**other, "after": "2"}).status_code == 302


def test_others_may_not_change_share_or_withdraw() -> None:
    address = kept(officer(), shared="everybody")
    stranger = officer("malee", "20")
    assert stranger.get(f"{address}/edit").status_code == 403
    for do in ("save", "share", "withdraw"):
        typed = {**TYPED, "after": "1", "do": do, "shared": "nobody"}
        assert stranger.post(f"{address}/edit", typed).status_code == 403
    mate = officer("wichai")
    assert mate.get(f"{address}/edit").status_code == 200
    assert mate.post(f"{address}/edit", {"do": "withdraw"}).status_code == 403
    reader = Client()
    assert reader.get(f"{address}/edit").status_code == 403
    assert Client().get("/agenda/waste/edit").status_code == 403


def test_nothing_is_written_under_an_agenda() -> None:
    """Drafts and editions belong to the catalogue's frameworks."""
    editor = signed_in(made("editor", (Role.CATALOGUE_EDITOR, "TH")))
    response = editor.post("/catalogue/begin?framework=agenda_waste", {"title": "x"})
    assert response.status_code == 404


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx", "pdf"])
def test_an_agenda_is_handed_out_as_a_document(kind: str) -> None:
    response = Client().get(f"/agenda/waste.{kind}")
    assert response.status_code == 200
    name = f'filename="moi-benchmarking-agenda-waste-2024-th.{kind}"'
    assert name in response["Content-Disposition"]
    assert len(response.content) > 20_000
