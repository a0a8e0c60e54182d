"""The entry grid in a real browser: by keyboard alone, pasted into, without a connection."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import Axe, looked_at, sign_in, sign_in_by_form

ALL_SAVED = "บันทึกครบทุกช่องแล้ว"
_PASTE = """([row, text]) => {
  const cell = document.querySelectorAll(".grid .v")[row];
  cell.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const given = {clipboardData: data, bubbles: true, cancelable: true};
  cell.dispatchEvent(new ClipboardEvent("paste", given));
}"""
_HOLD_BACK = """() => {
  const ask = window.fetch;
  const released = new Promise((go) => { window.release = go; });
  window.fetch = async (...given) => {
    await released;
    return ask(...given);
  };
}"""

pytestmark = pytest.mark.slow


def open_grid(page: Page, office: str, unit: str) -> None:
    """Open the grid of a province as its officer; each test has a province of its own."""
    sign_in(page, office, f"officer-{unit}")
    page.goto(f"{office}/grid/{unit}/2569")


def test_numbers_are_entered_by_keyboard_alone_and_found_again(
    office: str, page: Page, axe: Axe
) -> None:
    open_grid(page, office, "20")
    looked_at(page, axe)
    cells, state, keys = page.locator(".grid .v"), page.locator(".grid-state"), page.keyboard
    expect(state).to_have_text(ALL_SAVED)
    cells.nth(0).focus()
    keys.type("๔๑๒.๕")
    keys.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    expect(cells.nth(0)).to_have_value("412.5")
    keys.type("99")
    keys.press("Escape")
    expect(cells.nth(1)).to_have_value("")
    keys.type("999")
    keys.press("ArrowUp")
    expect(cells.nth(0)).to_be_focused()
    expect(cells.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".grid-found")).to_contain_text("งบลงทุนที่เบิกจ่ายแล้ว")
    expect(state).to_have_text("ยังไม่ได้บันทึก 1 ช่อง")
    looked_at(page, axe)
    page.reload()  # what was refused is neither stored nor lost
    expect(cells.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(cells.nth(1)).to_have_value("999")
    cells.nth(0).focus()
    keys.press("ArrowDown")
    keys.press("F2")
    keys.press("Backspace")
    keys.press("Enter")
    expect(state).to_have_text(ALL_SAVED)
    expect(cells.nth(1)).to_be_focused()
    expect(page.locator(".grid-found")).not_to_contain_text("งบลงทุน")
    keys.press("ArrowRight")
    expect(page.locator(".grid .s").nth(1)).to_be_focused()
    page.reload()
    expect(cells.nth(0)).to_have_value("412.5")
    expect(cells.nth(1)).to_have_value("99")


def test_a_range_from_excel_is_understood_shown_and_then_saved(
    office: str, page: Page, axe: Axe
) -> None:
    open_grid(page, office, "21")
    page.evaluate(_PASTE, [0, "พ.ศ. ๒๕๖๘\tพ.ศ. ๒๕๖๙\r\n1\t๑,๔๑๒.๕\r\n2\t-\r\n3\t7\r\n"])
    dialog = page.locator(".grid-paste")
    expect(dialog).to_be_visible()
    expect(dialog.locator("tbody tr")).not_to_have_count(0)
    expect(dialog.locator("tbody")).to_contain_text("1,412.5")
    expect(dialog.locator("tbody")).to_contain_text("ไม่มีข้อมูล")
    axe(page)
    dialog.get_by_label("เหตุผลสำหรับช่อง").fill("ยังไม่ปิดบัญชี")
    dialog.get_by_role("button", name="ใส่ลงในตาราง").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".grid-state")).to_have_text(ALL_SAVED)
    page.reload()
    expect(page.locator(".grid .v").nth(0)).to_have_value("1,412.5")
    expect(page.locator(".grid .s").nth(1)).to_have_value("missing")
    # Value, status and reason as they stand in the workbook; an empty cell, a row too many.
    beside = '"1,500"\tค่าเบื้องต้น\t"รอ ""ปิดบัญชี"""\r\n\t\t\r\n7\t\t\r\n'
    page.evaluate(_PASTE, [0, beside])
    expect(dialog.locator("tbody tr")).to_have_count(1)
    expect(dialog.locator("tbody")).to_contain_text("1,500 (ค่าเบื้องต้น)")
    expect(dialog).to_contain_text("มี 1 ค่าที่เกินตาราง")
    dialog.get_by_role("button", name="ใส่ลงในตาราง").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".grid-state")).to_have_text(ALL_SAVED)
    page.reload()
    expect(page.locator(".grid .s").nth(0)).to_have_value("preliminary")
    expect(page.locator(".grid .r").nth(0)).to_have_value('รอ "ปิดบัญชี"')
    page.evaluate(_PASTE, [0, "1\t2\r\n3\t4"])
    expect(dialog).to_contain_text("วางได้เฉพาะ")
    expect(dialog.get_by_role("button", name="ใส่ลงในตาราง")).to_be_disabled()


