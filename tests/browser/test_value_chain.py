"""A value chain is drawn up by keyboard on a telephone, and legible to assistive technology."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"
MAKE = """
import moibench.cli.prepare as prepare
prepare.start()
from moibench.people import accounts
from moibench.people.rights import Role
person = accounts.add_person("chain24", "Officer")
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
    return "chain24"


def test_a_chain_is_written_by_keyboard_on_a_telephone(
    page: Page, site: str, officer: str, axe: Callable[[Page], None]
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/value-chain/24/new")
    page.fill("input[name=login]", officer)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/value-chain/24/new")
    axe(page)
    page.locator("#kind").focus()
    page.keyboard.press("End")
    page.locator("#title").focus()
    page.keyboard.type("ข้าวหอมมะลิ")
    page.locator("textarea[name^='name.']").first.focus()
    page.keyboard.type("แหล่งน้ำเพื่อการเกษตรเพียงพอตลอดฤดูกาลเพาะปลูก")
    page.locator("input[name^='indicator.']").first.focus()
    page.keyboard.type("hai")
    page.locator("#title").focus()
    page.keyboard.press("Enter")  # saves: the first button of the form does
    page.wait_for_url(f"{site}/value-chain/24/*")
    expect(page.locator("h1")).to_contain_text("ข้าวหอมมะลิ")
    picture = page.locator("picture.chain img")
    expect(picture).to_have_js_property("naturalWidth", 400)  # the narrow one, 300 points
    for address in ("", "/edit"):
        page.goto(f"{page.url.removesuffix('/edit')}{address}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
