"""Inside a cluster or region: ends, ratio and pulls are the analysis's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.dispersion import dispersions
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_number, format_value

pytestmark = pytest.mark.django_db


def section_of(path: str) -> str:
    return Client().get(path).content.decode().split('id="inside"')[1].split("</section>")[0]


def bare(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


@pytest.mark.parametrize("code", ["E-1", "NE", "C-L2"])
def test_every_indicator_of_two_members_has_its_ends_and_pulls(code: str) -> None:
    catalogue = current_catalogue()
    section = section_of(f"/area/{code}?year=2562")
    rows = dict(re.findall(r'<a href="#([a-z0-9_]+)">(.*?)</tr>', section, flags=re.DOTALL))
    found = {d.indicator_id: d for d in dispersions(code, 2019) if d.with_value > 1}
    assert set(rows) == set(found)
    for indicator_id, inside in found.items():
        indicator = catalogue.indicators[indicator_id]
        cells = [bare(c) for c in re.findall(r"<td[^>]*>(.*?)</td>", rows[indicator_id], re.DOTALL)]
        assert inside.highest is not None
        assert inside.lowest is not None
        ends = dict([inside.highest, inside.lowest])
        shown = [
            f"{unit_name(catalogue, c, 'th')} {format_value(v, indicator)}" for c, v in ends.items()
        ]
        if inside.best is not None and inside.worst is not None and inside.best in ends:
            shown = [
                f"{unit_name(catalogue, c, 'th')} {format_value(ends[c], indicator)}"
                for c in (inside.best, inside.worst)
            ]
        assert cells[1:3] == shown or len(ends) == 1
        assert cells[3] == format_number(inside.disparity_ratio, 1)
        for cell, pulls in (
            (4, [p for p in inside.pulls if p.pull > 0]),
            (5, [p for p in inside.pulls if p.pull < 0]),
        ):
            if pulls:
                name = unit_name(catalogue, pulls[0].unit_code, "th")
                assert (
                    cells[cell] == f"{name} {format_value(pulls[0].pull, indicator, signed=True)}"
                )


@pytest.mark.parametrize("code", ["24", "TH"])
def test_a_province_and_the_country_have_no_inside_table(code: str) -> None:
    assert 'id="inside"' not in Client().get(f"/area/{code}").content.decode()
