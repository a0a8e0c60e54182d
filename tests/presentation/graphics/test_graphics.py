"""The row graphics say what their numbers say, and hold no style and no unescaped text."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from moibench.analysis.results import Point, Trend
from moibench.presentation import graphics
from moibench.presentation.graphics.marks import stacked, step_that_fits
from moibench.presentation.graphics.spark import unbroken
from moibench.presentation.graphics.swarm import clipped_axis

NASTY = '<script>&"'


def swarm(**changes: object) -> str:
    given: dict[str, object] = {
        "cluster": 5.0,
        "country": 4.0,
        "relation": "better",
        "similarity_width": 1.0,
        "low_is_good": False,
        "written": lambda v: f"{v:.0f}",
        "label": "x",
    }
    given |= changes
    values = [float(v) for v in range(1, 11)]
    return graphics.beeswarm(346, values, 7.0, **given)  # type: ignore[arg-type]


def own_x(svg: str) -> float:
    found = re.search(r'class="own[^"]*" cx="([\d.]+)"', svg)
    assert found is not None
    return float(found[1])


def country_x(svg: str) -> float:
    found = re.search(r'class="tick" d="M([\d.]+)', svg)
    assert found is not None
    return float(found[1])


def test_good_is_right_whichever_way_the_values_run() -> None:
    assert own_x(swarm()) > country_x(swarm())
    reversed_axis = swarm(low_is_good=True)
    assert own_x(reversed_axis) < country_x(reversed_axis)


def test_every_unit_is_drawn_or_counted_at_an_end() -> None:
    values = [*(float(v) for v in range(40)), 1000.0, 2000.0, -500.0]
    svg = graphics.beeswarm(
        346,
        values,
        20.0,
        cluster=None,
        country=None,
        relation=None,
        similarity_width=8.0,
        low_is_good=False,
        written=str,
        label="x",
    )
    drawn = len(re.findall(r"h0", svg))
    assert drawn == 40
    assert "◂ 1" in svg
    assert "2 ▸" in svg


def test_the_axis_is_cut_but_always_holds_the_marks() -> None:
    axis = clipped_axis(346, [0.0, 1.0, 2.0, 100.0], [60.0], 1.0, reversed=False)
    assert axis.high == 60.0
    assert axis.low == 0.0
    assert axis.holds(60.0)
    assert not axis.holds(100.0)


def test_piles_neither_overlap_nor_leave_their_room() -> None:
    positions = [10.0] * 60
    step = step_that_fits(positions, 40)
    places = stacked(positions, step, 40.0, 40.0)
    heights = sorted(y for _, y in places)
    assert min(heights) > 0
    assert all(b - a > 0 for a, b in pairwise(heights))


def test_dots_stay_in_the_order_given() -> None:
    assert stacked([1.0, 1.1, 9.0], 2.0, 10.0) == [(0.0, 10.0), (2.0, 10.0), (8.0, 10.0)]


@pytest.mark.parametrize("level", [None, 1, 3, 5])
def test_as_many_squares_are_filled_as_the_level_says(level: int | None) -> None:
    svg = graphics.level_squares(level)
    assert svg.count('class="step f"') == (level or 0)
    assert svg.count("<rect") == 5


def test_the_first_place_is_right_and_the_range_holds_the_rank() -> None:
    first, last = (own_x(graphics.rank_bar(214, r, 1, 76, 76)) for r in (1, 76))
    assert first > last
    svg = graphics.rank_bar(214, 15, 5, 36, 76)
    left, right = (float(x) for x in re.findall(r'class="rr" d="M([\d.]+) 7H([\d.]+)"', svg)[0])
    assert left < own_x(svg) < right


def test_a_line_never_crosses_a_break() -> None:
    history = [Point(y, float(y), "final") for y in (2011, 2012, 2014, 2015)]
    runs = [[p.year for p in run] for run in unbroken(history, [2014])]
    assert runs == [[2011, 2012], [2014, 2015]]
    svg = graphics.sparkline(history, (), [2014], years=(2011, 2015))
    path = re.search(r'class="spark" d="([^"]+)"', svg)
    assert path is not None
    assert path[1].count("M") == 2
    assert svg.count('class="brk"') == 1


@pytest.mark.parametrize(
    ("verdict", "good", "css"),
    [("rising", True, "i-p"), ("falling", True, "i-p"), ("rising", None, "i-z")],
)
def test_a_trend_is_coloured_by_good_and_pointed_by_value(
    verdict: str, good: bool | None, css: str
) -> None:
    trend = Trend(verdict, False, 9, 2011, 2019, 1.0, 0.01, good)  # type: ignore[arg-type]
    svg = graphics.trend_icon(trend)
    assert f'class="{css}"' in svg
    points_up = "L6.5 3L" in svg
    assert points_up == (verdict == "rising")


def test_the_band_shaded_is_that_of_the_level() -> None:
    svg = graphics.continuum(
        400,
        [("24", 50.0)],
        50.0,
        level=3,
        cutoffs=(20, 40, 60, 80),
        cluster=None,
        country=None,
        label="x",
    )
    found = re.search(r'class="bar0" x="([\d.]+)" y="0" width="([\d.]+)"', svg)
    assert found is not None
    left, width = float(found[1]), float(found[2])
    assert left < own_x(svg) < left + width
    assert math.isclose(width, (400 - 12) * 0.2, abs_tol=0.1)


def test_spine_puts_the_country_in_the_middle_and_good_on_the_right() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 9.0]
    for low_is_good in (False, True):
        svg = graphics.spine_bar(
            340, values, 4.0, 3.0, cluster=None, relation=None, low_is_good=low_is_good, label="x"
        )
        assert country_x(svg) == 170
        assert (own_x(svg) > 170) == (not low_is_good)


@pytest.mark.parametrize("log", [False, True])
def test_ranking_axis_keeps_order_and_holds_every_value(log: bool) -> None:
    values = [55_417.0, 110_961.0, 224_962.0, 831_734.0]
    axis = graphics.ranking_axis(values, log=log)
    places = [axis.place(v, 150) for v in values]
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= 150
    assert all(axis.low <= t <= axis.high for t in axis.ticks)
    assert 2 <= len(axis.ticks) <= 9


def test_texts_are_escaped_and_no_style_is_inline() -> None:
    tiles = graphics.tile_grid(
        {"24": (0, 0), "20": (1, 0)},
        step=lambda c: 2,
        abbreviation=lambda c: NASTY,
        value=lambda c: NASTY,
        title=lambda c: NASTY,
        link=lambda c: NASTY,
        region=lambda c: c,
        label=NASTY,
    )
    made = [tiles, swarm(label=NASTY, written=lambda v: NASTY), graphics.key_mark("own")]
    for svg in made:
        ET.fromstring(svg)
        assert "<script" not in svg
        assert "style=" not in svg
    assert tiles.count('class="edge" d="M') == 1
