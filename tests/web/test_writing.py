"""Written analysis: texts stand beside the drafts, survive them, and go into every document."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from docx import Document

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.people.rights import Role
from moibench.presentation.fields import FieldError, fill_fields, known_fields
from moibench.store.documents.models import WrittenText
from tests.web.specimens import made, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/reports/text/24?year=2562"


@pytest.fixture
def officer() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def newest() -> str:
    row = WrittenText.objects.order_by("-id").first()
    return str(row.pk) if row else ""


def write(
    browser: Client, own: str, *, after: str = "", act: str = "save", page: str = PAGE
) -> int:
    given = {"chapter": "summary", "text": own, "after": after, "act": act}
    return browser.post(page, given).status_code


def word(browser: Client) -> str:
    content = browser.get("/report/24.docx?year=2562").content
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


def test_a_text_takes_the_drafts_place_in_the_documents_and_can_be_withdrawn(
    officer: Client,
) -> None:
    drafted = word(officer)
    assert write(officer, "บทนำของ{name} ระดับ {level:overall}\nย่อหน้าที่สอง") == 302
    own = word(officer)
    assert "บทนำของจังหวัดฉะเชิงเทรา ระดับ 4" in own
    assert "ย่อหน้าที่สอง" in own
    assert "เรียบเรียงโดย นาย officer" in own
    page = officer.get(PAGE).content.decode()
    assert "บทนำของ{name}" in page  # the officer's own words, beside the draft
    assert write(officer, "", after=newest(), act="withdraw") == 302
    assert word(officer) == drafted
    assert WrittenText.objects.count() == 2  # nothing that was written is lost


def test_a_new_draft_leaves_the_text_alone_and_is_told(officer: Client) -> None:
    write(officer, "ข้อความของฉัน")
    row = WrittenText.objects.get()
    said = "ร่างเปลี่ยนไปหลังจากที่เขียนข้อความนี้"
    assert said not in officer.get(PAGE).content.decode()
    WrittenText.objects.filter(pk=row.pk).update(generated="ร่างเมื่อวาน")
    page = officer.get(PAGE).content.decode()
    assert said in page
    assert "ข้อความของฉัน" in page


def test_the_second_writer_sees_the_first_ones_text_and_keeps_his_own(officer: Client) -> None:
    other = signed_in(made("colleague", (Role.DATA_OFFICER, "24")))
    assert write(officer, "ของคนแรก") == 302
    answer = other.post(
        PAGE, {"chapter": "summary", "text": "ของคนที่สอง", "after": "", "act": "save"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "นาย officer เขียนบทนี้ไว้ก่อนแล้ว" in page
    assert "ของคนที่สอง" in page
    assert "ของคนแรก" in page
    assert WrittenText.objects.count() == 1
    assert write(other, "ของคนที่สอง", after=newest()) == 302


@pytest.mark.parametrize(
    "role", [(Role.READER, "24"), (Role.DATA_OFFICER, "20"), (Role.APPROVER, "24")]
)
def test_only_the_units_own_officers_write(role: tuple[Role, str]) -> None:
    browser = signed_in(made("someone", role))
    assert browser.get(PAGE).status_code == 200
    assert write(browser, "ไม่ควรเขียนได้") == 403
    assert not WrittenText.objects.exists()


def test_another_year_and_language_have_their_own_texts(officer: Client) -> None:
    write(officer, "ของปี 2562")
    assert "ของปี 2562" not in officer.get("/reports/text/24?year=2561").content.decode()
    assert "ของปี 2562" not in officer.get("/en/reports/text/24?year=2019").content.decode()


def test_an_unknown_field_is_named_with_the_nearest_and_nothing_is_written(
    officer: Client,
) -> None:
    given = {"chapter": "summary", "text": "{value:gpp_per_captia} {nonsense!}", "act": "save"}
    answer = officer.post(PAGE, given)
    assert answer.status_code == 400
    assert "{value:gpp_per_capita}" in answer.content.decode()
    assert not WrittenText.objects.exists()


def test_one_sentence_serves_every_province_and_year(officer: Client) -> None:
    template = "{name} {year} {value:gpp_per_capita} อันดับ {rank:gpp_per_capita}"
    officer.post("/reports/sentences", {"name": "ก", "template": template, "act": "keep"})
    page = officer.get("/reports/sentences?unit=24&year=2562").content.decode()
    assert "463,173" in page
    table = officer.get("/reports/sentences.csv", {"template": template, "year": "2562"}).content
    lines = table.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 76
    assert any("463,173" in line and "อันดับ 4" in line for line in lines if line.startswith("24,"))
    officer.post("/reports/sentences", {"name": "ก", "act": "forget"})
    assert "ยังไม่มีประโยค" in officer.get("/reports/sentences").content.decode()


def test_every_field_that_is_offered_can_be_filled() -> None:
    answer, catalogue = profile("24", 2019), current_catalogue()
    for language in ("th", "en"):
        for field in known_fields(answer, catalogue):
            said = fill_fields(
                f"{{{field}}}", answer, catalogue, "en" if language == "en" else "th"
            )
            assert said, field
            assert "{" not in said
    with pytest.raises(FieldError):
        fill_fields("{level}", answer, catalogue, "th")
