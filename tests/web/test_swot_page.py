"""The page of the SWOT and the TOWS matrix: read by all, decided on by the unit's officers."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from moibench.analysis.swot import board
from moibench.analysis.swot.board import OwnEvidence
from moibench.people.models import Act
from moibench.people.rights import Role
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db
DEBT = "level_strength:household_debt"


def bare(content: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", content.decode()))).replace(
        "\u2060", ""
    )


@pytest.fixture
def officer() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_guest_reads_proposals_with_figures_years_and_reasons(prefix: str) -> None:
    board.add_own("24", "strength", "ของเจ้าหน้าที่", OwnEvidence(), "ก")
    response = Client().get(f"{prefix}/swot/24")
    said = bare(response.content)
    assert response.status_code == 200
    for word in ("78,872", "207,739", "LQ 2.51", "p < 0.1", "least_steps"):
        assert word in said
    assert ("พ.ศ. 2566" if not prefix else "2023") in said.replace("\xa0", " ")
    assert "ของเจ้าหน้าที่" not in said
    assert "<textarea" not in response.content.decode()
    assert "<svg" in response.content.decode()


def test_other_years_names_the_country_and_nonsense() -> None:
    guest = Client()
    assert urlsplit(guest.get("/swot/ฉะเชิงเทรา")["Location"]).path == "/swot/24"
    assert "2562" in bare(guest.get("/swot/24?year=๒๕๖๒").content)
    assert "โปรดเลือกจังหวัด" in bare(guest.get("/swot/TH").content)
    assert guest.get("/swot/38?year=2552").status_code == 404
    assert guest.get("/swot/24?year=1900").status_code in (400, 404)
    assert guest.get("/swot/99").status_code == 404
    assert guest.get("/swot/24.exe").status_code == 404


@pytest.mark.parametrize(
    ("prefix", "rank"),
    [("", "อันดับที่ 3 จาก 77 จังหวัดรวมกรุงเทพมหานคร"), ("/en", "3 of 77 provinces including Bangkok")],
)
def test_bangkok_is_ranked_among_the_provinces_with_itself(prefix: str, rank: str) -> None:
    response = Client().get(f"{prefix}/swot/10")
    assert response.status_code == 200
    assert rank in bare(response.content).replace("\xa0", " ")


def test_an_officer_accepts_words_rejects_and_the_log_says_so(officer: Client) -> None:
    accepted = officer.post("/swot/24", {"do": "accept", "key": DEBT, "words": "หนี้ต่ำ <b>"})
    assert accepted.status_code == 303
    (item,) = board.items("24")
    assert accepted["Location"].endswith(f"#item-{item.id}")
    page = officer.get("/swot/24")
    assert "หนี้ต่ำ &lt;b&gt;" in page.content.decode()
    assert "รับไว้ 1 ข้อ" in bare(page.content)
    typed = {"do": "reject", "item": item.id, "seen": "1", "reason": "ไม่ทันสมัย"}
    assert officer.post("/swot/24", typed).status_code == 303
    assert "เหตุผล: ไม่ทันสมัย" in bare(officer.get("/swot/24").content)
    restored = {"do": "restore", "item": item.id, "seen": "2"}
    assert officer.post("/swot/24", restored).status_code == 303
    lines = Act.objects.filter(kind="swot").order_by("id")
    assert [a.after["state"] for a in lines] == ["accepted", "rejected", "accepted"]


def test_a_clash_shows_both_texts_and_mine_can_be_saved_over(officer: Client) -> None:
    officer.post("/swot/24", {"do": "accept", "key": DEBT})
    (item,) = board.items("24")
    second = signed_in(made("second", (Role.DATA_OFFICER, "24")))
    first_typed = {"do": "reword", "item": item.id, "seen": "1", "words": "ของคนแรก"}
    assert officer.post("/swot/24", first_typed).status_code == 303
    clash = second.post("/swot/24", first_typed | {"words": "ของคนที่สอง"})
    assert clash.status_code == 409
    content = clash.content.decode()
    assert "ของคนแรก" in content
    assert ">ของคนที่สอง</textarea>" in content
    seen = re.search(r'class="refused clash".*?name="seen" value="(\d+)"', content, re.DOTALL)
    assert seen is not None
    mine = {"do": "reword", "item": item.id, "seen": seen[1], "words": "ของคนที่สอง"}
    assert second.post("/swot/24", mine).status_code == 303
    words = [v.content.words for v in board.items("24")[0].versions]
    assert words == ["", "ของคนแรก", "ของคนที่สอง"]
    again = second.post("/swot/24", {"do": "reject", "key": DEBT, "reason": "สาย"})
    assert again.status_code == 409
    assert "สาย" in bare(again.content)


def test_faults_keep_what_was_typed(officer: Client) -> None:
    typed = {
        "do": "add",
        "quadrant": "threat",
        "words": "ภัยแล้งซ้ำซาก",
        "address": "x",
        "year": "เก่า",
    }
    refused = officer.post("/swot/24", typed)
    assert refused.status_code == 400
    assert "ไม่ใช่ปี" in bare(refused.content)
    assert ">ภัยแล้งซ้ำซาก</textarea>" in refused.content.decode()
    no_reason = officer.post("/swot/24", {"do": "reject", "key": DEBT, "words": "ร่าง"})
    assert no_reason.status_code == 400
    assert ">ร่าง</textarea>" in no_reason.content.decode()
    assert officer.post("/swot/24", {"do": "accept", "key": "nothing"}).status_code == 409
    assert officer.post("/swot/24", {"do": "reword", "item": "9", "seen": "1"}).status_code == 404
    assert officer.post("/swot/24", {"do": "dance"}).status_code == 400
    assert board.items("24") == ()


@pytest.mark.parametrize("path", ["/swot/24", "/swot/24/tows"])
def test_only_the_units_officers_may_write(path: str) -> None:
    typed = {"do": "add", "quadrant": "strength", "words": "x"}
    assert Client().post(path, typed).status_code == 302
    for name, role, unit in (
        ("reader", Role.READER, "24"),
        ("other", Role.DATA_OFFICER, "20"),
        ("approver", Role.APPROVER, "24"),
    ):
        person = signed_in(made(name, (role, unit)))
        assert person.post(path, typed).status_code == 403
        assert 'name="do"' not in person.get(path).content.decode()
    assert board.items("24") == ()
    country = signed_in(made("country", (Role.DATA_OFFICER, "TH")))
    assert country.post("/swot/24", typed).status_code == 303


def test_strategies_pair_and_warn(officer: Client) -> None:
    for quadrant in ("strength", "opportunity"):
        officer.post("/swot/24", {"do": "add", "quadrant": quadrant, "words": f"ข้อ {quadrant}"})
    first, second = (i.id for i in board.items("24"))
    empty = bare(officer.get("/swot/24/tows").content)
    assert "ต้องรับข้อใน SWOT อย่างน้อยหนึ่งข้อ" in empty
    one = {"do": "add_strategy", "quadrant": "so", "words": "รุก", "pairs": [first]}
    refused = officer.post("/swot/24/tows", one)
    assert refused.status_code == 400
    assert f'value="{first}" checked' in refused.content.decode()
    assert officer.post("/swot/24/tows", one | {"pairs": [first, second]}).status_code == 303
    said = bare(officer.get("/swot/24/tows").content)
    assert "SO1 รุก" in said
    assert "จาก S1, O1" in said
    assert "S1: ข้อนี้ยังไม่มีหลักฐาน" in said
    officer.post("/swot/24", {"do": "withdraw", "item": first, "seen": "1"})
    assert "ไม่ได้รับไว้แล้ว" in bare(officer.get("/swot/24/tows").content)
    assert "รุก" not in bare(Client().get("/swot/24/tows").content).replace("เชิงรุก", "")


def test_moving_changes_the_order(officer: Client) -> None:
    for words in ("หนึ่ง", "สอง"):
        officer.post("/swot/24", {"do": "add", "quadrant": "strength", "words": words})
    last = board.items("24")[1].id
    assert officer.post("/swot/24", {"do": "up", "item": last}).status_code == 303
    said = bare(officer.get("/swot/24").content)
    assert said.index("S1 สอง") < said.index("S2 หนึ่ง")


def test_the_past_shows_the_proposals_alone(officer: Client) -> None:
    officer.post("/swot/24", {"do": "add", "quadrant": "strength", "words": "ปัจจุบัน"})
    page = officer.get("/swot/24?as_of=2569-11-30")
    if page.status_code == 200:
        assert "ปัจจุบัน" not in bare(page.content).replace("ข้อมูลปัจจุบัน", "")
        assert "<textarea" not in page.content.decode()
    else:
        assert page.status_code in (400, 404)


def test_documents_hold_the_board_for_the_signed_in_alone(officer: Client) -> None:
    officer.post("/swot/24", {"do": "add", "quadrant": "strength", "words": "ของเราเอง"})
    for kind in ("docx", "pptx", "xlsx"):
        own = officer.get(f"/swot/24.{kind}")
        guest = Client().get(f"/swot/24.{kind}")
        assert own.status_code == guest.status_code == 200
        assert own.content != guest.content
        assert own["Content-Disposition"].endswith(f'.{kind}"')
