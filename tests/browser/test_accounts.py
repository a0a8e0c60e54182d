"""The first start, a sign-in and the administration in a real browser, by keyboard and narrow."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.people import PASSWORD
from tests.browser.visiting import NARROW, WIDE, Axe, fits, follow

PAGES = (
    "/account/",
    "/account/password",
    "/account/two-factor",
    "/account/two-factor/set-up",
    "/account/sign-out",
    "/account/confirm",
    "/people/",
    "/people/add",
    "/people/of/boss",
    "/people/log",
)


def test_from_the_first_start_to_the_log(page: Page, axe: Axe, tmp_path: Path) -> None:
    with serving(tmp_path, first=True) as site:
        page.goto(f"{site}/")
        follow(page.get_by_role("link", name="เข้าสู่ระบบ"))
        expect(page).to_have_url(re.compile("/account/first$"))
        axe(page)
        page.get_by_label("ชื่อ–สกุล").focus()
        page.keyboard.type("หัวหน้า ใจดี")
        page.keyboard.press("Tab")
        page.keyboard.type("boss")
        page.keyboard.press("Tab")
        page.keyboard.type("short")
        strength = page.locator("[role=status].about")
        expect(strength).to_contain_text("สั้นเกินไป")
        page.get_by_label("รหัสผ่านใหม่", exact=True).fill(PASSWORD)
        expect(strength).to_have_text("ปลอดภัยดี")
        page.get_by_label("รหัสผ่านใหม่อีกครั้ง").fill(PASSWORD)
        follow(page.get_by_label("รหัสผ่านใหม่อีกครั้ง"), "Enter")
        expect(page).to_have_url(re.compile("/account/sign-in$"))
        axe(page)
        page.get_by_label("ชื่อผู้ใช้").fill("boss")
        page.get_by_label("รหัสผ่าน", exact=True).fill("ไม่ใช่รหัสผ่านนี้")
        follow(page.get_by_role("button", name="เข้าสู่ระบบ"))
        expect(page.get_by_role("alert")).to_contain_text("ไม่ถูกต้อง")
        axe(page)
        field = page.get_by_label("รหัสผ่าน", exact=True)
        expect(field).to_have_value("")
        field.fill(PASSWORD)
        page.get_by_label("แสดงรหัสผ่าน").check()
        expect(field).to_have_attribute("type", "text")
        follow(field, "Enter")
        expect(page).to_have_url(re.compile("/account/$"))
        page.goto(f"{site}/account/two-factor/set-up")
        page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
        follow(page.get_by_role("button", name="ยืนยัน"))
        expect(page.get_by_alt_text(re.compile("ภาพสำหรับสแกน"))).to_be_visible()
        for prefix, width, other in (("", WIDE, NARROW), ("/en", NARROW, WIDE)):
            for path in PAGES:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{site}{prefix}{path}")
                fits(page)
                axe(page)
                page.set_viewport_size({"width": other, "height": 900})
                fits(page)
        page.goto(f"{site}/account/")
        follow(page.get_by_role("button", name="ออกจากระบบทุกเครื่อง"))
        expect(page).to_have_url(re.compile("/account/sign-in$"))
