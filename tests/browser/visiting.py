"""What a visitor does: follow what leads to another page, sign in, look whether a page is whole."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import PASSWORD, session_of

Axe = Callable[[Page], None]
WIDE, NARROW = 1280, 390
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
_UNDRAWN = "document.querySelectorAll('[data-drawn]').forEach(d => d.removeAttribute('data-drawn'))"


def follow(what: Locator, key: str = "") -> None:
    """Click what leads to another page, or press a key on it, and wait until that is loaded.

    A click alone returns before the next page has come, and what follows it reads the old page.
    """
    with what.page.expect_navigation():
        if key:
            what.press(key)
        else:
            what.click()


def drawn(page: Page) -> None:
    """Wait until every chart of the page is drawn, in its letters."""
    # Not wait_for_function: it evaluates text in the page, which the policy of ours refuses.
    expect(page.locator(".drawing[data-spec]:not([data-drawn])")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => true)")


def resize(page: Page, width: int) -> None:
    """Make the window as wide, and wait until the charts are drawn anew."""
    page.evaluate(_UNDRAWN)
    page.set_viewport_size({"width": width, "height": 900})
    drawn(page)


def fits(page: Page) -> None:
    """Assert that the page is not wider than its window."""
    assert page.evaluate(FITS), f"{page.url} is too wide for {page.viewport_size}"


def looked_at(page: Page, axe: Axe) -> None:
    """Assert that the page is accessible and stays within a wide and a narrow window."""
    axe(page)
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)


def sign_in(page: Page, site: str, name: str) -> None:
    """Be another person from now on, one of those who were added with a session."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": session_of(name), "url": site}])


def sign_in_by_form(page: Page, site: str, name: str) -> None:
    """Sign in as a person does."""
    page.goto(f"{site}/account/sign-in")
    page.get_by_label("ชื่อผู้ใช้").fill(name)
    page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    follow(page.get_by_label("รหัสผ่าน", exact=True), "Enter")
    expect(page.locator(".mine-link")).to_have_text(name)
