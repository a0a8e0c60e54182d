"""Sectors on a plane: the growth–share matrix, and specialisation against own growth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from moibench.analysis.sectors import SectorProfile, SectorResult
from moibench.engine.sectors import GrowthShareClass
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.labels import LINE, Mark, responsive_names, sides
from moibench.presentation.charts.theme import PALETTE, chart
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import format_number, format_percent

HEIGHT = 440
WIDE, NARROW = 1030.0, 275.0  # of the plane, in pixels
LEAST_LQ = 0.05  # what is less is drawn at the edge of the logarithmic axis
SMALLEST, LARGEST = 5.0, 26.0  # radii of bubbles, by the share
CORNERS: dict[GrowthShareClass, tuple[int, int]] = {
    "star": (1, 1),
    "cash_cow": (1, -1),
    "question_mark": (-1, 1),
    "dog": (-1, -1),
}
Names = dict[str, str]


def growth_share_matrix(
    profile: SectorProfile, names: Names, title: str, language: Language
) -> Figure:
    """Return sectors by location quotient and growth in the country, bubbles by share."""
    rows = [_row(s, s.growth, names, language) for s in profile.sectors]
    drawn = [r for r in rows if r is not None]
    heads = (
        text("sectors.sector", language),
        *(text(f"sector_page.head.{key}", language) for key in ("share", "lq", "growth", "class")),
    )
    table = tuple(
        (
            names[s.code],
            format_percent(s.share, 1),
            format_number(s.lq, 2),
            format_percent(s.growth, 1),
            text(f"sectors.classes.{s.growth_share}", language) if s.growth_share else "–",
        )
        for s in profile.sectors
    )
    corners = {place: text(f"sectors.classes.{name}", language) for name, place in CORNERS.items()}
    return _plane(
        "growth-share",
        drawn,
        profile.share_threshold,
        100 * profile.growth_threshold,
        corners,
        text("sector_page.axis.country_growth", language),
        title,
        text("sector_page.matrix_note", language,
             lq=f"{profile.share_threshold:g}", growth=format_percent(profile.growth_threshold, 1)),
        heads,
        table,
        language,
    )  # fmt: skip


def lq_against_growth(
    profile: SectorProfile, names: Names, title: str, language: Language
) -> Figure:
    """Return sectors by location quotient and by how much faster they grew than in the country."""
    ahead = {
        s.code: None if s.own_growth is None or s.growth is None else s.own_growth - s.growth
        for s in profile.sectors
    }
    rows = [_row(s, ahead[s.code], names, language) for s in profile.sectors]
    heads = (
        text("sectors.sector", language),
        *(
            text(f"sector_page.head.{key}", language)
            for key in ("lq", "own_growth", "growth", "ahead")
        ),
    )
    table = tuple(
        (
            names[s.code],
            format_number(s.lq, 2),
            format_percent(s.own_growth, 1),
            format_percent(s.growth, 1),
            _signed(ahead[s.code]),
        )
        for s in profile.sectors
    )
    kinds = ("growing", "losing", "emerging", "lagging")
    places = tuple(CORNERS.values())
    corners = {
        place: text(f"sector_page.dynamic.{kind}", language)
        for kind, place in zip(kinds, places, strict=True)
    }
    return _plane(
        "lq-growth",
        [r for r in rows if r is not None],
        profile.share_threshold,
        0.0,
        corners,
        text("sector_page.axis.ahead", language),
        title,
        text("sector_page.dynamic_note", language),
        heads,
        table,
        language,
    )


def _signed(value: float | None) -> str:
    return format_number(None if value is None else 100 * value, 1, signed=True)


def _row(
    sector: SectorResult, rate: float | None, names: Names, language: Language
) -> dict[str, Any] | None:
    if sector.lq is None or rate is None or sector.share is None:
        return None
    told = (
        f"LQ {format_number(sector.lq, 2)} · {format_number(100 * rate, 1, signed=True)} · "
        f"{text('sector_page.head.share', language)} {format_percent(sector.share, 1)}"
    )
    return {
        "x": max(sector.lq, LEAST_LQ),
        "y": 100 * rate,
        "s": sector.share,
        "n": names[sector.code],
        "no": sector.code,
        "t": told,
        "k": bool(sector.specialised),
    }


def _plane(
    id: str,
    rows: list[dict[str, Any]],
    x_line: float,
    y_line: float,
    corners: dict[tuple[int, int], str],
    y_title: str,
    title: str,
    note: str,
    heads: tuple[str, ...],
    table: tuple[tuple[str, ...], ...],
    language: Language,
) -> Figure:
    low, high = _ends([r["x"] for r in rows], x_line)
    bottom, top = _span([r["y"] for r in rows], y_line)
    largest = max((r["s"] for r in rows), default=1.0)
    for row in rows:
        row["r"] = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(row["s"] / largest)
        row["a"] = math.pi * row["r"] ** 2
    order = sorted(range(len(rows)), key=lambda i: -rows[i]["s"])

    def at(row: dict[str, Any], plane: float, name: str) -> Mark:
        x = math.log(row["x"] / low) / math.log(high / low) * plane
        y = (top - row["y"]) / (top - bottom) * HEIGHT
        return Mark(x, y, row["r"], name)

    for field, key, plane in (("wide", "n", WIDE), ("narrow", "no", NARROW)):
        marks = [at(rows[i], plane, rows[i][key]) for i in order]
        line = math.log(x_line / low) / math.log(high / low) * plane
        taken = [
            (line if right > 0 else 0.0, 0.0 if up > 0 else HEIGHT - LINE - 8,
             plane if right > 0 else line, LINE + 8 if up > 0 else HEIGHT)
            for right, up in corners
        ]  # fmt: skip
        for i, side in zip(order, sides(marks, plane, HEIGHT, taken=taken), strict=True):
            rows[i][field] = side or ""
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": {
            "title": text("sector_page.axis.lq", language),
            "values": [v for v in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if low <= v <= high],
            "format": "~g",
            "grid": False,
        },
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [bottom, top], "nice": False},
        "axis": {"title": y_title, "grid": False, "tickCount": 7},
    }
    rule = {"type": "rule", "color": PALETTE["--rule-2"], "strokeDash": [4, 3]}
    bubbles: Spec = {
        "mark": {"type": "point", "shape": "circle", "strokeWidth": 1.5, "opacity": 0.85},
        "encoding": {
            "x": x,
            "y": y,
            "size": {
                "field": "a",
                "type": "quantitative",
                "scale": {"domain": [0, math.pi * LARGEST**2], "range": [0, math.pi * LARGEST**2]},
                "legend": None,
            },
            "stroke": {"value": PALETTE["--l5"]},
            "fill": {
                "condition": {"test": "datum.k", "value": PALETTE["--l3"]},
                "value": PALETTE["--paper"],
            },
            "tooltip": [
                {"field": "n", "type": "nominal", "title": " "},
                {"field": "t", "type": "nominal", "title": "  "},
            ],
        },
    }
    content: Spec = {
        "width": "container",
        "height": HEIGHT,
        "data": {"values": sorted(rows, key=lambda r: -r["s"])},
        "layer": [
            {"data": {"values": [{}]}, "mark": rule,
             "encoding": {"x": {"datum": x_line, "type": "quantitative"}}},
            {"data": {"values": [{}]}, "mark": rule,
             "encoding": {"y": {"datum": y_line, "type": "quantitative"}}},
            bubbles,
            *responsive_names(x, y),
            *corner_names(corners),
        ],
    }  # fmt: skip
    description = text("sector_page.plane_description", language, title=title, count=len(rows))
    return Figure(id, chart(description, content), title, description, note, heads, table)


def corner_names(corners: dict[tuple[int, int], str], height: int = HEIGHT) -> list[Spec]:
    """Return the names that stand in the corners of a plane, by (right, up) as ±1."""
    return [
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "text": name,
                "fontWeight": 600,
                "color": PALETTE["--ink-3"],
                "align": "right" if right > 0 else "left",
                "baseline": "top" if up > 0 else "bottom",
                "x": {"expr": "width - 6"} if right > 0 else 6,
                "y": 6 if up > 0 else height - 6,
            },
        }
        for (right, up), name in corners.items()
    ]


def _ends(values: Sequence[float], line: float) -> tuple[float, float]:
    return min([*values, line]) / 1.35, max([*values, line]) * 1.5


def _span(values: Sequence[float], line: float) -> tuple[float, float]:
    low, high = min([*values, line]), max([*values, line])
    room = max(0.5, (high - low) * 0.14)
    return low - room, high + room
