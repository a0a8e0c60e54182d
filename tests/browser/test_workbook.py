"""An officer fills the workbook and hands it in, in a real browser, wide and narrow."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_accounts import PASSWORD, fits
from tests.ingest.workbook.filling import Filling

OFFICER = """
from moibench.cli.prepare import start
start()
from moibench.people import accounts
from moibench.people.rights import Role
person = accounts.add_person("planner", "นางสาวสมใจ รักงาน")
person.set_password({password!r})
person.save()
accounts.grant(person, Role.DATA_OFFICER, "24", accounts.today())
"""
PICTURES = os.environ.get("MOIBENCH_PICTURES")  # a folder, to look at the pages oneself


def test_from_the_download_to_the_draft(
    site: str,
    home_of_site: Path,
    page: Page,
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    environment = os.environ | {"MOIBENCH_HOME": str(home_of_site), "MOIBENCH_DATABASE": ""}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    script = OFFICER.format(password=PASSWORD)
    subprocess.run([sys.executable, "-c", script], check=True, env=environment)
    page.goto(f"{site}/account/sign-in")
    page.get_by_label("ชื่อผู้ใช้").fill("planner")
    page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.goto(f"{site}/filing/")
    page.get_by_role("link", name=re.compile("แบบกรอก Excel")).click()
    expect(page).to_have_url(re.compile("/workbook/24/25"))
    page.goto(f"{site}/workbook/24/2568")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ดาวน์โหลดแบบกรอก")).click()
    blank = Filling(download.value.path().read_bytes())
    blank.put("disaster_affected_persons", "24", "๑,๒๐๐")
    blank.put("disaster_deaths", "24", 1300)
    _hand_in(page, blank, tmp_path)
    expect(page.get_by_text("ยังบันทึกไม่ได้ เพราะมีค่าที่เป็นไปไม่ได้")).to_be_visible()
    _looked_at(page, axe, "impossible")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("พร้อมเครื่องหมาย")).click()
    mended = Filling(download.value.path().read_bytes())
    mended.put("disaster_deaths", "24", 3)
    _hand_in(page, mended, tmp_path)
    _looked_at(page, axe, "confirm")
    page.get_by_role("button", name=re.compile("ยืนยันและบันทึก 2 ค่า")).click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึก 2 ค่าเป็นฉบับร่างแล้ว")
    _looked_at(page, axe, "saved")


def _hand_in(page: Page, filling: Filling, folder: Path) -> None:
    path = folder / "แบบกรอก.xlsx"
    path.write_bytes(filling.saved())
    page.get_by_label(re.compile("แฟ้มแบบกรอก")).set_input_files(path)
    page.get_by_role("button", name="ตรวจสอบแฟ้ม").click()


def _looked_at(page: Page, axe: Callable[[Page], None], name: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
        axe(page)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
