"""The page that describes the interface, and the page of tokens, in a real browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import environment_of, serving
from tests.browser.test_accounts import PASSWORD, fits

MAKE_OFFICER = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moibench.config.settings")
import django; django.setup()
from moibench.people import accounts
accounts.add_person("somsri", "สมศรี ใจดี", password=sys.argv[1])
"""


def test_interface_and_tokens(page: Page, axe: Callable[[Page], None], tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for lang in ("th", "en"):
                page.goto(f"{site}/api/?lang={lang}")
                expect(page.get_by_role("heading", level=1)).to_contain_text("API")
                fits(page)
                axe(page)
        assert {url.split("/api/")[0].split("/static/")[0] for url in asked} == {site}
        subprocess.run(
            [sys.executable, "-c", MAKE_OFFICER, PASSWORD], env=environment_of(tmp_path), check=True
        )
        page.goto(f"{site}/account/sign-in?next=/account/tokens")
        page.get_by_label("ชื่อผู้ใช้").fill("somsri")
        page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
        page.get_by_label("รหัสผ่าน", exact=True).press("Enter")
        page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="ยืนยัน").click()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.get_by_label("ใช้ทำอะไร").fill("แฟ้ม Excel งบประมาณรายเดือน")
            page.get_by_role("button", name="สร้าง").click()
            expect(page.locator("code.once")).to_contain_text("moib_")
            fits(page)
            axe(page)
        secret = page.locator("code.once").inner_text()
        page.get_by_role("button", name="ยกเลิกโทเค็น แฟ้ม Excel งบประมาณรายเดือน").first.click()
        assert secret not in page.content()
