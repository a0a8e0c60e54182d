"""Every page can be seen from an edition or a moment; no number stands without its strip."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from moibench.analysis.editions import publish

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/area/24",
    "/area/E-1",
    "/area/TH",
    "/indicator/",
    "/indicator/gpp_per_capita",
    "/index/overall",
    "/compare?units=24,20",
    "/method",
    "/search?q=zzz",
    "/edition/",
    "/edition/2569/1",
)


def get(path: str) -> HttpResponse:
    return Client(SERVER_NAME="localhost").get(path)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_seen_from_an_edition_and_keeps_to_it(prefix: str, path: str) -> None:
    publish("2569/1", "a test")
    joint = "&" if "?" in path else "?"
    response = get(f"{prefix}{path}{joint}edition=2569/1")
    html = response.content.decode()
    assert response.status_code == 200
    assert 'class="vantage past"' in html
    assert ("ฉบับเผยแพร่ 2569/1" if not prefix else "Published edition 2569/1") in html.replace(
        "\N{WORD JOINER}", ""
    )
    for place in re.findall(r'href="((?:/en)?/(?:area|indicator|index|compare)[^"]*)"', html):
        assert "edition=2569" in place, place


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("as_of=2569-99-99", 400),
        ("as_of=tomorrow", 400),
        ("as_of=2643-01-01", 400),
        ("map=flat", 400),
        ("edition=2569/1&as_of=2569-01-01", 400),
        ("edition=2500/1", 404),
        ("as_of=2500-01-01", 404),
    ],
)
@pytest.mark.parametrize("page", ["/area/24", "/en/area/24", "/api/profile/24"])
def test_a_vantage_that_means_nothing_is_refused(page: str, query: str, status: int) -> None:
    response = get(f"{page}?{query}")
    assert response.status_code == status
    assert b"Traceback" not in response.content


def test_an_edition_has_a_page_and_json() -> None:
    publish("2569/1", "a test", note="first")
    assert "2569/1" in get("/edition/").content.decode()
    page = get("/edition/2569/1").content.decode()
    assert "first" in page
    answer = get("/api/edition/2569/1").json()  # type: ignore[attr-defined]
    assert answer["difference"] is None
    assert get("/api/profile/24?edition=2569/1").json()["stamp"]["edition"] == "2569/1"  # type: ignore[attr-defined]
    assert get("/edition/2569/2").status_code == 404


NUMBER = r"\d"
CELLS = {
    "/area/24": (
        r'<div class="val" role="cell">(.*?)</div>',
        r'<div class="sc" role="cell">(.*?)</div>',
        r'<dl class="facts">(.*?)</dl>',
        r'<div class="card">(.*?)</table>.*?</div>',
        r'<div class="rel [^"]*" role="cell">(.*?)</div>',
        r'<div class="yr mute" role="cell">(.*?)</div>',
    ),
    "/": (
        r'<p class="v">.*?<div class="micro">(.*?)</div>',
        r'<div class="num" role="cell">(.*?)</div>',
        r'<tr><th scope="row"><a href="/(?:area|index)/.*?</tr>',
    ),
    "/change/24": (
        r'<table class="tbl short">.*?</table>',
        r'<tr id="[^"]*"><th scope="row">.*?</tr>',
    ),
    "/levers/24": (r'<div class="lead">(.*?)</div>', r'<tr id="[^"]*"><th scope="row">.*?</tr>'),
    "/before-after/24": (r'<tr id="[^"]*"><th scope="row">.*?</tr>',),
    "/before-after/indicator/hai": (r'<tr id="[^"]*"><th scope="row">.*?</tr>',),
    "/targets/TH": (r'<article class="target">(.*?)</ul>',),
    "/area/E-1": (r"<tr><th scope=\"row\"><a href=\"/area/.*?</tr>",),
    "/indicator/gpp_per_capita": (
        r'<span class="v">(.*?)</span></li>',
        r"<tr id=\"row-.*?</tr>",
        r'<dl class="facts">(.*?)</dl>',
    ),
    "/index/overall": (r'<span class="v">(.*?)</span></li>', r"<tr id=\"row-.*?</tr>"),
    "/compare?units=24,20,E-1": (
        r'<td class="ref">.*?</td>',
        r'<td class="[pzmx][^"]*" title=.*?</td>',
    ),
}


@pytest.mark.parametrize("path", list(CELLS))
def test_no_number_stands_without_its_trust_strip(path: str) -> None:
    html = get(path).content.decode()
    for pattern in CELLS[path]:
        cells = [m.group(0) for m in re.finditer(pattern, html, re.DOTALL)]
        assert cells, pattern
        for cell in cells:
            plain = re.sub(r"<[^>]+>", " ", cell)
            if re.search(NUMBER, plain):
                assert 'class="trust"' in cell, cell[:300]


def test_the_strip_says_year_source_status_revision_and_grade() -> None:
    html = get("/en/area/24").content.decode()
    strip = re.search(r'<details class="trust">.*?</details>', html, re.DOTALL)
    assert strip is not None
    for word in ("Year:", "Age:", "Source:", "Status:", "Revised:", "Imputed", "Verification:"):
        assert word in strip.group(0)


def test_a_unit_that_was_born_and_its_origin_link_to_each_other() -> None:
    assert 'href="/area/43"' in get("/area/38").content.decode()
    page = get("/area/43?year=2555&from=2553").content.decode()
    assert 'href="/area/38"' in page
    assert page.count('class="notice"') == 1
    assert 'class="notice"' not in get("/area/24").content.decode()