def test_without_a_connection_it_is_kept_said_and_sent_again(office: str, page: Page) -> None:
    open_grid(page, office, "22")
    page.route("**/cells", lambda route: route.fulfill(status=200, content_type="text/html"))
    cell, state = page.locator(".grid .v").nth(0), page.locator(".grid-state")
    cell.fill("1500")
    cell.press("Enter")
    expect(state).to_contain_text("เก็บไว้ในเครื่องนี้ 1 ช่อง")
    page.unroute("**/cells")
    expect(state).to_have_text(ALL_SAVED)
    page.reload()
    expect(cell).to_have_value("1,500")


def test_an_answer_that_comes_late_does_not_undo_what_was_typed_since(
    office: str, page: Page
) -> None:
    open_grid(page, office, "23")
    cells, state = page.locator(".grid .v"), page.locator(".grid-state")
    page.evaluate(_HOLD_BACK)
    cells.nth(1).fill("ไม่ทราบ")
    cells.nth(1).press("ArrowUp")
    cells.nth(1).fill("77")
    cells.nth(1).press("ArrowUp")
    page.evaluate("release()")
    expect(state).to_have_text(ALL_SAVED)
    page.reload()
    expect(cells.nth(1)).to_have_value("77")


def test_who_was_signed_out_signs_in_elsewhere_and_loses_nothing(office: str, page: Page) -> None:
    sign_in(page, office, "officer-25")
    typing = page.context.new_page()  # the browser logs the refusal as an error of this page
    typing.goto(f"{office}/grid/25/2569")
    page.context.clear_cookies()
    cell, state = typing.locator(".grid .v").nth(1), typing.locator(".grid-state")
    cell.fill("78")
    cell.press("Enter")
    expect(state).to_contain_text("โปรดเข้าสู่ระบบอีกครั้ง")
    sign_in_by_form(page, office, "officer-25")
    expect(state).to_have_text(ALL_SAVED)
    typing.reload()
    expect(cell).to_have_value("78")


def test_the_panel_shows_the_past_of_a_cell_and_keeps_a_comment(
    office: str, page: Page, axe: Axe
) -> None:
    open_grid(page, office, "26")
    cell = page.locator(".grid .v").nth(0)
    cell.fill("1500")
    cell.press("Enter")
    expect(page.locator(".grid-state")).to_have_text(ALL_SAVED)
    link = page.locator(".grid .more").nth(0)
    link.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".grid-panel")
    expect(panel).to_contain_text("1,500")
    axe(page)
    panel.get_by_label("หมายเหตุถึงผู้พิจารณา").fill("ตรวจกับสมุดบัญชีแล้ว")
    panel.get_by_role("button", name="บันทึกรายละเอียด").click()
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()
    expect(page.locator(".grid .has:visible")).to_have_text("มีหมายเหตุ")
    page.reload()
    expect(link).to_have_attribute("data-comment", "ตรวจกับสมุดบัญชีแล้ว")


def test_two_who_write_the_same_cell_are_shown_each_other(office: str, page: Page) -> None:
    open_grid(page, office, "27")
    other = page.context.new_page()
    other.goto(f"{office}/grid/27/2569")
    other.locator(".grid .v").nth(0).fill("1600")
    other.locator(".grid .v").nth(0).press("Enter")
    expect(other.locator(".grid-state")).to_have_text(ALL_SAVED)
    other.close()
    # The browser itself logs an answer of 409; that is no fault of the page.
    cell = page.locator(".grid .v").nth(0)
    cell.fill("1700")
    cell.press("Enter")
    said = page.locator(".cell-said").nth(0)
    expect(said).to_contain_text("มีผู้อื่นบันทึกค่านี้ก่อนแล้ว: 1,600")
    said.get_by_role("button", name="ใช้ค่าของฉัน").click()
    expect(page.locator(".grid-state")).to_have_text(ALL_SAVED)
    page.reload()
    expect(cell).to_have_value("1,700")
