"""Sectors as bars and lines: shift–share, shares over time, specialisation and diversity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moibench.analysis.sectors import SectorProfile
from moibench.analysis.sectors_over_time import SectorsOverTime, Structure
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.theme import PALETTE, SERIES_COLOURS, chart
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import format_number, format_percent
from moibench.presentation.years import format_year, year_number

PARTS = ("national", "mix", "regional")
PART_COLOURS = ("--band-2", "--l3", "--l5")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2])
ROW = 24
LARGEST = 5
LINE_HEIGHT = 300
NAME_APART = 0.062  # of the height: names of lines nearer than this would meet


def shift_share_bars(
    profile: SectorProfile, names: dict[str, str], title: str, unit: str, language: Language
) -> Figure:
    """Return the three parts of each sector's change as bars, and the change as a stroke."""
    ordered = sorted(profile.sectors, key=lambda s: -(s.shift_share.total or 0.0))
    parts = {p: text(f"sectors.{p}", language) for p in PARTS}
    rows: list[dict[str, Any]] = []
    for sector in ordered:
        for part in PARTS:
            value = getattr(sector.shift_share, part)
            if value is not None:
                rows.append(
                    {
                        "n": names[sector.code],
                        "p": parts[part],
                        "v": value,
                        "t": format_number(value, 0, signed=True),
                        "total": sector.shift_share.total,
                    }
                )
    order = [names[s.code] for s in ordered]
    y: Spec = {
        "field": "n",
        "type": "nominal",
        "sort": order,
        "axis": {"title": None, "labelLimit": 150, "ticks": False, "domain": False},
    }
    bars: Spec = {
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": y,
            "x": {
                "field": "v",
                "type": "quantitative",
                "stack": "zero",
                "axis": {"title": unit, "tickCount": 6, "format": ",d"},
            },
            "color": {
                "field": "p",
                "type": "nominal",
                "sort": list(parts.values()),
                "scale": {
                    "domain": list(parts.values()),
                    "range": [PALETTE[c] for c in PART_COLOURS],
                },
                "legend": {"title": None, "symbolType": "square"},
            },
            "tooltip": [
                {"field": "n", "type": "nominal", "title": " "},
                {"field": "p", "type": "nominal", "title": "  "},
                {"field": "t", "type": "nominal", "title": "   "},
            ],
        },
    }
    strokes: Spec = {
        "transform": [{"filter": f"datum.p == '{parts['national']}'"}],
        "mark": {"type": "tick", "color": PALETTE["--s1"], "thickness": 3, "size": ROW - 6},
        "encoding": {"y": y, "x": {"field": "total", "type": "quantitative"}},
    }
    content: Spec = {
        "width": "container",
        "height": ROW * len(order),
        "data": {"values": rows},
        "layer": [bars, strokes],
    }
    description = text("sector_page.bars_description", language, title=title, count=len(order))
    heads = (
        text("sectors.sector", language),
        *parts.values(),
        text("sector_page.head.total", language),
    )
    keys = (*PARTS, "total")
    table = [
        (names[s.code], *(_signed(getattr(s.shift_share, key)) for key in keys)) for s in ordered
    ]
    table.append(
        (text("sectors.all", language), *(_signed(getattr(profile.shift_share, k)) for k in keys))
    )
    note = text("sector_page.bars_note", language)
    spec = chart(description, content)
    return Figure("shift-share", spec, title, description, note, heads, tuple(table))


def _signed(value: float | None) -> str:
    return format_number(value, 0, signed=True)


def share_lines(
    over: SectorsOverTime, codes: Sequence[str], names: dict[str, str], title: str,
    language: Language,
) -> Figure:  # fmt: skip
    """Return the shares of the largest sectors of the last year as lines with their names."""
    last = over.years[-1]
    largest = sorted(range(len(codes)), key=lambda i: -last.shares[i])[:LARGEST]
    lines = [(names[codes[i]], [(y.year, 100 * y.shares[i]) for y in over.years]) for i in largest]
    heads = (text("site.year", language), *(name for name, _ in lines))
    table = tuple(
        (
            format_year(y.year, language),
            *(format_percent(y.shares[i], 1) for i in largest),
        )
        for y in reversed(over.years)
    )
    note = text("sector_page.shares_note", language, count=len(lines))
    return _lines("shares", lines, text("sector_page.axis.share", language), title, note,
                  heads, table, language)  # fmt: skip


