"""The catalogue's pages: an officer extends it, a second one checks, and it comes in force."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from moibench.analysis import vantage
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.editions import publish
from moibench.analysis.looking import look, refresh
from moibench.analysis.panel import current_panel, panel_of
from moibench.analysis.profile import profile
from moibench.catalogue.load import BUILT_IN
from moibench.ingest.drafts import find
from moibench.people.models import Act
from tests.web.drafting import Editor, alerts, fields, wrong
from tests.web.specimens import made as made_person
from tests.web.specimens import signed_in

pytestmark = pytest.mark.django_db

QUESTIONS = (
    "clear",
    "relevant",
    "attributable",
    "available",
    "timely",
    "comparable",
    "affordable",
    "hard_to_game",
)
ANSWERED = {f"admission.{q}.verdict": "yes" for q in QUESTIONS}
RECYCLED = {
    "id": "waste_recycled_average",
    "name.th": "สัดส่วนขยะที่นำกลับมาใช้ประโยชน์ เฉลี่ยสามปี",
    "name.en": "Share of waste recycled, three-year average",
    "definition.th": "ค่าเฉลี่ยเคลื่อนที่สามปีของสัดส่วนขยะที่นำกลับมาใช้",
    "definition.en": "Three-year moving average of the share of waste recycled.",
    "why_it_matters.th": "ลดความผันผวนรายปี",
    "why_it_matters.en": "It evens out single years.",
    "unit_of_measure.th": "ร้อยละ",
    "unit_of_measure.en": "per cent",
    "direction": "higher_is_better",
    "dimension": "environment",
    "agency.th": "กรมควบคุมมลพิษ",
    "agency.en": "Pollution Control Department",
    "formula.th": "ขยะที่นำกลับมาใช้สามปี ÷ ขยะที่เกิดขึ้นสามปี × 100",
    "formula.en": "Recycled over generated, three years, × 100",
    "formula.kind": "moving_average",
    "formula.of": "share",
    "formula.above": "msw_recycled",
    "formula.below": "msw_generated",
    "formula.years": "๓",
    "decimals": "1",
    "is_percentage": "1",
}


@pytest.fixture(autouse=True)
def _present() -> Iterator[None]:
    yield
    vantage.put_in_force(vantage.built_in_catalogue())


def number(draft: str) -> int:
    return int(draft.rsplit("/", 1)[-1])


def through(draft: str, author: Editor, other: Editor) -> None:
    assert author.step(draft, "submit") == []
    assert other.step(draft, "check", "ตรวจแล้ว") == []
    assert author.step(draft, "publish", "ประกาศใช้ตามมติ") == []


@pytest.mark.slow
def test_every_form_opens_and_saving_it_untouched_changes_nothing() -> None:
    officer = Editor("first")
    draft = officer.begin()
    found = current_catalogue()
    kinds = ("indicators", "series", "sources", "plans", "frameworks", "designs", "targets")
    for kind in kinds:
        for place, name in enumerate(getattr(found, kind)):
            prefix = "/en" if place == 0 else ""
            answer = officer.save(f"{prefix}{draft}/{kind}/{name}", {})
            assert answer.status_code == 302, (kind, name, wrong(answer.content.decode()))
        officer.open(f"{draft}/list/{kind}")
        officer.open(f"/en{draft}/add/{kind}")
    assert find(number(draft)).files == ()


def test_an_indicator_is_previewed_added_checked_by_another_and_comes_in_force() -> None:
    first, second = Editor("first"), Editor("second")
    draft = first.begin("ค่าเฉลี่ยสามปี")
    form = fields(first.open(f"{draft}/add/indicators")) | RECYCLED
    shown = first.send(f"{draft}/add/indicators", form, do="preview", unit__0="24").content.decode()
    table = shown.split('id="preview"')[1].split("</table>")[0]
    cells = re.findall(r'<td class="num">(.*?)</td>', table)
    with look():
        own = current_panel().series_values
        rows = [current_panel().cube.years.index(y) for y in (2022, 2023, 2024)]
        column = current_panel().geography.position["24"]
        above, below = (own(s)[rows, column].sum() for s in ("msw_recycled", "msw_generated"))
    assert f"{above / below * 100:.1f}" in cells
    assert find(number(draft)).files == ()  # looking changes nothing
    assert first.send(f"{draft}/add/indicators", form, do="save").status_code == 302
    said = "\n".join(first.step(draft, "submit"))
    assert "คำถามก่อนรับ" in said
    assert first.save(f"{draft}/indicators/waste_recycled_average", ANSWERED).status_code == 302
    framework = {
        "place.waste_recycled_average": "in",
        "order.waste_recycled_average": "99",
    }
    assert first.save(f"{draft}/frameworks/moi_plan12", framework).status_code == 302
    assert first.step(draft, "submit") == []
    refused = first.step(draft, "check")
    assert "ตรวจร่างของตนเองมิได้" in refused[0]
    assert find(number(draft)).state == "submitted"
    assert second.step(draft, "publish", "เร็วไป") != []
    assert second.step(draft, "check", "ถูกต้อง") == []
    assert "โปรดกรอกเหตุผล" in first.step(draft, "publish")[0]
    assert first.step(draft, "publish", "ตามมติคณะทำงาน") == []
    now = refresh()
    added = now.indicators["waste_recycled_average"]
    assert set(added.admission) == set(QUESTIONS)
    assert now.frameworks["moi_plan12"].indicator_ids[-1] == "waste_recycled_average"
    with look():
        figure = profile("24", 2022).indicator("waste_recycled_average").figure
    assert figure.value is not None
    page = first.open("/indicator/waste_recycled_average")
    assert "จังหวัดมีส่วนทำให้เปลี่ยนได้" in page
    acts = set(Act.objects.filter(kind="catalogue").values_list("action", "by_name"))
    assert ("catalogue.draft_checked", "second") in acts
    assert ("catalogue.draft_published", "first") in acts


def test_what_is_wrong_is_told_at_its_field_in_the_language_of_the_page() -> None:
    officer = Editor("first")
    draft = officer.begin()
    bad = RECYCLED | {
        "id": "Bad Name",
        "name.en": "",
        "formula.below": "",
        "decimals": "สอง",
        "admission.clear.verdict": "no",
    }
    form = fields(officer.open(f"{draft}/add/indicators")) | bad
    found = wrong(officer.send(f"{draft}/add/indicators", form, do="save").content.decode())
    assert set(found) >= {"id", "name-en", "formula-below", "decimals"}
    assert found["decimals"] == "“สอง” ไม่ใช่จำนวนเต็ม"
    english = officer.send(f"/en{draft}/add/indicators", form, do="save").content.decode()
    assert wrong(english)["name-en"] == "This is needed."
    assert 'value="waste' not in english
    leaf = {"weight.waste_per_capita": "1", "zero.waste_per_capita": "0.5"}
    answer = officer.save(f"{draft}/designs/development_plan12", leaf)
    assert "สวนทาง" in wrong(answer.content.decode())["zero-waste_per_capita"]
    assert find(number(draft)).files == ()


def test_two_people_edit_one_thing_and_the_second_decides() -> None:
    first, second = Editor("first"), Editor("second")
    draft = first.begin()
    address = f"{draft}/indicators/hai"
    seen = fields(second.open(address))
    first.save(address, {"short_name.en": "HAI of first", "decimals": "3"})
    mine = seen | {"short_name.th": "ของคนที่สอง", "decimals": "2"}
    answer = second.send(address, mine, do="save")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "HAI of first" in html
    assert any("first" in a for a in alerts(html))
    merged = fields(html)
    assert merged["short_name.en"] == ["HAI of first"]  # only the first changed it
    assert merged["decimals"] == ["2"]  # both did: it has mine
    assert second.send(address, merged, do="save").status_code == 302
    kept = find(number(draft)).file("indicators/society_security/hai.yaml")
    assert kept is not None
    assert kept.after is not None
    assert "HAI of first" in kept.after
    assert "ของคนที่สอง" in kept.after
    assert "decimals: 2" in kept.after


def test_what_came_in_force_meanwhile_is_shown_before_the_draft_goes_on() -> None:
    first, second = Editor("first"), Editor("second")
    slow, quick = first.begin("ช้า"), second.begin("เร็ว")
    first.save(f"{slow}/series/hai", {"maximum": "2"})
    second.save(f"{quick}/series/hai", {"maximum": "3"})
    through(quick, second, first)
    refused = first.step(slow, "submit")
    assert "series/hai.yaml" in refused[0]
    first.client.post(slow, {"do": "keep_mine", "path": "series/hai.yaml"})
    through(slow, first, second)
    assert refresh().series["hai"].maximum == 2


def test_a_draft_that_no_longer_fits_says_so() -> None:
    first, second = Editor("first"), Editor("second")
    slow, quick = first.begin("ช้า"), second.begin("เร็ว")
    leaf = {
        "weight.hotel_occupancy": "1",
        "zero.hotel_occupancy": "20",
        "hundred.hotel_occupancy": "80",
        "baseline.hotel_occupancy": "2565",
    }
    assert first.save(f"{slow}/designs/development_plan13", leaf).status_code == 302
    gone = {"place.hotel_occupancy": "", "order.hotel_occupancy": ""}
    assert second.save(f"{quick}/frameworks/moi_plan13", gone).status_code == 302
    through(quick, second, first)
    assert "แบบดัชนีให้น้ำหนัก" in first.open(slow)
    assert any("แบบดัชนีให้น้ำหนัก" in r for r in first.step(slow, "submit"))


def test_what_would_break_something_is_refused_with_the_reason() -> None:
    publish("2569/1", "a test")
    officer = Editor("first")
    draft = officer.begin()

    def remove(kind: str, name: str) -> str:
        form = fields(officer.open(f"{draft}/{kind}/{name}"))
        answer = officer.send(f"{draft}/{kind}/{name}", form, do="remove")
        assert answer.status_code == 200
        return "\n".join(alerts(answer.content.decode())) + str(wrong(answer.content.decode()))

    assert "ยังมีที่ใช้อยู่" in remove("indicators", "hai")
    assert "แบบดัชนีให้น้ำหนัก" in str(
        wrong(
            officer.save(
                f"{draft}/frameworks/moi_plan12", {"place.hai": "", "headline.hai": []}
            ).content.decode()
        )
    )
    # Out of every place that uses it, an edition still needs its definition.
    share = "foreign_share_of_tourism_receipts"
    for plan in ("plan12", "plan13"):
        gone = {f"place.{share}": "", f"order.{share}": ""}
        assert officer.save(f"{draft}/frameworks/moi_{plan}", gone).status_code == 302
    assert "2569/1" in remove("indicators", share)
    weights = {
        f"weight.{i}": ""
        for i in current_catalogue().designs["development_plan12"].dimensions["economy"].indicators
    }
    answer = officer.save(f"{draft}/designs/development_plan12", weights)
    assert "น้ำหนักรวมจึงเป็นศูนย์" in answer.content.decode()


def test_a_form_of_hundreds_of_indicators_is_read() -> None:
    officer = Editor("first")
    draft = officer.begin()
    many = {f"order.indicator_{n}": "1" for n in range(2_500)}
    assert officer.save(f"{draft}/frameworks/moi_plan12", many).status_code == 302


def test_a_cycle_of_units_comes_in_by_no_zip() -> None:
    officer = Editor("first")
    draft = officer.begin()
    parents = (BUILT_IN / "units/parents.csv").read_text(encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "units/parents.csv", parents.replace("N,TH,regions_2017", "N,N-U1,regions_2017")
        )
    answer = officer.client.post(
        f"{draft}/files", {"file": SimpleUploadedFile("x.zip", packed.getvalue())}
    )
    assert any("พื้นที่แม่ของตนเอง" in a for a in alerts(answer.content.decode()))
    assert find(number(draft)).files == ()


def test_a_zip_that_is_none_or_holds_other_things_is_refused_with_every_reason() -> None:
    officer = Editor("first")
    draft = officer.begin()

    def sent(content: bytes, prefix: str = "") -> list[str]:
        file = {"file": SimpleUploadedFile("x.zip", content)}
        return alerts(officer.client.post(f"{prefix}{draft}/files", file).content.decode())

    assert sent(b"no zip") == ["แฟ้มนี้ไม่ใช่ zip ที่อ่านได้"]
    packed = io.BytesIO()
    hai = (BUILT_IN / "series/hai.yaml").read_bytes()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../evil.yaml", b"a: 1")
        archive.writestr("run.py", b"print()")
        archive.writestr("series/latin.yaml", "é".encode("latin-1"))
    assert len(sent(packed.getvalue())) == 3
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("series/hai.yaml", hai + b"\ncolour: blue\n")
        archive.writestr("series/broken.yaml", b"name: {th: x}\n")
    said = "\n".join(sent(packed.getvalue(), "/en"))
    assert "series/hai.yaml: colour" in said
    assert "series/broken.yaml: name.en: This is needed." in said
    assert find(number(draft)).files == ()


def contents(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shipped() -> dict[str, bytes]:
    files = (p for p in BUILT_IN.rglob("*") if p.suffix in (".yaml", ".csv", ".geojson"))
    return {p.relative_to(BUILT_IN).as_posix(): p.read_bytes() for p in files}


def bring(officer: Editor, draft: str, packed: bytes) -> int:
    sent = {"file": SimpleUploadedFile("c.zip", packed), "whole": "1"}
    return int(officer.client.post(f"{draft}/files", sent).status_code)


def test_out_and_in_through_the_browser_is_the_same_to_the_byte() -> None:
    first, second = Editor("first"), Editor("second")
    packed = first.client.get("/catalogue/catalogue.zip").content
    assert contents(packed) == shipped()
    same = first.begin("เหมือนเดิม")
    assert bring(first, same, packed) == 302
    assert find(number(same)).files == ()
    # A changed catalogue goes out, is undone here, comes back in, and goes out the same.
    draft = first.begin("แก้")
    first.save(f"{draft}/indicators/hai", ANSWERED)
    first.save(f"{draft}/plans/plan13", {"baseline_years": "2564"})
    through(draft, first, second)
    changed = first.client.get("/catalogue/catalogue.zip").content
    assert contents(changed) != shipped()
    back = first.begin("คืน")
    assert bring(first, back, packed) == 302
    through(back, first, second)
    assert contents(first.client.get("/catalogue/catalogue.zip").content) == shipped()
    again = first.begin("นำเข้า")
    assert bring(first, again, changed) == 302
    through(again, first, second)
    assert contents(first.client.get("/catalogue/catalogue.zip").content) == contents(changed)


PLAN14 = {
    "id": "plan14",
    "name.th": "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่สิบสี่ พ.ศ. 2571–2575",
    "name.en": "Fourteenth National Economic and Social Development Plan, 2028–2032",
    "short_name.th": "แผนฯ 14",
    "short_name.en": "14th plan",
    "first_year": "๒๕๗๑",
    "last_year": "พ.ศ. 2575",
    "items.0.code": "1",
    "items.0.name.th": "เป้าหมายแรก",
    "items.0.name.en": "A first goal",
    "items.1.code": "2",
    "items.1.name.th": "เป้าหมายที่สอง",
    "items.1.name.en": "A second goal",
}
MADE14 = {
    "old": "moi_plan13",
    "plan": "plan14",
    "id": "moi_plan14",
    "design": "development_plan14",
    "name.th": "กรอบแผนฯ 14",
    "name.en": "Framework of the 14th plan",
    "of.th": "ดัชนีแผนฯ 14",
    "of.en": "Index of the 14th plan",
}


def test_the_14th_plan_is_made_in_the_browser_and_can_be_computed() -> None:
    first, second = Editor("first"), Editor("second")
    draft = first.begin("แผนฯ 14")
    form = fields(first.open(f"{draft}/add/plans")) | PLAN14
    assert first.send(f"{draft}/add/plans", form, do="save").status_code == 302
    answer = first.client.post(f"{draft}/make", MADE14)
    mapping = f"{draft}/map/moi_plan14"
    assert answer["Location"] == mapping
    html = first.open(mapping)
    assert "1 เป้าหมายแรก" in html  # no indicator measures it yet
    decided = fields(html) | {
        "items.hai": "1",
        "place.hotel_occupancy": "out",
        "place.drug_cases": "in",
    }
    refused = first.client.post(mapping, decided).content.decode()
    assert "ต้องบอกเหตุผลทั้งสองภาษา" in refused
    decided |= {
        "reason.hotel_occupancy.th": "แผนใหม่มิได้กำหนด",
        "reason.hotel_occupancy.en": "The new plan does not ask for it.",
        "by.hotel_occupancy": "tourism_receipts",
    }
    assert first.client.post(mapping, decided).status_code == 302
    html = first.open(mapping)
    assert "แผนใหม่มิได้กำหนด" in html
    # Goalposts are set anew from years that the officer names.
    form = fields(first.open(f"{draft}/designs/development_plan14"))
    form |= {"baseline.hai": "2564", "zero.hai": "", "hundred.hai": ""}
    suggested = first.send(f"{draft}/designs/development_plan14", form, do="suggest")
    filled = fields(suggested.content.decode())
    assert float(filled["zero.hai"][0]) < float(filled["hundred.hai"][0])
    assert first.send(f"{draft}/designs/development_plan14", filled, do="save").status_code == 302
    through(draft, first, second)
    now = refresh()
    made = now.frameworks["moi_plan14"]
    assert (made.made_from, made.plan) == ("moi_plan13", "plan14")
    assert "drug_cases" in made.awaited
    assert [(g.indicator, g.replaced_by) for g in made.left_out] == [
        ("hotel_occupancy", "tourism_receipts")
    ]
    assert now.indicators["hai"].plans["plan14"] == ("1",)
    assert now.frameworks["moi_plan13"] == current_catalogue().frameworks["moi_plan13"]
    assert now.designs["development_plan14"].dimensions["society_security"].indicators[
        "hai"
    ].baseline_years == (2021,)
    public = (
        signed_in(made_person("reader")).get("/catalogue/framework/moi_plan14").content.decode()
    )
    assert "2 เป้าหมายที่สอง" in public
    with look() as seen:
        panel = panel_of(seen, "moi_plan14", "development_plan14")
        assert panel.newest_year == 2021


def test_a_draft_is_returned_with_a_comment_and_withdrawn() -> None:
    first, second = Editor("first"), Editor("second")
    draft = first.begin()
    assert "ยังไม่เปลี่ยนสิ่งใด" in first.step(draft, "submit")[0]
    first.save(f"{draft}/series/hai", {"maximum": "2"})
    assert first.step(draft, "submit") == []
    answer = first.save(f"{draft}/series/hai", {"maximum": "5"})
    assert any("ส่งตรวจแล้ว" in a for a in alerts(answer.content.decode()))
    assert second.step(draft, "send_back", "ตรวจค่าสูงสุดอีกครั้ง") == []
    assert "ตรวจค่าสูงสุดอีกครั้ง" in first.open(draft)
    html = first.open(draft)
    assert "ค่าสูงสุดที่เป็นไปได้" in html  # the difference is in words
    assert first.step(draft, "withdraw", "ไม่จำเป็นแล้ว") == []
    assert "เลิกแล้ว" in first.step(draft, "submit")[0]
    assert Path(refresh().folder) == BUILT_IN
