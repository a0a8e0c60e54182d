"""Choropleth whose legend is the distribution itself, a dot a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from moibench.analysis.results import Ranking
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.charts.classes import Classes, value_classes
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.theme import PALETTE, STEP_COLOURS, chart
from moibench.presentation.graphics.marks import stacked
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_score, format_value
from moibench.presentation.years import format_year

MAP_WIDTH, MAP_HEIGHT = 400, 680
LEGEND_HEIGHT, COLUMNS = 92, 56


def level_map(
    levels: Mapping[str, int | None],
    scores: Mapping[str, float | None],
    catalogue: Catalogue,
    language: Language,
    *,
    outlines: Mapping[str, Any],
    subject: str,
    year: int,
) -> Figure:
    """Return the map of provinces by level, with its legend and table."""
    title = text(
        "chart.level_map.title", language, subject=subject, year=format_year(year, language)
    )
    counts = [sum(level == n for level in levels.values()) for n in range(1, 6)]
    description = text(
        "chart.level_map.description",
        language,
        title=title,
        counts=", ".join(
            text("chart.level_count", language, level=n, count=count)
            for n, count in enumerate(counts, 1)
        ),
    )
    rows = [
        {
            "unit": code,
            "name": unit_name(catalogue, code, language),
            "step": level,
            "said": " · ".join(
                (text("site.level", language, level=level), format_score(scores.get(code)))
            ),
        }
        for code, level in levels.items()
        if level is not None
    ]
    return Figure(
        id="map",
        spec=chart(description, {"vconcat": [_map(outlines, rows)]}, map=True),
        title=title,
        description=description,
        source=text("chart.outlines", language),
        heads=(),
        rows=(),
    )


def value_map(
    ranking: Ranking,
    indicator: Indicator | None,
    catalogue: Catalogue,
    language: Language,
    *,
    name: str,
    unit: str,
    outlines: Mapping[str, Any],
    years: str,
) -> Figure:
    """Return the map of a ranking with a histogram for legend.

    indicator: None for the index, whose classes are its levels. years: the years of the values
    with how many are of each, for the title.
    """
    found = [(line, v) for line in ranking.lines if (v := line.figure.value) is not None]
    classes = value_classes([v for _, v in found], ranking.cutoffs)

    def written(value: float) -> str:
        return format_score(value) if indicator is None else format_value(value, indicator)

    title = text("chart.value_map.title", language, name=name, years=years)
    rows = [
        {
            "unit": line.unit_code,
            "name": unit_name(catalogue, line.unit_code, language),
            "step": classes.step(value),
            "said": f"{written(value)} {unit}",
        }
        for line, value in found
    ]
    country = ranking.country.value if ranking.country else None
    values = [v for _, v in found]
    description = text(
        "chart.value_map.description",
        language,
        title=title,
        low=written(min(values)),
        high=written(max(values)),
        unit=unit,
    )
    legend = _legend(values, classes, country, [written(e) for e in classes.edges], unit, language)
    spec = chart(description, {"vconcat": [_map(outlines, rows), legend], "spacing": 14}, map=True)
    table = tuple(
        (
            unit_name(catalogue, line.unit_code, language),
            written(value),
            format_year(line.figure.year, language) if line.figure.year else "–",
        )
        for line, value in found
    )
    heads = tuple(text(f"chart.heads.{key}", language) for key in ("unit", "value", "year"))
    cells = tuple(((line.unit_code, line.figure.year or ranking.year),) for line, _ in found)
    note = text("chart.outlines", language)
    return Figure("map", spec, title, description, note, heads, table, cells)


def _map(outlines: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Return the map; the grey layer below keeps provinces without data on it."""
    shape = {"type": "geoshape", "stroke": PALETTE["--paper"], "strokeWidth": 0.7}
    by_unit = {"data": {"values": list(rows)}, "key": "unit", "fields": ["name", "step", "said"]}
    return {
        "width": MAP_WIDTH,
        "height": MAP_HEIGHT,
        "projection": {"type": "mercator"},
        "data": {"values": outlines["features"]},
        "layer": [
            {"mark": {**shape, "fill": PALETTE["--band-2"]}},
            {
                "transform": [
                    {"lookup": "properties.unit", "from": by_unit},
                    {"filter": "isValid(datum.step)"},
                ],
                "mark": shape,
                "encoding": {
                    "color": {
                        "field": "step",
                        "type": "ordinal",
                        "scale": {"domain": [1, 2, 3, 4, 5], "range": list(STEP_COLOURS)},
                        "legend": None,
                    },
                    "tooltip": [
                        {"field": "name", "type": "nominal", "title": " "},
                        {"field": "said", "type": "nominal", "title": "  "},
                    ],
                },
            },
        ],
    }


