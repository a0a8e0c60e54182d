"""Every table under a chart, and the matrix of peers, says where its numbers come from."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from moibench.analysis.panel import current_panel
from moibench.analysis.trusted import figures_at
from moibench.presentation.pages.trust import trust_code

pytestmark = pytest.mark.django_db


def page_of(path: str) -> html.HtmlElement:
    return html.fromstring(Client().get(path).content.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/indicator/gpp_per_capita?units=24,20",
        "/indicator/unemployment_rate_q4?year=2562&level=cluster",
        "/index/overall",
        "/indicator/hai/moves",
        "/index/economy/moves",
        "/targets/TH",
        "/change/24",
        "/position/24?year=2562",
        "/position/indicator/hai?year=2562",
        "/sectors/24?against=peers",
        "/sectors/TH",
    ],
)
def test_every_row_with_a_number_has_a_strip_or_shares_one(path: str) -> None:
    figures = page_of(path).findall(".//figure[@class='chart']")
    tables = [f for f in figures if f.find(".//table") is not None]
    assert tables
    for figure in tables:
        rows = figure.findall(".//tbody/tr")
        with_strip = [r for r in rows if r.find(".//details[@class='trust']") is not None]
        shared = figure.find(".//div[@class='foot strips']//details")
        # Of a target's track the years ahead have no figure, and so no strip.
        assert shared is not None or len(with_strip) == len(rows) or "track" in figure.get("id")
        assert shared is not None or with_strip


def test_a_row_of_the_trend_says_the_edition_of_its_own_year() -> None:
    figure = page_of("/indicator/gpp_per_capita?units=24").get_element_by_id("figure-trend")
    years = current_panel().cube.years
    figures = figures_at("gpp_per_capita", [("TH", y) for y in years])
    for row in figure.findall(".//tbody/tr"):
        year = int(row.find("th").text_content()) - 543
        codes = [s.text_content() for s in row.iterfind(".//summary")]
        assert trust_code(figures["TH", year], "th") in codes


def test_the_matrix_of_peers_has_a_strip_for_every_descriptor() -> None:
    for path in ("/area/24", "/area/E-1", "/area/10"):
        matrix = page_of(path).find(".//table[@class='tbl matrix']")
        assert matrix is not None
        for row in matrix.findall("./tbody/tr"):
            of_row = row.find("th").find(".//details[@class='trust']")
            cells = row.findall("td")
            assert of_row is not None or all(
                c.find(".//details[@class='trust']") is not None for c in cells
            )
