"""An officer fills the workbook and hands it in, in a real browser, wide and narrow."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.visiting import Axe, follow, looked_at, sign_in
from tests.ingest.workbook.filling import Filling


def test_from_the_download_to_the_draft(office: str, page: Page, axe: Axe, tmp_path: Path) -> None:
    sign_in(page, office, "officer-30")
    page.goto(f"{office}/filing/")
    follow(page.get_by_role("link", name=re.compile("แบบกรอก Excel")))
    expect(page).to_have_url(re.compile("/workbook/30/25"))
    page.goto(f"{office}/workbook/30/2568")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ดาวน์โหลดแบบกรอก")).click()
    blank = Filling(download.value.path().read_bytes())
    blank.put("disaster_affected_persons", "30", "๑,๒๐๐")
    blank.put("disaster_deaths", "30", 1300)
    _hand_in(page, blank, tmp_path)
    expect(page.get_by_text("ยังบันทึกไม่ได้ เพราะมีค่าที่เป็นไปไม่ได้")).to_be_visible()
    looked_at(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("พร้อมเครื่องหมาย")).click()
    mended = Filling(download.value.path().read_bytes())
    mended.put("disaster_deaths", "30", 3)
    _hand_in(page, mended, tmp_path)
    confirm = page.get_by_role("button", name=re.compile("ยืนยันและบันทึก 2 ค่า"))
    expect(confirm).to_be_visible()
    looked_at(page, axe)
    follow(confirm)
    expect(page.get_by_role("status").first).to_contain_text("บันทึก 2 ค่าเป็นฉบับร่างแล้ว")
    looked_at(page, axe)


def _hand_in(page: Page, filling: Filling, folder: Path) -> None:
    path = folder / "แบบกรอก.xlsx"
    path.write_bytes(filling.saved())
    page.get_by_label(re.compile("แฟ้มแบบกรอก")).set_input_files(path)
    follow(page.get_by_role("button", name="ตรวจสอบแฟ้ม"))
