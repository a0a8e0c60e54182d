"""From an officer's first number to its publication in a real browser, by keyboard and narrow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import environment_of, serving

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"
FILING = "/filing/area_budget/2569/24"
_PEOPLE = """
from moibench.cli.prepare import prepare
prepare()
from tests.analysis.review.made import approver, officer
from moibench.people.accounts import set_password
for who in (officer("24"), approver("24"), approver("E-1"), approver("TH")):
    set_password(who.person, {password!r}, by=None, address="")
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the people of a province, of its cluster and of the ministry."""
    folder = tmp_path_factory.mktemp("office")
    script = _PEOPLE.format(password=PASSWORD)
    subprocess.run([sys.executable, "-c", script], env=environment_of(folder), check=True)
    with serving(folder) as address:
        yield address


def sign_in(page: Page, office: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{office}/account/sign-in")
    page.get_by_label("ชื่อผู้ใช้").fill(name)
    page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    page.get_by_label("รหัสผ่าน", exact=True).press("Enter")
    expect(page.locator(".mine-link")).to_have_text(name)


def looked_at(page: Page, axe: Callable[[Page], None]) -> None:
    """Assert that the page is accessible and stays within a wide and a narrow window."""
    axe(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) <= 0, (page.url, width)


def test_a_number_is_entered_reviewed_and_published(
    office: str, page: Page, axe: Callable[[Page], None]
) -> None:
    sign_in(page, office, "officer-24")
    page.goto(f"{office}/filing/")
    looked_at(page, axe)
    page.get_by_role("link", name="งบลงทุนของจังหวัดและกลุ่มจังหวัด").first.click()
    looked_at(page, axe)
    fields = page.get_by_label("ค่า", exact=True)
    fields.nth(0).focus()
    page.keyboard.type("๔๑๒.๕")
    fields.nth(1).fill("ไม่ทราบ")
    page.get_by_role("button", name="บันทึกฉบับร่าง").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“ไม่ทราบ” ไม่ใช่ตัวเลข")
    looked_at(page, axe)
    expect(fields.nth(0)).to_have_value("๔๑๒.๕")
    fields.nth(1).fill("301.25")
    page.get_by_role("button", name="ส่งให้รับรอง").click()
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
        page.get_by_role("link", name="งบลงทุนของจังหวัดและกลุ่มจังหวัด").click()
        page.locator("summary", has_text=step).press("Enter")
        looked_at(page, axe)
        page.get_by_role("button", name=step, exact=True).press("Enter")
        expect(page.locator(".facts")).to_contain_text(state)

    sign_in(page, office, "approver-th")
    page.goto(f"{office}/review/")
    page.get_by_label("เลือก จังหวัดฉะเชิงเทรา").check()
    page.get_by_role("button", name="เผยแพร่รายการที่เลือก").click()
    expect(page.get_by_role("status").first).to_contain_text("เผยแพร่แล้ว 1 แบบ")
    page.goto(f"{office}/en/review/completeness?year=2026&source=area_budget")
    expect(page.locator(".tiles")).to_contain_text("2/2")
    looked_at(page, axe)
