"""The rug in any order, its workbook and table; the ranking and its two years; peers by address."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import openpyxl
import pytest
from django.test import Client

from moibench.analysis.apart import cannot_be_told_apart_in
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.editions import publish
from moibench.analysis.peers import peers
from moibench.analysis.ranking import ranking
from moibench.analysis.two_years import two_years
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_percent, format_value
from moibench.store.record import Entry, record_edition

pytestmark = pytest.mark.django_db
UNITS, IDS = ("20", "21", "24", "E"), ("hai", "household_debt", "gpp_per_capita", "forest_share")
ASKED = f"units={','.join(UNITS)}&indicators={','.join(IDS)}&year=2562"


def get(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def bare(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def heads(html: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*><a href="/area/([^"?]+)', html.split('class="rug"')[1])


@pytest.mark.parametrize("kind", ["country", "median", "peers", "cluster", "baseline", "target"])
def test_the_workbook_holds_the_numbers_themselves_with_sign_and_colour(kind: str) -> None:
    answer = compare_with(UNITS, IDS, 2019, choice=BenchmarkChoice(kind))  # type: ignore[arg-type]
    content = Client().get(f"/compare/workbook.xlsx?{ASKED}&against={kind}").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    rug = book.worksheets[0]
    signs = {"better": "(+)", "worse": "(−)", "similar": "(=)", None: ""}
    fills = {"better": "FF2A6CA8", "worse": "FFFBD3A6", "similar": "FFF5F6F8"}
    for row, line in enumerate(answer.cells, 4):
        decimals = current_catalogue().indicators[IDS[row - 4]].decimals
        for column, cell in enumerate(line, 5):
            found = rug.cell(row, column)
            if cell.figure.value is None:
                assert isinstance(found.value, str)
                continue
            # Unrounded: XlsxWriter keeps 16 digits, Excel itself 15.
            assert found.value == pytest.approx(cell.figure.value, rel=1e-15)
            relation = cell.benchmark.relation
            assert signs[relation] in found.number_format
            assert found.number_format.startswith(
                "#,##0" + ("." + "0" * decimals if decimals else "")
            )
            if relation:
                assert found.fill.fgColor.rgb == fills[relation]
    assert rug.freeze_panes == "E4"
    details = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert len(details) == len(UNITS) * len(IDS)
    assert [d[0] for d in details[:4]] == [IDS[0]] * 4
    for found, cell in zip(details, [c for line in answer.cells for c in line], strict=True):
        gap = cell.benchmark.gap
        assert found[11] == (None if gap is None else pytest.approx(gap, rel=1e-14))
    definitions = {row[0] for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)}
    assert definitions == {current_catalogue().indicators[i].name.th for i in IDS}


def test_the_table_opens_in_excel_and_holds_every_cell() -> None:
    response = Client().get(f"/compare/table.csv?{ASKED}&against=median&average=with")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    choice = BenchmarkChoice("median", with_bangkok=True)
    answer = compare_with(UNITS, IDS, 2019, choice=choice)
    expected = [c for line in answer.cells for c in line]
    assert len(rows) == len(expected)
    for row, cell in zip(rows, expected, strict=True):
        assert row["รหัสพื้นที่"] == cell.unit_code
        value = cell.benchmark.figure.value
        assert row["ค่าเกณฑ์อ้างอิง"] == ("" if value is None else repr(value))
        assert row["ค่า"] == ("" if cell.figure.value is None else repr(cell.figure.value))


def test_columns_and_rows_stand_in_the_order_asked_for() -> None:
    provinces = "units=50,20,21,24&indicators=hai,household_debt,gpp_per_capita&year=2562"
    cells = compare_with(("50", "20", "21", "24"), ("household_debt",), 2019).cells[0]
    best_first = [c.unit_code for c in sorted(cells, key=lambda c: c.rank or 99)]
    assert heads(get(f"/compare?{provinces}&sort_units=household_debt")) == best_first
    assert heads(get(f"/compare?{provinces}&sort_units=-household_debt")) == best_first[::-1]
    html = get(f"/compare?{provinces}&sort_rows=24")
    assert 'aria-sort="ascending"' in html
    table = html.split('class="rug"')[1].split("</table>")[0]
    signs = re.findall(r'<td class="(p|m|z|x)[^>]*title="ฉะเชิงเทรา', table)
    assert signs == sorted(signs, key="mzpx".index)


def test_what_it_cannot_sort_by_or_compare_is_refused_and_an_old_address_leads_on() -> None:
    client = Client()
    assert client.get("/compare?sort_units=moon").status_code == 400
    assert client.get("/compare?sort_rows=24&units=20,21").status_code == 400
    assert client.get("/compare?average=maybe").status_code == 400
    old = client.get("/compare?units=20,21&benchmark=median")
    assert (old.status_code, old["Location"]) == (302, "/compare?units=20,21&against=median")
    left = bare(get("/compare?units=38,43&year=2553"))
    assert "ไม่แสดง จังหวัดบึงกาฬ" in left


@pytest.mark.parametrize(
    ("path", "subject"), [("index", "overall"), ("indicator", "household_debt")]
)
def test_the_marked_unit_and_whoever_cannot_be_told_apart_stand_out_without_a_script(
    path: str, subject: str
) -> None:
    result = ranking(subject, 2019)
    found = cannot_be_told_apart_in(result)
    assert found is not None
    html = get(f"/{path}/{subject}?year=2562&mark=24")
    order = html.split('id="order"')[1].split("</section>")[0]
    assert re.findall(r'class="rrow here"[^>]*data-code="(\w+)"', order) == ["24"]
    near = re.findall(r'class="rrow near"[^>]*data-code="(\w+)"', order)
    assert set(near) == set(found.of("24"))
    said = bare(order)
    assert f"จังหวัดฉะเชิงเทราแยกไม่ได้จาก {len(near)} แห่ง" in said
    for code in near:
        assert unit_name(current_catalogue(), code, "th") in said
    for code, alike in re.findall(r'data-code="(\w+)"[^>]*data-alike="([^"]*)"', order):
        assert tuple(alike.split()) == found.of(code)


def test_the_map_and_the_order_say_how_many_are_of_which_year() -> None:
    indicator = next((i for i in current_catalogue().indicators if _mixed(i)), None)
    assert indicator is not None
    year = _mixed(indicator)
    counts = ranking(indicator, year).years_used
    html = bare(get(f"/indicator/{indicator}?year={year}"))
    title = ", ".join(f"{n} จังหวัด พ.ศ. {y + 543}" for y, n in counts)
    assert f"{title} รายจังหวัด" in html
    assert f"{title} เรียงจาก" in html


def _mixed(indicator_id: str) -> int | None:
    from moibench.analysis.errors import AnalysisError

    if not current_catalogue().indicators[indicator_id].has_figures:
        return None
    try:
        years = ranking(indicator_id).years
    except AnalysisError:
        return None
    for year in reversed(years):
        try:
            if len(ranking(indicator_id, year).years_used) > 1:
                return year
        except AnalysisError:
            continue
    return None


def test_two_years_stand_side_by_side_with_the_reason_for_them() -> None:
    found = two_years(ranking("household_debt", 2019))
    assert found is not None
    html = get("/indicator/household_debt/moves?year=2562")
    rows = re.findall(r'<li class="rrow[^"]*"><span class="nm2"><a href="/area/(\w+)', html)
    assert rows == [m.unit_code for m in found.moves]
    changes = re.findall(r'class="v [pmz]-ink">([^<]+)<', html)
    indicator = current_catalogue().indicators["household_debt"]
    assert changes == [
        format_value(m.to_value - m.from_value, indicator, signed=True) for m in found.moves
    ]
    said = bare(html)
    assert f"เลือก พ.ศ. {found.from_year + 543} กับ พ.ศ. {found.to_year + 543}" in said
    assert "ไม่มีปีก่อนหน้าที่เทียบกับปีนี้ได้" in bare(get("/indicator/land_area/moves"))


def test_the_tile_grid_draws_a_line_for_every_province_with_two_years() -> None:
    html = get("/indicator/household_debt/moves?year=2562")
    grid = html.split('class="tiles lines"')[1].split("</svg>")[0]
    tiles = re.findall(r'<a href="/area/(\w+)[^"]*">(.*?)</a>', grid, flags=re.DOTALL)
    drawn = {code for code, body in tiles if 'class="spark"' in body}
    several = {c for c, points in ranking("household_debt", 2019).histories if len(points) > 1}
    assert drawn == several
    assert len({code for code, _ in tiles}) == 77


def test_the_peers_of_an_address_are_those_asked_for_with_their_contributions() -> None:
    asked = "model=economy&count=5&lock=50&drop=21&weight.gpp_per_capita=0"
    found = peers(
        "24",
        "economy",
        count=5,
        locked=("50",),
        dropped=("21",),
        weights=(("gpp_per_capita", 0.0),),
    )
    html = get(f"/area/24?{asked}&against=peers&year=2562")
    section = html.split('id="peers"')[1].split("</section>")[0]
    table = section.split("<table")[1].split("</table>")[0]
    assert re.findall(r'<th scope="col" class="num"><a href="/area/(\w+)', table) == list(
        found.codes
    )
    shares = re.findall(r"<small>(\d+)%</small>", table)
    expected = [
        format_percent(part.part / peer.distance**2)
        for position in range(len(found.descriptors))
        for peer in found.peers
        if (part := peer.parts[position]).part is not None and peer.distance
    ]
    assert shares == expected
    assert "น้ำหนักที่ผู้อ่านกำหนดเอง" in bare(section)
    # The rows compare with these very peers, and links carry the choice.
    choice = BenchmarkChoice(
        "peers",
        model_id="economy",
        count=5,
        locked=("50",),
        dropped=("21",),
        weights=(("gpp_per_capita", 0.0),),
    )
    value = compare_with(("24",), ("hai",), 2019, choice=choice).cells[0][0].benchmark.figure.value
    row = html.split('id="hai">')[1].split('<div class="tr"')[0]
    assert format_value(value, current_catalogue().indicators["hai"]) in row
    assert "weight.gpp_per_capita=0" in html.split('class="end-site"')[1]


@pytest.mark.parametrize(
    "query",
    [
        "weight.gpp_per_capita=-1",
        "weight.gpp_per_capita=much",
        "count=0",
        "count=2.5",
        "model=moon",
    ],
)
def test_a_choice_of_peers_that_means_nothing_is_refused(query: str) -> None:
    assert Client().get(f"/area/24?{query}").status_code == 400


def test_peers_all_dropped_say_so_and_offer_the_model() -> None:
    codes = ",".join(line.unit_code for line in ranking("overall", 2019).lines)
    html = get(f"/area/24?drop={codes}")
    assert "ไม่เหลือพื้นที่ที่เทียบได้" in bare(html)
    assert "กลับเป็นแบบที่กำหนด" in bare(html)


def test_what_changed_since_the_last_edition_is_said_with_its_reason() -> None:
    assert "ยังไม่มีฉบับเผยแพร่" in bare(get("/area/24?year=2562"))
    publish("2569/1", "a test")
    assert "ไม่มีค่า คะแนน หรืออันดับใดของพื้นที่นี้เปลี่ยน" in bare(get("/area/24?year=2562"))
    entry = Entry("gpp_per_capita", "24", 2019, 300_000.0, "final")
    record_edition("nesdc_gpp_2563", "nesdc_gpp", 0, "corrected", [entry], "a test", reason="x")
    section = get("/area/24?year=2562").split('id="since"')[1].split("</section>")[0]
    said = bare(section)
    assert "ตั้งแต่ฉบับ 2569/1" in said
    assert "463,173 (พ.ศ. 2562)" in said  # before, as the data of the package say
    assert "แก้ไขค่าของปีเดิม" in said
    assert "คะแนนเศรษฐกิจ" in said
    assert "วิธีคำนวณคงเดิม" in said
    # Another province's figures did not change; its rank may have.
    other = get("/area/50?year=2562").split('id="since"')[1].split("</section>")[0]
    assert "แก้ไขค่าของปีเดิม" not in other
    # Seen from the edition itself there is none before it.
    assert "ยังไม่มีฉบับเผยแพร่" in bare(get("/area/24?year=2562&edition=2569/1"))
