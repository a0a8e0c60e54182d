"""The tray: what pages show is kept as shown, ordered, described, and made into documents."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.test import Client
from pptx import Presentation

from moibench.analysis.tray import MOST_ITEMS, put_into_tray, tray
from moibench.people.rights import Role
from moibench.store.documents.models import TrayItem
from moibench.web.shown import parts_of
from tests.web.specimens import made, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SPACES = re.compile(r"[\s\u00a0\u2060]+")
PAGE = "/indicator/gpp_per_capita?year=2562"


@pytest.fixture
def browser() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def keep(browser: Client, page: str, part: str) -> None:
    answer = browser.post("/tray/keep", {"page": page, "part": part})
    assert answer.status_code == 302, answer.content.decode()


def test_a_page_offers_its_charts_and_tables_with_the_numbers_it_shows(browser: Client) -> None:
    keep(browser, PAGE, "figure-map")
    keep(browser, PAGE, "table-table")
    chart, table = tray("officer")
    assert chart.shown.spec is not None
    assert "2562" in chart.shown.title
    chachoengsao = next(row for row in table.shown.rows if "ฉะเชิงเทรา" in row)
    assert any(cell.startswith("463,173") for cell in chachoengsao)
    assert next(r for r in chart.shown.rows if "ฉะเชิงเทรา" in r)[1] == "463,173"


def test_numbers_stay_those_of_the_moment_and_newer_ones_are_told(browser: Client) -> None:
    keep(browser, PAGE, "table-table")
    item = TrayItem.objects.get()
    item.content["rows"][0][1] = "เดิม"
    item.digest = "0" * 64  # as if the page had shown something else then
    item.save()
    page = browser.get("/tray/").content.decode()
    assert "หน้าต้นทางแสดงตัวเลขใหม่กว่าแล้ว" in page
    assert tray("officer")[0].shown.rows[0][1] == "เดิม"
    browser.post("/tray/", {"item": item.pk, "act": "renew"})
    assert tray("officer")[0].shown.rows[0][1] != "เดิม"
    assert "ตรงกับที่หน้าต้นทางแสดงอยู่" in browser.get("/tray/").content.decode()


def test_items_are_ordered_described_and_removed(browser: Client) -> None:
    for part in ("figure-map", "figure-trend", "table-table"):
        keep(browser, PAGE, part)
    first, second, third = (i.id for i in tray("officer"))
    browser.post("/tray/", {"item": third, "act": "up"})
    browser.post("/tray/", {"item": third, "act": "up"})
    assert [i.id for i in tray("officer")] == [third, first, second]
    browser.post("/tray/", {"item": first, "act": "save", "heading": "ก <b>", "remark": "ข & ค"})
    browser.post("/tray/", {"item": second, "act": "remove"})
    assert [(i.id, i.heading, i.remark) for i in tray("officer")][1] == (first, "ก <b>", "ข & ค")
    assert "<b>" not in browser.get("/tray/").content.decode().split('<h2 id="item-')[2][:40]
    empty = browser.post("/tray/", {"item": first, "act": "save", "heading": " ", "remark": ""})
    assert empty.status_code == 400
    assert "โปรดใส่หัวข้อ" in empty.content.decode()


def test_nobody_touches_anothers_tray(browser: Client) -> None:
    keep(browser, PAGE, "figure-map")
    item = tray("officer")[0]
    other = signed_in(made("other", (Role.DATA_OFFICER, "20")))
    answer = other.post("/tray/", {"item": item.id, "act": "remove"})
    assert answer.status_code == 400
    assert tray("officer") == (item,)
    assert tray("other") == ()


@pytest.mark.parametrize(
    "page", ["/account/", "/people/", "//other.example/area/24", "http://a/", "", "/area/99", "/x"]
)
def test_only_pages_of_figures_can_be_kept_from(browser: Client, page: str) -> None:
    answer = browser.post("/tray/keep", {"page": page, "part": "figure-map"})
    assert answer.status_code == 400
    assert tray("officer") == ()


def test_a_full_tray_says_so(browser: Client) -> None:
    keep(browser, PAGE, "figure-map")
    shown = tray("officer")[0].shown
    for _ in range(MOST_ITEMS - 1):
        put_into_tray("officer", PAGE, shown)
    answer = browser.post("/tray/keep", {"page": PAGE, "part": "figure-map"})
    assert answer.status_code == 400
    assert str(MOST_ITEMS) in answer.content.decode()


@pytest.mark.slow
def test_the_tray_becomes_documents_with_headings_remarks_and_numbers(browser: Client) -> None:
    keep(browser, PAGE, "figure-map")
    keep(browser, PAGE, "table-table")
    keep(browser, PAGE, "figure-trend")
    first, second, third = tray("officer")
    assert third.shown.spec is not None
    browser.post(
        "/tray/", {"item": first.id, "act": "save", "heading": "แผนที่", "remark": "ดูภาคตะวันออก"}
    )
    slides = Presentation(
        io.BytesIO(browser.get("/tray/document.pptx?title=หัวข้อใหญ่").content)
    ).slides
    titles = [s.shapes.title.text_frame.text for s in slides]
    assert titles[:2] == ["หัวข้อใหญ่", "แผนที่"]
    assert len(titles) == 3 + 7  # 76 rows, eleven a slide
    (drawn,) = [s.chart for s in slides[9].shapes if s.has_chart]
    country = next(s for s in drawn.plots[0].series if s.name == "ประเทศ")
    held = [row["v"] for row in third.shown.spec["layer"][-1]["data"]["values"]]
    assert [v for v in country.values if v is not None] == held
    assert any("เส้นเทา" in s.text_frame.text for s in slides[9].shapes if s.has_text_frame)
    pdf = browser.get("/tray/document.pdf").content
    said = SPACES.sub("", "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages))
    assert "แผนที่" in said
    assert "ดูภาคตะวันออก" in said
    for row in second.shown.rows[:5]:
        assert SPACES.sub("", row[1]) in said
    word = browser.get("/tray/document.docx")
    assert word.status_code == 200
    assert word["Content-Disposition"].endswith('.docx"')
    assert browser.get("/tray/document.exe").status_code == 404


def test_text_that_is_not_read_aloud_is_not_taken() -> None:
    page = (
        '<div role="region" aria-label="ชื่อ"><table><thead><tr><th>ก</th><th>ข</th></tr></thead>'
        "<tbody><tr><th>จัง<span>หวัด</span><small>รอง</small></th>"
        '<td><svg><text>9</text></svg>1<span class="hid">ไม่</span></td></tr></tbody></table></div>'
    )
    (shown,) = parts_of(page)
    assert (shown.title, shown.rows) == ("ชื่อ", (("จังหวัด รอง", "1"),))
