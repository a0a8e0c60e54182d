"""Templates of units: handed in, tried, used, replaced, taken away, kept; hostile ones refused."""

from __future__ import annotations

import errno
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from moibench.analysis.unit_templates import template_history
from moibench.people.models import Act
from moibench.people.rights import Role
from moibench.store.unit_templates.models import UnitTemplate
from tests.web.specimens import made, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/reports/templates/24"
DOCUMENT = "/report/24.docx?year=2562&template="


def letterhead(*lines: str) -> bytes:
    document = Document()
    for line in lines or ("ศาลากลางจังหวัด", "{{chapter:summary}}"):
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.fixture
def officer() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def newest() -> str:
    row = UnitTemplate.objects.order_by("-id").first()
    return str(row.pk) if row else ""


def hand_in(
    browser: Client,
    content: bytes,
    name: str = "หัวจดหมาย.docx",
    *,
    after: str = "",
    page: str = PAGE,
) -> tuple[int, str]:
    file = SimpleUploadedFile(name, content)
    given = {"act": "put", "kind": "docx", "after": after, "file": file}
    response = browser.post(page, given)
    return response.status_code, response.content.decode()


def lines_of(browser: Client, lender: str) -> list[str]:
    response = browser.get(DOCUMENT + lender)
    assert response.status_code == 200, response.content.decode()
    return [p.text for p in Document(io.BytesIO(response.content)).paragraphs]


def test_a_template_is_handed_in_used_replaced_taken_away_and_put_back(officer: Client) -> None:
    handed_in = letterhead()
    assert hand_in(officer, handed_in) == (302, "")
    assert lines_of(officer, "24")[0] == "ศาลากลางจังหวัด"
    area = officer.get("/area/24?year=2562").content.decode()
    assert "template=24" in area
    assert 'href="/reports/templates/24"' in area
    first = newest()
    assert hand_in(officer, letterhead("แบบใหม่", "{{chapters}}"), after=first)[0] == 302
    assert lines_of(officer, "24")[0] == "แบบใหม่"
    take = {"act": "take_away", "kind": "docx", "after": newest()}
    assert officer.post(PAGE, take).status_code == 302
    assert officer.get(DOCUMENT + "24").status_code == 404
    assert "template=24" not in officer.get("/area/24?year=2562").content.decode()
    back = {"act": "put_back", "kind": "docx", "after": newest(), "number": first}
    assert officer.post(PAGE, back).status_code == 302
    assert lines_of(officer, "24")[0] == "ศาลากลางจังหวัด"
    assert len(template_history("24")) == 4  # nothing is lost
    assert officer.get(f"{PAGE}/{first}").content == handed_in
    acts = list(Act.objects.filter(kind="template").order_by("id").values_list("action", flat=True))
    assert acts == ["template.put", "template.put", "template.taken_away", "template.put"]


def test_documents_without_the_template_stay_as_they_were(officer: Client) -> None:
    plain = officer.get("/report/24.docx?year=2562").content
    hand_in(officer, letterhead())
    assert officer.get("/report/24.docx?year=2562").content == plain


@pytest.mark.parametrize(
    ("content", "name", "said", "status"),
    [
        (letterhead("ไม่มีที่วาง"), "a.docx", "ไม่มีที่วางเนื้อหา", 400),
        (b"not a zip", "a.docx", "เสียหาย เปิดไม่ได้", 400),
        (letterhead(), "a.docm", "มีแมโคร", 400),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "รูปแบบเก่าหรือมีรหัสผ่าน", 400),
        (b"0" * 20_000_001, "a.docx", "ใหญ่เกิน 20 ล้านไบต์", 413),
    ],
)
def test_a_file_that_is_no_template_is_refused_and_nothing_changes(
    officer: Client, content: bytes, name: str, said: str, status: int
) -> None:
    hand_in(officer, letterhead())
    code, page = hand_in(officer, content, name, after=newest())
    assert code == status
    assert said in page
    assert "&lt;" not in page.split('role="alert"')[1][:400]
    assert UnitTemplate.objects.count() == 1
    assert lines_of(officer, "24")[0] == "ศาลากลางจังหวัด"


