"""Value chains on pages: drawn up, changed, copied, deleted, handed out, refused to others."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import unescape

import pytest
from django.test import Client
from lxml import etree

from moibench.analysis.value_chain.chains import chains_of, find_chain, history
from moibench.analysis.value_chain.content import STAGES
from moibench.people.models import Act
from moibench.people.rights import Role
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "issue",
    "title": "ข้าวหอมมะลิ",
    "actors.upstream": "ชาวนา\r\nกรมชลประทาน\r\n",
    "factor": ["a", "b", "empty"],
    "stage.a": "upstream",
    "name.a": "น้ำเพียงพอ",
    "indicator.a": ["", "ดัชนี HAI (hai)"],
    "stage.b": "downstream",
    "name.b": "การเติบโต",
    "indicator.b": ["gpp_growth", "GPP ต่อหัว"],
    "stage.empty": "downstream",
    "do": "save",
}


def bare(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).replace("\u2060", "")


def officer(name: str = "somjai", unit: str = "24") -> Client:
    return signed_in(made(name, (Role.DATA_OFFICER, unit)))


def drawn_up(client: Client, **changed: object) -> str:
    response = client.post("/value-chain/24/new", {**FORM, **changed})
    assert response.status_code == 302, bare(response.content.decode())
    return str(response["Location"])


def fields(page: str) -> dict[str, list[str]]:
    """Return what a browser would post of the chain's form."""
    form = etree.HTML(page).find(".//form[@class='chain-form']")
    found: dict[str, list[str]] = {}
    for field in form.iterfind(".//*[@name]"):
        if field.tag == "button" or (
            field.get("type") == "checkbox" and field.get("checked") is None
        ):
            continue
        value: str = field.get("value") or ""
        if field.tag == "textarea":
            value = field.text or ""
        elif field.tag == "select":
            options = field.findall(".//option")
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            value = chosen[0].get("value") or ""
        found.setdefault(field.get("name"), []).append(value)
    return found


def posted(client: Client, address: str, typed: Mapping[str, object], do: str = "save"):  # type: ignore[no-untyped-def]
    return client.post(address, {**typed, "do": do})


def test_a_chain_is_drawn_up_read_by_guests_changed_and_logged() -> None:
    client = officer()
    address = drawn_up(client)
    chain = chains_of("24")[0]
    assert chain.content.factors[0].indicators == ("hai",)
    assert chain.content.factors[1].indicators == ("gpp_growth", "gpp_per_capita")
    assert chain.content.actors_of("upstream") == ("ชาวนา", "กรมชลประทาน")
    page = Client().get(f"{address}?year=2562").content.decode()
    said = bare(page)
    assert "ห่วงโซ่คุณค่า: ข้าวหอมมะลิ" in said
    assert "การขยายตัวของ GPP ของปัจจัย “การเติบโต” ด้อยกว่าค่าประเทศ" in said
    assert "กลางทางยังไม่ระบุผู้เกี่ยวข้อง" in said
    assert 'class="trust"' in page
    assert "somjai" not in said  # names are for those who are signed in
    listed = Client().get("/value-chain/24/").content.decode()
    assert f'href="{address}"' in listed
    assert "/value-chain/24/new" not in listed
    typed = fields(client.get(f"{address}/edit").content.decode())
    assert typed["title"] == ["ข้าวหอมมะลิ"]
    typed["title"] = ["ข้าวหอมมะลิอินทรีย์"]
    assert posted(client, f"{address}/edit", typed)["Location"] == address
    said = bare(client.get(address).content.decode())
    assert "เปลี่ยนชื่อจาก “ข้าวหอมมะลิ” เป็น “ข้าวหอมมะลิอินทรีย์”" in said
    assert "นาย somjai" in said
    acts = Act.objects.filter(kind="value_chain").order_by("id")
    assert [a.action for a in acts] == ["chain.made", "chain.changed"]


def test_rows_are_added_moved_and_removed_without_script_and_nothing_is_saved_by_that() -> None:
    client = officer()
    address = drawn_up(client)
    edit = f"{address}/edit"
    typed = fields(client.get(edit).content.decode())
    before = len(typed["factor"])
    more = posted(client, edit, typed, "more.midstream").content.decode()
    assert len(fields(more)["factor"]) == before + 3
    wider = posted(client, edit, typed, "indicators.a").content.decode()
    assert len(fields(wider)["indicator.a"]) == len(typed["indicator.a"]) + 2
    typed["stage.b"] = ["upstream"]
    moved = fields(posted(client, edit, typed, "up.b").content.decode())
    assert moved["factor"].index("b") < moved["factor"].index("a")
    assert chains_of("24")[0].newest.number == 1
    assert posted(client, edit, {**moved, "remove": ["a"]}).status_code == 302
    assert [f.name for f in chains_of("24")[0].content.factors] == ["การเติบโต"]


