"""An agenda made in a real browser: sliders beside numbers, results, WCAG 2.2 AA."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.visiting import Axe, drawn, follow


def test_a_guest_weighs_by_slider_and_sees_the_results(page: Page, site: str, axe: Axe) -> None:
    page.goto(f"{site}/agenda/new?i=hai&i=household_debt&weighting=given&name=ทดลอง")
    axe(page)
    page.locator("input[type=range]").first.fill("80")
    expect(page.locator("input[name='w.hai']")).to_have_value("80")
    follow(page.locator("button[value=try]"))
    expect(page).to_have_url(re.compile(r"/agenda/try\?"))
    expect(page.locator("main")).to_contain_text("62 %")  # 80 of 130
    drawn(page)
    axe(page)
