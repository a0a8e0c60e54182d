"""What a reader does, in a real browser, in both languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

Axe = Callable[[Page], None]
LANGUAGES = {
    "th": ("", "ฉะเชิงเทรา", "ตัวชี้วัด", "เปรียบเทียบ"),
    "en": ("/en", "Chachoengsao", "Indicators", "Compare"),
}
PAGES = [
    "/",
    "/area/24",
    "/area/TH",
    "/indicator/",
    "/indicator/gpp_per_capita",
    "/index/overall",
    "/compare",
    "/area/E-1?against=peers",
    "/before-after",
    "/before-after/24",
    "/before-after/indicator/gpp_per_capita",
    "/change/24",
    "/levers/24?v-household_income=30000",
    "/targets/TH",
    "/targets/24",
    "/targets/E-1",
    "/indicator/hai/moves",
    "/index/overall?average=without",
    "/method",
    "/search?q=chon",
    "/area/xx",
]


def no_sideways_scroll(page: Page) -> None:
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{page.url} is {wider} px too wide"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["th", "en"])
def test_from_home_to_a_comparison(
    page: Page, site: str, axe: Axe, language: str, width: int
) -> None:
    prefix, name, indicators, compared = LANGUAGES[language]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}{prefix}/")
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(f"{site}{prefix}/area/24")
    assert name in page.inner_text("h1")
    no_sideways_scroll(page)
    page.locator("#gpp_per_capita a").first.click()
    page.wait_for_url("**/indicator/gpp_per_capita*")
    page.wait_for_selector(".drawing.map[data-drawn]")
    page.locator(".ranking a", has_text=name).click()
    page.wait_for_url("**/area/24*")
    page.get_by_role("navigation").get_by_role("link", name=compared).first.click()
    page.wait_for_url("**/compare*")
    no_sideways_scroll(page)
    axe(page)
    page.get_by_role("navigation").get_by_role("link", name=indicators).first.click()
    page.wait_for_url("**/indicator/")


# Colours do not depend on the language, nor lengths on the colours: two pairs show all four. The
# first is examined on a desk, the second on a telephone.
@pytest.mark.parametrize(("prefix", "scheme"), [("", "light"), ("/en", "dark")])
def test_every_page_is_accessible_and_fits_a_phone(
    page: Page, site: str, axe: Axe, prefix: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            if path == "/area/xx":
                continue  # its 404 is an error on the console; the next test opens it
            page.goto(f"{site}{prefix}{path}")
            page.wait_for_load_state("networkidle")
            no_sideways_scroll(page)
            if (width == 390) == bool(prefix):
                axe(page)


def test_a_refusal_is_accessible(browser: Browser, site: str, axe: Axe) -> None:
    opened = browser.new_page()
    for path in ("/area/xx", "/en/area/24?year=1850"):
        opened.goto(site + path)
        axe(opened)
        no_sideways_scroll(opened)
    opened.close()


@pytest.mark.parametrize(
    ("path", "count"),
    [("/", 1), ("/indicator/gpp_per_capita", 3), ("/change/24", 1), ("/targets/TH", 1)],
)
def test_charts_are_drawn(page: Page, site: str, path: str, count: int) -> None:
    page.goto(site + path)  # the first visit fetches the script; a reader's browser keeps it
    page.wait_for_selector(".drawing[data-drawn]")
    page.goto(site + path)
    page.wait_for_function(
        "n => document.querySelectorAll('.drawing[data-drawn]').length === n", arg=count
    )
    assert page.locator(".drawing svg").count() == count


def test_charts_wear_the_colours_of_the_dark_page(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/indicator/gpp_per_capita")
    page.wait_for_selector(".drawing.map[data-drawn]")
    ink = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--l5')"
    ).strip()
    assert page.locator(f".drawing.map [fill='{ink}']").count() > 0
    assert page.locator(".drawing.map [fill='#144d82']").count() == 0


def test_pages_are_whole_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site}/indicator/gpp_per_capita")
    assert opened.locator("table[data-copy] tbody tr").count() == 76
    assert opened.locator(".drawing .wait").first.is_visible()
    opened.locator("select[name=year]").select_option("2560")
    opened.locator("form.choose button[type=submit]").first.click()
    assert "year=2560" in opened.url
    assert "2560" in opened.inner_text("h1")
    opened.goto(f"{site}/compare")
    opened.locator("details:not(.vantage):not(.trust) > summary").first.click()
    opened.locator("input[name=units][value='24']").check()
    opened.locator("details[open]:not(.vantage) button").click()
    assert opened.locator("table.rug thead th", has_text="ฉะเชิงเทรา").count() == 1
    context.close()


def test_the_keyboard_reaches_the_content_and_the_tiles(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("svg.tiles a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/area/*")


def test_a_table_can_be_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(f"{site}/indicator/hai?year=2562")
    opened.locator("h2#table ~ .tools button").click()
    opened.wait_for_function("document.querySelector('p.said').textContent !== ''")
    copied = opened.evaluate("navigator.clipboard.readText()")
    lines = copied.split("\n")
    assert len(lines) == 77
    assert all(len(line.split("\t")) == len(lines[0].split("\t")) for line in lines)
    values = [line.split("\t")[3] for line in lines[1:]]
    assert all(0 < float(value) < 1 and len(value) == len("0.6411") for value in values)
    context.close()


def test_a_link_to_a_number_leads_to_its_row(page: Page, site: str) -> None:
    page.goto(f"{site}/area/24")
    link = page.locator(".says a").last
    anchor = link.get_attribute("href")
    assert anchor is not None
    link.click()
    assert page.locator(anchor).is_visible()
    assert page.evaluate("scrollY") > 0