def structure_lines(
    over: SectorsOverTime, measure: str, own: str, beside: str, title: str, language: Language
) -> Figure:
    """Return a measure of specialisation or diversity over time, own and the competitors'."""

    def of(structure: Structure) -> float | None:
        value: float | None = getattr(structure, measure)
        return value

    pairs = [(y.year, of(y.own), of(y.beside)) for y in over.years]
    lines = [(own, [(y, v) for y, v, _ in pairs if v is not None])]
    others = [(y, v) for y, _, v in pairs if v is not None]
    if others:
        lines.append((beside, others))
    decimals = 1 if measure == "effective_sectors" else 3
    heads = (text("site.year", language), own, beside)
    table = tuple(
        (format_year(y, language), format_number(v, decimals), format_number(w, decimals))
        for y, v, w in reversed(pairs)
    )
    return _lines(f"structure-{measure.replace('_', '-')}", lines,
                  text(f"sector_page.measure.{measure}", language), title,
                  text(f"sector_page.measure_note.{measure}", language), heads, table,
                  language)  # fmt: skip


def _lines(
    id: str,
    lines: Sequence[tuple[str, Sequence[tuple[int, float]]]],
    axis: str,
    title: str,
    note: str,
    heads: tuple[str, ...],
    table: tuple[tuple[str, ...], ...],
    language: Language,
) -> Figure:
    lines = [line for line in lines if line[1]]
    values = [v for _, points in lines for _, v in points]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low or 1.0) * 0.08
    rows: list[dict[str, Any]] = [
        {"n": name, "y": year_number(year, language), "v": value}
        for name, points in lines
        for year, value in points
    ]
    colour: Spec = {
        "field": "n",
        "type": "nominal",
        "scale": {
            "domain": [name for name, _ in lines],
            "range": list(SERIES_COLOURS[: len(lines)]),
        },
        "legend": None,
    }
    x: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": {
            "title": None,
            "format": "d",
            "tickCount": 6,
            "labelOverlap": "greedy",
            "grid": False,
        },
    }
    y: Spec = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [max(0.0, low - room), high + room], "nice": False},
        "axis": {"title": axis, "tickCount": 5},
    }
    ends = _spread([(name, points[-1][1]) for name, points in lines], low, high)
    last = max((r["y"] for r in rows), default=0)
    names: Spec = {
        "data": {"values": [{"n": n, "y": last, "v": v} for n, v in ends]},
        "mark": {"type": "text", "align": "right", "dx": -2, "baseline": "bottom", "dy": -5},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "n", "type": "nominal"},
            "color": colour,
        },
    }
    rim: Spec = names | {
        "mark": {**names["mark"], "stroke": PALETTE["--paper"], "strokeWidth": 3.5},
        "encoding": {k: v for k, v in names["encoding"].items() if k != "color"},
    }
    drawn: Spec = {
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": y,
            "color": colour,
            "strokeDash": {
                "field": "n",
                "type": "nominal",
                "scale": {
                    "domain": [name for name, _ in lines],
                    "range": list(DASHES[: len(lines)]),
                },
                "legend": None,
            },
        },
    }
    content: Spec = {
        "width": "container",
        "height": LINE_HEIGHT,
        "data": {"values": rows},
        "layer": [drawn, rim, names],
    }
    description = text("sector_page.lines_description", language, title=title, count=len(lines))
    return Figure(id, chart(description, content), title, description, note, heads, table)


def _spread(ends: Sequence[tuple[str, float]], low: float, high: float) -> list[tuple[str, float]]:
    """Move names of lines that end close to each other apart, from the lowest up."""
    apart = (high - low or 1.0) * NAME_APART
    placed: list[tuple[str, float]] = []
    for name, value in sorted(ends, key=lambda e: e[1]):
        least = placed[-1][1] + apart if placed else value
        placed.append((name, max(value, least)))
    return placed
