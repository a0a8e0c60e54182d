"""A reader chooses the framework; every page, link and stamp keeps to it."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.editions import publish
from moibench.presentation.pages import brief

pytestmark = pytest.mark.django_db

NEW, OLD = "moi_plan13", "moi_plan12"


def get(path: str) -> HttpResponse:
    return Client(SERVER_NAME="localhost").get(path)


@pytest.mark.parametrize(
    "path", ["/", "/area/24", "/index/overall", "/compare?units=24,20", "/change/24", "/targets/24"]
)
def test_a_page_says_its_framework_and_its_links_keep_to_it(path: str) -> None:
    joint = "&" if "?" in path else "?"
    response = get(f"{path}{joint}framework={NEW}")
    html = response.content.decode()
    assert response.status_code == 200
    name = current_catalogue().frameworks[NEW].name.th
    assert name in re.sub("[\N{WORD JOINER}\u200b]", "", html)
    places = re.findall(r'href="((?:/en)?/(?:area|indicator|index|compare)[^"]*)"', html)
    assert places
    for place in places:
        assert f"framework={NEW}" in place, place


def test_the_data_of_a_page_are_of_its_framework() -> None:
    stamps = [
        get(f"/api/profile/24?year=2562{more}").json()["stamp"]  # type: ignore[attr-defined]
        for more in ("", f"&framework={NEW}")
    ]
    assert [s["framework"] for s in stamps] == [OLD, NEW]
    designs = current_catalogue().frameworks
    assert [s["design"] for s in stamps] == [designs[OLD].design, designs[NEW].design]


@pytest.mark.parametrize("page", ["/area/24", "/en/area/24", "/api/profile/24"])
def test_a_framework_that_cannot_be_seen_is_refused_with_those_that_can(page: str) -> None:
    publish("2569/1", "a test")
    for query in ("framework=moi_plan99", f"edition=2569/1&framework={NEW}"):
        response = get(f"{page}?{query}")
        assert response.status_code == 404
        assert OLD in response.content.decode()


def test_the_first_year_may_be_read_from_editions_of_the_framework_alone() -> None:
    publish("2569/1", "a test")
    publish("2569/2", "a test", framework=NEW)
    for query, offered in (("", "2569/1"), (f"?framework={NEW}", "2569/2")):
        html = get(f"/change/24{query}").content.decode()
        select = html.split('name="from_edition"')[1].split("</select>")[0]
        assert re.findall(r'value="([^"]*)"', select) == ["", offered]


def test_a_very_large_dimension_is_listed_in_part_and_leads_to_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(brief, "MOST_OF_A_DIMENSION", 2)
    side = current_catalogue().frameworks[OLD].dimensions[0]
    counting = set(current_catalogue().designs["development_plan12"].indicator_ids)

    def listed(html: str) -> set[str]:
        return {i for i in side.indicators if f'role="row" id="{i}"' in html}

    html = get("/area/24").content.decode()
    (link,) = re.findall(rf'href="([^"]*side={side.id}[^"]*)"', html)
    part, whole = listed(html), listed(get(link.split("#")[0]).content.decode())
    assert counting & set(side.indicators) <= part < whole
    assert get("/area/24?side=nothing").status_code == 400
