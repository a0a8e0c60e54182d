"""Pictures of the whole index and its dimensions: levels, ranks with their ranges."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from moibench.analysis.results import NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.numbers import format_number
from moibench.presentation.pictures import theme
from moibench.presentation.pictures.frame import (
    ROW,
    Picture,
    alternative_line,
    in_a_row,
    node_name,
    rows_spec,
    score_axis,
)
from moibench.presentation.pictures.native import rank_ranges
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.sentences import words
from moibench.presentation.years import format_year

BELOW_TICKS = 46


def level_picture(profile: Profile, catalogue: Catalogue, language: Language) -> Picture | None:
    """Return scores over the bands of the five levels; None where nothing has a score."""
    nodes = [n for n in (profile.overall, *profile.dimensions) if n.score is not None]
    if not nodes:
        return None
    bands: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for node in nodes:
        name = node_name(profile, catalogue, node, language)
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
                "x": {"field": "from", "type": "quantitative", "axis": score_axis(language)},
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
        alternative_line(
            node_name(profile, catalogue, n, language),
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
    caption = text("pictures.level_caption", language, unit=unit, year=year)
    return Picture(
        caption,
        text("pictures.level_note", language),
        in_a_row(said),
        rows_spec(names, layers, row=34),
        (_scores(nodes, names, unit, caption, in_a_row(said), language),),
    )


def _scores(
    nodes: list[NodeResult],
    names: list[str],
    unit: str,
    caption: str,
    alternative: str,
    language: Language,
) -> NativeChart:
    series = [Series(unit, tuple(n.score for n in nodes), emphasis=True)]
    country = tuple(n.country_score for n in nodes)
    if any(c is not None for c in country):
        series.append(Series(text("table.column.country_score", language), country))
    return NativeChart(
        "bar", caption, alternative, tuple(names), tuple(series), decimals=1, highest=100.0
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
            "name": node_name(profile, catalogue, n, language),
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
        "title": None,
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
        _end_label(f"← {text('pictures.best_rank', language)}", 1, "left", len(rows)),
        _end_label(f"{text('pictures.worst_rank', language)} →", of, "right", len(rows)),
    ]
    said = [
        alternative_line(
            node_name(profile, catalogue, n, language),
            words.rank_with_range(n, kind, language),
            language,
        )
        for n in nodes
    ]
    low, high = words.design_of(profile, catalogue).uncertainty.interval
    spec = rows_spec([r["name"] for r in rows], layers)
    spec["data"] = {"values": rows}
    caption = text(
        "pictures.rank_caption",
        language,
        unit=full_unit_name(catalogue, profile.unit_code, language),
        of=of,
        classifier=words.classifier(kind, language, of),
        year=format_year(profile.year, language),
    )
    return Picture(
        caption,
        text(
            "pictures.rank_note",
            language,
            low=f"{low:g}",
            high=f"{high:g}",
            replicates=format_number(profile.stamp.replicates, 0),
        ),
        in_a_row(said),
        spec,
        (rank_ranges(profile, catalogue, nodes, caption, in_a_row(said), language),),
    )


def _end_label(words_: str, at: int, align: str, rows: int) -> dict[str, Any]:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "text", "text": words_, "align": align, "color": theme.GREY},
        "encoding": {
            "x": {"field": "at", "type": "quantitative"},
            "y": {"value": rows * ROW + BELOW_TICKS},
        },
    }
