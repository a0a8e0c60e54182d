"""The first start, a sign-in and the administration in a real browser, by keyboard and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"
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


def fits(page: Page) -> None:
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0, page.url


def test_from_the_first_start_to_the_log(
    site: str, page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto(f"{site}/")
    page.get_by_role("link", name="เข้าสู่ระบบ").click()
    expect(page).to_have_url(re.compile("/account/first$"))
    axe(page)
    page.get_by_label("ชื่อ–สกุล").focus()
    page.keyboard.type("หัวหน้า ใจดี")
    page.keyboard.press("Tab")
    page.keyboard.type("boss")
    page.keyboard.press("Tab")
    page.keyboard.type("short")
    assert "สั้นเกินไป" in page.inner_text("[role=status].about")
    page.get_by_label("รหัสผ่านใหม่", exact=True).fill(PASSWORD)
    page.get_by_label("รหัสผ่านใหม่อีกครั้ง").fill(PASSWORD)
    assert page.inner_text("[role=status].about") == "ปลอดภัยดี"
    page.get_by_label("รหัสผ่านใหม่อีกครั้ง").press("Enter")
    expect(page).to_have_url(re.compile("/account/sign-in$"))
    axe(page)
    page.get_by_label("ชื่อผู้ใช้").fill("boss")
    page.get_by_label("รหัสผ่าน", exact=True).fill("ไม่ใช่รหัสผ่านนี้")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.get_by_role("alert")).to_contain_text("ไม่ถูกต้อง")
    axe(page)
    field = page.get_by_label("รหัสผ่าน", exact=True)
    assert field.input_value() == ""
    field.fill(PASSWORD)
    page.get_by_label("แสดงรหัสผ่าน").check()
    assert field.get_attribute("type") == "text"
    field.press("Enter")
    expect(page).to_have_url(re.compile("/account/$"))
    page.goto(f"{site}/account/two-factor/set-up")
    page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="ยืนยัน").click()
    expect(page.get_by_alt_text(re.compile("ภาพสำหรับสแกน"))).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for prefix in ("", "/en"):
            for path in PAGES:
                page.goto(f"{site}{prefix}{path}")
                fits(page)
                axe(page)
    page.goto(f"{site}/account/")
    page.get_by_role("button", name="ออกจากระบบทุกเครื่อง").click()
    expect(page).to_have_url(re.compile("/account/sign-in$"))
