"""Pictures of indicators: where the unit stands among all, how the headline ones have moved."""

from __future__ import annotations

from typing import Any

import numpy as np

from moibench.analysis.results import IndicatorResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import format_score
from moibench.presentation.pictures import theme
from moibench.presentation.pictures.frame import (
    Picture,
    alternative_line,
    has_country,
    in_a_row,
    rows_spec,
    score_axis,
)
from moibench.presentation.pictures.native import over_years
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.sentences import words
from moibench.presentation.years import format_year, format_years, year_number

MAY_TELL_A_SPREAD = 3  # fewer units have no middle half worth a band


def dimension_picture(
    profile: Profile, catalogue: Catalogue, dimension_id: str, language: Language
) -> Picture | None:
    """Return a spine of the dimension's judged indicators, right always better.

    Where the unit stands among too few to tell a spread (the country), the indicators' scores
    are drawn instead. None where no indicator of the dimension has a score.
    """
    dimension = words.dimension_of(profile, catalogue, dimension_id)
    results = [
        r
        for r in profile.indicators
        if r.indicator_id in dimension.indicators and r.score is not None
    ]
    if not results:
        return None
    compares = has_country(profile, catalogue)
    spread = [] if not compares else [r for r in results if _has_spread(r)]
    unit = full_unit_name(catalogue, profile.unit_code, language)
    fields = {
        "unit": unit,
        "dimension": words.dimension_label(dimension, language),
        "year": format_year(profile.year, language),
        "classifier": words.classifier(words.unit_kind(profile, catalogue), language),
    }
    kind = "dimension" if len(spread) == len(results) else "dimension_score"
    rows = [
        _spine_row(r, catalogue, language)
        if kind == "dimension"
        else _score_row(r, catalogue, language)
        for r in results
    ]
    names = [row["name"] for row in rows]
    layers = _spine_layers(language) if kind == "dimension" else _score_layers(language)
    spec = rows_spec(names, layers)
    spec["data"] = {"values": rows}
    said = [alternative_line(row["name"], row["said"], language) for row in rows]
    caption = text(f"pictures.{kind}_caption", language, **fields)
    return Picture(
        caption,
        text(f"pictures.{kind}_note", language, **fields),
        in_a_row(said),
        spec,
        (_native(rows, kind, unit, caption, in_a_row(said), language),),
    )


def _native(
    rows: list[dict[str, Any]],
    kind: str,
    unit: str,
    caption: str,
    alternative: str,
    language: Language,
) -> NativeChart:
    """Return the same places as bars, from the worst unit's 0 to the best's 100."""
    if kind != "dimension":
        series = [Series(unit, tuple(row["score"] for row in rows), emphasis=True)]
    else:
        series = [Series(unit, tuple(100 * row["own"] for row in rows), emphasis=True)]
        country = tuple(None if row["country"] is None else 100 * row["country"] for row in rows)
        if any(c is not None for c in country):
            series.append(Series(text("table.column.country", language), country))
    return NativeChart(
        "bar",
        caption,
        alternative,
        tuple(row["name"] for row in rows),
        tuple(series),
        decimals=1 if kind != "dimension" else 0,
        highest=100.0,
    )


def trend_picture(profile: Profile, catalogue: Catalogue, language: Language) -> Picture | None:
    """Return small multiples of the headline indicators; None where none has two years."""
    headline = words.framework_of(profile, catalogue).headline_indicators
    results = [r for r in profile.indicators if r.indicator_id in headline and len(r.history) >= 2]
    if not results:
        return None
    panels = [_trend_panel(profile, r, catalogue, language) for r in results]
    unit = full_unit_name(catalogue, profile.unit_code, language)
    years = [p.year for r in results for p in r.history]
    said = []
    for r in results:
        indicator = catalogue.indicators[r.indicator_id]
        first, last = r.history[0], r.history[-1]
        value = text(
            "pictures.alt_from_to",
            language,
            first=words.measured(first.value, indicator, language),
            first_year=format_year(first.year, language),
            last=words.measured(last.value, indicator, language),
            last_year=format_year(last.year, language),
        )
        said.append(alternative_line(short_indicator_name(indicator, language), value, language))
    return Picture(
        text(
            "pictures.trend_caption",
            language,
            unit=unit,
            years=format_years(min(years), max(years), language),
        ),
        text(
            f"pictures.trend_note{'' if has_country(profile, catalogue) else '_country'}",
            language,
            unit=unit,
        ),
        in_a_row(said),
        {
            "concat": panels,
            "columns": 2,
            "spacing": {"row": 26, "column": 28},
            "config": theme.CONFIG,
        },
        tuple(over_years(profile, catalogue, r, "line", language) for r in results),
    )


