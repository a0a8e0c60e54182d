"""A source in a real browser: added, fetched, helped to be read, stored; wide and narrow."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler

from playwright.sync_api import Page, expect

from tests.browser.visiting import Axe, follow, looked_at, sign_in
from tests.ingest.sources.site import Answer, Site

TABLE = "จังหวัด,2565\nฉะเชิงเทรา,6100\nชลบุรี,22000\nระยองง,8000\n"


def dripping(released: threading.Event) -> Answer:
    """Answer with the table, drop by drop until released: never silent, and never done before."""
    body = TABLE.encode()

    def answer(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for at in range(0, len(body), 5):
            handler.wfile.write(body[at : at + 5])
            released.wait(3)

    return answer


def test_from_an_address_to_stored_figures(office: str, agency: Site, page: Page, axe: Axe) -> None:
    released = threading.Event()
    agency.answers["/births.csv"] = dripping(released)
    sign_in(page, office, "ministry")
    page.goto(f"{office}/sources/")
    looked_at(page, axe)
    follow(page.get_by_role("link", name="เพิ่มแหล่งข้อมูล"))
    page.get_by_label("ชื่อ (a–z").fill("registry")
    page.get_by_label("ที่อยู่ ขึ้นต้นด้วย").fill(f"{agency.address}/births.csv")
    looked_at(page, axe)
    follow(page.get_by_role("button", name="บันทึก"))
    follow(page.get_by_role("button", name="ดึงเดี๋ยวนี้"))
    expect(page.get_by_role("button", name="หยุด")).to_be_visible()
    looked_at(page, axe)
    released.set()
    # The page finds by itself that the fetch has ended.
    expect(page.get_by_role("button", name="ดึงเดี๋ยวนี้")).to_be_visible()
    looked_at(page, axe)
    follow(page.get_by_role("link", name="ดูสิ่งที่จะเปลี่ยน"))
    page.get_by_label("อนุกรมของทุกค่า").select_option("births")
    follow(page.get_by_role("button", name="บันทึกวิธีอ่านนี้แล้วตรวจอีกครั้ง"))
    page.get_by_label("“ระยองง”").select_option("21")
    follow(page.get_by_role("button", name="บันทึกวิธีอ่านนี้แล้วตรวจอีกครั้ง"))
    looked_at(page, axe)
    follow(page.get_by_role("button", name="ยืนยันจัดเก็บ 3 ค่า"))
    expect(page.get_by_text("บันทึกแล้ว: เพิ่ม 3")).to_be_visible()
    page.goto(f"{office}/en/sources/")
    expect(page.get_by_text("3 added")).to_be_visible()
