"""An agenda made in a real browser: sliders beside numbers, results, WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Axe = Callable[[Page], None]


def test_a_guest_weighs_by_slider_and_sees_the_results(page: Page, site: str, axe: Axe) -> None:
    page.goto(f"{site}/agenda/new?i=hai&i=household_debt&weighting=given&name=ทดลอง")
    axe(page)
    slider = page.locator("input[type=range]").first
    slider.fill("80")
    assert page.input_value("input[name='w.hai']") == "80"
    page.click("button[value=try]")
    page.wait_for_url("**/agenda/try?**")
    assert "62 %" in page.inner_text("main")  # 80 of 130
    axe(page)


@pytest.mark.parametrize("path", ["/agenda/", "/agenda/ageing?unit=24", "/agenda/waste/compare"])
def test_every_page_of_agendas_is_open_to_all_on_a_telephone(
    page: Page, site: str, axe: Axe, path: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
