"""Comparing in a real browser: who cannot be told apart, orders, boxes, groups, WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Axe = Callable[[Page], None]
CODES = "rows => rows.map(row => row.dataset.code)"


def test_pointing_and_the_keyboard_show_who_cannot_be_told_apart(page: Page, site: str) -> None:
    page.goto(f"{site}/index/economy?year=2562")
    rows = page.locator(".ranking li")
    row = page.locator(".ranking li[data-code='24']")
    alike = (row.get_attribute("data-alike") or "").split()
    assert 0 < len(alike) < rows.count()
    for act in (row.hover, row.locator("a").first.focus):
        page.mouse.move(1, 1)
        act()
        page.wait_for_selector(".ranking.pointing li.here[data-code='24']")
        near = page.locator(".ranking li.near").evaluate_all(
            "rows => rows.map(r => r.dataset.code)"
        )
        assert sorted(near) == sorted(alike)
        said = page.inner_text(".alike-said")
        assert f"ฉะเชิงเทราแยกไม่ได้จาก {len(alike)} แห่ง" in said
    page.keyboard.press("Escape")
    page.wait_for_selector(".ranking:not(.pointing)")
    assert page.locator(".ranking li.near").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path",
    [
        "/area/24?against=peers&weight.gpp_per_capita=0&lock=20",
        "/area/E-1?against=median&average=with",
        "/index/overall?mark=24",
        "/indicator/household_debt?against=cluster",
        "/indicator/household_debt/moves?mark=24",
        "/compare?units=20,21,24,E&against=median&sort_units=hai&sort_rows=24",
        "/area/24?against=units&choose=20",
        "/group/",
    ],
)
def test_every_page_that_compares_is_open_to_all(
    page: Page, site: str, axe: Axe, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site + path)
    for place in page.locator(".drawing[data-spec]").all():
        place.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.drawing[data-spec]')].every(d => d.dataset.drawn)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


def test_units_are_chosen_by_boxes_and_carried_by_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}/area/24?year=2562")
    page.locator(".others a").first.click()
    page.wait_for_url("**choose=*")
    for code in ("20", "21"):
        page.locator(f"input[name=others][value='{code}']").check()
    page.locator("form.choose button").click()
    page.wait_for_url("**others=20**")
    assert "year=2562" in page.url
    assert "มัธยฐานของ 2 แห่งที่เลือก" in page.inner_text("ul.says")
    page.locator("nav a[href*='/compare']").click()
    page.locator("a.sort").last.click()
    page.wait_for_url("**sort_units=**")
