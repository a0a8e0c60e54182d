"""The workbook of an officer, from the download to the drafts it becomes."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from moibench.people.rights import Role
from moibench.store.models import Observation
from moibench.store.record import Entry, record_edition
from moibench.store.review.models import DraftVersion
from tests.ingest.workbook.filling import Filling
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/workbook/24/2568"
AFFECTED, DEATHS = "disaster_affected_persons", "disaster_deaths"


@pytest.fixture
def officer() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def blank(client: Client, page: str = PAGE) -> Filling:
    response = client.get(f"{page}.xlsx")
    assert response.status_code == 200
    return Filling(response.content)


def hand_in(client: Client, content: bytes, name: str = "แบบกรอก.xlsx", page: str = PAGE):
    return client.post(page, {"do": "check", "file": SimpleUploadedFile(name, content)})


def confirm(client: Client, page: object):
    return client.post(PAGE, {"do": "confirm", "sha": page.sha, "name": page.name})


def test_nothing_is_saved_before_the_officer_confirms(officer: Client) -> None:
    filling = blank(officer)
    filling.put(AFFECTED, "24", "๑,๒๓๔")
    filling.put(DEATHS, "24", 3, "ค่าเบื้องต้น", "รอการสอบสวน")
    observations = Observation.objects.count()
    checked = hand_in(officer, filling.saved())
    assert checked.status_code == 200
    assert [c.after for c in checked.context["page"].changes] == ["1,234", "3"]
    assert not DraftVersion.objects.exists()
    done = confirm(officer, checked.context["page"])
    assert "2 ค่า" in done.content.decode()
    saved = DraftVersion.objects.order_by("series").values_list(
        "series", "value", "status", "reason", "channel", "written_by"
    )
    assert list(saved) == [
        (AFFECTED, 1234.0, "final", "", "workbook", "officer"),
        (DEATHS, 3.0, "preliminary", "รอการสอบสวน", "workbook", "officer"),
    ]
    assert Observation.objects.count() == observations
    again = blank(officer)
    assert again.sheet.cell(again.row(AFFECTED, "24"), again.value_column).value == 1234


def test_what_is_impossible_cannot_be_confirmed_and_comes_back_in_the_same_file(
    officer: Client,
) -> None:
    filling = blank(officer)
    cell = filling.put(AFFECTED, "24", 10)
    filling.put(DEATHS, "24", 11)
    own = filling.book.create_sheet("บันทึกของฉัน")
    own["A1"] = "อย่าลบ"
    checked = hand_in(officer, filling.saved())
    page = checked.context["page"]
    assert not page.confirm
    assert [f.grade for f in page.findings] == ["impossible"]
    assert confirm(officer, page).context["page"].closed
    assert not DraftVersion.objects.exists()
    back = officer.get(page.marked)
    assert back.status_code == 200
    book = load_workbook(io.BytesIO(back.content))
    assert book["บันทึกของฉัน"]["A1"].value == "อย่าลบ"
    deaths = book.worksheets[0][cell.replace(cell, page.findings[0].cell)]
    assert deaths.value == 11
    assert "มากกว่า" in deaths.comment.text
    assert book["ผลการตรวจสอบ"]["C5"].value == page.findings[0].cell


def test_what_another_wrote_since_is_not_overwritten(officer: Client) -> None:
    early = blank(officer)
    late = blank(officer)
    early.put(AFFECTED, "24", 100)
    confirm(officer, hand_in(officer, early.saved()).context["page"])
    late.put(AFFECTED, "24", 200)
    refused = confirm(officer, hand_in(officer, late.saved()).context["page"])
    assert refused.status_code == 409
    assert DraftVersion.objects.get().value == 100


def test_a_workbook_is_its_own_persons_alone(officer: Client) -> None:
    filling = blank(officer)
    filling.put(AFFECTED, "24", 10)
    page = hand_in(officer, filling.saved()).context["page"]
    other = signed_in(made("colleague", (Role.DATA_OFFICER, "24")))
    answer = confirm(other, page)
    assert answer.status_code == 400
    assert not DraftVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "PNG"),
        ("empty.xlsx", b"", "ว่าง"),
        ("broken.xlsx", b"PK\x03\x04" + b"0" * 100, ""),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(
    officer: Client, name: str, content: bytes, said: str
) -> None:
    answer = hand_in(officer, content, name)
    assert answer.status_code == 400
    assert any(said in sentence for sentence in answer.context["refused"])


def test_the_template_of_another_year_or_unit_says_so(officer: Client) -> None:
    other = signed_in(made("neighbour", (Role.DATA_OFFICER, "20")))
    filling = blank(other, "/workbook/20/2568")
    answer = hand_in(officer, filling.saved())
    assert answer.status_code == 400
    assert "ชลบุรี" in answer.context["refused"][0]
    assert officer.get("/workbook/24/2499").status_code == 404
    assert officer.get("/workbook/20/2568").status_code == 403


def test_the_page_leads_there_from_my_numbers(officer: Client) -> None:
    assert "/workbook/24/" in officer.get("/filing/").content.decode()
    assert "Excel workbook" in officer.get("/en/workbook/24/2025").content.decode()


def test_what_is_too_large_is_refused_and_nothing_of_it_kept(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moibench.ingest.workbook.uploads.LARGEST", 1000)
    answer = hand_in(officer, b"PK" + b"0" * 2000)
    assert answer.status_code == 413
    assert answer.context["refused"]


def test_no_file_and_a_forgotten_one_are_said(officer: Client) -> None:
    assert officer.post(PAGE, {"do": "check"}).status_code == 400
    for sha in ("0" * 64, "../../etc/passwd", ""):
        answer = officer.post(PAGE, {"do": "confirm", "sha": sha, "name": "x"})
        assert answer.status_code == 400
        assert not DraftVersion.objects.exists()


def test_what_is_improbable_is_saved_with_its_reason_alone(officer: Client) -> None:
    place = "investment_budget_allotted"
    page_of = "/workbook/24/2569"
    filling = blank(officer, page_of)
    filling.put(place, "24", 0, "", "")
    checked = hand_in(officer, filling.saved(), page=page_of).context["page"]
    assert not checked.findings  # a first value has nothing to be held against
    record_edition(
        "budgets", "area_budget", 0, "a", [Entry(place, "24", 2025, 500.0, "final")], "a test"
    )
    record_edition(
        "budgets", "area_budget", 0, "b", [Entry(place, "24", 2024, 480.0, "final")], "a test"
    )
    checked = hand_in(officer, filling.saved(), page=page_of).context["page"]
    assert [(f.grade, bool(f.confirmed)) for f in checked.findings if f.cell] == [
        ("improbable", False)
    ]
    assert not checked.confirm
    again = Filling(officer.get(checked.marked).content)
    again.put(place, "24", 0, "", "ไม่ได้รับจัดสรรในปีนี้")
    checked = hand_in(officer, again.saved(), page=page_of).context["page"]
    assert [(f.grade, bool(f.confirmed)) for f in checked.findings if f.cell] == [
        ("improbable", True)
    ]
    done = officer.post(page_of, {"do": "confirm", "sha": checked.sha, "name": checked.name})
    assert done.status_code == 200
    assert DraftVersion.objects.get().reason == "ไม่ได้รับจัดสรรในปีนี้"


def test_the_form_asks_by_the_same_checks(officer: Client) -> None:
    form = "/filing/province_disasters/2568/24"
    typed = {"do": "save"}
    for series, value in ((AFFECTED, "10"), (DEATHS, "11")):
        typed |= {f"{series}-version": "0", f"{series}-value": value, f"{series}-status": "final"}
    refused = officer.post(form, typed)
    assert "มากกว่า" in refused.context["refused"][0]
    assert not DraftVersion.objects.exists()
    assert officer.post(form, typed | {f"{DEATHS}-value": "9"}).status_code == 302
    assert DraftVersion.objects.count() == 2
