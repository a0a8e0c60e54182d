"""From a unit's page to why, what came with the plan, what would be if, and its targets."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, Axe, drawn, follow


def test_a_planner_asks_further_on_a_telephone(page: Page, site: str, axe: Axe) -> None:
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.goto(f"{site}/area/24")
    page.locator("select[name=against]").select_option("peers")
    follow(page.locator("form.controls[action] button"))
    expect(page).to_have_url(re.compile("against=peers"))
    expect(page.locator("#peers")).to_be_visible()
    expect(page.locator(".matrix .unlike")).to_have_count(8)
    follow(page.locator("section:has(#peers) .presets a").first)
    expect(page).to_have_url(re.compile("against=peers.*model=|model=.*against=peers"))
    for part, waited in (
        ("/change/24", ".drawing.waterfall[data-drawn]"),
        ("/before-after/24", "table.effects"),
        ("/levers/24", "form.supposing"),
        ("/targets/24", ".empty"),
    ):
        page.goto(f"{site}/area/24?against=peers")
        follow(page.locator(f".presets a[href^='{part}']").first)
        expect(page).to_have_url(re.compile(part))
        expect(page.locator(waited)).to_be_visible()
        drawn(page)
    axe(page)


def test_supposing_answers_without_a_new_page(page: Page, site: str) -> None:
    page.goto(f"{site}/levers/24")
    result = page.locator("#result table")
    expect(page.locator("#result")).to_be_attached()
    expect(result).to_have_count(0)
    field = page.locator("input[name=v-household_income]")
    field.fill("40000")
    field.press("Tab")
    expect(page).to_have_url(re.compile("v-household_income=40000"))
    expect(result).to_be_visible()
    first = result.inner_text()
    field.fill("20000")
    field.press("Tab")
    expect(page).to_have_url(re.compile("v-household_income=20000"))
    expect(result).not_to_have_text(first, use_inner_text=True)
    page.goto(f"{site}/levers/24")
    expect(result).to_have_count(0)


def test_forms_work_without_javascript(visitor: Callable[..., Page], site: str) -> None:
    opened = visitor(java_script_enabled=False)
    opened.goto(f"{site}/en/levers/24")
    opened.locator("input[name=v-household_income]").fill("40,000")
    follow(opened.locator("form.supposing button"))
    expect(opened.locator("#result table")).to_have_count(1)
    opened.goto(f"{site}/en/before-after")
    opened.locator("select[name=area]").select_option("24")
    follow(opened.locator("form.controls[action] button"))
    expect(opened).to_have_url(re.compile("/en/before-after/24"))
    expect(opened.locator("table.effects tbody tr[id]").nth(30)).to_be_visible()
    opened.goto(f"{site}/en/targets/24")
    opened.locator("select[name=indicator]").select_option("household_income")
    for name, value in (("value", "30000"), ("base", "2019"), ("by", "2023")):
        opened.locator(f"input[name={name}]").fill(value)
    follow(opened.locator("form.controls[action] button"))
    expect(opened.locator("article.target")).to_have_count(1)
