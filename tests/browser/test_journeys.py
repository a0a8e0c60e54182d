"""What a reader does, in a real browser, in both languages, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, WIDE, drawn, fits, follow

LANGUAGES = {
    "th": ("", "ฉะเชิงเทรา", "ตัวชี้วัด", "เปรียบเทียบ"),
    "en": ("/en", "Chachoengsao", "Indicators", "Compare"),
}


@pytest.mark.parametrize(("language", "width"), [("th", WIDE), ("en", NARROW)])
def test_from_home_to_a_comparison(page: Page, site: str, language: str, width: int) -> None:
    prefix, name, indicators, compared = LANGUAGES[language]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}{prefix}/")
    page.get_by_role("searchbox").fill(name)
    follow(page.get_by_role("searchbox"), "Enter")
    expect(page).to_have_url(f"{site}{prefix}/area/24")
    expect(page.locator("h1")).to_contain_text(name)
    follow(page.locator("#gpp_per_capita a").first)
    expect(page).to_have_url(re.compile("/indicator/gpp_per_capita"))
    expect(page.locator(".drawing.map[data-drawn]")).to_be_visible()
    follow(page.locator(".ranking a", has_text=name))
    expect(page).to_have_url(re.compile("/area/24"))
    follow(page.get_by_role("navigation").get_by_role("link", name=compared).first)
    expect(page).to_have_url(re.compile("/compare"))
    fits(page)
    follow(page.get_by_role("navigation").get_by_role("link", name=indicators).first)
    expect(page).to_have_url(re.compile("/indicator/$"))


def test_charts_wear_the_colours_of_the_dark_page(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/indicator/gpp_per_capita")
    drawn(page)
    expect(page.locator(".drawing svg")).to_have_count(3)
    ink = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--l5')"
    ).strip()
    expect(page.locator(f".drawing.map [fill='{ink}']")).not_to_have_count(0)
    expect(page.locator(".drawing.map [fill='#144d82']")).to_have_count(0)


def test_pages_are_whole_without_javascript(visitor: Callable[..., Page], site: str) -> None:
    opened = visitor(java_script_enabled=False)
    opened.goto(f"{site}/indicator/gpp_per_capita")
    expect(opened.locator("table[data-copy] tbody tr")).to_have_count(76)
    expect(opened.locator(".drawing .wait").first).to_be_visible()
    opened.locator("select[name=year]").select_option("2560")
    follow(opened.locator("form.choose button[type=submit]").first)
    expect(opened).to_have_url(re.compile("year=2560"))
    expect(opened.locator("h1")).to_contain_text("2560")
    opened.goto(f"{site}/compare")
    opened.locator("details:not(.vantage):not(.trust) > summary").first.click()
    opened.locator("input[name=units][value='24']").check()
    follow(opened.locator("details[open]:not(.vantage) button"))
    expect(opened.locator("table.rug thead th", has_text="ฉะเชิงเทรา")).to_have_count(1)


def test_the_keyboard_reaches_the_content_and_the_tiles(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    follow(page.locator("svg.tiles a").first, "Enter")
    expect(page).to_have_url(re.compile("/area/"))


def test_a_table_can_be_copied(visitor: Callable[..., Page], site: str) -> None:
    opened = visitor(permissions=["clipboard-read", "clipboard-write"])
    opened.goto(f"{site}/indicator/hai?year=2562")
    opened.locator("h2#table ~ .tools button").click()
    expect(opened.locator("p.said")).to_have_text(re.compile(r"\S"))
    copied = opened.evaluate("navigator.clipboard.readText()")
    lines = copied.split("\n")
    assert len(lines) == 77
    assert all(len(line.split("\t")) == len(lines[0].split("\t")) for line in lines)
    values = [line.split("\t")[3] for line in lines[1:]]
    assert all(0 < float(value) < 1 and len(value) == len("0.6411") for value in values)


def test_a_link_to_a_number_leads_to_its_row(page: Page, site: str) -> None:
    page.goto(f"{site}/area/24")
    link = page.locator(".says a").last
    anchor = link.get_attribute("href")
    assert anchor is not None
    link.click()
    expect(page.locator(anchor)).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
