"""A new plan's framework made in a real browser, by two editors, narrow and wide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.visiting import Axe, follow, looked_at, sign_in

EDITORS = ("somchai", "malee")


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[str]:
    """A site of its own, for what is published here stays in force."""
    editors = tuple((name, "catalogue_editor", "TH") for name in EDITORS)
    with serving(tmp_path, people=editors) as address:
        yield address


def test_the_14th_plan_from_the_13th(
    edited: str, page: Page, visitor: Callable[..., Page], axe: Axe
) -> None:
    site = edited
    sign_in(page, site, EDITORS[0])
    page.goto(f"{site}/account/")
    follow(page.get_by_role("link", name="บัญชีตัวชี้วัด").first)
    axe(page)
    follow(page.get_by_role("link", name="เริ่มร่างการแก้ไข"))
    axe(page)
    page.get_by_label("ชื่อร่าง").fill("กรอบแผนฯ 14")
    page.get_by_label("เหตุผลที่แก้ไข").fill("แผนใหม่เริ่ม พ.ศ. 2571")
    follow(page.get_by_role("button", name="เริ่มร่างการแก้ไข"))
    draft = page.url
    follow(page.get_by_role("link", name="แผน", exact=True))
    follow(page.get_by_role("link", name="เพิ่มรายการใหม่"))
    for field, typed in {
        "id": "plan14",
        "name.th": "แผนพัฒนาฯ ฉบับที่ 14",
        "name.en": "14th plan, 2028–2032",
        "short_name.th": "แผนฯ 14",
        "short_name.en": "14th plan",
        "first_year": "๒๕๗๑",
        "last_year": "2575",
        "items.0.code": "1",
        "items.0.name.th": "เป้าหมายแรก",
        "items.0.name.en": "A first goal",
    }.items():
        page.locator(f'[name="{field}"]').fill(typed)
    follow(page.get_by_role("button", name="บันทึกลงร่าง"))
    expect(page).to_have_url(draft)
    follow(page.get_by_role("link", name="สร้างกรอบของแผนใหม่จากกรอบเดิม"))
    axe(page)
    page.get_by_label("กรอบเดิม").select_option("moi_plan13")
    page.get_by_label("แผนใหม่", exact=True).select_option("plan14")
    for field, typed in {
        "id": "moi_plan14",
        "design": "development_plan14",
        "name.th": "กรอบแผนฯ 14",
        "name.en": "Framework of the 14th plan",
        "of.th": "ดัชนีแผนฯ 14",
        "of.en": "Index of the 14th plan",
    }.items():
        page.locator(f'[name="{field}"]').fill(typed)
    follow(page.get_by_role("button", name="สร้างและไปเทียบตัวชี้วัด"))
    expect(page).to_have_url(re.compile("/map/moi_plan14$"))
    page.locator('[name="items.hai"]').fill("1")
    page.locator('[name="place.road_deaths"]').select_option("out")
    row = page.locator("tr", has=page.locator('[name="place.road_deaths"]'))
    row.get_by_text("เหตุผล", exact=True).click()
    page.locator('[name="reason.road_deaths.th"]').fill("แผนใหม่มิได้กำหนด")
    page.locator('[name="reason.road_deaths.en"]').fill("Not asked for.")
    follow(page.get_by_role("button", name="บันทึกลงร่าง"))
    expect(page.get_by_text("เลิกใช้ 1 ตัวชี้วัด")).to_be_visible()
    # Values are computed while a formula is chosen, before anything is saved.
    page.goto(f"{draft}/add/indicators")
    expect(page.locator('[name="formula.below"]')).to_be_hidden()
    page.locator('[name="formula.kind"]').select_option("share")
    expect(page.locator('[name="formula.below"]')).to_be_visible()
    page.locator('[name="formula.above"]').select_option("msw_recycled")
    page.locator('[name="formula.below"]').select_option("msw_generated")
    expect(page.get_by_role("heading", name="ค่าที่จะได้")).to_be_visible()
    for path in (
        "",
        "/map/moi_plan14",
        "/add/indicators",
        "/designs/development_plan14",
        "/frameworks/moi_plan14",
        "/list/indicators",
        "/files",
        "/targets/plan13",
    ):
        page.goto(f"{draft}{path}")
        looked_at(page, axe)
    page.goto(draft)
    follow(page.get_by_role("button", name="ส่งให้ผู้อื่นตรวจ"))
    follow(page.get_by_role("button", name="ตรวจแล้วถูกต้อง"))
    expect(page.get_by_role("alert")).to_contain_text("ตรวจร่างของตนเองมิได้")
    other = visitor(locale="th-TH")
    sign_in(other, site, EDITORS[1])
    other.goto(draft)
    follow(other.get_by_role("button", name="ตรวจแล้วถูกต้อง"))
    other.get_by_label("เหตุผลหรือความเห็น").fill("ตามมติ")
    follow(other.get_by_role("button", name="ประกาศใช้"))
    expect(other.get_by_text("ประกาศใช้แล้ว")).to_be_visible()
    page.goto(f"{site}/catalogue/framework/moi_plan14")
    expect(page.get_by_role("heading", name="กรอบแผนฯ 14")).to_be_visible()
    axe(page)
