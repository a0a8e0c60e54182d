"""The specs compile in Vega-Lite, hold the numbers given, and are safe inside a page."""

from __future__ import annotations

import json
from statistics import quantiles

import pytest
import vl_convert

from moibench.analysis.results import Figure, Point, RankedUnit, Ranking, Stamp
from moibench.catalogue import Catalogue, load_catalogue
from moibench.presentation import charts

STAMP = Stamp("d", 1, 1000, "v", "c")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def outlines() -> dict[str, object]:
    square = [[[100, 13], [101, 13], [101, 14], [100, 14], [100, 13]]]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"unit": code},
                "geometry": {"type": "Polygon", "coordinates": square},
            }
            for code in ("24", "20")
        ],
    }


def ranking(values: dict[str, float], breaks: tuple[int, ...] = ()) -> Ranking:
    lines = tuple(
        RankedUnit(code, Figure(v, 2019, 0, "final", "s", "e"), n)
        for n, (code, v) in enumerate(values.items(), 1)
    )
    points = tuple(Point(y, float(y - 2000), "final") for y in range(2010, 2020))
    return Ranking(
        subject_id="gpp_per_capita",
        is_index=False,
        judged=True,
        year=2019,
        newest_year=2019,
        years=(2018, 2019),
        level="province",
        with_bangkok=False,
        lines=lines,
        country=Figure(12.5, 2019, 0, "final", "s", "e"),
        median=12.0,
        years_used=((2019, len(values)),),
        country_history=points,
        histories=tuple((code, points) for code in values),
        break_years=breaks,
        cutoffs=None,
        stamp=STAMP,
    )


VALUES = {"21": 31.0, "20": 22.0, "24": 15.5, "25": 12.0, "26": 9.0, "27": 4.0}


def all_figures(catalogue: Catalogue) -> list[charts.Figure]:
    indicator = catalogue.indicators["gpp_per_capita"]
    made = []
    for language in ("th", "en"):
        given = {"name": "x <b>", "unit": "บาท"}
        shown = ranking(VALUES, (2014,))
        made += [
            charts.value_map(
                shown, indicator, catalogue, language, outlines=outlines(), years="2562", **given
            ),
            charts.trend_chart(shown, indicator, catalogue, language, chosen=("24", "20"), **given),
            charts.small_multiples(shown, indicator, catalogue, language, **given),
            charts.level_map(
                {"24": 3, "20": None},
                {"24": 50.0},
                catalogue,
                language,
                outlines=outlines(),
                subject="x",
                year=2019,
            ),
        ]
    assert all(made)
    return [f for f in made if f is not None]


def test_every_spec_compiles(catalogue: Catalogue) -> None:
    for figure in all_figures(catalogue):
        spec = dict(figure.spec)
        if spec.get("width") == "container":
            spec["width"] = 600
        compiled = vl_convert.vegalite_to_vega(spec)
        assert compiled["marks"]
        assert figure.spec["description"] == figure.description
        assert figure.title


def test_a_spec_cannot_leave_its_script_element(catalogue: Catalogue) -> None:
    for figure in all_figures(catalogue):
        assert "<" not in figure.embedded
        assert json.loads(figure.embedded) == figure.spec


def test_the_map_holds_each_value_and_the_table_repeats_it(catalogue: Catalogue) -> None:
    indicator = catalogue.indicators["gpp_per_capita"]
    figure = charts.value_map(
        ranking(VALUES),
        indicator,
        catalogue,
        "en",
        name="x",
        unit="baht",
        outlines=outlines(),
        years="2019",
    )
    shapes = figure.spec["vconcat"][0]["layer"]
    assert "transform" not in shapes[0]  # the grey layer, for units without data
    rows = shapes[1]["transform"][0]["from"]["data"]["values"]
    assert {r["unit"] for r in rows} == set(VALUES)
    assert len(figure.rows) == len(VALUES)
    dots = figure.spec["vconcat"][1]["layer"][1]["data"]["values"]
    assert len(dots) == len(VALUES)


def test_classes_follow_the_quintiles_and_step_up() -> None:
    values = [float(v) for v in range(1, 101)]
    classes = charts.value_classes(values)
    exact = quantiles(values, n=5, method="inclusive")
    assert classes.edges == pytest.approx(exact, rel=0.05)
    assert [classes.step(v) for v in (1.0, 100.0)] == [1, 5]
    steps = [classes.step(v) for v in values]
    assert steps == sorted(steps)
    assert charts.value_classes(values, (10, 20, 30, 40)).step(20.0) == 3


def test_equal_values_do_not_break_the_classes() -> None:
    classes = charts.value_classes([5.0] * 30)
    assert 1 <= classes.step(5.0) <= 5


def test_no_line_of_a_trend_crosses_a_break(catalogue: Catalogue) -> None:
    figure = charts.trend_chart(
        ranking(VALUES, (2014,)),
        catalogue.indicators["hai"],
        catalogue,
        "th",
        name="x",
        unit="y",
        chosen=("24",),
    )
    assert figure is not None
    rows = figure.spec["layer"][-1]["data"]["values"]
    assert {r["run"] for r in rows if r["y"] < 2014 + 543} == {0}
    assert {r["run"] for r in rows if r["y"] >= 2014 + 543} == {1}
    assert figure.rows[0][0] == "2562"