def test_faults_are_told_together_and_what_was_typed_stays() -> None:
    client = officer()
    typed = {**FORM, "title": " ", "name.a": "", "indicator.b": ["ดัชนีที่ไม่มีจริง", "gpp_growth"]}
    response = client.post("/value-chain/24/new", typed)
    assert response.status_code == 400
    page = response.content.decode()
    said = bare(page)
    for fault in ("กรุณาตั้งชื่อห่วงโซ่", "ปัจจัยหนึ่งไม่มีชื่อ", "ไม่พบตัวชี้วัด “ดัชนีที่ไม่มีจริง”"):
        assert fault in said
    kept = fields(page)
    assert kept["name.b"] == ["การเติบโต"]
    assert "ดัชนีที่ไม่มีจริง" in kept["indicator.b"]
    assert chains_of("24") == ()


def test_two_officers_do_not_lose_each_others_words() -> None:
    first, second = officer(), officer("somchai")
    address = drawn_up(first)
    edit = f"{address}/edit"
    mine, theirs = (fields(c.get(edit).content.decode()) for c in (first, second))
    theirs["purpose"], theirs["name.a"] = ["รายได้"], ["น้ำเพียงพอทั้งปี"]
    assert posted(second, edit, theirs).status_code == 302
    mine["title"] = ["ข้าวอินทรีย์"]
    together = posted(first, edit, mine)
    assert together["Location"] == f"{address}?together=1"
    assert "นาย somchai แก้ไขในระหว่างนั้น" in bare(first.get(together["Location"]).content.decode())
    content = chains_of("24")[0].content
    assert (content.title, content.purpose) == ("ข้าวอินทรีย์", "รายได้")
    assert content.factors[0].name == "น้ำเพียงพอทั้งปี"
    mine["name.a"] = ["น้ำฝน"]
    refused = posted(first, edit, mine)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "เขียนว่า “น้ำเพียงพอทั้งปี” ท่านเขียนว่า “น้ำฝน”" in bare(page)
    assert chains_of("24")[0].newest.number == 3
    assert posted(first, edit, fields(page)).status_code == 302
    chain = chains_of("24")[0]
    assert chain.content.factors[0].name == "น้ำฝน"
    assert [v.content.factors[0].name for v in history(chain)][1] == "น้ำเพียงพอทั้งปี"


def test_deleted_it_leaves_the_list_and_an_earlier_version_can_be_brought_back() -> None:
    client = officer()
    address = drawn_up(client)
    stale = client.post(address, {"do": "delete", "after": "7"})
    assert stale.status_code == 409
    assert client.post(address, {"do": "delete", "after": "1"}).status_code == 302
    assert f'href="{address}"' not in Client().get("/value-chain/24/").content.decode()
    assert f'href="{address}"' in client.get("/value-chain/24/").content.decode()
    assert "ห่วงโซ่นี้ถูกลบแล้ว" in bare(client.get(address).content.decode())
    seen = client.get(f"{address}?version=1").content.decode()
    assert "ท่านกำลังดูฉบับที่ 1 ฉบับล่าสุดคือฉบับที่ 2" in bare(seen)
    back = client.post(address, {"do": "restore", "after": "2", "version": "1"})
    assert back.status_code == 302
    assert not chains_of("24")[0].is_deleted
    assert client.get(f"{address}?version=9").status_code == 404
    assert client.get(f"{address}?version=x").status_code == 400


def test_a_chain_is_copied_to_another_unit_with_factors_of_its_own() -> None:
    address = drawn_up(officer(), kind="sector", sector="A")
    other = officer("other", "20")
    assert "/value-chain/20/new?begin=chain%3A" in other.get(address).content.decode()
    number = address.rsplit("/", 1)[1]
    begun = other.get(f"/value-chain/20/new?begin=chain:{number}&actors=0").content.decode()
    assert "คัดลอกจาก “ข้าวหอมมะลิ” ของจังหวัดฉะเชิงเทรา" in bare(begun)
    response = posted(other, "/value-chain/20/new", fields(begun))
    assert response.status_code == 302
    copied = find_chain("20", int(response["Location"].rsplit("/", 1)[1]))
    assert (copied.content.subject, copied.copied_from) == ("20:A", int(number))
    assert copied.content.actors_of("upstream") == ()
    assert {f.id for f in copied.content.factors}.isdisjoint({"a", "b"})
    assert "เริ่มจากสำเนาของ “ข้าวหอมมะลิ”" in bare(other.get(response["Location"]).content.decode())
    assert other.get("/value-chain/20/new?begin=chain:999").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_chain_may_begin_from_a_sketch_that_says_what_it_is(prefix: str) -> None:
    client = officer()
    page = client.get(f"{prefix}/value-chain/24/new?begin=sketch:tourism").content.decode()
    assert ("มิใช่ปัจจัยที่หน่วยงานใดประกาศ" if not prefix else "no agency has announced") in bare(page)
    assert 'value="sketch:tourism" selected' in page
    assert chains_of("24") == ()
    response = posted(client, f"{prefix}/value-chain/24/new", fields(page))
    assert response.status_code == 302
    (chain,) = chains_of("24")
    assert (chain.content.kind, chain.content.subject) == ("sector", "24:I")
    assert "hotel_occupancy" in chain.content.indicators
    assert all(chain.content.of_stage(s) and chain.content.actors_of(s) for s in STAGES)
    shown = bare(client.get(str(response["Location"])).content.decode())
    assert ("ยังไม่ได้ปรับให้ตรงกับพื้นที่" if not prefix else "not yet fitted to the place") in shown
    without = client.get("/value-chain/24/new?begin=sketch:rice&actors=0").content.decode()
    assert not any("".join(v) for k, v in fields(without).items() if k.startswith("actors."))
    assert client.get("/value-chain/24/new?begin=sketch:gold").status_code == 404


