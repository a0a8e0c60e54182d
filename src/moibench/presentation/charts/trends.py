"""Lines over the years: chosen units and the country, and the clusters side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import quantiles
from typing import Any

from moibench.analysis.geography import COUNTRY
from moibench.analysis.results import Point, Ranking
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.charts.figure import Cells, Figure, Spec
from moibench.presentation.charts.theme import PALETTE, SERIES_COLOURS, chart
from moibench.presentation.graphics import ranking_axis
from moibench.presentation.graphics.spark import unbroken
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_score, format_value
from moibench.presentation.years import format_years, year_number

MOST_CHOSEN = len(SERIES_COLOURS)
FEWEST_FOR_A_BAND = 20
CELL_WIDTH, CELL_HEIGHT, CELL_COLUMNS = 158, 84, 6


def _rows(
    points: Sequence[Point], breaks: Sequence[int], language: Language, **more: Any
) -> list[dict[str, Any]]:
    """Return a row a point; `run` changes at a break in series, so that no line crosses it."""
    return [
        {"y": year_number(p.year, language), "v": p.value, "run": n, **more}
        for n, run in enumerate(unbroken(points, breaks))
        for p in run
    ]


def _year_axis(first: int, last: int, count: int) -> Spec:
    return {"title": None, "format": "d", "tickMinStep": 1, "tickCount": count, "grid": False}


def _ticks(indicator: Indicator | None, values: Sequence[float]) -> Spec:
    """Return round ticks on a logarithmic axis, where Vega would draw one for every digit."""
    if not _value_scale(indicator, values).get("type"):
        return {"tickCount": 5}
    return {"values": list(ranking_axis(values, log=True).ticks)}


def _value_scale(indicator: Indicator | None, values: Sequence[float]) -> Spec:
    if indicator is not None and indicator.log_axis and min(values, default=0) > 0:
        return {"type": "log", "nice": False}
    return {"zero": False, "nice": True}


def trend_chart(
    ranking: Ranking,
    indicator: Indicator | None,
    catalogue: Catalogue,
    language: Language,
    *,
    name: str,
    unit: str,
    chosen: Sequence[str],
) -> Figure | None:
    """Return the country, the chosen units and the middle half of the provinces over the years.

    None where there are not two years to draw.
    """
    histories = dict(ranking.histories)
    picked = [c for c in chosen if c in histories][:MOST_CHOSEN]
    band = _middle_half(histories) if ranking.level == "province" else []
    years = {p.year for p in ranking.country_history} | {row[0] for row in band}
    years |= {p.year for c in picked for p in histories[c]}
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    country = text("site.country", language)
    names = [country, *(unit_name(catalogue, c, language) for c in picked)]
    rows = _rows(ranking.country_history, ranking.break_years, language, n=country)
    for code, unit_title in zip(picked, names[1:], strict=True):
        rows += _rows(histories[code], ranking.break_years, language, n=unit_title)
    title = text(
        "chart.trend.title", language, name=name, years=format_years(first, last, language)
    )
    description = text("chart.trend.description", language, title=title, names=", ".join(names))
    x = {
        "field": "y",
        "type": "quantitative",
        "scale": {
            "domain": [year_number(first, language), year_number(last, language)],
            "nice": False,
        },
        "axis": _year_axis(first, last, 8),
    }
    values = [r["v"] for r in rows] + [v for b in band for v in b[1:]]
    y = {
        "field": "v",
        "type": "quantitative",
        "scale": _value_scale(indicator, values),
        "axis": {
            "title": None,
            **_ticks(indicator, values),
        },
    }
    colours = [PALETTE["--ink"], *SERIES_COLOURS[: len(picked)]]
    layers: list[Spec] = []
    if band:
        layers.append(_band_layer(band, ranking.break_years, language, x, y))
    layers += [
        {
            "data": {"values": [{"y": year_number(b, language) - 0.5}]},
            "mark": {"type": "rule", "strokeDash": [2, 3], "color": PALETTE["--ink-3"]},
            "encoding": {"x": {**x, "field": "y"}},
        }
        for b in ranking.break_years
        if first < b <= last
    ]
    layers.append(
        {
            "data": {"values": rows},
            "mark": {"type": "line", "strokeWidth": 2.2, "point": {"filled": True, "size": 22}},
            "encoding": {
                "x": x,
                "y": y,
                "detail": {"field": "run", "type": "nominal"},
                "color": {
                    "field": "n",
                    "type": "nominal",
                    "sort": names,
                    "scale": {"domain": names, "range": colours},
                },
                "strokeDash": {
                    "field": "n",
                    "type": "nominal",
                    "scale": {"domain": names, "range": [[5, 3], *([[1, 0]] * len(picked))]},
                },
                "tooltip": [
                    {"field": "n", "type": "nominal", "title": " "},
                    {"field": "y", "type": "quantitative", "title": "  "},
                    {"field": "v", "type": "quantitative", "title": "   "},
                ],
            },
        }
    )
    spec = chart(description, {"width": "container", "height": 260, "layer": layers})
    said = [text("chart.trend.band", language)] if band else []
    if any(first < b <= last for b in ranking.break_years):
        said.append(text("chart.trend.breaks", language))
    note = " · ".join([unit, *said])
    lines = {COUNTRY: ranking.country_history, **{c: histories[c] for c in picked}}
    heads, table, cells = _table(lines, names, indicator, language)
    return Figure("trend", spec, title, description, note, heads, table, cells)


def _middle_half(
    histories: Mapping[str, Sequence[Point]],
) -> list[tuple[int, float, float]]:
    """Return (year, lower quartile, upper quartile) where enough units have a value."""
    by_year: dict[int, list[float]] = {}
    for history in histories.values():
        for point in history:
            by_year.setdefault(point.year, []).append(point.value)
    band = []
    for year in sorted(by_year):
        if len(by_year[year]) >= FEWEST_FOR_A_BAND:
            lower, _, upper = quantiles(by_year[year], n=4, method="inclusive")
            band.append((year, lower, upper))
    return band


def _band_layer(
    band: Sequence[tuple[int, float, float]],
    breaks: Sequence[int],
    language: Language,
    x: Spec,
    y: Spec,
) -> Spec:
    rows = [
        {
            "y": year_number(year, language),
            "a": low,
            "b": high,
            "run": sum(b <= year for b in breaks),
        }
        for year, low, high in band
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": PALETTE["--band-2"], "opacity": 0.7},
        "encoding": {
            "x": x,
            "y": {**y, "field": "a"},
            "y2": {"field": "b"},
            "detail": {"field": "run", "type": "nominal"},
        },
    }


def _table(
    lines: Mapping[str, Sequence[Point]],
    names: Sequence[str],
    indicator: Indicator | None,
    language: Language,
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], Cells]:
    columns = [{p.year: p.value for p in line} for line in lines.values()]
    years = sorted({y for column in columns for y in column}, reverse=True)

    def written(value: float | None) -> str:
        return format_score(value) if indicator is None else format_value(value, indicator)

    rows = tuple(
        (str(year_number(y, language)), *(written(column.get(y)) for column in columns))
        for y in years
    )
    cells = tuple(
        tuple((c, y) for c, held in zip(lines, columns, strict=True) if y in held) for y in years
    )
    return (text("chart.heads.year", language), *names), rows, cells


def small_multiples(
    ranking: Ranking,
    indicator: Indicator | None,
    catalogue: Catalogue,
    language: Language,
    *,
    name: str,
    unit: str,
) -> Figure | None:
    """Return a small chart for each cluster on one pair of axes, the country dashed in each."""
    histories = [(c, points) for c, points in ranking.histories if len(points) > 1]
    if len(histories) < 2:
        return None
    order = {code: n for n, code in enumerate(catalogue.units)}
    histories.sort(key=lambda pair: order[pair[0]])
    names = [_short(unit_name(catalogue, code, language)) for code, _ in histories]
    rows: list[dict[str, Any]] = []
    for (_, points), title in zip(histories, names, strict=True):
        rows += _rows(points, ranking.break_years, language, c=title, k="o")
        rows += _rows(ranking.country_history, ranking.break_years, language, c=title, k="c")
    years = [p.year for _, points in histories for p in points]
    first, last = min(years), max(years)
    title = text(
        "chart.multiples.title",
        language,
        name=name,
        count=len(names),
        years=format_years(first, last, language),
    )
    description = text("chart.multiples.description", language, title=title)
    domain = [year_number(first, language), year_number(last, language)]
    x = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False},
        "axis": {"title": None, "format": "d", "values": domain, "grid": False},
    }
    y = {
        "field": "v",
        "type": "quantitative",
        "scale": _value_scale(indicator, [r["v"] for r in rows]),
        "axis": {
            "title": None,
            "domain": False,
            "format": ",~f",
            **_ticks(indicator, [r["v"] for r in rows]),
        },
    }
    line = {"x": x, "y": y, "detail": {"field": "run", "type": "nominal"}}
    spec = chart(
        description,
        {
            "data": {"values": rows},
            "columns": CELL_COLUMNS,
            "spacing": {"row": 14, "column": 18},
            "facet": {"field": "c", "type": "nominal", "sort": names, "title": None},
            "spec": {
                "width": CELL_WIDTH,
                "height": CELL_HEIGHT,
                "layer": [
                    {
                        "transform": [{"filter": "datum.k == 'c'"}],
                        "mark": {
                            "type": "line",
                            "color": PALETTE["--dot-2"],
                            "strokeDash": [3, 2.5],
                            "strokeWidth": 1.2,
                        },
                        "encoding": line,
                    },
                    {
                        "transform": [{"filter": "datum.k == 'o'"}],
                        "mark": {"type": "line", "color": PALETTE["--ink"], "strokeWidth": 1.7},
                        "encoding": line,
                    },
                ],
            },
        },
        columns=True,
    )
    newest = tuple(
        (label, str(year_number(points[-1].year, language)), _said(points[-1], indicator))
        for (_, points), label in zip(histories, names, strict=True)
    )
    heads = tuple(text(f"chart.heads.{key}", language) for key in ("unit", "year", "value"))
    note = text("chart.multiples.note", language, unit=unit)
    cells = tuple(((code, points[-1].year),) for code, points in histories)
    return Figure("multiples", spec, title, description, note, heads, newest, cells)


def _said(point: Point, indicator: Indicator | None) -> str:
    return format_score(point.value) if indicator is None else format_value(point.value, indicator)


def _short(name: str) -> str:
    """Drop the word for a cluster, which the chart's title says."""
    return name.removeprefix("กลุ่มจังหวัด").removeprefix("ภาค").replace(" Cluster", "")
