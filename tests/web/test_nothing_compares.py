"""A benchmark that compares with nothing: the page says why and offers one that does."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def part(address: str) -> tuple[str, list[str]]:
    """Return the text under "areas to explore" and the addresses offered there."""
    response = Client().get(address)
    assert response.status_code == 200
    heading = html.fromstring(response.content.decode()).get_element_by_id("explore")
    section = heading.getparent().getparent()
    said = " ".join(" ".join(section.itertext()).split())
    return said, [a.get("href") for a in section.findall(".//p[@class='presets']//a")]


@pytest.mark.parametrize(
    ("asked", "why", "offer"),
    [
        ("/en/area/24?against=units&others=24", "this area itself", "/en/area/24"),
        ("/en/area/24?against=target", "No target", "/en/targets/24"),
        ("/en/area/10?against=region", "in no such larger area", "/en/area/10"),
        ("/en/area/SB?against=cluster", "in no such larger area", "/en/area/SB"),
        ("/en/area/24?against=peers&count=1", "Too few units", "/en/area/24?against=peers"),
        ("/en/area/TH", "so it has no difference", "/en/area/TH?against=baseline"),
        # Bueng Kan was not there, so oneself alone is left of the group.
        ("/en/area/24?against=units&others=24,38&year=2009", "itself", "/en/area/24?year=2009"),
    ],
)
def test_nothing_to_compare_is_explained_and_the_nearest_offered(
    asked: str, why: str, offer: str
) -> None:
    said, offers = part(asked)
    assert why in said
    assert "similarity rule" not in said
    assert offers[0] == offer
    for address in offers:
        assert Client().get(address).status_code == 200
    if "targets" not in offers[0]:
        assert "similarity rule" in part(offers[0])[0] or "Gaps" in part(offers[0])[0]


def test_the_country_is_explored_against_its_own_baseline() -> None:
    said, offers = part("/en/area/TH?against=baseline")
    assert "Against own baseline" in said
    assert "could be compared" in said
    assert offers == []


def test_the_best_of_clusters_is_a_cluster_and_an_index_has_no_unit_in_a_gap() -> None:
    said, _ = part("/en/area/E-1")
    assert "the best cluster" in said
    assert "best provinces" not in said
    said, _ = part("/en/area/24?against=baseline")
    assert "0.0315 above own baseline" in said


def test_what_holds_of_every_dimension_is_said_once() -> None:
    page = html.fromstring(Client().get("/area/24?against=target").content.decode())
    said = [" ".join(li.text_content().split()) for li in page.xpath("//ul[@class='says']/li")]
    assert len(said) > 5
    assert len(said) == len(set(said))
    facts = " ".join(page.xpath("//dl[@class='facts']")[0].text_content().split())
    assert "ร้อยละ\u00a069.2" in facts or "ร้อยละ 69.2" in facts
