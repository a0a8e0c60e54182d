"""A source in a real browser: added, fetched, helped to be read, stored; wide and narrow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import environment_of, serving
from tests.browser.test_review import PASSWORD, looked_at, sign_in
from tests.ingest.sources.site import served

_PEOPLE = """
from moibench.cli.prepare import prepare
prepare()
from tests.analysis.review.made import officer
from moibench.people.accounts import set_password
set_password(officer("TH", "ministry").person, {password!r}, by=None, address="")
"""
TABLE = "จังหวัด,2565\nฉะเชิงเทรา,6100\nชลบุรี,22000\nระยองง,8000\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A site with an officer of the ministry, and an agency's site with a table."""
    folder = tmp_path_factory.mktemp("office")
    script = _PEOPLE.format(password=PASSWORD)
    with pytest.MonkeyPatch.context() as patched, served() as agency:
        patched.setenv("MOIBENCH_PRIVATE_SOURCES", "1")
        agency.gives("/births.csv", TABLE)
        subprocess.run([sys.executable, "-c", script], env=environment_of(folder), check=True)
        with serving(folder) as address:
            yield address, agency.address


def test_from_an_address_to_stored_figures(
    office: tuple[str, str], page: Page, axe: Callable[[Page], None]
) -> None:
    home, agency = office
    sign_in(page, home, "ministry")
    page.goto(f"{home}/sources/")
    looked_at(page, axe)
    page.get_by_role("link", name="เพิ่มแหล่งข้อมูล").click()
    page.get_by_label("ชื่อ (a–z").fill("registry")
    page.get_by_label("ที่อยู่ ขึ้นต้นด้วย").fill(f"{agency}/births.csv")
    looked_at(page, axe)
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_role("button", name="ดึงเดี๋ยวนี้").click()
    expect(page.get_by_role("button", name="หยุด")).to_be_visible()
    looked_at(page, axe)
    # The page finds by itself that the fetch has ended.
    expect(page.get_by_role("button", name="ดึงเดี๋ยวนี้")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="ดูสิ่งที่จะเปลี่ยน")).to_be_visible(timeout=60_000)
    looked_at(page, axe)
    page.get_by_role("link", name="ดูสิ่งที่จะเปลี่ยน").click()
    page.get_by_label("อนุกรมของทุกค่า").select_option("births")
    page.get_by_role("button", name="บันทึกวิธีอ่านนี้แล้วตรวจอีกครั้ง").click()
    page.get_by_label("“ระยองง”").select_option("21")
    page.get_by_role("button", name="บันทึกวิธีอ่านนี้แล้วตรวจอีกครั้ง").click()
    looked_at(page, axe)
    reason = page.get_by_label("เหตุผล")
    if reason.count():
        reason.fill("ตรวจกับทะเบียนแล้ว")
    page.get_by_role("button", name="ยืนยันจัดเก็บ 3 ค่า").click()
    expect(page.get_by_text("บันทึกแล้ว: เพิ่ม 3")).to_be_visible()
    page.goto(f"{home}/en/sources/")
    expect(page.get_by_text("3 added")).to_be_visible()
