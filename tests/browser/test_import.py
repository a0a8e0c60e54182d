"""A ministry officer imports an agency's table in a real browser, wide and narrow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import environment_of, serving
from tests.browser.test_review import PASSWORD, looked_at, sign_in
from tests.ingest.table_files.made import as_csv, figures, nso_wide

pytestmark = pytest.mark.slow
SERIES = "lfs_employed"
_PEOPLE = """
from moibench.cli.prepare import prepare
prepare()
from moibench.people.accounts import set_password
from moibench.people.rights import Role
from tests.analysis.review.made import asker
who = asker("ministry", Role.DATA_OFFICER, "TH")
set_password(who.person, {password!r}, by=None, address="")
"""


@pytest.fixture(scope="module")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with an officer of the ministry."""
    folder = tmp_path_factory.mktemp("ministry")
    script = _PEOPLE.format(password=PASSWORD)
    subprocess.run([sys.executable, "-c", script], env=environment_of(folder), check=True)
    with serving(folder) as address:
        yield address


def test_an_agencys_table_is_asked_about_corrected_confirmed_and_sent_again(
    ministry: str, page: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    newest = max(y for _, y in figures(SERIES))
    rows = nso_wide(SERIES, (newest - 1, newest))
    # The newest year is printed as the one after it, with two provinces exchanged.
    rows[3] = ["", str(newest + 543), str(newest + 1 + 543)]
    rows = [[r[0], r[2], r[2]] if i > 3 and len(r) > 2 else r for i, r in enumerate(rows)]
    at = {r[0].strip(): i for i, r in enumerate(rows) if r}
    big, small = at["เชียงใหม่"], at["แม่ฮ่องสอน"]
    rows[big][2], rows[small][2] = rows[small][2], rows[big][2]
    rows[big][0] = "   เชียงไหม่"
    table = tmp_path / "ตาราง.csv"
    table.write_bytes(as_csv(rows, encoding="cp874"))

    sign_in(page, ministry, "ministry")
    page.goto(f"{ministry}/import")
    looked_at(page, axe)
    hand_in(page, table)
    expect(page.locator(".entry").first).to_contain_text("หัวตาราง")
    expect(page.locator(".entry").first).to_contain_text("cp874")
    expect(page.get_by_role("button", name="ยืนยัน")).to_have_count(0)
    looked_at(page, axe)
    page.get_by_label("“เชียงไหม่”").select_option("50")
    page.get_by_role("button", name="ตรวจอีกครั้งตามนี้").click()
    found = page.locator(".findings").first
    expect(found).to_contain_text("เชียงใหม่")
    expect(found).to_contain_text("แม่ฮ่องสอน")
    looked_at(page, axe)
    page.get_by_label("เหตุผล").fill("ตรวจกับหนังสือสถิติแล้ว")
    page.get_by_role("button", name="ยืนยัน").click()
    expect(page.get_by_role("status").first).to_contain_text("จัดเก็บ")
    looked_at(page, axe)
    hand_in(page, table)
    expect(page.get_by_role("button", name="ยืนยัน")).to_have_count(0)
    expect(page.locator(".entry").first).to_contain_text("จดจำไว้จากครั้งก่อน")


def hand_in(page: Page, table: Path) -> None:
    page.locator("#file").set_input_files(table)
    page.get_by_role("button", name="ตรวจตาราง").click()
