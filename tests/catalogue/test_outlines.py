"""The outlines of the maps: one for every province and Bangkok, where it should be."""

from __future__ import annotations

import csv
import itertools
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from scripts.derive_outlines import signed_area

FOLDER = Path(__file__).parents[2] / "src/moibench/catalogue/data/units"

# Longitude and latitude of the provincial seats, to a tenth of a degree.
SEATS = {
    "10": (100.5, 13.8),
    "24": (101.1, 13.7),
    "30": (102.1, 15.0),
    "38": (103.7, 18.4),
    "43": (102.7, 17.9),
    "50": (99.0, 18.8),
    "58": (98.0, 19.3),
    "77": (99.8, 11.8),
    "83": (98.4, 7.9),
    "90": (100.6, 7.2),
    "96": (101.8, 6.4),
}


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / "outlines.geojson").read_text("utf-8"))
    return content


def polygons(code: str) -> list[Any]:
    feature = next(f for f in outlines()["features"] if f["properties"]["unit"] == code)
    found: list[Any] = feature["geometry"]["coordinates"]
    return found


def middle(code: str) -> tuple[float, float]:
    """Centroid of the largest part."""
    ring = polygons(code)[0][0]
    sums = [0.0, 0.0]
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        sums[0] += (x0 + x1) * cross
        sums[1] += (y0 + y1) * cross
    area = signed_area(ring)
    return sums[0] / (6 * area), sums[1] / (6 * area)


def test_there_is_one_outline_for_every_province_and_bangkok() -> None:
    with (FOLDER / "units.csv").open(encoding="utf-8-sig") as file:
        units = {
            row["code"]
            for row in csv.DictReader(file)
            if row["unit_type"] in ("province", "special_area")
        }
    drawn = [feature["properties"]["unit"] for feature in outlines()["features"]]
    assert len(drawn) == len(set(drawn)) == 77
    assert set(drawn) == units


@pytest.mark.parametrize("code", sorted(SEATS))
def test_an_outline_lies_around_its_seat(code: str) -> None:
    longitude, latitude = middle(code)
    assert abs(longitude - SEATS[code][0]) < 0.6
    assert abs(latitude - SEATS[code][1]) < 0.6


def test_neighbours_lie_as_on_any_map() -> None:
    assert middle("50")[1] > middle("10")[1] > middle("83")[1]
    assert middle("58")[0] < middle("50")[0] < middle("55")[0]
    assert middle("38")[0] > middle("43")[0]


def test_every_ring_is_closed_and_wound_as_d3_reads_it() -> None:
    for feature in outlines()["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for number, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert (signed_area(ring) < 0) == (number == 0), feature["properties"]


def test_the_file_is_small_and_says_what_it_is() -> None:
    assert (FOLDER / "outlines.geojson").stat().st_size <= 150_000
    assert outlines()["source"] == "Natural Earth, not an authoritative boundary"
