"""The pages of review, as officers and reviewers use them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moibench.analysis.review import reading
from moibench.people.rights import Role
from moibench.store.models import Observation
from moibench.store.review.models import DraftVersion
from tests.analysis.review.made import (
    ALLOTTED,
    CLUSTER,
    DISBURSED,
    PLACE,
    approver,
    asker,
    fill,
    officer,
    step,
)
from tests.web.specimens import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/filing/area_budget/2569/24"


def typed(**changes: object) -> dict[str, object]:
    cells = {
        f"{series}-{field}": content
        for series in (ALLOTTED, DISBURSED)
        for field, content in {"value": "", "status": "", "version": "0"}.items()
    }
    return {"do": "save", **cells, **{k.replace("__", "-"): v for k, v in changes.items()}}


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_officer_types_thai_digits_saves_and_finds_them_again() -> None:
    client = signed_in(officer().person)
    form = typed(**{f"{DISBURSED}__value": "๑,๒๓๔.๕", f"{DISBURSED}__comment": "ไตรมาส ๔"})
    response = client.post(PAGE, form)
    assert (response.status_code, response.url) == (302, f"{PAGE}?saved=1")  # type: ignore[attr-defined]
    page = body(client, f"{PAGE}?saved=1")
    assert 'value="1,234.5"' in page
    assert "บันทึกแล้ว 1 ค่า" in page
    found = DraftVersion.objects.get()
    assert (found.value, found.status, found.comment) == (1234.5, "final", "ไตรมาส ๔")
    assert found.channel == "form"


def test_faults_are_told_at_once_and_what_was_typed_stays() -> None:
    client = signed_in(officer().person)
    form = typed(
        **{
            f"{ALLOTTED}__value": "สิบล้าน",
            f"{DISBURSED}__value": "9999999999",
            f"{DISBURSED}__reason": "จำไม่ได้",
        }
    )
    response = client.post(PAGE, form)
    page = response.content.decode()
    assert response.status_code == 200
    assert "“สิบล้าน” ไม่ใช่ตัวเลข" in page
    assert "0 ถึง 1,000,000" in page
    assert 'value="สิบล้าน"' in page
    assert 'value="จำไม่ได้"' in page
    assert not DraftVersion.objects.exists()


def test_the_second_writer_sees_the_first_and_saves_again_to_win() -> None:
    first, second = officer(), officer(name="second")
    assert (
        signed_in(first.person).post(PAGE, typed(**{f"{DISBURSED}__value": "90"})).status_code
        == 302
    )
    client = signed_in(second.person)
    response = client.post(PAGE, typed(**{f"{DISBURSED}__value": "95"}))
    page = response.content.decode()
    assert response.status_code == 200
    assert "นาย officer-24 บันทึกเมื่อ" in page
    assert 'value="95"' in page
    version = re.search(rf'name="{DISBURSED}-version" value="(\d+)"', page)
    assert version is not None
    again = typed(**{f"{DISBURSED}__value": "95", f"{DISBURSED}__version": version[1]})
    assert client.post(PAGE, again).status_code == 302
    values = DraftVersion.objects.filter(series=DISBURSED).order_by("version")
    assert [v.value for v in values] == [90.0, 95.0]


def test_evidence_is_kept_shown_to_those_who_may_and_handed_out_as_a_file() -> None:
    client = signed_in(officer().person)
    file = SimpleUploadedFile("บันทึก.pdf", b"%PDF-1.7 act", "application/pdf")
    form = typed(**{f"{DISBURSED}__value": "90", f"{DISBURSED}__evidence": file})
    assert client.post(PAGE, form).status_code == 302
    link = re.search(r'href="(/evidence/24/\d+)"', body(client, PAGE))
    assert link is not None
    response = client.get(link[1])
    assert response.content == b"%PDF-1.7 act"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in(officer("20").person).get(link[1]).status_code == 403
    wrong = SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")
    response = client.post(PAGE, typed(**{f"{DISBURSED}__evidence": wrong}))
    assert response.status_code == 200
    assert "ใช้ “x.pdf” เป็นหลักฐานไม่ได้" in response.content.decode()


def test_a_file_that_is_too_large_is_dropped_and_said_and_what_was_typed_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("moibench.web.uploads.LARGEST", 100_000)
    client = signed_in(officer().person)
    file = SimpleUploadedFile("act.pdf", b"%PDF-" + b"0" * 200_000, "application/pdf")
    form = {f"{DISBURSED}-evidence": file} | typed(**{f"{DISBURSED}__value": "90"})
    page = client.post(PAGE, form).content.decode()
    assert "ใช้ “งบลงทุนที่เบิกจ่ายแล้วเมื่อสิ้นปีงบประมาณ” เป็นหลักฐานไม่ได้" in page
    assert 'value="90"' in page
    assert not DraftVersion.objects.exists()


def test_it_is_led_from_page_to_page_until_everybody_reads_it() -> None:
    writer, own, above, ministry = officer(), approver("24"), approver("E-1"), approver("TH")
    client = signed_in(writer.person)
    half = typed(do="save_submit", **{f"{DISBURSED}__value": "90"})
    response = client.post(PAGE, half)
    assert response.status_code == 200
    assert "ยังขาด: งบลงทุนที่ได้รับจัดสรร" in response.content.decode()
    whole = typed(
        do="save_submit",
        **{
            f"{ALLOTTED}__value": "120",
            f"{DISBURSED}__value": "90",
            f"{DISBURSED}__version": "1",
        },
    )
    assert client.post(PAGE, whole).status_code == 302
    for who, name in ((own, "approve"), (above, "accept")):
        browser = signed_in(who.person)
        assert PAGE in body(browser, "/review/")
        page = body(browser, PAGE)
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen is not None
        assert f'value="{name}"' in page
        assert browser.post(PAGE, {"do": name, "seen": seen[1]}).status_code == 302
    browser = signed_in(ministry.person)
    assert "area_budget/2026/24" in body(browser, "/review/")
    response = browser.post("/review/", {"filing": "area_budget/2026/24"})
    assert response.status_code == 302
    assert "บันทึกค่า 2 ค่า" in body(browser, response.url)  # type: ignore[attr-defined]
    assert Observation.objects.filter(series=DISBURSED, unit="24").count() == 1
    assert "เผยแพร่แล้ว" in body(client, PAGE)


def test_a_return_shows_its_comment_and_questions_to_the_officer() -> None:
    writer, own = officer(), approver("24")
    fill(writer)
    step(writer, "submit")
    browser = signed_in(own.person)
    response = browser.post(PAGE, {"do": "return", "comment": " "})
    assert response.status_code == 200
    assert "โปรดระบุเหตุผล" in response.content.decode()
    done = {"do": "return", "comment": "ตรวจยอด", f"{DISBURSED}-question": "รวมเงินกันหรือไม่"}
    assert browser.post(PAGE, done).status_code == 302
    client = signed_in(writer.person)
    page = body(client, "/filing/")
    assert "มีข้อทักท้วง" in page
    assert "ตรวจยอด" in page
    assert "รวมเงินกันหรือไม่" in body(client, PAGE)
    cell = f"{PAGE}/{DISBURSED}"
    assert client.post(cell, {"do": "answer", "text": "ไม่รวม"}).status_code == 302
    assert "ไม่รวม" in body(client, cell)
    assert client.post(cell, {"do": "ask", "text": "ถามเอง"}).status_code == 403
    assert "โปรดระบุเหตุผล" in browser.post(cell, {"do": "ask", "text": ""}).content.decode()


def test_the_frame_counts_what_waits() -> None:
    client = signed_in(officer().person)
    owed = len(reading.my_numbers(officer(name="second")))
    assert owed >= 1
    assert f'<span class="waiting-count">{owed}<' in body(client, "/method")
    assert "waiting-count" not in body(Client(), "/method")


def test_what_does_not_exist_and_what_is_not_theirs_is_told_apart() -> None:
    client = signed_in(asker("reader", Role.READER, "E-1").person)
    assert client.get("/filing/area_budget/2569/50").status_code == 403
    assert client.get("/filing/nothing/2569/24").status_code == 404
    assert client.get("/filing/area_budget/๒๕๖๙/24").status_code == 200
    assert client.get("/filing/area_budget/2026/24").status_code == 200
    assert client.get("/filing/area_budget/soon/24").status_code == 404
    assert client.get(f"/filing/area_budget/2569/24/{ALLOTTED}x").status_code == 404
    said = client.post(PAGE, typed(**{f"{DISBURSED}__value": "1"})).content.decode()
    assert "ไม่มีสิทธิกรอก" in said
    assert client.post(PAGE, {"do": "submit"}).status_code == 403
    assert client.post(PAGE, {"do": "nonsense"}).status_code == 403
    assert not DraftVersion.objects.exists()


def test_a_cluster_page_lists_what_must_be_accepted_before() -> None:
    client = signed_in(approver("TH").person)
    page = body(client, f"/en/filing/area_budget/2026/{CLUSTER.unit}")
    assert "Those inside must be accepted first" in page
    assert f'href="/en{PAGE.replace("2569", "2026")}"' in page


def test_completeness_is_a_table_and_a_map_of_links() -> None:
    fill(officer())
    page = body(
        signed_in(approver("TH").person), "/review/completeness?year=2569&source=area_budget"
    )
    assert '<a href="/filing/area_budget/2569/24">' in page
    assert "จังหวัดฉะเชิงเทรา: ฉบับร่าง, 2 จาก 2" in page
    assert "2 จาก 188" in page
    assert "ยังไม่เริ่ม 93" in page
    only = body(
        signed_in(asker("reader", Role.READER, "24").person), "/review/completeness?year=2569"
    )
    assert "จังหวัดชลบุรี: " in only
    assert "/filing/area_budget/2569/20" not in only
    assert PLACE.unit == "24"


def test_nobody_publishes_by_typing_who_may_not() -> None:
    writer, own, above = officer(), approver("24"), approver("E-1")
    fill(writer)
    for who, name in ((writer, "submit"), (own, "approve"), (above, "accept")):
        step(who, name)
    assert (
        signed_in(above.person).post("/review/", {"filing": "area_budget/2026/24"}).status_code
        == 403
    )
    assert not Observation.objects.filter(series=DISBURSED).exists()