def test_a_chain_of_a_product_goes_by_its_name_and_is_its_units_own() -> None:
    from moibench.analysis.products import Wording, add_product

    client = officer()
    assert 'name="product"' not in client.get("/value-chain/24/new").content.decode()
    product = add_product("24", Wording("มะม่วงบางคล้า", "A", "", ""), "x").product
    form = client.get(f"/value-chain/24/new?kind=product&subject=product:{product}")
    typed = fields(form.content.decode())
    assert (typed["kind"], typed["product"]) == (["product"], [f"product:{product}"])
    address = posted(client, "/value-chain/24/new", typed)["Location"]
    assert "ห่วงโซ่คุณค่า: มะม่วงบางคล้า" in bare(Client().get(address).content.decode())
    other = posted(officer("other", "20"), "/value-chain/20/new", {**typed, "title": "ก"})
    assert other.status_code == 400


def test_only_the_units_officers_write() -> None:
    address = drawn_up(officer())
    other = officer("other", "20")
    for method in ("get", "post"):
        assert getattr(other, method)(f"{address}/edit", {}).status_code == 403
        assert getattr(other, method)("/value-chain/24/new", {}).status_code == 403
        assert getattr(Client(), method)(f"{address}/edit", {}).status_code == 302
    assert other.post(address, {"do": "delete", "after": "1"}).status_code == 403
    assert Client().post(address, {"do": "delete", "after": "1"}).status_code == 403
    assert other.get(address.replace("/24/", "/20/")).status_code == 404
    assert not chains_of("24")[0].is_deleted


def test_the_picture_is_plain_svg_in_both_shapes_and_the_documents_open() -> None:
    from docx import Document
    from pptx import Presentation

    client = Client()
    address = drawn_up(officer())
    page = client.get(f"{address}?year=2562").content.decode()
    tree = etree.HTML(page)
    image, narrow = tree.find(".//picture//img"), tree.find(".//picture/source")
    assert "น้ำเพียงพอ (ดัชนี HAI" in image.get("alt")
    shapes = []
    for source in (image.get("src"), narrow.get("srcset")):
        answer = client.get(source)
        assert answer["Content-Type"] == "image/svg+xml"
        svg = etree.fromstring(answer.content)
        assert not svg.xpath("//*[local-name()='script' or local-name()='style' or @style]")
        shapes.append(float(svg.get("viewBox").split()[2]))
    assert shapes == [880.0, 300.0]
    word = Document(io.BytesIO(client.get(f"{address}.docx?year=2562").content))
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    assert "น้ำเพียงพอ" in cells
    assert any(c.startswith("◆ ") for c in cells)
    assert any("ด้อยกว่าค่าประเทศ" in p.text for p in word.paragraphs)
    slides = Presentation(io.BytesIO(client.get(f"{address}.pptx?year=2562").content)).slides
    shown = {s.name: s for s in slides[1].shapes}
    assert {"ต้นทาง", "กลางทาง", "ปลายทาง", "น้ำเพียงพอ", "การเติบโต"} <= set(shown)
    assert "ดัชนี HAI" in shown["น้ำเพียงพอ"].text_frame.text
    assert client.get(f"{address}.exe").status_code == 404


def test_the_tables_of_a_chain_can_be_put_in_the_tray() -> None:
    from moibench.web.shown import parts_of

    address = drawn_up(officer())
    page = Client().get(f"{address}?year=2562").content.decode()
    parts = {p.title: p for p in parts_of(page)}
    rows = parts["ปัจจัยแห่งความสำเร็จและตัวชี้วัดปลายทาง"].rows
    assert rows[0][0] == "การเติบโต"
    assert rows[1][0] == "การขยายตัวของ GPP"
    english = Client().get(f"/en{address}?year=2019").content.decode()
    assert "clearly worse than" in bare(english)
