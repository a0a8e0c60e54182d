"""The pictures of a unit's report: caption, note, text alternative and Vega-Lite spec of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from moibench.analysis.results import IndicatorResult, NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import OVERALL, full_unit_name, short_indicator_name
from moibench.presentation.numbers import format_number, format_score
from moibench.presentation.pictures import theme
from moibench.presentation.sentences import words
from moibench.presentation.years import format_year, format_years, year_number

PLOT_WIDTH, NAME_WIDTH, ROW = 350, 215, 30
MAY_TELL_A_SPREAD = 3  # fewer units have no middle half worth a band


@dataclass(frozen=True)
class Picture:
    """A chart for a document: title from exactly what is drawn, how to read it, in words, spec."""

    caption: str
    note: str
    alternative: str
    spec: dict[str, Any]


def level_picture(profile: Profile, catalogue: Catalogue, language: Language) -> Picture | None:
    """Return scores over the bands of the five levels; None where nothing has a score."""
    nodes = [n for n in (profile.overall, *profile.dimensions) if n.score is not None]
    if not nodes:
        return None
    bands: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for node in nodes:
        name = _node_name(profile, catalogue, node, language)
        edges = (0.0, *node.cutoffs, 100.0)
        bands += [
            {"name": name, "from": a, "to": b, "level": str(i + 1), "middle": (a + b) / 2}
            for i, (a, b) in enumerate(pairwise(edges))
        ]
        dots.append({"name": name, "score": node.score, "country": node.country_score})
    names = [d["name"] for d in dots]
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": bands},
            "mark": {"type": "bar", "height": 20},
            "encoding": {
                "x": {"field": "from", "type": "quantitative", "axis": _score_axis(language)},
                "x2": {"field": "to"},
                "color": {
                    "field": "level",
                    "type": "ordinal",
                    "scale": {"domain": list("12345"), "range": list(theme.LEVEL_SHADES)},
                    "legend": None,
                },
            },
        },
        {
            "data": {"values": [b for b in bands if b["to"] - b["from"] >= 6]},
            "mark": {"type": "text", "fontSize": 13, "color": theme.GREY, "dy": -17},
            "encoding": {
                "x": {"field": "middle", "type": "quantitative"},
                "text": {"field": "level"},
            },
        },
        {
            "data": {"values": [d for d in dots if d["country"] is not None]},
            "mark": {"type": "tick", "color": theme.INK, "thickness": 2.5, "height": 26},
            "encoding": {"x": {"field": "country", "type": "quantitative"}},
        },
        {
            "data": {"values": dots},
            "mark": {"type": "circle", "size": 150, "color": theme.ACCENT, "opacity": 1},
            "encoding": {"x": {"field": "score", "type": "quantitative"}},
        },
    ]
    unit = full_unit_name(catalogue, profile.unit_code, language)
    said = [
        _alt(
            _node_name(profile, catalogue, n, language),
            text(
                "pictures.alt_level",
                language,
                level=n.level,
                points=words.points(n.score, language),
            ),
            language,
        )
        for n in nodes
    ]
    year = format_year(profile.year, language)
    return Picture(
        text("pictures.level_caption", language, unit=unit, year=year),
        text("pictures.level_note", language),
        _sentence(said),
        _rows_spec(names, layers, row=38),
    )


def rank_picture(profile: Profile, catalogue: Catalogue, language: Language) -> Picture | None:
    """Return ranks with their ranges; None where the unit has no rank."""
    nodes = [n for n in (profile.overall, *profile.dimensions) if n.rank is not None]
    if not nodes:
        return None
    kind = words.unit_kind(profile, catalogue)
    of = max(n.of for n in nodes)
    rows: list[dict[str, Any]] = [
        {
            "name": _node_name(profile, catalogue, n, language),
            "low": n.rank_low,
            "high": n.rank_high,
            "rank": n.rank,
        }
        for n in nodes
    ]
    ticks = sorted({1, *(round(of * share / 5) for share in range(1, 5)), of})
    axis = {
        "values": ticks,
        "grid": True,
        "format": "d",
        "title": f"← {text('pictures.best_rank', language)}"
        f"    {text('pictures.worst_rank', language)} →",
        "titlePadding": 10,
    }
    scale = {"domain": [1, of], "nice": False, "padding": 10}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rule", "strokeWidth": 12, "color": theme.BAND, "strokeCap": "butt"},
            "encoding": {
                "x": {"field": "low", "type": "quantitative", "axis": axis, "scale": scale},
                "x2": {"field": "high"},
            },
        },
        {
            "mark": {
                "type": "circle",
                "size": 170,
                "color": theme.ACCENT,
                "stroke": "white",
                "strokeWidth": 1.5,
                "opacity": 1,
            },
            "encoding": {"x": {"field": "rank", "type": "quantitative"}},
        },
    ]
    said = [
        _alt(
            _node_name(profile, catalogue, n, language),
            words.rank_with_range(n, kind, language),
            language,
        )
        for n in nodes
    ]
    low, high = words.design_of(profile, catalogue).uncertainty.interval
    spec = _rows_spec([r["name"] for r in rows], layers)
    spec["data"] = {"values": rows}
    return Picture(
        text(
            "pictures.rank_caption",
            language,
            unit=full_unit_name(catalogue, profile.unit_code, language),
            of=of,
            classifier=words.classifier(kind, language, of),
            year=format_year(profile.year, language),
        ),
        text(
            "pictures.rank_note",
            language,
            low=f"{low:g}",
            high=f"{high:g}",
            replicates=format_number(profile.stamp.replicates, 0),
        ),
        _sentence(said),
        spec,
    )


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
    compares = _has_country(profile, catalogue)
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
    spec = _rows_spec(names, layers)
    spec["data"] = {"values": rows}
    said = [_alt(row["name"], row["said"], language) for row in rows]
    return Picture(
        text(f"pictures.{kind}_caption", language, **fields),
        text(f"pictures.{kind}_note", language, **fields),
        _sentence(said),
        spec,
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
        said.append(_alt(short_indicator_name(indicator, language), value, language))
    return Picture(
        text(
            "pictures.trend_caption",
            language,
            unit=unit,
            years=format_years(min(years), max(years), language),
        ),
        text(
            f"pictures.trend_note{'' if _has_country(profile, catalogue) else '_country'}",
            language,
            unit=unit,
        ),
        _sentence(said),
        {
            "concat": panels,
            "columns": 2,
            "spacing": {"row": 26, "column": 28},
            "config": theme.CONFIG,
        },
    )


def _trend_panel(
    profile: Profile, result: IndicatorResult, catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    indicator = catalogue.indicators[result.indicator_id]
    first = min(p.year for p in result.history)
    country_points = () if not _has_country(profile, catalogue) else result.country_history
    rows: list[dict[str, Any]] = [
        {"year": year_number(p.year, language), "value": p.value, "whose": whose}
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
                "labelFontSize": 13,
                "format": f",.{indicator.decimals}f",
            },
        },
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
                "x": {"field": "worst", "axis": _score_axis(language), **x},
                "x2": {"field": "best"},
            },
        },
        {
            "mark": {"type": "circle", "size": 150, "color": theme.ACCENT, "opacity": 1},
            "encoding": {"x": {"field": "score", **x}},
        },
    ]


def _rows_spec(names: list[str], layers: list[dict[str, Any]], row: int = ROW) -> dict[str, Any]:
    y = {
        "field": "name",
        "type": "nominal",
        "sort": names,
        "scale": {"padding": 0.4},
        "axis": {
            "title": None,
            "labelLimit": NAME_WIDTH,
            "minExtent": NAME_WIDTH,
            "labelFontSize": theme.LABEL_SIZE,
            "labelColor": theme.INK,
        },
    }
    return {
        "width": PLOT_WIDTH,
        "height": {"step": row},
        "encoding": {"y": y},
        "layer": layers,
        "config": theme.CONFIG,
    }


def _score_axis(language: Language) -> dict[str, Any]:
    return {
        "values": [0, 20, 40, 60, 80, 100],
        "title": text("pictures.score_axis", language),
    }


def _has_spread(result: IndicatorResult) -> bool:
    values = [value for _, value in result.distribution]
    return len(values) >= MAY_TELL_A_SPREAD and values[0] != values[-1]


def _node_name(profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language) -> str:
    if node.node_id == OVERALL:
        return text("table.overall", language)
    dimension = words.dimension_of(profile, catalogue, node.node_id)
    return dimension.short_name.in_language(language)


def _has_country(profile: Profile, catalogue: Catalogue) -> bool:
    return catalogue.units[profile.unit_code].unit_type != "country"


def _alt(name: str, value: str, language: Language) -> str:
    return text("pictures.alt_line", language, name=name, value=value)


def _sentence(parts: list[str]) -> str:
    return "; ".join(parts)
