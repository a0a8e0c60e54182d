"""Nong Khai's fall in 2011 is a split: not judged, and made comparable where a rule allows."""

from __future__ import annotations

import pytest

from moibench.analysis.looking import look
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import profile
from moibench.analysis.values import BOUNDARY_CHANGED

pytestmark = pytest.mark.django_db

NONG_KHAI, BUENG_KAN = "43", "38"


def test_growth_over_the_split_is_no_value() -> None:
    panel = current_panel()
    found = panel.values("gpp_growth")
    row, column = panel.cube.years.index(2011), panel.geography.position[NONG_KHAI]
    assert found.values[row, column] != found.values[row, column]
    assert found.status[row, column] == BOUNDARY_CHANGED
    assert found.values[row + 1, column] == found.values[row + 1, column]


def test_a_change_across_the_split_is_not_judged() -> None:
    change = profile(NONG_KHAI, 2012, change_from=2010).indicator("gpp_current").change
    assert change is not None
    assert change.crosses_split
    assert change.crosses_break
    assert change.good is None
    after = profile(NONG_KHAI, 2015, change_from=2011).indicator("gpp_current").change
    assert after is not None
    assert not after.crosses_split


def test_a_trend_begins_with_the_split() -> None:
    trend = profile(NONG_KHAI, 2015).indicator("gpp_current").trend
    assert trend.first_year == 2011
    neighbour = profile("41", 2015).indicator("gpp_current").trend
    assert neighbour.first_year == 2006


def test_the_old_land_is_the_sum_of_both() -> None:
    result = profile(NONG_KHAI, 2012, change_from=2010).indicator("gpp_current")
    restated = result.restated
    assert restated is not None
    assert restated.units == (NONG_KHAI, BUENG_KAN)
    panel = current_panel()
    values = panel.series_values("gpp_current")
    row = panel.cube.years.index(2012)
    both = sum(values[row, panel.geography.position[c]] for c in (NONG_KHAI, BUENG_KAN))
    points = {p.year: p.value for p in restated.points}
    assert points[2012] == pytest.approx(both)
    assert points[2010] == values[row - 2, panel.geography.position[NONG_KHAI]]
    assert restated.change is not None
    assert restated.change.to_value == pytest.approx(both)
    assert not restated.change.crosses_break


def test_a_ratio_is_restated_by_its_parts_and_a_published_value_is_not() -> None:
    found = profile(NONG_KHAI, 2012, change_from=2010)
    per_head = found.indicator("gpp_per_capita").restated
    assert per_head is not None
    panel = current_panel()
    rule = panel.indicator("gpp_per_capita").roll_up
    row = panel.cube.years.index(2012)
    places = [panel.geography.position[c] for c in (NONG_KHAI, BUENG_KAN)]
    top, bottom = (
        panel.series_values(s)[row, places].sum()
        for s in (rule.numerator, rule.denominator)  # type: ignore[union-attr]
    )
    expected = top / bottom * rule.scale  # type: ignore[union-attr]
    assert {p.year: p.value for p in per_head.points}[2012] == pytest.approx(expected)
    growth = found.indicator("gpp_growth").restated
    assert growth is not None
    assert growth.refused == "rule"
    assert growth.points == ()


def test_as_it_was_nothing_is_restated() -> None:
    with look(map_choice="as_it_was"):
        answer = profile(NONG_KHAI, 2015)
        assert answer.indicator("gpp_current").restated is None
        assert answer.cluster_code is None  # the clusters in the catalogue began in 2017
        assert profile(NONG_KHAI, 2018).cluster_code == "NE-U1"
        assert profile("NE-U1", 2015).members == ()
    with look():
        assert profile(NONG_KHAI, 2015).cluster_code == "NE-U1"


def test_a_value_of_the_old_land_never_stands_for_the_new() -> None:
    panel = current_panel()
    column = panel.geography.position[NONG_KHAI]
    split = panel.cube.years.index(2011)
    for indicator_id in panel.indicator_ids:
        _, ages = panel.standing_values(indicator_id)
        for row in range(split, split + 4):
            age = ages[row, column]
            assert not age > row - split, (indicator_id, panel.cube.years[row])
