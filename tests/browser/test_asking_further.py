"""From a unit's page to why, what came with the plan, what would be if, and its targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

Axe = Callable[[Page], None]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_planner_asks_further(page: Page, site: str, axe: Axe, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/area/24")
    page.locator("select[name=against]").select_option("peers")
    page.locator("form.controls[action] button").click()
    page.wait_for_url("**against=peers*")
    assert page.locator("#peers").is_visible()
    assert page.locator(".matrix .unlike").count() == 8
    page.locator("section:has(#peers) .presets a").first.click()
    page.wait_for_url("**model=*")
    assert "against=peers" in page.url
    for part, waited in (
        ("/change/24", ".drawing.waterfall[data-drawn]"),
        ("/before-after/24", "table.effects"),
        ("/levers/24", "form.supposing"),
        ("/targets/24", ".empty"),
    ):
        page.goto(f"{site}/area/24?against=peers")
        page.locator(f".presets a[href^='{part}']").first.click()
        page.wait_for_selector(waited)
        assert part in page.url
    axe(page)


def test_supposing_answers_without_a_new_page(page: Page, site: str) -> None:
    page.goto(f"{site}/levers/24")
    assert page.locator("#result table").count() == 0
    field = page.locator("input[name=v-household_income]")
    field.fill("40000")
    field.press("Tab")
    page.wait_for_selector("#result table")
    first = page.inner_text("#result table")
    assert "v-household_income=40000" in page.url
    page.locator("input[name=v-household_income]").fill("20000")
    page.locator("input[name=v-household_income]").press("Tab")
    page.wait_for_function(
        "before => document.querySelector('#result table').innerText !== before", arg=first
    )
    page.goto(f"{site}/levers/24")
    assert page.locator("#result table").count() == 0


def test_forms_work_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site}/en/levers/24")
    opened.locator("input[name=v-household_income]").fill("40,000")
    opened.locator("form.supposing button").click()
    assert opened.locator("#result table").count() == 1
    opened.goto(f"{site}/en/before-after")
    opened.locator("select[name=area]").select_option("24")
    opened.locator("form.controls[action] button").click()
    assert "/en/before-after/24" in opened.url
    assert opened.locator("table.effects tbody tr[id]").count() > 30
    opened.goto(f"{site}/en/targets/24")
    opened.locator("select[name=indicator]").select_option("household_income")
    for name, value in (("value", "30000"), ("base", "2019"), ("by", "2023")):
        opened.locator(f"input[name={name}]").fill(value)
    opened.locator("form.controls[action] button").click()
    assert opened.locator("article.target").count() == 1
    context.close()
