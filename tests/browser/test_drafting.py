"""A new plan's framework made in a real browser, by two editors, narrow and wide."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import environment_of, serving

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"


def fits(page: Page) -> None:
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0, page.url


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/account/sign-in")
    page.get_by_label("ชื่อผู้ใช้").fill(name)
    page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page).to_have_url(re.compile("/account/$"))


EDITORS = ("somchai", "malee")
ADD = "import sys; from moibench.cli import main; sys.exit(main())"


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[str]:
    """A site of its own, for what is published here stays in force."""
    environment = environment_of(tmp_path)
    for name in EDITORS:
        role = ["--role", "catalogue_editor", "--unit", "TH", "--password-stdin"]
        subprocess.run(
            [sys.executable, "-c", ADD, "user", "add", name, *role],
            env=environment,
            input=PASSWORD,
            text=True,
            check=True,
            capture_output=True,
        )
    with serving(tmp_path) as address:
        yield address


def test_the_14th_plan_from_the_13th(
    edited: str, page: Page, browser: Browser, axe: Callable[[Page], None]
) -> None:
    site = edited
    sign_in(page, site, EDITORS[0])
    page.get_by_role("link", name="บัญชีตัวชี้วัด").first.click()
    axe(page)
    page.get_by_role("link", name="เริ่มร่างการแก้ไข").click()
    axe(page)
    page.get_by_label("ชื่อร่าง").fill("กรอบแผนฯ 14")
    page.get_by_label("เหตุผลที่แก้ไข").fill("แผนใหม่เริ่ม พ.ศ. 2571")
    page.get_by_role("button", name="เริ่มร่างการแก้ไข").click()
    draft = page.url
    page.get_by_role("link", name="แผน", exact=True).click()
    page.get_by_role("link", name="เพิ่มรายการใหม่").click()
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
    page.get_by_role("button", name="บันทึกลงร่าง").click()
    expect(page).to_have_url(draft)
    page.get_by_role("link", name="สร้างกรอบของแผนใหม่จากกรอบเดิม").click()
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
    page.get_by_role("button", name="สร้างและไปเทียบตัวชี้วัด").click()
    expect(page).to_have_url(re.compile("/map/moi_plan14$"))
    page.locator('[name="items.hai"]').fill("1")
    page.locator('[name="place.road_deaths"]').select_option("out")
    row = page.locator("tr", has=page.locator('[name="place.road_deaths"]'))
    row.get_by_text("เหตุผล", exact=True).click()
    page.locator('[name="reason.road_deaths.th"]').fill("แผนใหม่มิได้กำหนด")
    page.locator('[name="reason.road_deaths.en"]').fill("Not asked for.")
    page.get_by_role("button", name="บันทึกลงร่าง").click()
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
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{draft}{path}")
            fits(page)
            axe(page)
    page.goto(draft)
    page.get_by_role("button", name="ส่งให้ผู้อื่นตรวจ").click()
    page.get_by_role("button", name="ตรวจแล้วถูกต้อง").click()
    expect(page.get_by_role("alert")).to_contain_text("ตรวจร่างของตนเองมิได้")
    other = browser.new_context(locale="th-TH").new_page()
    sign_in(other, site, EDITORS[1])
    other.goto(draft)
    other.get_by_role("button", name="ตรวจแล้วถูกต้อง").click()
    other.get_by_label("เหตุผลหรือความเห็น").fill("ตามมติ")
    other.get_by_role("button", name="ประกาศใช้").click()
    expect(other.get_by_text("ประกาศใช้แล้ว")).to_be_visible()
    other.context.close()
    page.goto(f"{site}/catalogue/framework/moi_plan14")
    expect(page.get_by_role("heading", name="กรอบแผนฯ 14")).to_be_visible()
    axe(page)
