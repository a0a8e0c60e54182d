"""An officer works through a SWOT by keyboard and narrow screen, without a script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, Axe, fits, follow, sign_in

OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"


def test_an_officer_accepts_rejects_adds_and_pairs(
    page: Page, visitor: Callable[..., Page], office: str, axe: Axe
) -> None:
    sign_in(page, office, "officer-24")
    page.goto(f"{office}/swot/24")
    page.evaluate(OPEN_ALL)
    axe(page)
    page.set_viewport_size({"width": NARROW, "height": 844})
    fits(page)
    debt = page.locator("li:has(input[value='level_strength:household_debt'])")
    debt.locator("textarea").fill("หนี้ครัวเรือนต่ำ")
    debt.locator("textarea").press("Tab")
    follow(page.locator("*:focus"), "Enter")  # the button that accepts comes next
    expect(page.locator("section.strength ol.swot-items > li")).to_contain_text("หนี้ครัวเรือนต่ำ")
    # The rest without a script, as the signed-in person.
    state = page.context.storage_state()
    bare = visitor(java_script_enabled=False, storage_state=state)
    bare.goto(f"{office}/swot/24")
    own = bare.locator("section.opportunity > details", has_text="เพิ่มข้อของตนเอง")
    own.locator("summary").click()
    own.locator("textarea[name=words]").fill("อยู่ในระเบียงเศรษฐกิจพิเศษ")
    own.locator("input[name=address]").fill("https://www.example.go.th/")
    follow(own.locator("button[value=add]"))
    expect(bare.locator("section.opportunity ol.swot-items > li")).to_contain_text(
        "ระเบียงเศรษฐกิจพิเศษ"
    )
    bare.goto(f"{office}/swot/24/tows")
    cell = bare.locator("section.so")
    cell.locator("input[type=checkbox]").first.check()
    cell.locator("input[type=checkbox]").last.check()
    cell.locator("textarea").fill("ใช้วินัยการเงินดึงการลงทุน")
    follow(cell.locator("button[value=add_strategy]"))
    expect(bare.locator("section.so ol.swot-items > li")).to_contain_text("จาก S1, O1")
    page.goto(f"{office}/swot/24/tows")
    page.evaluate(OPEN_ALL)
    axe(page)
    fits(page)
