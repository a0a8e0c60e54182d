"""Pages of positions, sectors and champions: what they say, hand out and refuse."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from django.test import Client
from lxml import html

from moibench.analysis.position import position
from moibench.analysis.products import product_history, products_of
from moibench.analysis.sectors import sectors
from moibench.people.log import lines
from moibench.web.shown import parts_of
from tests.web.specimens import ROLES, made, signed_in

pytestmark = pytest.mark.django_db
NEW = "/champions/24/product/new"
MANGO = {"name": "มะม่วงบางคล้า", "sector": "A", "note": "บางคล้า", "evidence": "2,000 ตัน พ.ศ. 2562"}


def page(address: str, client: Client | None = None) -> html.HtmlElement:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def said(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content().replace("\u2060", ""))


def officer() -> Client:
    return signed_in(made("officer", ROLES["officer"]))


def test_a_position_lists_its_corners_as_analysis_has_them() -> None:
    found = page("/position/24?year=2562")
    answer = position("24", 2019)
    for corner in ("lead_accelerating", "behind_catching_up", "behind_falling_back"):
        listed = found.xpath(f"//div[@id='{corner}']//li//a/@href")
        held = [p for p in (*answer.nodes, *answer.indicators) if p.corner == corner]
        assert {h.removeprefix("#row-24-") for h in listed} == {p.subject_id for p in held}
        gaps = [said(s) for s in found.xpath(f"//*[@id='{corner}']//li/small")]
        assert len(gaps) == len(held)
        assert all(re.search(r"[ก-๙]", gap) for gap in gaps), gaps
        for anchor in listed:
            assert found.xpath(f"//tr[@id='{anchor[1:]}']")


def test_the_quadrant_bears_names_where_wide_and_numbers_where_narrow() -> None:
    for address in ("/position/24?year=2562", "/position/indicator/hai?year=2562"):
        spec = json.loads(page(address).xpath("//script[@id='spec-quadrant']")[0].text)
        marks = spec["data"]["values"]
        assert {m["wide"] for m in marks} <= {"", "right", "left", "above", "below"}
        assert any(m["wide"] for m in marks)
        assert any(m["narrow"] for m in marks)


def test_a_tail_goes_year_by_year_and_thickens_towards_its_mark() -> None:
    spec = json.loads(page("/position/24?year=2562").xpath("//script[@id='spec-quadrant']")[0].text)
    (tail,) = (
        x for x in spec["layer"] if isinstance(x["mark"], dict) and x["mark"]["type"] == "trail"
    )
    marks = {m["no"]: m for m in spec["data"]["values"]}
    ways: dict[str, list[dict[str, float]]] = {}
    for step in tail["data"]["values"]:
        ways.setdefault(str(step["i"]), []).append(step)
    assert len(ways) >= 10
    for number, way in ways.items():
        assert [s["o"] for s in way] == sorted(s["o"] for s in way)
        assert [s["w"] for s in way] == sorted(s["w"] for s in way)
        assert way[-1]["o"] - way[0]["o"] <= 5
        assert (way[-1]["x"], way[-1]["c"]) == (marks[number]["x"], marks[number]["c"])


def test_without_a_choice_the_competitors_are_the_peers_and_a_target_is_none() -> None:
    assert "กลุ่มเทียบเคียง" in said(page("/position/24?year=2562").xpath("//p[@class='lead']")[0])
    found = page("/position/24?year=2562&against=target")
    assert "ไม่ใช่คู่เทียบ" in said(found.xpath("//div[@class='notice']")[0])
    chosen = page("/position/24?year=2562&against=units&others=21")
    assert "ระยอง" in said(chosen.xpath("//h2[@id='closing']")[0])


def test_the_year_to_close_the_gap_by_is_the_readers() -> None:
    found = page("/en/position/24?year=2019&against=units&others=21&by=2030")
    assert "by 2030" in said(found.xpath("//h2[@id='closing']")[0])
    assert Client().get("/position/24?year=2562&by=2562").status_code == 400


def test_a_name_leads_to_the_code() -> None:
    for kind in ("position", "sectors", "champions"):
        response = Client().get(f"/{kind}/ฉะเชิงเทรา")
        assert response.status_code == 302
        assert response["Location"].startswith(f"/{kind}/24")
    assert Client().get("/position/indicator/overall?year=2562").status_code == 200


def test_a_page_of_sectors_shows_what_analysis_found_and_where_it_is_from() -> None:
    found = page("/sectors/24?year=2562&from=2557")
    answer = sectors("24", 2019, 2014)
    rows = found.xpath("//table[contains(@class, 'sectors')]/tbody/tr")
    assert len(rows) == len(answer.sectors) == 19
    making = next(s for s in answer.sectors if s.code == "C")
    row = said(next(r for r in rows if r.get("id") == "C"))
    assert f"{making.value:,.0f}" in row
    assert f"{making.lq:.2f}" in row
    assert all("trust" in html.tostring(r).decode() for r in rows)
    total = said(found.xpath("//tfoot/tr")[0])
    assert f"{answer.total:,.0f}" in total


def test_every_chart_of_the_sectors_can_be_kept() -> None:
    kept = {p.part for p in parts_of(Client().get("/sectors/24").content.decode())}
    assert {
        "figure-growth-share",
        "figure-lq-growth",
        "figure-shift-share",
        "figure-network",
        "figure-shares",
        "figure-structure-krugman",
        "figure-structure-herfindahl",
        "figure-structure-effective-sectors",
        "table-sectors",
        "table-related",
    } <= kept


def test_the_country_has_no_rest_to_differ_from() -> None:
    kept = {p.part for p in parts_of(Client().get("/sectors/TH").content.decode())}
    assert "figure-structure-krugman" not in kept
    assert "figure-structure-herfindahl" in kept
    assert not {"figure-growth-share", "figure-lq-growth", "figure-network"} & kept
    assert "เชี่ยวชาญ" not in said(page("/sectors/TH").xpath("//ul[contains(@class, 'says')]")[0])


def test_a_year_without_figures_offers_those_that_have() -> None:
    response = Client().get("/sectors/24?year=2565")
    assert response.status_code == 404
    assert "/sectors/24?year=2563" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/sectors/24.xlsx", "/champions/24.xlsx", "/position/24.xlsx?year=2562"]
)
def test_workbooks_hold_unrounded_numbers(address: str) -> None:
    response = Client().get(address)
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    first = book.worksheets[0]
    numbers = [
        c for row in first.iter_rows(min_row=4) for c in row if c.data_type == "n" and c.value
    ]
    assert len(numbers) > 40
    assert any(round(c.value, 2) != c.value for c in numbers)
    book.close()


def test_an_officer_begins_the_value_chain_of_a_champion_from_its_page() -> None:
    client = officer()
    client.post(NEW, MANGO)
    begun = {
        said(a): a.get("href")
        for a in page("/champions/24?year=2562", client).xpath("//a[contains(@href, '/new?kind=')]")
    }
    assert "อุตสาหกรรมการผลิต" in begun
    assert not page("/champions/24?year=2562").xpath("//a[contains(@href, '/new?kind=')]")
    form = page(begun["อุตสาหกรรมการผลิต"], client)
    assert form.xpath("//select[@id='sector']/option[@selected]/@value") == ["C"]
    form = page(begun[MANGO["name"]], client)
    assert form.xpath("//select[@id='kind']/option[@selected]/@value") == ["product"]
    assert said(form.xpath("//select[@id='product']/option[@selected]")[0]) == MANGO["name"]


def test_an_officer_adds_changes_and_withdraws_a_product_and_the_log_has_it() -> None:
    client = officer()
    assert client.post(NEW, MANGO).status_code == 302
    kept = products_of("24")[0]
    assert (kept.wording.name, kept.written_by) == ("มะม่วงบางคล้า", "นาย officer")
    assert "มะม่วงบางคล้า" in said(page("/champions/24"))
    address = f"/champions/24/product/{kept.product}"
    response = client.post(address, MANGO | {"note": "ใหม่", "after": kept.id, "act": "save"})
    assert response.status_code == 302
    newest = product_history(kept.product)[0]
    assert newest.wording.note == "ใหม่"
    assert "บางคล้า" in said(page(address).xpath("//h2[@id='history']/../..")[0])
    client.post(address, {"after": newest.id, "act": "withdraw"})
    assert products_of("24") == ()
    newest = product_history(kept.product)[0]
    client.post(address, {"after": newest.id, "act": "restore"})
    assert len(products_of("24")) == 1
    assert [a.action for a in lines(action="")][:4] == [
        "product.restored",
        "product.withdrawn",
        "product.changed",
        "product.added",
    ]


def test_a_clash_keeps_the_words_of_both() -> None:
    client = officer()
    client.post(NEW, MANGO)
    kept = products_of("24")[0]
    address = f"/champions/24/product/{kept.product}"
    client.post(address, MANGO | {"note": "ของเขา", "after": kept.id})
    response = client.post(address, MANGO | {"note": "ของฉัน", "after": kept.id})
    assert response.status_code == 409
    body = response.content.decode()
    assert "ของฉัน" in body
    assert "ของเขา" in body
    assert product_history(kept.product)[0].wording.note == "ของเขา"


def test_a_faulty_product_is_shown_again_with_every_fault() -> None:
    client = officer()
    response = client.post(NEW, {"name": "", "sector": "ZZ", "note": "<b>คงไว้</b>"})
    assert response.status_code == 400
    found = html.fromstring(response.content.decode())
    assert len(found.xpath("//div[@role='alert']/p")) == 2
    assert found.xpath("//textarea[@id='note']")[0].text == "<b>คงไว้</b>"
    assert products_of("24") == ()


def test_others_may_read_and_not_write() -> None:
    client = officer()
    client.post(NEW, MANGO)
    kept = products_of("24")[0]
    address = f"/champions/24/product/{kept.product}"
    for name in ("reader", "other_officer", "approver", "administrator"):
        other = signed_in(made(name, ROLES[name]))
        assert other.post(NEW, MANGO | {"name": name}).status_code == 403
        assert other.post(address, MANGO | {"after": kept.id}).status_code == 403
        assert not page(address, other).xpath("//form[@method='post'][.//textarea]")
    assert Client().post(address, MANGO | {"after": kept.id}).status_code == 403
    assert Client().get(f"/champions/20/product/{kept.product}").status_code == 404
    assert len(product_history(kept.product)) == 1
    assert not page("/champions/24").xpath(f"//a[@href='{NEW}']")
    assert page("/champions/24", client).xpath(f"//a[@href='{NEW}']")


def test_the_pages_of_a_unit_lead_to_one_another() -> None:
    client = Client(SERVER_NAME="localhost")
    ways = ["position/24", "sectors/24", "champions/24", "value-chain/24/", "swot/24",
            "swot/24/tows"]  # fmt: skip
    for way in ways:
        shown = client.get(f"/en/{way}").content.decode()
        links = shown.split('<nav class="presets potential"')[1].split("</nav>")[0]
        assert re.findall(r'href="/en/([^"]*)"', links) == ways
        assert re.findall(r'href="/en/([^"]*)" aria-current="page"', links) == [way]
    assert "presets potential" not in client.get("/en/position/indicator/hai").content.decode()
