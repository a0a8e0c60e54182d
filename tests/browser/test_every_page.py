"""Every page of a reader is accessible, draws its charts and fits a desk and a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, WIDE, Axe, drawn, fits, resize

# Each kind of page once, with as much on it as an address can ask for.
PAGES = (
    "/",
    "/area/24?against=peers&weight.gpp_per_capita=0&lock=20",
    "/area/24?against=units&choose=20",
    "/area/TH",
    "/area/E-1?against=peers&average=with",
    "/indicator/",
    "/indicator/gpp_per_capita",
    "/indicator/household_debt?against=cluster",
    "/indicator/household_debt/moves?mark=24",
    "/index/overall?mark=24&average=without",
    "/compare",
    "/compare?units=20,21,24,E&against=median&sort_units=hai&sort_rows=24",
    "/group/",
    "/before-after",
    "/before-after/24",
    "/before-after/indicator/gpp_per_capita",
    "/change/24",
    "/levers/24?v-household_income=30000",
    "/targets/TH",
    "/targets/24",
    "/targets/E-1",
    "/method",
    "/search?q=chon",
    "/agenda/",
    "/agenda/ageing?unit=24",
    "/agenda/waste/compare",
)
# How many charts a page has: none may vanish unseen.
CHARTS = {"/": 1, "/indicator/gpp_per_capita": 3, "/change/24": 1, "/targets/TH": 1}


# Colours do not depend on the language, nor lengths on the colours: two pairs show all four. The
# first is examined on a desk, the second on a telephone.
@pytest.mark.parametrize(
    ("prefix", "scheme", "width", "other"),
    [("", "light", WIDE, NARROW), ("/en", "dark", NARROW, WIDE)],
)
def test_every_page_is_accessible_and_fits(
    page: Page,
    site: str,
    axe: Axe,
    prefix: str,
    scheme: Literal["light", "dark"],
    width: int,
    other: int,
) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}{prefix}{path}")
        drawn(page)
        if path in CHARTS:
            expect(page.locator(".drawing svg")).to_have_count(CHARTS[path])
        fits(page)
        axe(page)
        resize(page, other)
        fits(page)


def test_a_refusal_is_accessible(visitor: Callable[..., Page], site: str, axe: Axe) -> None:
    opened = visitor()  # an answer of 404 is an error on the console
    for path in ("/area/xx", "/en/area/24?year=1850"):
        opened.goto(site + path)
        axe(opened)
        fits(opened)
