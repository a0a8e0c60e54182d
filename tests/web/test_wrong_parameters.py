"""Addresses with anything wrong in them: a sentence, and offers that do lead to an answer."""

from __future__ import annotations

import random

import pytest
from django.test import Client
from lxml import html

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGES = (
    "/",
    "/area/24",
    "/area/E-1",
    "/area/TH",
    "/indicator/gpp_per_capita",
    "/indicator/hai/moves",
    "/index/overall",
    "/compare?units=24,20",
    "/compare/table.csv?units=24,20",
    "/before-after",
    "/before-after/24",
    "/before-after/indicator/hai",
    "/change/24",
    "/levers/24",
    "/targets/24",
    "/method",
    "/edition/",
    "/search",
)
FIELDS = (
    *("year", "from", "to", "base", "by", "before", "during", "value", "indicator", "plan", "of"),
    *("bangkok", "against", "others", "average", "model", "count", "lock", "drop", "level", "side"),
    *("units", "indicators", "mark", "sort_units", "sort_rows", "edition", "as_of", "map"),
    *("framework", "from_edition", "v-hai", "w-hai", "weight.gpp_per_capita", "choose", "q"),
)
WRONG = (
    *("", "0", "-1", "9999", "abc", "๒๕๖x", "NaN", "1e309", "24,,20", "24,99", "<script>", "\x00"),
    *("ก" * 3000, "group:99", "units", "target", "1800", "2538", "2566-2550", "TH", "E-1"),
    *("poverty_headcount", "gpp_per_capita", "2569/9"),
)
FAULTS = 3  # of one address at most: a target to try has four fields
TRIED = 160  # of the 15,000 addresses; the seed makes them the same each time


def tried() -> list[tuple[str, str, str]]:
    chance = random.Random(2569)
    every = [(p, f, w) for p in PAGES for f in FIELDS for w in WRONG]
    return chance.sample(every, TRIED)


def offers(content: bytes) -> list[str]:
    main = html.fromstring(content.decode()).find(".//main")
    assert main is not None
    assert main.find(".//h1") is not None
    assert "ก" * 100 not in main.text_content()
    return [a.get("href") for a in main.findall(".//ul[@class='offers']//a")]


def test_whatever_is_wrong_there_is_a_sentence_and_an_offer_that_is_answered() -> None:
    client, refused = Client(), 0
    for page, field, wrong in tried():
        path, _, known = page.partition("?")
        given = dict(pair.split("=") for pair in known.split("&") if pair) | {field: wrong}
        response = client.get(path, given)
        assert response.status_code in (200, 302, 304, 400, 404), (page, field, wrong)
        if response.status_code not in (400, 404) or b'class="empty"' not in response.content:
            continue
        refused += 1
        found = offers(response.content)
        assert found, (page, field, wrong)
        for _ in range(FAULTS):  # several things may be wrong, and each is told in its turn
            answered = client.get(found[0])
            if answered.status_code in (200, 302):
                break
            found = offers(answered.content)
        assert answered.status_code in (200, 302), (page, field, wrong, found[0])
    assert refused > TRIED / 8


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        # The rest of the address stays as it was.
        ("/compare?units=20,21&year=2450", "/compare?units=20,21&year=2538"),
        ("/en/compare?units=20,21&year=1900", "/en/compare?units=20,21&year=1995"),
        ("/compare?units=20,zz9,21", None),
        ("/area/38?year=2550&against=region", "/area/38?year=2554&against=region"),
        ("/targets/Chonburii", "/targets/20"),
        ("/area/24?against=regions&year=2562", "/area/24?year=2562&against=region"),
        ("/indicator/hai?level=provinces", "/indicator/hai?level=province"),
        ("/indicator/hai?level=cluster&year=2562", "/indicator/hai?year=2562&level=province"),
        ("/area/24?bangkok=yes&from=2558", "/area/24?from=2558&bangkok=0"),
        ("/area/24?average=withot", "/area/24?average=without"),
        ("/change/24?from=2562&to=2558", "/change/24?to=2562&from=2558"),
        ("/area/24?year=soon&against=median", "/area/24?against=median"),
        ("/levers/24?v-hai=much&v-gpp_per_capita=5", "/levers/24?v-gpp_per_capita=5"),
        ("/area/24?count=99&lock=20", "/area/24?lock=20"),
        ("/area/24?against=units&others=38&year=2550", None),
        # The page stays, and what was wrong of its edition, moment, map or framework goes.
        ("/area/24?edition=2569/9&year=2562", "/area/24?year=2562"),
        ("/change/24?from_edition=2569/9&from=2558", "/change/24?from=2558"),
        ("/compare?units=24,20&as_of=soon", "/compare?units=24,20"),
        ("/area/24?as_of=2440-01-01", "/area/24"),
        ("/levers/24?map=then", "/levers/24?map=restated"),
        ("/area/24?framework=moi_plan9", "/area/24?framework=moi_plan12"),
        # What is offered is answered at once.
        ("/change/38?from=2550", "/change/38?from=2558"),
        ("/change/24?from=2545", "/change/24?from=2558"),
        ("/indicator/poverty_headcount/moves", "/indicator/poverty_headcount"),
        ("/targets/24?indicator=hai&value=0.7&base=2562&by=2560", "/targets/24"),
    ],
)
def test_the_nearest_choice_keeps_what_was_right(asked: str, offered: str | None) -> None:
    client = Client()
    response = client.get(asked)
    assert response.status_code in (400, 404)
    first = offers(response.content)[0]
    if offered is not None:
        assert first == offered
    assert client.get(first).status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/en/area/24?weight.gpp_per_capita=-3", ("Weight of GPP per head", "from 0 to 100")),
        ("/en/area/24?count=0", ("Number of peers", "whole number from 1 to 30")),
        ("/en/levers/24?v-hai=much", ("Supposed value of HAI", "must be a number")),
        ("/en/before-after/24?before=2560&during=2559", ("overlap or are in the wrong order",)),
        (
            "/en/targets/24?indicator=hai&value=0.7&base=2562&by=2560",
            ("Target year", "must come after the base year"),
        ),
    ],
)
def test_what_is_wrong_is_named_as_the_page_names_it(asked: str, said: tuple[str, ...]) -> None:
    page = html.fromstring(Client().get(asked).content.decode()).find(".//main")
    assert page is not None
    shown = " ".join(page.text_content().split())
    assert [s for s in said if s not in shown] == []
    places = [a.get("href") for a in page.findall(".//ul[@class='offers']//a")]
    assert len(places) == len(set(places))
