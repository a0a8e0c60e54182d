"""From an officer's first number to its publication in a real browser, by keyboard and narrow."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.visiting import Axe, follow, looked_at, sign_in

FILING = "/filing/area_budget/2569/24"


def test_a_number_is_entered_reviewed_and_published(office: str, page: Page, axe: Axe) -> None:
    sign_in(page, office, "officer-24")
    page.goto(f"{office}/filing/")
    looked_at(page, axe)
    follow(page.get_by_role("link", name="งบลงทุนของจังหวัดและกลุ่มจังหวัด").first)
    looked_at(page, axe)
    fields = page.get_by_label("ค่า", exact=True)
    fields.nth(0).focus()
    page.keyboard.type("๔๑๒.๕")
    fields.nth(1).fill("ไม่ทราบ")
    follow(page.get_by_role("button", name="บันทึกฉบับร่าง"), "Enter")
    expect(page.get_by_role("alert")).to_contain_text("“ไม่ทราบ” ไม่ใช่ตัวเลข")
    looked_at(page, axe)
    expect(fields.nth(0)).to_have_value("๔๑๒.๕")
    fields.nth(1).fill("301.25")
    follow(page.get_by_role("button", name="ส่งให้รับรอง"))
    expect(page.locator(".facts")).to_contain_text("ส่งแล้ว รอรับรอง")
    looked_at(page, axe)
    page.goto(f"{office}{FILING}/investment_budget_disbursed")
    expect(page.locator("tbody")).to_contain_text("301.25")
    looked_at(page, axe)

    for name, step, state in (
        ("approver-24", "รับรอง", "รับรองแล้ว รอตรวจรับ"),
        ("approver-e-1", "ตรวจรับ", "ตรวจรับแล้ว"),
    ):
        sign_in(page, office, name)
        page.goto(f"{office}/review/")
        looked_at(page, axe)
        follow(page.get_by_role("link", name="งบลงทุนของจังหวัดและกลุ่มจังหวัด"))
        page.locator("summary", has_text=step).press("Enter")
        expect(page.get_by_role("button", name=step, exact=True)).to_be_visible()
        looked_at(page, axe)
        follow(page.get_by_role("button", name=step, exact=True), "Enter")
        expect(page.locator(".facts")).to_contain_text(state)

    sign_in(page, office, "approver-th")
    page.goto(f"{office}/review/")
    page.get_by_label("เลือก จังหวัดฉะเชิงเทรา").check()
    follow(page.get_by_role("button", name="เผยแพร่รายการที่เลือก"))
    expect(page.get_by_role("status").first).to_contain_text("เผยแพร่แล้ว 1 แบบ")
    page.goto(f"{office}/en/review/completeness?year=2026&source=area_budget")
    expect(page.locator(".tiles")).to_contain_text("2/2")
    looked_at(page, axe)
