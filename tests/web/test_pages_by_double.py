"""What the pages print, recomputed from the stored observations by plain loops and printed again.

Page by page: the area (rows, levels, inside), an indicator (table, map, trend, two years), the
index, the comparison, the change of a score, the targets and the levers.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html

from moibench.analysis.catalogue import current_catalogue
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_score, format_value
from tests.analysis.double import built_in_double

pytestmark = pytest.mark.django_db

YEAR = 2019
DIMENSIONS = ("economy", "society_security", "environment")


def page_of(path: str) -> html.HtmlElement:
    page = html.fromstring(Client().get(path).content.decode())
    for apart in page.xpath("//*[contains(@class, 'trust') or contains(@class, 'hid')]"):
        apart.drop_tree()
    return page


def said(element: html.HtmlElement) -> str:
    plain = element.text_content().replace("\u2060", "").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain).strip()


def written(indicator_id: str, value: float | None) -> str:
    return format_value(value, current_catalogue().indicators[indicator_id])


def standing(indicator_id: str, code: str, year: int = YEAR) -> float | None:
    found = built_in_double().standing(indicator_id, code, year)
    return None if found is None else found[0]


def scores(code: str, year: int = YEAR) -> list[str]:
    double = built_in_double()
    found = [double.overall(code, year), *(double.score(d, code, year) for d in DIMENSIONS)]
    return [format_score(s) for s in found]


@pytest.mark.parametrize("code", ["24", "E-1", "NE", "TH"])
def test_the_page_of_an_area(code: str) -> None:
    page = page_of(f"/area/{code}?year=2562")
    rows = page.xpath("//div[@class='rows']/div[contains(@class, 'row')][@id]")
    assert len(rows) > 30
    for row in rows:
        shown = row.find("div[@class='val']")
        small = shown.findall("small")
        for part in small:
            part.drop_tree()
        assert said(shown) == written(row.get("id"), standing(row.get("id"), code)), row.get("id")
    nodes = page.xpath("//div[@class='levels']//div[contains(@class, 'sc')]")
    assert [said(n) for n in nodes] == scores(code)
    for row in page.xpath("//table[@class='tbl inside']/tbody/tr"):
        indicator_id = row.find("th/a").get("href").removeprefix("#")
        assert said(row.find("td")) == written(indicator_id, standing(indicator_id, code))


@pytest.mark.parametrize("indicator_id", ["gpp_per_capita", "waste_improper_share", "hai"])
def test_the_page_of_an_indicator(indicator_id: str) -> None:
    page, double = page_of(f"/indicator/{indicator_id}?year=2562&units=24"), built_in_double()
    rows = page.xpath("//table[@class='tbl']/tbody/tr[starts-with(@id, 'row-')]")
    assert len(rows) == 76
    for row in rows:
        code = row.get("id").removeprefix("row-")
        assert said(row.findall("td")[2]) == written(indicator_id, standing(indicator_id, code))
    trend = page.get_element_by_id("figure-trend").findall(".//tbody/tr")
    for row in trend:
        year = int(said(row.find("th"))) - 543
        values = [double.value(indicator_id, code, year) for code in ("TH", "24")]
        assert [said(c) for c in row.findall("td")] == [written(indicator_id, v) for v in values]
    codes = {unit_name(current_catalogue(), f"{c}", "th"): c for c in current_catalogue().units}
    for row in page.get_element_by_id("figure-map").findall(".//tbody/tr"):
        value = standing(indicator_id, codes[said(row.find("th"))])
        assert said(row.find("td")) == written(indicator_id, value)


def test_two_years_of_an_indicator() -> None:
    page, double = page_of("/indicator/gpp_per_capita/moves?year=2562&from=2556"), built_in_double()
    figure = page.get_element_by_id("figure-slope")
    years = [int(said(h)[-4:]) - 543 for h in figure.findall(".//thead/tr/th")[1:3]]
    codes = {unit_name(current_catalogue(), c, "th"): c for c in current_catalogue().units}
    rows = figure.findall(".//tbody/tr")
    assert len(rows) == 76
    for row in rows:
        code = codes[said(row.find("th"))]
        expected = [double.value("gpp_per_capita", code, y) for y in years]
        shown = [said(c) for c in row.findall("td")[:2]]
        assert shown == [written("gpp_per_capita", v) for v in expected]


@pytest.mark.parametrize("node", ["overall", *DIMENSIONS])
def test_the_page_of_the_index(node: str) -> None:
    double = built_in_double()
    rows = page_of(f"/index/{node}?year=2562").xpath("//tr[starts-with(@id, 'row-')]")
    assert len(rows) == 76
    found = []
    for row in rows:
        code = row.get("id").removeprefix("row-")
        score = double.overall(code, YEAR) if node == "overall" else double.score(node, code, YEAR)
        assert said(row.findall("td")[3]) == format_score(score)
        assert score is not None
        found.append(score)
    assert found == sorted(found, reverse=True)


def test_the_comparison() -> None:
    codes = ("20", "24", "E-1", "NE", "TH")
    page = page_of(f"/compare?units={','.join(codes)}&year=2562&against=median")
    shown = {
        row.find("th/a").get("href").split("?")[0].rpartition("/")[2]: row.findall("td")
        for row in page.xpath("//table[@class='rug']/tbody/tr")
        if row.find("td") is not None and row.find("th/a") is not None
    }
    assert len(shown) > 15
    for indicator_id, cells in shown.items():
        for code, cell in zip(codes, cells[-len(codes) :], strict=True):
            value = standing(indicator_id, code)
            if value is not None:
                assert said(cell).endswith(written(indicator_id, value)), (indicator_id, code)


def test_the_change_of_a_score() -> None:
    page, double = page_of("/change/24?from=2558&to=2562"), built_in_double()
    ends = [format_score(double.overall("24", y)) for y in (2015, 2019)]
    first = page.find(".//table[@class='tbl short']/tbody/tr")
    assert [said(c) for c in first.findall("td")[:2]] == ends
    for row in page.xpath("//table[@class='tbl steps']/tbody/tr[@id]"):
        values = [standing(row.get("id"), "24", y) for y in (2015, 2019)]
        shown = [said(c) for c in row.findall("td")[:2]]
        assert shown == [written(row.get("id"), v) for v in values]


def test_the_levers_and_a_target() -> None:
    page, double = page_of("/levers/24?year=2562"), built_in_double()
    for row in page.xpath("//table[contains(@class, 'effects')]/tbody/tr[@id]"):
        shown = said(row.find("th/small")).removeprefix("ร้อยละ ")
        assert shown.startswith(written(row.get("id"), standing(row.get("id"), "24")))
    path = "/targets/24?year=2562&indicator=gpp_per_capita&value=600000&base=2558&by=2568"
    terms = page_of(path).findall(".//article//dl/div")
    values = {said(t.find("dt")): said(t.find("dd")) for t in terms}
    base, latest = (double.value("gpp_per_capita", "24", y) for y in (2015, 2019))
    assert values["ปีฐาน พ.ศ. 2558"] == written("gpp_per_capita", base)
    assert values["ล่าสุด พ.ศ. 2562"] == written("gpp_per_capita", latest)
