"""The area page against the benchmark its reader chose, and beside its peers."""

from __future__ import annotations

import io
import re
from html import unescape

import openpyxl
import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.peers import peers
from moibench.presentation.language import text
from moibench.presentation.numbers import format_number, format_value

pytestmark = pytest.mark.django_db
KINDS: list[ChosenKind] = ["country", "region", "cluster", "peers", "best_in_class", "baseline"]


def html_of(path: str) -> str:
    return Client().get(path).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_cards_are_the_areas_to_explore_in_their_order(kind: ChosenKind) -> None:
    catalogue = current_catalogue()
    found = areas_to_explore("24", 2019, choice=BenchmarkChoice(kind))
    section = html_of(f"/area/24?year=2562&against={kind}").split('id="explore"')[1]
    section = section.split("</section>")[0]
    anchors = re.findall(r'<h4><a href="#([a-z0-9_]+)"', section)
    assert anchors == [e.indicator_id for e in (*found.gaps, *found.strengths)]
    gaps = re.findall(r'class="gap"><span class="[pm]-ink">([^<]*)', section)
    assert gaps == [
        format_value(abs(e.benchmark.gap or 0.0), catalogue.indicators[e.indicator_id])
        for e in (*found.gaps, *found.strengths)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_tell_the_relation_to_the_benchmark_chosen(kind: ChosenKind) -> None:
    ids = ("gpp_per_capita", "hai", "household_debt", "waste_recycled_share", "population_density")
    answer = compare_with(("24",), ids, 2019, choice=BenchmarkChoice(kind))
    html = html_of(f"/area/24?year=2562&against={kind}")
    for indicator_id, (cell,) in zip(ids, answer.cells, strict=True):
        row = html.split(f'id="{indicator_id}">')[1].split('<div class="tr"')[0]
        said = row.split('class="rel ')[1]
        other = cell.benchmark.figure.value
        if cell.benchmark.relation is not None:
            said = re.sub(r"<[^>]+>", "", said)
            assert text(f"site.relation.{cell.benchmark.relation}", "th") in said
            shown = format_value(other, current_catalogue().indicators[indicator_id])
            assert f" {shown}" in said


def test_a_benchmark_that_cannot_be_says_why() -> None:
    assert "ไม่มีค่าเป้าหมาย" in html_of("/area/24?against=target")
    assert "ยังไม่มีค่าเป้าหมายของตัวชี้วัดใดสำหรับพื้นที่นี้" in unescape(
        re.sub(r"</?span[^>]*>", "", html_of("/area/24?against=target"))
    )


def test_links_to_other_areas_keep_the_benchmark() -> None:
    html = html_of("/area/24?against=peers&model=economy")
    assert 'href="/area/TH?against=peers&amp;model=economy"' in html
    assert '<option value="peers" selected>' in html
    assert '<input type="hidden" name="model" value="economy">' in html


@pytest.mark.parametrize("model", ["overall", "economy", "people"])
def test_the_matrix_holds_every_peer_and_descriptor(model: str) -> None:
    found = peers("24", model)
    section = html_of(f"/area/24?model={model}").split('id="peers"')[1].split("</section>")[0]
    table = section.split("<table")[1]
    linked = re.findall(r'<th scope="col" class="num"><a href="/area/([^"?]+)', table)
    assert linked == list(found.codes)
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', table.split("<tbody>")[1], flags=re.DOTALL)
    assert len(rows) == len(found.descriptors) + 1
    assert re.findall(r'class="num">([^<]+)</td>', rows[-1]) == [
        format_number(p.distance, 2) for p in found.peers
    ]
    for column, peer in enumerate(found.peers):
        parts = {p.descriptor_id: p.part for p in peer.parts if p.part is not None}
        tinted = {}
        for use, row in zip(found.descriptors, rows, strict=False):
            cell = row.split("<td")[2 + column]
            tinted[use.id] = (re.findall(r'class="(alike|unlike)"', cell) or [""])[0]
        unlike = [d for d, css in tinted.items() if css == "unlike"]
        assert len(unlike) == 1
        assert parts[unlike[0]] == max(parts.values())
        alike = [parts[d] for d, css in tinted.items() if css == "alike"]
        assert sorted(alike) == sorted(parts.values())[:3]


def test_the_country_has_no_peers_and_no_parent_to_choose() -> None:
    html = html_of("/area/TH")
    assert 'id="peers"' not in html
    offered = re.findall(r'<option value="([a-z_]+)"', html.split('name="against"')[1])
    assert offered[:6] == ["country", "median", "best_in_class", "target", "baseline", "units"]


def test_documents_of_a_page_are_set_against_its_benchmark() -> None:
    client = Client()
    page = client.get("/area/24?year=2562&against=peers").content.decode()
    found = re.search(r'href="(/report/24\.xlsx\?[^"]*)"', page)
    assert found
    assert "against=peers" in found[1]
    book = openpyxl.load_workbook(io.BytesIO(client.get(found[1].replace("&amp;", "&")).content))
    captions = [sheet["A1"].value or "" for sheet in book.worksheets]
    assert any("มัธยฐานของกลุ่มเทียบเคียง 8 แห่ง" in c.replace("\u00a0", " ") for c in captions)


@pytest.mark.parametrize("path", ["/area/24", "/index/overall", "/index/economy", "/indicator/hai"])
def test_where_bangkok_cannot_be_left_out_other_benchmarks_are_offered(path: str) -> None:
    asked = f"{path}?year=2562&average=without"
    html = Client().get(asked).content.decode()
    assert f'href="{path}?year=2562&amp;against=median"' in html
    assert f'href="{path}?year=2562"' in html
    for kept in (f"{path}?year=2562", "/indicator/gpp_per_capita?year=2562&average=without"):
        assert "เทียบแทนกับ" not in Client().get(kept).content.decode()
