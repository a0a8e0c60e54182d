"""A range of cells pasted into the table of targets; what-if answers while a slider is dragged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"
PASTE = """(table, cells) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", cells);
    table.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true}));
}"""
MAKE = """
import moibench.cli.prepare as prepare
prepare.start()
from moibench.people import accounts
from moibench.people.rights import Role
person = accounts.add_person("officer24", "Officer")
person.set_password(PASSWORD)
person.save()
accounts.grant(person, Role.DATA_OFFICER, "24", accounts.today())
"""


@pytest.fixture(scope="module")
def officer(site: str, site_home: str) -> str:
    """An officer of Chachoengsao in the site's own database."""
    environment = os.environ | {"MOIBENCH_HOME": site_home, "MOIBENCH_DATABASE": ""}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    code = MAKE.replace("PASSWORD", repr(PASSWORD))
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
    return "officer24"


def test_cells_pasted_from_excel_are_saved_and_shown(
    page: Page, site: str, officer: str, axe: Callable[[Page], None]
) -> None:
    page.goto(f"{site}/targets/24/table")
    page.fill("input[name=login]", officer)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/targets/24/table")
    cells = "hai\t\t๐.๗๐\t๒๕๖๒\t\t๒๕๗๐\tสำนักงานจังหวัด\tแผนจังหวัด\nhai\t\t0.66\t2562\t\t2567\t\t"
    page.locator("table[data-entry]").evaluate(PASTE, cells)
    expect(page.locator("input[name='value-2']")).to_have_value("0.66")
    expect(page.locator("input[name='target_year-1']")).to_have_value("2570")
    axe(page)
    page.click("button[value=save]")
    expect(page.locator(".notice")).to_contain_text("2")
    page.goto(f"{site}/targets/24")
    expect(page.locator("article.target")).to_have_count(2)


def test_a_dragged_slider_writes_the_number_and_shows_the_result(page: Page, site: str) -> None:
    page.goto(f"{site}/levers/24?year=2562")
    slider = page.locator("label:has(input[name='v-unemployment_rate_q4']) + input[type=range]")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("#result table")).to_be_visible()
    most = page.locator("input[name='v-unemployment_rate_q4']").get_attribute("data-most")
    expect(page.locator("input[name='v-unemployment_rate_q4']")).to_have_value(most or "")
    expect(page).to_have_url(f"{site}/levers/24?year=2562&v-unemployment_rate_q4={most}")
