"""The one page on a unit: one page, its numbers those of the results, its code readable."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from moibench.presentation.graphics.spine import spine_places
from moibench.presentation.numbers import format_score, format_value
from moibench.reports.documents import build, gather

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SPACES = re.compile(r"[\s\u00a0\u2060]+")


def _text(pdf: bytes) -> str:
    return SPACES.sub("", pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


@pytest.mark.parametrize(
    ("unit", "language"),
    [("24", "th"), ("24", "en"), ("38", "th"), ("10", "th"), ("E-1", "en"), ("E", "th"),
     ("TH", "th"), ("TH", "en")],
)  # fmt: skip
def test_any_unit_fits_on_one_page(unit: str, language: str) -> None:
    pack = gather(unit, 2019, "en" if language == "en" else "th", address="http://a/area/24")
    pdf = build("profile", pack)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    assert format_score(pack.profile.overall.score) in _text(pdf)


def test_every_judged_figure_of_the_profile_is_on_it() -> None:
    pack = gather("24", 2019, "th")
    said = _text(build("profile", pack))
    judged = [r for r in pack.profile.indicators if r.weight is not None]
    assert len(judged) >= 10
    for result in judged:
        indicator = pack.catalogue.indicators[result.indicator_id]
        assert result.figure.value is not None
        assert format_value(result.figure.value, indicator) in said, result.indicator_id


def test_without_an_address_there_is_no_code_and_with_one_there_is() -> None:
    def pictures(address: str) -> int:
        pdf = build("profile", gather("24", 2019, "th", address=address))
        return len(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images)

    assert pictures("http://a/area/24") == pictures("") + 1


def test_places_on_a_spine_are_as_far_from_the_centre_as_their_values() -> None:
    places = spine_places([1, 2, 3, 4, 9], 2, 4, cluster=3, low_is_good=False)
    assert places.whole == (-0.6, 1.0)
    assert places.own == -0.4
    assert places.cluster == -0.2
    assert places.middle_half == (-0.4, 0.0)
    turned = spine_places([1, 2, 3, 4, 9], 2, 4, cluster=None, low_is_good=True)
    assert turned.whole == (-1.0, 0.6)
    assert turned.own == 0.4
    assert turned.cluster is None