def _legend(
    values: Sequence[float],
    classes: Classes,
    country: float | None,
    edge_texts: Sequence[str],
    unit: str,
    language: Language,
) -> Spec:
    """Return the distribution: every unit a dot over its class, the country a stroke."""
    low = min([*values, *([country] if country is not None else [])])
    high = max([*values, *([country] if country is not None else [])])
    pitch = (high - low) / COLUMNS or 1.0
    places = stacked([(v - low) / pitch for v in values], 1.0, 0.0)
    dots = [
        {"x": low + x * pitch, "y": -y + 1, "step": classes.step(v)}
        for (x, y), v in zip(places, values, strict=True)
    ]
    tallest = max(d["y"] for d in dots)
    edges = [low, *(min(max(e, low), high) for e in classes.edges), high]
    bands = [{"a": a, "b": b, "step": n} for n, (a, b) in enumerate(pairwise(edges), 1)]
    colour = {
        "field": "step",
        "type": "ordinal",
        "scale": {"domain": [1, 2, 3, 4, 5], "range": list(STEP_COLOURS)},
        "legend": None,
    }
    axis = {
        "title": unit,
        "grid": False,
        "values": list(classes.edges),
        "labelExpr": _label_expression(classes.edges, edge_texts),
        "labelOverlap": "greedy",
    }
    x = {"type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False}}
    y_scale = {"domain": [-1.6, max(tallest + 1, 8)]}
    layers: list[Spec] = [
        {
            "data": {"values": bands},
            "mark": {"type": "rect"},
            "encoding": {
                "x": {"field": "a", **x, "axis": axis},
                "x2": {"field": "b"},
                "y": {"datum": -1.4, "type": "quantitative", "scale": y_scale, "axis": None},
                "y2": {"datum": -0.2},
                "color": colour,
            },
        },
        {
            "data": {"values": dots},
            "mark": {
                "type": "circle",
                "size": 26,
                "opacity": 1,
                "stroke": PALETTE["--rule-2"],
                "strokeWidth": 0.4,
            },
            "encoding": {
                "x": {"field": "x", **x},
                "y": {"field": "y", "type": "quantitative", "scale": y_scale, "axis": None},
                "color": colour,
            },
        },
    ]
    if country is not None:
        at = {"data": {"values": [{"x": country}]}}
        layers.append(
            {
                **at,
                "mark": {"type": "rule", "color": PALETTE["--ink"], "strokeWidth": 1.4},
                "encoding": {"x": {"field": "x", **x}},
            }
        )
        right = country > (low + high) / 2
        layers.append(
            {
                **at,
                "mark": {
                    "type": "text",
                    "align": "right" if right else "left",
                    "dx": -5 if right else 5,
                    "y": 6,
                    "text": text("site.country", language),
                },
                "encoding": {"x": {"field": "x", **x}},
            }
        )
    return {"width": MAP_WIDTH, "height": LEGEND_HEIGHT, "layer": layers}


def _label_expression(edges: Sequence[float], texts: Sequence[str]) -> str:
    """Return a Vega expression that writes each edge as the page writes it."""
    choice = "''"
    for edge, written in zip(edges, texts, strict=True):
        choice = f"abs(datum.value - {edge!r}) < 1e-9 ? '{written}' : {choice}"
    return choice
