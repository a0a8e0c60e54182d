"""Comparing in a real browser: who cannot be told apart, orders, boxes, groups."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.visiting import follow

CODES = "rows => rows.map(row => row.dataset.code)"


def test_pointing_and_the_keyboard_show_who_cannot_be_told_apart(page: Page, site: str) -> None:
    page.goto(f"{site}/index/economy?year=2562")
    row = page.locator(".ranking li[data-code='24']")
    alike = (row.get_attribute("data-alike") or "").split()
    assert 0 < len(alike) < page.locator(".ranking li").count()
    near, pointing = page.locator(".ranking li.near"), page.locator(".ranking.pointing")
    for act in (row.hover, row.locator("a").first.focus):
        page.mouse.move(1, 1)
        expect(pointing).to_have_count(0)
        act()
        expect(pointing.locator("li.here[data-code='24']")).to_be_visible()
        expect(near).to_have_count(len(alike))
        assert sorted(near.evaluate_all(CODES)) == sorted(alike)
        said = f"ฉะเชิงเทราแยกไม่ได้จาก {len(alike)} แห่ง"
        expect(page.locator(".alike-said")).to_contain_text(said)
    page.keyboard.press("Escape")
    expect(pointing).to_have_count(0)
    expect(near).to_have_count(0)


def test_units_are_chosen_by_boxes_and_carried_by_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}/area/24?year=2562")
    follow(page.locator(".others a").first)
    expect(page).to_have_url(re.compile("choose="))
    for code in ("20", "21"):
        page.locator(f"input[name=others][value='{code}']").check()
    follow(page.locator("form.choose button"))
    expect(page).to_have_url(re.compile("others=20"))
    expect(page).to_have_url(re.compile("year=2562"))
    expect(page.locator("ul.says")).to_contain_text("มัธยฐานของ 2 แห่งที่เลือก")
    follow(page.locator("nav a[href*='/compare']"))
    follow(page.locator("a.sort").last)
    expect(page).to_have_url(re.compile("sort_units="))
