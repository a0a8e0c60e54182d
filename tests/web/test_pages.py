"""Every route in both languages: what it prints, what it refuses, how it is sent."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.choose import compare_with
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.presentation.numbers import format_score, format_value

pytestmark = pytest.mark.django_db

ROUTES = [
    "/",
    "/area/TH",
    "/area/E",
    "/area/E-1",
    "/area/24",
    "/area/10",
    "/area/38",
    "/indicator/",
    "/indicator/gpp_per_capita",
    "/indicator/hai",
    "/indicator/gpp_current",
    "/indicator/gpp_per_capita?level=cluster",
    "/indicator/gpp_per_capita?level=region&bangkok=1&units=24",
    "/index/overall",
    "/index/economy?bangkok=1",
    "/compare",
    "/compare?units=24,20,E-1,TH,10&indicators=hai,gpp_per_capita&against=best_in_class",
    "/method",
    "/search?q=chon",
    "/search",
    "/area/24?year=2019&from=2015&bangkok=1",
    "/area/24?against=peers&model=economy",
    "/area/E-1?against=best_in_class",
    "/area/TH?against=baseline",
    "/area/24?against=target",
    "/area/58?against=cluster&year=2562",
    "/before-after",
    "/before-after?before=2555-2558&during=2559-2562",
    "/before-after/24",
    "/before-after/TH",
    "/before-after/E-1?model=economy",
    "/before-after/10?before=2555–2558&during=2559-2562",
    "/before-after/indicator/gpp_per_capita",
    "/change/24",
    "/levers/24",
    "/targets/TH",
    "/targets/24",
    "/targets/E-1?year=2562",
    "/targets/24?indicator=household_income&value=30000&base=2562&by=2566",
    "/levers/24?v-gpp_per_capita=400000&w-economy=2&year=2562",
    "/levers/10",
    "/levers/TH?v-hai=0.7",
    "/levers/NE?model=economy",
    "/change/TH",
    "/change/E-1?of=economy",
    "/change/10?from=2015&to=2562&bangkok=1",
    "/before-after/indicator/hai?bangkok=1",
    "/before-after/indicator/household_debt?level=cluster",
]
WITHOUT_FIGURES = next(i.id for i in current_catalogue().indicators.values() if not i.has_figures)
HEAVIEST = 400_000


def get(path: str) -> HttpResponse:
    response: HttpResponse = Client().get(path)
    return response


def text_of(response: HttpResponse) -> str:
    """What a reader sees: without tags, no-break spaces as spaces."""
    content = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", content)).replace("\u00a0", " "))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", [*ROUTES, f"/indicator/{WITHOUT_FIGURES}"])
def test_every_page_is_served_whole(prefix: str, path: str) -> None:
    response = get(prefix + path)
    html = response.content.decode()
    assert response.status_code == 200
    assert len(response.content) < HEAVIEST
    language = "en" if prefix else "th"
    assert f'<html lang="{language}">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert html.count("<main") == 1
    assert 'class="skip" href="#content"' in html
    assert html.rstrip().endswith("</html>")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert anchor in ids


@pytest.mark.parametrize("path", [*ROUTES, "/area/xx", "/nothing", "/area/24?year=1850"])
def test_the_policy_is_sent_and_nothing_inline_would_need_an_exception(path: str) -> None:
    response = get(path)
    html = response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son[a-z]+=", html)
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or 'type="application/json"' in attributes


def test_the_numbers_of_an_area_are_those_of_its_profile() -> None:
    result = profile("24", 2019)
    said = text_of(get("/area/24?year=2562"))
    html = get("/area/24?year=2562").content.decode()
    for node in (result.overall, *result.dimensions):
        row = re.search(rf'id="{node.node_id}">.*?<div class="rk"', html, flags=re.DOTALL)
        assert row is not None
        assert f">{format_score(node.score)}<" in row[0]
        assert f"<b>{node.level}</b>" in row[0]
        assert f"อันดับที่ {node.rank} (ช่วง {node.rank_low}–{node.rank_high}) จาก 76 จังหวัด" in said
    for found in result.indicators:
        indicator = current_catalogue().indicators[found.indicator_id]
        row = re.search(rf'id="{found.indicator_id}">(.*?)<div class="spk"', html, flags=re.DOTALL)
        assert row is not None
        value = re.search(r'class="val" role="cell">(?:<span class="old">)?([^<]+)', row[1])
        assert value is not None
        assert value[1] == format_value(found.figure.value, indicator)


def test_old_figures_are_dotted_and_say_their_age() -> None:
    result = profile("24", 2019).indicator("forest_share")
    assert result.figure.age == 4
    html = get("/area/24?year=2562").content.decode()
    row = re.search(r'id="forest_share">(.*?)<div class="spk"', html, flags=re.DOTALL)
    assert row is not None
    assert '<span class="old">' in row[1]
    assert "พ.ศ.\u00a02558 (เก่า 4 ปี)" in row[1]


@pytest.mark.parametrize("bangkok", [False, True])
def test_the_order_of_an_indicator_is_that_of_its_ranking(bangkok: bool) -> None:
    result = ranking("gpp_per_capita", 2019, with_bangkok=bangkok)
    html = get(f"/indicator/gpp_per_capita?year=2562{'&bangkok=1' if bangkok else ''}").content
    table = html.decode().rsplit('<table class="tbl" data-copy', 1)[1]
    codes = re.findall(r'<th scope="row"><a href="/area/([^?"]+)', table)
    assert codes == [line.unit_code for line in result.lines]
    assert len(codes) == (77 if bangkok else 76)
    dots = re.findall(r'class="nm2"><a href="/area/([^?"]+)', html.decode())
    assert dots == codes


def test_every_province_stands_once_on_the_tile_grid() -> None:
    html = get("/").content.decode()
    grid = re.search(r'<svg class="tiles".*?</svg>', html, flags=re.DOTALL)
    assert grid is not None
    codes = re.findall(r'href="/area/(\d+)"', grid[0])
    assert len(codes) == len(set(codes)) == 77


def test_the_cells_of_a_comparison_are_those_of_the_result() -> None:
    ids = ("hai", "gpp_per_capita", "household_debt")
    result = compare_with(("E-1", "24"), ids, 2019)
    html = get(f"/compare?units=E-1,24&indicators={','.join(ids)}&year=2562").content.decode()
    table = html.split('<table class="rug"', 1)[1].split("</table>")[0]
    found = re.findall(r'<td class="(p|m|z|x|na)( age)?" title="[^"]*">.*?</span>([^<]*)', table)
    order = [i for d in current_framework().dimensions for i in d.indicators if i in ids]
    expected = []
    for indicator_id in order:
        indicator = current_catalogue().indicators[indicator_id]
        for cell in result.cells[ids.index(indicator_id)]:
            if cell.figure.value is None:
                expected.append(("na", "ไม่เผยแพร่"))
            else:
                relation = {"better": "p", "worse": "m", "similar": "z", None: "x"}[
                    cell.benchmark.relation
                ]
                expected.append((relation, format_value(cell.figure.value, indicator)))
    assert [(css, value.strip()) for css, _, value in found] == expected
    assert ("na", "ไม่เผยแพร่") in expected


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/area/xx", 404, "ไม่พบพื้นที่"),
        ("/en/area/Chachoengsaoo", 404, "Chachoengsao"),
        ("/indicator/gpp_per_capit", 404, "GPP"),
        ("/index/nothing", 404, "ไม่พบตัวชี้วัด"),
        ("/area/24?year=2443", 404, "2562"),
        ("/area/24?year=nineteen", 400, "ไม่ใช่ปี"),
        ("/area/24?year=1800", 400, "นอกช่วงปี"),
        ("/indicator/hai?level=cluster&year=2562", 404, "ไม่มีค่าของพื้นที่ระดับนี้"),
        ("/area/38?year=2550", 404, "บึงกาฬ"),
        ("/area/24?bangkok=maybe", 400, "maybe"),
        ("/indicator/hai?level=village", 400, "village"),
        ("/compare?against=moon", 400, "moon"),
        ("/compare?units=24,zz9", 404, "zz9"),
        ("/compare?units=24&indicators=zz9", 404, "zz9"),
        ("/area/24?against=moon", 400, "moon"),
        ("/area/24?against=units", 400, "กรุณาเลือกอย่างน้อยหนึ่งแห่ง"),
        ("/area/24?model=moon", 400, "moon"),
        ("/targets/xx", 404, "xx"),
        ("/targets/24?indicator=hai&value=much&base=2562&by=2566", 400, "much"),
        ("/targets/24?indicator=moon&value=1&base=2562&by=2566", 400, "moon"),
        ("/targets/24?indicator=hai&value=1&base=2562", 400, "ปีเป้าหมาย"),
        ("/targets/24?indicator=hai&value=1&base=2562&by=2560", 400, "2560"),
        ("/targets/24?indicator=hai&value=1&base=2562&by=soon", 400, "ไม่ใช่ปี"),
        ("/levers/xx", 404, "xx"),
        ("/levers/24?v-hai=much", 400, "much"),
        ("/levers/24?v-hai=inf", 400, "inf"),
        ("/levers/24?w-hai=-1", 400, "-1"),
        ("/levers/24?v-moon=1", 400, "moon"),
        ("/levers/24?w-economy=0&w-society_security=0&w-environment=0", 400, "น้ำหนักของ"),
        ("/levers/24?year=2540", 404, "ไม่มีคะแนน"),
        ("/change/xx", 404, "xx"),
        ("/change/24?from=2562&to=2558", 400, "ปีต้นต้องมาก่อนปีปลาย"),
        ("/change/24?from=2562&to=2562", 400, "ปีต้นต้องมาก่อนปีปลาย"),
        ("/change/24?from=2538&to=2562", 404, "ไม่มีคะแนน"),
        ("/change/24?of=moon", 400, "moon"),
        ("/change/24?to=later", 400, "ไม่ใช่ปี"),
        ("/before-after/xx", 404, "xx"),
        ("/before-after/24?plan=plan99", 400, "plan99"),
        ("/before-after/24?before=2562&during=2562", 400, "ปีก่อนแผนต้องอยู่ก่อนปีระหว่างแผน"),
        ("/before-after/24?before=2563&during=2560-2562", 400, "ปีก่อนแผนต้องอยู่ก่อนปีระหว่างแผน"),
        ("/before-after/24?before=2563-2560", 400, "2563-2560"),
        ("/before-after/24?before=once", 400, "ไม่ใช่ปี"),
        ("/before-after/24?model=moon", 400, "moon"),
        ("/before-after/indicator/zz9", 404, "zz9"),
        ("/before-after/indicator/hai?level=village", 400, "village"),
        ("/nothing/at/all", 404, "ไม่มีหน้านี้"),
        ("/en/nothing", 404, "There is no such page"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_an_offer(
    path: str, status: int, said: str
) -> None:
    response = get(path)
    assert response.status_code == status
    assert said in text_of(response)
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    assert "href=" in main


def test_what_was_typed_comes_back_escaped() -> None:
    for path in ("/search?q=%3Cscript%3Ealert(1)", "/area/%3Cscript%3E", "/area/24?year=%3Cb%3E"):
        html = get(path).content.decode()
        assert "<script>alert" not in html
        assert "<b>" not in html.split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("typed", ["2562", "2019", "พ.ศ. 2562", "๒๕๖๒", "ค.ศ. 2019"])
def test_a_year_may_be_typed_in_either_era(typed: str) -> None:
    response = Client().get("/area/24", {"year": typed})
    assert "พ.ศ. 2562" in text_of(response)
    assert '<option value="2562" selected>' in response.content.decode()


def test_the_switch_keeps_the_whole_state() -> None:
    html = get("/area/24?year=2560&from=2558&bangkok=1").content.decode()
    switch = re.search(r'class="switch" href="([^"]+)"', html)
    assert switch is not None
    address = unescape(switch[1])
    assert address == "/en/area/24?year=2017&from=2015&bangkok=1"
    back = re.search(r'class="switch" href="([^"]+)"', get(address).content.decode())
    assert back is not None
    assert unescape(back[1]) == "/area/24?year=2560&from=2558&bangkok=1"


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("ฉะเชิงเทรา", "/area/24"),
        ("chachoengsao", "/area/24"),
        ("24", "/area/24"),
        ("E-1", "/area/E-1"),
        ("gpp_per_capita", "/indicator/gpp_per_capita"),
        ("economy", "/index/economy"),
    ],
)
def test_one_sure_hit_leads_straight_there(typed: str, leads_to: str) -> None:
    response = Client().get("/search", {"q": typed})
    assert response.status_code == 302
    assert response["Location"] == leads_to


def test_a_name_leads_to_the_address_of_the_code() -> None:
    assert get("/area/Chachoengsao?year=2562")["Location"] == "/area/24?year=2562"


def test_pages_only_answer_reading() -> None:
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)("/").status_code == 405


def test_an_unchanged_page_is_not_sent_twice() -> None:
    first = get("/area/24")
    again = Client().get("/area/24", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_default_year_says_that_it_is() -> None:
    assert "ปีล่าสุดที่ข้อมูลเพียงพอ" in text_of(get("/area/24"))
    assert "ปีล่าสุดที่ข้อมูลเพียงพอ" not in text_of(get("/area/24?year=2558"))


def test_an_indicator_without_figures_says_so_and_is_listed() -> None:
    assert "ยังไม่มีตัวเลข" in text_of(get(f"/indicator/{WITHOUT_FIGURES}"))
    html = get("/indicator/").content.decode()
    listed = set(re.findall(r'href="/indicator/([a-z0-9_]+)"', html))
    assert listed == set(current_catalogue().indicators)


def test_the_method_states_the_numbers_of_the_design() -> None:
    catalogue, framework = current_catalogue(), current_framework()
    design = catalogue.designs[framework.design]
    said = text_of(get("/method"))
    assert f"{design.uncertainty.replicates:,} ครั้ง" in said
    assert str(design.uncertainty.seed) in said
    for cutoff in design.cutoffs:
        assert f"{cutoff:.1f}" in said
    for dimension in design.dimensions.values():
        for indicator_id, leaf in dimension.indicators.items():
            for goalpost in leaf.goalposts:
                assert format_value(goalpost, catalogue.indicators[indicator_id]) in said


def test_the_report_is_a_word_document_named_after_unit_and_year() -> None:
    response = get("/en/report/24.docx?year=2019")
    assert response.content[:2] == b"PK"
    assert "moi-benchmarking-24-2019-en.docx" in response["Content-Disposition"]


def test_an_indicator_beside_the_framework_is_shown_with_its_figures() -> None:
    catalogue = current_catalogue()
    placed = {i for f in catalogue.frameworks.values() for d in f.dimensions for i in d.indicators}
    beside = [i for i, d in catalogue.indicators.items() if d.has_figures and i not in placed]
    assert "self_harm_service_rate" in beside
    for indicator in beside:
        for way in ("", "/moves", ".csv"):
            answer = Client(SERVER_NAME="localhost").get(f"/en/indicator/{indicator}{way}")
            assert answer.status_code == 200, (indicator, way)
        shown = Client(SERVER_NAME="localhost").get(f"/en/indicator/{indicator}")
        assert 'class="ranking' in shown.content.decode()