def _trend_panel(
    profile: Profile, result: IndicatorResult, catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    indicator = catalogue.indicators[result.indicator_id]
    first = min(p.year for p in result.history)
    country_points = () if not has_country(profile, catalogue) else result.country_history
    rows: list[dict[str, Any]] = [
        {
            "year": year_number(p.year, language),
            "value": p.value,
            "whose": whose,
            "stretch": sum(b <= p.year for b in result.break_years),
        }
        for whose, points in (("country", country_points), ("own", result.history))
        for p in points
        if p.year >= first
    ]
    breaks = [{"year": year_number(y, language) - 0.5} for y in result.break_years if y > first]
    years = sorted({r["year"] for r in rows})
    step = max(1, -(-(years[-1] - years[0]) // 4))
    x = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [years[0] - 0.3, years[-1] + 0.3], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "format": "d",
            "values": list(range(years[0], years[-1] + 1, step)),
            "labelFontSize": 13,
            "labelPadding": 8,
        },
    }
    line = {
        "x": x,
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"zero": False},
            "axis": {
                "title": None,
                "grid": True,
                "tickCount": 4,
                "minExtent": 56,
                "labelFontSize": 13,
                "format": f",.{indicator.decimals}f",
            },
        },
        "detail": {"field": "stretch", "type": "nominal"},
        "color": {
            "field": "whose",
            "type": "nominal",
            "scale": {"domain": ["country", "own"], "range": ["#8A93A0", theme.ACCENT]},
            "legend": None,
        },
    }
    unit = indicator.unit_of_measure.in_language(language)
    return {
        "title": {
            "text": short_indicator_name(indicator, language),
            "subtitle": unit,
            "subtitleFont": "Sarabun",
            "subtitleFontSize": 13,
            "subtitleColor": theme.GREY,
            "subtitlePadding": 6,
        },
        "width": 220,
        "height": 92,
        "layer": [
            {
                "data": {"values": breaks},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.GREY},
                "encoding": {"x": x},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.2, "point": {"size": 34}},
                "encoding": line,
            },
        ],
    }


def _spine_row(result: IndicatorResult, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    indicator = catalogue.indicators[result.indicator_id]
    values = np.array([value for _, value in result.distribution])
    best, worst = values[0], values[-1]

    def position(value: float) -> float:
        return float(np.clip((value - worst) / (best - worst), 0.0, 1.0))

    low, high = sorted(position(q) for q in np.percentile(values, [25, 75]))
    country = result.benchmark("country")
    country_value = country.figure.value if country is not None else None
    own = result.figure.value if result.figure.value is not None else worst
    return {
        "name": short_indicator_name(indicator, language),
        "own": position(own),
        "low": low,
        "high": high,
        "worst": 0.0,
        "best": 1.0,
        "country": None if country_value is None else position(country_value),
        "relation": (country.relation if country is not None else None) or "similar",
        "said": words.measured(own, indicator, language),
    }


def _score_row(result: IndicatorResult, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    indicator = catalogue.indicators[result.indicator_id]
    return {
        "name": short_indicator_name(indicator, language),
        "score": result.score,
        "worst": 0,
        "best": 100,
        "said": words.points(result.score, language),
        "label": format_score(result.score),
    }


def _spine_layers(language: Language) -> list[dict[str, Any]]:
    ends = f"datum.value == 0 ? '{text('pictures.worst', language)}' : "
    axis = {
        "values": [0, 1],
        "labelExpr": ends + f"'{text('pictures.best', language)}'",
        "title": None,
    }
    x = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False, "padding": 10}}

    def scale(mapping: dict[str, str]) -> dict[str, Any]:
        return {"domain": list(mapping), "range": list(mapping.values())}

    return [
        {
            "mark": {"type": "rule", "strokeWidth": 10, "color": theme.FULL_RANGE},
            "encoding": {"x": {"field": "worst", "axis": axis, **x}, "x2": {"field": "best"}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 10, "color": theme.BAND},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "transform": [{"filter": "datum.country !== null"}],
            "mark": {"type": "tick", "color": theme.INK, "thickness": 2.5, "height": 20},
            "encoding": {"x": {"field": "country", **x}},
        },
        {
            "mark": {"type": "point", "size": 130, "opacity": 1, "strokeWidth": 1.6},
            "encoding": {
                "x": {"field": "own", **x},
                "shape": {
                    "field": "relation",
                    "scale": scale(theme.RELATION_SHAPES),
                    "legend": None,
                },
                "fill": {
                    "field": "relation",
                    "scale": scale(theme.RELATION_COLOURS),
                    "legend": None,
                },
                "stroke": {
                    "field": "relation",
                    "scale": scale(theme.RELATION_EDGES),
                    "legend": None,
                },
            },
        },
    ]


def _score_layers(language: Language) -> list[dict[str, Any]]:
    x = {"type": "quantitative", "scale": {"domain": [0, 100], "padding": 10}}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 10, "color": theme.FULL_RANGE},
            "encoding": {
                "x": {"field": "worst", "axis": score_axis(language), **x},
                "x2": {"field": "best"},
            },
        },
        {
            "mark": {"type": "circle", "size": 150, "color": theme.ACCENT, "opacity": 1},
            "encoding": {"x": {"field": "score", **x}},
        },
    ]


def _has_spread(result: IndicatorResult) -> bool:
    values = [value for _, value in result.distribution]
    return len(values) >= MAY_TELL_A_SPREAD and values[0] != values[-1]
