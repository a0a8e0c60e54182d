"""The entry grid: its page, its form without scripts, and the cells its script sends."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moibench.analysis.review import reading
from moibench.people.rights import Role
from moibench.store.review.models import DraftVersion
from tests.analysis.review.made import (
    ALLOTTED,
    DISBURSED,
    PLACE,
    approver,
    asker,
    enter,
    fill,
    officer,
    step,
    value,
)
from tests.web.specimens import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/grid/24/2569"
KEY = f"{DISBURSED}/24"


def one(typed: str, key: str = KEY, **more: object) -> dict[str, object]:
    return {"key": key, "value": typed, "status": "", "reason": "", "version": 0} | more


def send(client: Client, *cells: dict[str, object], page: str = PAGE, **more: object) -> object:
    response = client.post(f"{page}/cells", {"cells": json.dumps(cells)} | more)
    answer = response.json()
    assert (response.status_code == 400) == ("cells" not in answer and "x.pdf" not in str(answer))
    return answer["outcome"], answer


def form(**changes: str) -> dict[str, str]:
    found = {}
    for series in (ALLOTTED, DISBURSED):
        for name, content in {"value": "", "status": "", "reason": "", "version": "0"}.items():
            found[f"{series}.24-{name}"] = content
    return found | {k.replace("__", ".24-"): v for k, v in changes.items()}


def test_the_past_is_locked_and_the_new_year_is_open_in_the_era_of_the_language() -> None:
    client = signed_in(officer().person)
    page = client.get(PAGE).content.decode()
    heads = re.findall(r'class="num past">\D*(\d{4})</th>', page)
    assert heads == [str(y) for y in range(2564, 2569)]
    assert "ค่า พ.ศ. 2569" in page.replace("\u00a0", " ")
    assert page.count('class="v"') == 2
    english = client.get("/en/grid/24/2026").content.decode()
    assert re.findall(r'class="num past">(\d+)', english) == [str(y) for y in range(2021, 2026)]
    assert client.get("/grid/").url == PAGE  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "number", "status"),
    [("๑,๒๓๔.๕", 1234.5, "final"), ("1234.5p", 1234.5, "preliminary"), ("0", 0.0, "final")],
)
def test_a_cell_is_saved_as_it_is_typed(typed: str, number: float, status: str) -> None:
    code, answer = send(signed_in(officer().person), one(typed))  # type: ignore[misc]
    assert (code, answer["cells"][KEY]["version"]) == ("saved", 1)
    found = DraftVersion.objects.get()
    assert (found.series, found.value, found.status, found.channel) == (
        DISBURSED,
        number,
        status,
        "grid",
    )


@pytest.mark.parametrize("mark", ["-", "n.a.", "ไม่มีข้อมูล"])
def test_no_data_wants_its_reason(mark: str) -> None:
    client = signed_in(officer().person)
    code, answer = send(client, one(mark))  # type: ignore[misc]
    assert (code, answer["cells"][KEY]["blocks"]) == ("refused", True)
    assert not DraftVersion.objects.exists()
    assert send(client, one(mark, reason="ยังไม่ปิดบัญชี"))[0] == "saved"  # type: ignore[index]
    found = DraftVersion.objects.get()
    assert (found.value, found.status, found.reason) == (None, "missing", "ยังไม่ปิดบัญชี")


def test_what_is_impossible_is_not_saved_and_says_why_where_it_stands() -> None:
    client = signed_in(officer().person)
    both = [one("100", f"{ALLOTTED}/24"), one("130")]  # more was disbursed than allotted
    code, answer = send(client, *both)  # type: ignore[misc]
    assert code == "refused"
    assert any(c["blocks"] for c in answer["cells"].values())
    assert not DraftVersion.objects.exists()
    said = " ".join(t for c in answer["cells"].values() for _, t in c["said"])
    assert "130" in said
    code, answer = send(client, one("สิบ"))  # type: ignore[misc]
    assert (code, answer["cells"][KEY]["said"]) == ("refused", [["impossible", "“สิบ” ไม่ใช่ตัวเลข"]])


def test_an_improbable_value_is_kept_asked_about_and_answered_by_a_reason() -> None:
    who = asker("ministry", Role.DATA_OFFICER, "TH")
    client, key, page = signed_in(who.person), f"{ALLOTTED}/24", "/grid/TH/2569"
    units = [u for u, x in who.catalogue.units.items() if x.unit_type == "province" and u != "24"]
    assert send(client, *(one("120", f"{ALLOTTED}/{u}") for u in units), page=page)[0] == "saved"  # type: ignore[index]
    code, answer = send(client, one("0", key), page=page)  # type: ignore[misc]
    said = answer["cells"][key]["said"]
    assert (code, said[0][0]) == ("saved", "improbable")
    asked = {x.series.id: x.open_questions for x in reading.filing_view(who, PLACE).lines}
    assert [q.text for q in asked[ALLOTTED]] == [said[0][1]]
    assert said[0][1] in client.get(page).content.decode()
    again = one("0", key, version=1, reason="ไม่ได้รับจัดสรรในปีนี้")
    assert send(client, again, page=page)[0] == "saved"  # type: ignore[index]
    assert not any(x.open_questions for x in reading.filing_view(who, PLACE).lines)


def test_reading_alone_saves_nothing() -> None:
    code, answer = send(signed_in(officer().person), one("๑๒"), only_read="1")  # type: ignore[misc]
    assert (code, answer["cells"][KEY]["shown"]) == ("read", "12")
    assert not DraftVersion.objects.exists()


def test_the_slower_of_two_is_shown_what_the_faster_wrote() -> None:
    first, second = signed_in(officer().person), signed_in(officer(name="second").person)
    assert send(first, one("90"))[0] == "saved"  # type: ignore[index]
    code, answer = send(second, one("95"))  # type: ignore[misc]
    theirs = answer["cells"][KEY]["theirs"]
    assert (code, theirs["value"], theirs["version"]) == ("conflict", "90", 1)
    assert "นาย officer-24" in theirs["said"]
    assert [v.value for v in DraftVersion.objects.all()] == [90.0]
    assert send(second, one("95", version=1))[0] == "saved"  # type: ignore[index]


def test_a_save_repeated_because_the_answer_was_lost_is_no_second_write() -> None:
    client = signed_in(officer().person)
    assert [send(client, one("90"))[0] for _ in range(3)] == ["saved"] * 3  # type: ignore[index]
    assert DraftVersion.objects.count() == 1


def test_the_panel_keeps_comment_flag_and_evidence_and_leaves_them_when_only_the_value_moves() -> (
    None
):
    client = signed_in(officer().person)
    file = SimpleUploadedFile("บันทึก.pdf", b"%PDF-1.7 act", "application/pdf")
    code, answer = send(client, one("90"), comment="รอผล", follow="1", evidence=file)  # type: ignore[misc]
    assert (code, answer["cells"][KEY]["evidence"]) == ("saved", "บันทึก.pdf")
    assert send(client, one("91", version=1))[0] == "saved"  # type: ignore[index]
    found = DraftVersion.objects.get(version=2)
    assert (found.value, found.comment, found.follow_up) == (91.0, "รอผล", True)
    assert found.evidence_id is not None
    wrong = SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")
    code, answer = send(client, one("91", version=2), comment="", evidence=wrong)  # type: ignore[misc]
    assert code == "refused"
    assert "x.pdf" in answer["error"]


def test_without_scripts_the_page_is_a_form_that_saves_all_or_nothing() -> None:
    client = signed_in(officer().person)
    half = form(**{f"{ALLOTTED}__value": "๑๒๐", f"{DISBURSED}__value": "เก้าสิบ"})
    response = client.post(PAGE, half)
    page = response.content.decode()
    assert response.status_code == 409
    assert "“เก้าสิบ” ไม่ใช่ตัวเลข" in page
    assert 'value="๑๒๐"' in page
    assert not DraftVersion.objects.exists()
    whole = form(**{f"{ALLOTTED}__value": "๑๒๐", f"{DISBURSED}__value": "90"})
    response = client.post(PAGE, whole)
    assert response.url == f"{PAGE}?saved=2"  # type: ignore[attr-defined]
    assert "บันทึกแล้ว 2 ค่า" in client.get(f"{PAGE}?saved=2").content.decode()
    stale = client.post(PAGE, form(**{f"{ALLOTTED}__value": "121", f"{DISBURSED}__value": "90"}))
    assert "มีผู้อื่นบันทึกค่านี้ก่อนแล้ว" in stale.content.decode()


def test_a_filing_under_review_is_closed() -> None:
    who = officer()
    fill(who)
    step(who, "submit")
    client = signed_in(who.person)
    page = client.get(PAGE).content.decode()
    assert 'class="v"' not in page
    assert "ปิดการแก้ไข" in page
    assert send(client, one("91", version=1))[0] == "refused"  # type: ignore[index]
    assert DraftVersion.objects.filter(series=DISBURSED).count() == 1


def test_each_role_enters_what_is_its_own() -> None:
    cluster = signed_in(asker("cluster", Role.DATA_OFFICER, "E-1").person)
    ministry = signed_in(asker("ministry", Role.DATA_OFFICER, "TH").person)
    page = cluster.get("/grid/E-1/2569").content.decode()
    assert f'data-key="{DISBURSED}/E-1"' in page
    assert cluster.get("/grid/50/2569").status_code == 403
    page = ministry.get("/grid/TH/2569").content.decode()
    assert page.count(f'data-key="{DISBURSED}/') == 94  # 76 provinces and 18 clusters
    assert send(ministry, one("90"), page="/grid/TH/2569")[0] == "saved"  # type: ignore[index]
    other = signed_in(officer("20").person)
    assert other.post(f"{PAGE}/cells", {"cells": json.dumps([one("1")])}).status_code == 403
    assert send(other, one("1"), page="/grid/20/2569")[0] == "refused"  # type: ignore[index]
    for who in (approver(), asker("reader", Role.READER, "24")):
        assert signed_in(who.person).get(PAGE).status_code == 403
        assert signed_in(who.person).post(PAGE, form()).status_code == 403


@pytest.mark.parametrize(
    "sent", ["", "[]", "{}", "[1]", "[" * 5000, '[{"key": "x"}]', json.dumps([one("1"), one("2")])]
)
def test_what_no_grid_sends_is_refused(sent: str) -> None:
    client = signed_in(officer().person)
    assert client.post(f"{PAGE}/cells", {"cells": sent}).status_code == 400
    assert not DraftVersion.objects.exists()


def test_a_year_that_is_not_open_has_no_grid() -> None:
    client = signed_in(officer().person)
    assert client.get("/grid/24/2599").status_code == 404
    assert client.get("/grid/99/2569").status_code == 403


def test_a_draft_is_found_again() -> None:
    who = officer()
    enter(who, PLACE, DISBURSED, value(90.25, comment="ร่าง"))
    page = signed_in(who.person).get(PAGE).content.decode()
    assert 'value="90.25"' in page
    assert 'data-comment="ร่าง"' in page
