"""A range of cells pasted into the table of targets; what-if answers while a slider is dragged."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.visiting import Axe, follow, sign_in

PASTE = """(table, cells) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", cells);
    table.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true}));
}"""


def test_cells_pasted_from_excel_are_saved_and_shown(page: Page, office: str, axe: Axe) -> None:
    sign_in(page, office, "officer-24")
    page.goto(f"{office}/targets/24/table")
    cells = "hai\t\t๐.๗๐\t๒๕๖๒\t\t๒๕๗๐\tสำนักงานจังหวัด\tแผนจังหวัด\nhai\t\t0.66\t2562\t\t2567\t\t"
    with page.expect_navigation():
        page.locator("table[data-entry]").evaluate(PASTE, cells)
    expect(page.locator("input[name='value-2']")).to_have_value("0.66")
    expect(page.locator("input[name='target_year-1']")).to_have_value("2570")
    axe(page)
    follow(page.locator("button[value=save]"))
    expect(page.locator(".notice")).to_contain_text("2")
    page.goto(f"{office}/targets/24")
    expect(page.locator("article.target")).to_have_count(2)


def test_a_dragged_slider_writes_the_number_and_shows_the_result(page: Page, site: str) -> None:
    page.goto(f"{site}/levers/24?year=2562")
    slider = page.locator("label:has(input[name='v-unemployment_rate_q4']) + input[type=range]")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("#result table")).to_be_visible()
    most = page.locator("input[name='v-unemployment_rate_q4']").get_attribute("data-most")
    expect(page.locator("input[name='v-unemployment_rate_q4']")).to_have_value(most or "")
    expect(page).to_have_url(f"{site}/levers/24?year=2562&v-unemployment_rate_q4={most}")
