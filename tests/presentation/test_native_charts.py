"""Charts that office programs draw: nothing joins what a break in series keeps apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.analysis.results import IndicatorResult, Point
from moibench.presentation.pictures.native import over_years, range_series
from moibench.presentation.pictures.native_chart import NativeChart

pytestmark = pytest.mark.django_db


def _chart(
    kind: Literal["line", "column"], years: tuple[int, ...], breaks: tuple[int, ...]
) -> NativeChart:
    found = profile("24", 2019)
    points = tuple(replace(found.indicators[0].history[0], year=y, value=float(y)) for y in years)
    result: IndicatorResult = replace(
        found.indicators[0], history=points, country_history=points[1:], break_years=breaks
    )
    assert isinstance(points[0], Point)
    return over_years(found, current_catalogue(), result, kind, "th")


def test_a_line_ends_before_a_break_and_another_begins_after_it() -> None:
    chart = _chart("line", (2015, 2016, 2017, 2018), (2017,))
    assert [s.values for s in chart.series] == [
        (2015.0, 2016.0, None, None),
        (None, None, 2017.0, 2018.0),
        (None, 2016.0, None, None),
        (None, None, 2017.0, 2018.0),
    ]
    names = [s.name.replace("\u00a0", " ") for s in chart.series]
    assert names == [
        "จังหวัดฉะเชิงเทรา",
        "จังหวัดฉะเชิงเทรา พ.ศ. 2560–2561",
        "ประเทศ",
        "ประเทศ พ.ศ. 2560–2561",
    ]
    assert [s.goes_on for s in chart.series] == [False, True, False, True]


def test_columns_stand_apart_at_a_break_that_is_named() -> None:
    chart = _chart("column", (2016, 2017), (2017,))
    assert chart.categories == ("2559", "ขาดตอน", "2560")
    assert chart.series[0].values == (2016.0, None, 2017.0)


def test_without_a_break_in_its_years_a_chart_is_whole() -> None:
    chart = _chart("line", (2015, 2016), (2012, 2015, 2020))
    assert [s.values for s in chart.series] == [(2015.0, 2016.0), (None, 2016.0)]


def test_a_year_without_a_value_keeps_its_place() -> None:
    chart = _chart("line", (2015, 2018), ())
    assert chart.categories == ("2558", "2559", "2560", "2561")
    assert chart.series[0].values == (2015.0, None, None, 2018.0)


def test_a_range_ends_half_a_rank_beyond_its_ranks_and_shows_the_rank_in_it() -> None:
    from_, better, rank, worse = range_series([(20, 9, 50), (76, 76, 76)], "th")
    assert from_.hidden
    assert from_.values == (8.5, 75.5)
    assert (better.values, rank.values, worse.values) == ((11.0, 0.0), (1.0, 1.0), (30.0, 0.0))
    assert [s.emphasis for s in (better, rank, worse)] == [False, True, False]


def test_a_rank_outside_its_range_stands_apart_from_it() -> None:
    made = range_series([(3, 5, 8), (12, 5, 8)], "en")
    ends = [sum(s.values[row] or 0 for s in made) for row in (0, 1)]
    assert ends == [8.5, 12.5]
    drawn = [[s.values for s in made if s.emphasis == on and not s.hidden] for on in (True, False)]
    assert drawn == [[(1.0, 0.0), (0.0, 1.0)], [(4.0, 4.0)]]
    assert [s.values for s in made if s.hidden] == [(2.5, 4.5), (1.0, 0.0), (0.0, 3.0)]