def test_no_file_an_unknown_kind_and_a_form_of_before_are_said(officer: Client) -> None:
    assert "โปรดเลือกไฟล์แม่แบบ" in officer.post(PAGE, {"kind": "docx"}).content.decode()
    assert "โปรดเลือกชนิดของแม่แบบ" in officer.post(PAGE, {"kind": "exe"}).content.decode()
    colleague = signed_in(made("colleague", (Role.APPROVER, "24")))
    hand_in(colleague, letterhead("ของเพื่อน", "{{chapters}}"))
    code, page = hand_in(officer, letterhead())
    assert code == 409
    assert "นาย colleague เปลี่ยนแม่แบบนี้ไปแล้ว" in page
    assert lines_of(officer, "24")[0] == "ของเพื่อน"


def test_who_may_change_and_who_may_use(officer: Client) -> None:
    hand_in(officer, letterhead())
    reader = signed_in(made("reader", (Role.READER, "24")))
    assert 'type="file"' not in reader.get(PAGE).content.decode()
    assert hand_in(reader, letterhead(), after=newest())[0] == 403
    assert lines_of(reader, "24")[0] == "ศาลากลางจังหวัด"
    for other in (Client(), signed_in(made("other", (Role.DATA_OFFICER, "20")))):
        response = other.get(DOCUMENT + "24")
        assert response.status_code == 403
        assert "ใช้ได้เฉพาะผู้มีบทบาทในพื้นที่นั้น" in response.content.decode()
        assert other.get("/report/24.docx?year=2562").status_code == 200
    ministry = signed_in(made("ministry", (Role.DATA_OFFICER, "TH")))
    assert (
        hand_in(ministry, letterhead("กระทรวง", "{{chapters}}"), page="/reports/templates/TH")[0]
        == 302
    )
    assert lines_of(officer, "TH")[0] == "กระทรวง"  # the country's is lent to all in it
    assert "มีแม่แบบให้ใช้" in officer.get(PAGE).content.decode()
    assert officer.get(DOCUMENT + "20").status_code == 403


def test_the_kept_file_that_was_damaged_is_told(officer: Client) -> None:
    hand_in(officer, letterhead())
    from moibench.store.content import all_kept, template_folder

    for _, path in all_kept(template_folder()):
        path.write_bytes(b"x")
    response = officer.get(DOCUMENT + "24")
    assert response.status_code == 404
    assert "หายหรือเสียหาย" in response.content.decode()


def test_a_disk_that_is_full_is_told_and_the_old_template_stays(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(officer, letterhead())

    def full(*given: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("moibench.analysis.unit_templates.keep", full)
    code, page = hand_in(officer, letterhead("ใหม่", "{{chapters}}"), after=newest())
    assert code == 400
    assert "No space left on device" in page
    assert lines_of(officer, "24")[0] == "ศาลากลางจังหวัด"


def test_a_tray_is_written_into_the_template_of_the_persons_unit_alone(officer: Client) -> None:
    hand_in(officer, letterhead("หัวจดหมาย", "{{chapter:summary}}", "คั่น", "{{chapter:method}}"))
    kept = {"page": "/indicator/gpp_per_capita?year=2562", "part": "table-table"}
    assert officer.post("/tray/keep", kept).status_code == 302
    page = officer.get("/tray/").content.decode()
    assert page.count('<option value="24">') == 1  # for Word; there is none for slides
    made_of = officer.get("/tray/document.docx?template=24")
    said = [p.text for p in Document(io.BytesIO(made_of.content)).paragraphs]
    assert said[0] == "หัวจดหมาย"
    assert not any("{{" in line for line in said)
    assert said.index("คั่น") > 2  # all of the tray stands where the first chapter would
    assert len(Document(io.BytesIO(made_of.content)).tables) == 1
    assert officer.get("/tray/document.pptx?template=24").status_code == 404
    other = signed_in(made("other", (Role.DATA_OFFICER, "20")))
    other.post("/tray/keep", kept)
    assert 'name="template"' not in other.get("/tray/").content.decode()
    assert other.get("/tray/document.docx?template=24").status_code == 403
