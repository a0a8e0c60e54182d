"""A value chain is drawn up by keyboard on a telephone, and legible to assistive technology."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, Axe, fits, follow, sign_in


def test_a_chain_is_written_by_keyboard_on_a_telephone(page: Page, office: str, axe: Axe) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    sign_in(page, office, "officer-24")
    page.goto(f"{office}/value-chain/24/new")
    axe(page)
    page.locator("#kind").focus()
    page.keyboard.press("End")
    page.locator("#title").focus()
    page.keyboard.type("ข้าวหอมมะลิ")
    page.locator("textarea[name^='name.']").first.focus()
    page.keyboard.type("แหล่งน้ำเพื่อการเกษตรเพียงพอตลอดฤดูกาลเพาะปลูก")
    page.locator("input[name^='indicator.']").first.focus()
    page.keyboard.type("hai")
    follow(page.locator("#title"), "Enter")  # saves: the first button of the form does
    expect(page).to_have_url(re.compile(r"/value-chain/24/\d+"))
    expect(page.locator("h1")).to_contain_text("ข้าวหอมมะลิ")
    picture = page.locator("picture.chain img")
    expect(picture).to_have_js_property("naturalWidth", 400)  # the narrow one, 300 points
    for address in ("", "/edit"):
        page.goto(f"{page.url.removesuffix('/edit')}{address}")
        axe(page)
        fits(page)
