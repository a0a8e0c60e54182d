"""An officer works through a SWOT by keyboard and narrow screen, without a script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"
MAKE = """
import moibench.cli.prepare as prepare
prepare.start()
from moibench.people import accounts
from moibench.people.rights import Role
person = accounts.add_person("swot24", "สมชาย ใจดี")
person.set_password(PASSWORD)
person.save()
accounts.grant(person, Role.DATA_OFFICER, "24", accounts.today())
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
WIDE = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="module")
def officer(site: str, site_home: str) -> str:
    """An officer of Chachoengsao in the site's own database."""
    environment = os.environ | {"MOIBENCH_HOME": site_home, "MOIBENCH_DATABASE": ""}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    code = MAKE.replace("PASSWORD", repr(PASSWORD))
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
    return "swot24"


def test_an_officer_accepts_rejects_adds_and_pairs(
    page: Page, browser: Browser, site: str, officer: str, axe: Callable[[Page], None]
) -> None:
    page.goto(f"{site}/account/sign-in?next=/swot/24")
    page.fill("input[name=login]", officer)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{site}/swot/24")
    page.evaluate(OPEN_ALL)
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(WIDE)
    debt = page.locator("li:has(input[value='level_strength:household_debt'])")
    debt.locator("textarea").fill("หนี้ครัวเรือนต่ำ")
    debt.locator("textarea").press("Tab")
    page.keyboard.press("Enter")  # the button that accepts comes next
    expect(page.locator("section.strength ol.swot-items > li")).to_contain_text("หนี้ครัวเรือนต่ำ")
    # The rest without a script, as the signed-in person.
    state = page.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state)
    bare = plain.new_page()
    bare.goto(f"{site}/swot/24")
    own = bare.locator("section.opportunity > details", has_text="เพิ่มข้อของตนเอง")
    own.locator("summary").click()
    own.locator("textarea[name=words]").fill("อยู่ในระเบียงเศรษฐกิจพิเศษ")
    own.locator("input[name=address]").fill("https://www.example.go.th/")
    own.locator("button[value=add]").click()
    expect(bare.locator("section.opportunity ol.swot-items > li")).to_contain_text(
        "ระเบียงเศรษฐกิจพิเศษ"
    )
    bare.goto(f"{site}/swot/24/tows")
    cell = bare.locator("section.so")
    cell.locator("input[type=checkbox]").first.check()
    cell.locator("input[type=checkbox]").last.check()
    cell.locator("textarea").fill("ใช้วินัยการเงินดึงการลงทุน")
    cell.locator("button[value=add_strategy]").click()
    expect(bare.locator("section.so ol.swot-items > li")).to_contain_text("จาก S1, O1")
    plain.close()
    page.goto(f"{site}/swot/24/tows")
    page.evaluate(OPEN_ALL)
    axe(page)
    assert page.evaluate(WIDE)
