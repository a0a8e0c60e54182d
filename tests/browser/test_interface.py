"""The page that describes the interface, and the page of tokens, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.people import PASSWORD
from tests.browser.visiting import NARROW, WIDE, Axe, fits, follow, looked_at

TOKEN = "แฟ้ม Excel งบประมาณรายเดือน"


def test_interface_and_tokens(office: str, page: Page, axe: Axe) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for lang, width, other in (("th", WIDE, NARROW), ("en", NARROW, WIDE)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{office}/api/?lang={lang}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("API")
        fits(page)
        axe(page)
        page.set_viewport_size({"width": other, "height": 900})
        fits(page)
    assert {url.split("/api/")[0].split("/static/")[0] for url in asked} == {office}
    page.goto(f"{office}/account/sign-in?next=/account/tokens")
    page.get_by_label("ชื่อผู้ใช้").fill("officer-30")
    password = page.get_by_label("รหัสผ่าน", exact=True)
    password.fill(PASSWORD)
    follow(password, "Enter")
    password.fill(PASSWORD)
    follow(page.get_by_role("button", name="ยืนยัน"))
    page.get_by_label("ใช้ทำอะไร").fill(TOKEN)
    follow(page.get_by_role("button", name="สร้าง"))
    secret = page.locator("code.once")
    expect(secret).to_contain_text("moib_")
    shown = secret.inner_text()
    looked_at(page, axe)
    cancel = page.get_by_role("button", name=f"ยกเลิกโทเค็น {TOKEN}")
    follow(cancel)
    expect(cancel).to_have_count(0)
    assert shown not in page.content()
