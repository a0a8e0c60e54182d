"""A table is imported on a page: checked, corrected, confirmed, by those who may."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moibench.analysis.review import asking
from moibench.cli import main
from moibench.people.models import Act
from moibench.people.rights import Role
from moibench.store.models import Observation
from moibench.store.review.models import DraftVersion
from tests.ingest.table_files.made import as_csv, figures, nso_wide, th
from tests.web.specimens import ROLES, made, signed_in

pytestmark = pytest.mark.django_db


def ministry() -> Client:
    return signed_in(made("ministry", (Role.DATA_OFFICER, "TH")))


def births(year: int = 2022, factor: float = 1.01, misspelt: str = "") -> bytes:
    known = figures("births")
    newest = max(y for _, y in known)
    rows = [["จังหวัด", str(year + 543)]]
    rows += [[th(u), round(v * factor)] for (u, y), v in known.items() if y == newest and u != "TH"]
    return as_csv(rows).replace("เชียงใหม่".encode(), (misspelt or "เชียงใหม่").encode())


def handed_in(client: Client, content: bytes, name: str = "ตาราง.csv", **more: str) -> str:
    file = SimpleUploadedFile(name, content)
    response = client.post("/import", {"do": "check", "file": file, **more})
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def kept(page: str, **changes: str) -> dict[str, str]:
    """Return what the form of the page would send."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields.pop("csrfmiddlewaretoken", None)
    written = re.search(r'<textarea id="mapping"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert written is not None
    fields = {k: unescape(v) for k, v in fields.items()}
    return fields | {"mapping": unescape(written[1])} | changes


def test_a_ministry_officer_checks_confirms_and_it_is_stored_and_logged() -> None:
    client = ministry()
    page = handed_in(client, births(), series="births")
    assert "เพิ่ม 77 · เปลี่ยน 0 · คงเดิม 0 · ไม่รับ 0" in page.replace("\u2060", "")
    assert not Observation.objects.filter(series="births", year=2022).exists()
    response = client.post("/import", kept(page, do="confirm", reason="ตรวจกับทะเบียนแล้ว"))
    assert response.status_code == 200
    stored = Observation.objects.filter(series="births", year=2022)
    assert stored.count() == 77
    assert {o.entered_by for o in stored} == {"ministry"}
    assert Act.objects.get(action="filing.import").after["added"] == 77
    again = handed_in(client, births())
    assert 'name="do" value="confirm"' not in again


def test_a_name_nobody_knows_is_asked_about_and_the_answer_remembered() -> None:
    client = ministry()
    page = handed_in(client, births(misspelt="เชียงไหม่"), series="births")
    assert 'value="confirm"' not in page
    assert "“เชียงไหม่”" in page
    first = re.search(r'<select id="means_0".*?</option><option value="(\w+)"', page, re.DOTALL)
    assert first is not None
    assert first[1] == "50"  # the likeliest is offered first, and none is chosen
    corrected = client.post("/import", kept(page, do="again", means_0="50")).content.decode()
    assert 'value="confirm"' in corrected
    client.post("/import", kept(corrected, do="confirm", reason="ตรวจแล้ว"))
    assert Observation.objects.filter(series="births", year=2022, unit="50").exists()
    nxt = handed_in(client, births(2023, misspelt="เชียงไหม่"))
    assert "จดจำไว้จากครั้งก่อน" in nxt
    assert 'value="confirm"' in nxt


def test_titles_of_no_known_series_are_chosen_on_the_page_and_remembered() -> None:
    client = ministry()
    unnamed = births().replace("จังหวัด,2565".encode(), "จังหวัด,การเกิด".encode())
    for content, spelling, year in ((births(), "", ""), (unnamed, "การเกิด", "2565")):
        page = handed_in(client, content, name="births.csv", year=year)
        assert 'value="confirm"' not in page
        assert kept(page)["title_0"] == spelling
        corrected = client.post("/import", kept(page, do="again", series_0="births"))
        assert 'value="confirm"' in corrected.content.decode()
    client.post("/import", kept(corrected.content.decode(), do="confirm", reason="ตรวจแล้ว"))
    assert Observation.objects.filter(series="births", year=2022).count() == 77
    following = handed_in(client, unnamed, name="births.csv")  # another year's, perhaps
    assert "จดจำไว้จากครั้งก่อน" in following
    assert 'id="year_of_all"' in following
    again = handed_in(client, unnamed, name="births.csv", year="2565")
    assert "คงเดิม 77" in again.replace("\u2060", "")


def test_the_year_of_every_value_is_asked_on_the_page() -> None:
    client = ministry()
    undated = births().replace("จังหวัด,2565".encode(), "จังหวัด,ค่า".encode())
    page = handed_in(client, undated, series="births")
    assert 'id="year_of_all"' in page
    for typed, may in (("๒๕๖๕", True), ("ปีก่อน", False)):
        answer = client.post("/import", kept(page, do="again", year_of_all=typed))
        assert ('value="confirm"' in answer.content.decode()) is may


def test_what_is_improbable_wants_a_reason() -> None:
    client = ministry()
    content = births().replace("ลำพูน,".encode(), "ลำพูน,9".encode())
    page = handed_in(client, content, series="births")
    assert 'id="reason"' in page
    response = client.post("/import", kept(page, do="confirm"))
    assert response.status_code == 400
    assert not Observation.objects.filter(series="births", year=2022).exists()
    response = client.post("/import", kept(page, do="confirm", reason="พิมพ์ถูกต้องแล้ว"))
    assert response.status_code == 200
    assert Observation.objects.get(series="births", year=2022, unit="51").reason


def test_an_officer_of_a_province_takes_only_its_own_rows_and_makes_drafts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = max(asking.today(), dt.date(2026, 12, 1))
    monkeypatch.setattr(asking, "today", lambda: opened)
    officer = signed_in(made("officer", *[ROLES["officer"]]))
    rows = [["จังหวัด", "2569"], [th("24"), "120.5"], [th("20"), "99"]]
    page = handed_in(officer, as_csv(rows), series="investment_budget_allotted")
    assert "เพิ่ม 1 " in page.replace("\u2060", "")
    assert "ฉบับร่าง" in page
    reason = {"reason": "ตรวจแล้ว"} if 'id="reason"' in page else {}
    assert officer.post("/import", kept(page, do="confirm", **reason)).status_code == 200
    drafts = DraftVersion.objects.filter(series="investment_budget_allotted")
    assert [(d.filing.unit, d.filing.year, d.value) for d in drafts] == [("24", 2026, 120.5)]
    assert not Observation.objects.filter(series="investment_budget_allotted").exists()


def test_an_officer_of_a_province_cannot_enter_what_an_agency_publishes() -> None:
    officer = signed_in(made("officer", *[ROLES["officer"]]))
    page = handed_in(officer, births(), series="births")
    response = officer.post("/import", kept(page, do="confirm", reason="ตรวจแล้ว"))
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not DraftVersion.objects.exists()
    assert not Observation.objects.filter(series="births", year=2022).exists()


def test_a_forged_mapping_or_sha_is_refused_and_nothing_breaks() -> None:
    client = ministry()
    page = handed_in(client, births(), series="births")
    for change in (
        {"sha": "0" * 64},
        {"sha": "../../secret_key"},
        {"mapping": "a: ["},
        {"mapping": "[" * 5_000},
        {"mapping": "version: 1"},
        {"mapping": "!!python/object/apply:os.system ['true']"},
    ):
        response = client.post("/import", kept(page, do="confirm", **change))
        assert response.status_code == 400, change
    other = signed_in(made("other", (Role.DATA_OFFICER, "TH")))
    assert other.post("/import", kept(page, do="confirm")).status_code == 400  # not their upload
    assert client.post("/import", {"do": "check"}).status_code == 400
    picture = SimpleUploadedFile("t.xlsx", b"\x89PNG\r\n\x1a\n")
    assert client.post("/import", {"do": "check", "file": picture}).status_code == 400


def test_the_page_in_english_and_what_a_file_says_is_never_markup() -> None:
    client = ministry()
    rows = nso_wide("lfs_employed", (2018, 2019))
    rows[5][0] = "<script>alert(1)</script>"
    file = SimpleUploadedFile("<b>x</b>.csv", as_csv(rows))
    page = client.post("/en/import", {"do": "check", "file": file}).content.decode()
    assert "How the table was understood" in page
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


@pytest.mark.parametrize(("form", "ending"), [("sdmx-ml", "xml"), ("json-stat", "json")])
def test_a_message_of_statistics_is_read_as_the_table_it_holds(
    form: str, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"births.{ending}"
    assert main(["export", "--series", "births", "--format", form, "-o", str(path)]) == 0
    page = handed_in(ministry(), path.read_bytes(), path.name).replace("\u2060", "")
    assert re.search(r"เพิ่ม 0 · เปลี่ยน 0 · คงเดิม [\d,]+ · ไม่รับ 0", page)
    torn = SimpleUploadedFile(path.name, path.read_bytes()[:-200])
    response = ministry_again().post("/import", {"do": "check", "file": torn})
    assert response.status_code == 400
    assert "ไม่ใช่ข้อมูล SDMX-ML หรือ JSON-stat" in response.content.decode()


def ministry_again() -> Client:
    return signed_in(made("second", (Role.DATA_OFFICER, "TH")))
