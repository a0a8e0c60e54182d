"""Relatedness: sectors often found together stand near each other, joined by lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from moibench.analysis.sectors import SectorProfile, SectorResult
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.labels import Mark, responsive_names, sides
from moibench.presentation.charts.theme import PALETTE, chart
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import format_number

STRONG = 0.55  # proximity from which on a line is drawn beside those that join all
HEIGHT = 520
WIDE, NARROW = 1100.0, 320.0
RADIUS = 9.0
STEPS = 300
NEAREST = 3
Pairs = tuple[tuple[str, str, float], ...]


def network(
    profile: SectorProfile, names: dict[str, str], title: str, language: Language
) -> Figure:
    """Return the sectors of a unit: full those it is specialised in, ringed the nearest others."""
    codes = tuple(s.code for s in profile.sectors)
    placed = _layout(codes, profile.close)
    near = {s.code for s in nearest(profile)}
    rows: list[dict[str, Any]] = []
    for sector, (x, y) in zip(profile.sectors, placed, strict=True):
        kind = "own" if sector.specialised else "near" if sector.code in near else "other"
        told = f"LQ {format_number(sector.lq, 2)}"
        told += (
            f" · {text('sector_page.head.density', language)} {format_number(sector.density, 2)}"
        )
        rows.append(
            {
                "x": x,
                "y": y,
                "n": names[sector.code],
                "no": sector.code,
                "t": told,
                "k": kind,
                "r": RADIUS,
            }
        )
    order = sorted(range(len(rows)), key=lambda i: ("own", "near", "other").index(rows[i]["k"]))
    for field, key, plane in (("wide", "n", WIDE), ("narrow", "no", NARROW)):
        marks = [
            Mark(rows[i]["x"] * plane, (1 - rows[i]["y"]) * HEIGHT, RADIUS, rows[i][key])
            for i in order
        ]
        for i, side in zip(order, sides(marks, plane, HEIGHT), strict=True):
            rows[i][field] = side or ""
    place = dict(zip(codes, placed, strict=True))
    lines = [
        {"x": place[a][0], "y": place[a][1], "x2": place[b][0], "y2": place[b][1], "w": w}
        for a, b, w in _joined(codes, profile.close)
    ]
    description = text("sector_page.network_description", language, title=title, count=len(rows))
    heads = (
        text("sectors.sector", language),
        *(text(f"sector_page.head.{key}", language) for key in ("lq", "density", "related")),
    )
    table = tuple(
        (
            names[s.code],
            format_number(s.lq, 2),
            format_number(s.density, 2),
            ", ".join(names[c] for c in closest_to(s.code, profile.close)),
        )
        for s in sorted(profile.sectors, key=lambda s: -(s.density or 0.0))
    )
    spec = chart(description, _content(rows, lines))
    note = text("sector_page.network_note", language, strong=format_number(STRONG, 2))
    return Figure("network", spec, title, description, note, heads, table)


def nearest(profile: SectorProfile) -> list[SectorResult]:
    """Return the sectors that lie nearest to what the unit does well and are not yet of it."""
    others = [
        s
        for s in profile.sectors
        if s.specialised is False and s.density is not None and s.is_product
    ]
    return sorted(others, key=lambda s: -(s.density or 0.0))[:NEAREST]


def closest_to(code: str, close: Pairs, count: int = 3) -> list[str]:
    """Return the sectors most often found where this one is."""
    found = [(w, b if a == code else a) for a, b, w in close if code in (a, b)]
    return [other for _, other in sorted(found, key=lambda p: (-p[0], p[1]))[:count]]


@lru_cache(maxsize=64)
def _joined(codes: tuple[str, ...], close: Pairs) -> Pairs:
    """Return the fewest lines that join all by the strongest, and every strong one.

    Source: Hidalgo et al. (2007), who draw the product space so.
    """
    group = {c: c for c in codes}

    def root(code: str) -> str:
        while group[code] != code:
            code = group[code]
        return code

    kept = []
    for a, b, weight in sorted(close, key=lambda p: (-p[2], p[:2])):
        joins = root(a) != root(b)
        if joins:
            group[root(a)] = root(b)
        if joins or weight >= STRONG:
            kept.append((a, b, weight))
    return tuple(kept)


@lru_cache(maxsize=64)
def _layout(codes: tuple[str, ...], close: Pairs) -> tuple[tuple[float, float], ...]:
    """Return places within 0–1: joined sectors draw each other near, all push each other off.

    Source: Fruchterman and Reingold (1991), begun from a circle, so always the same.
    """
    count = len(codes)
    row = {c: i for i, c in enumerate(codes)}
    pull = np.zeros((count, count))
    for a, b, weight in _joined(codes, close):
        pull[row[a], row[b]] = pull[row[b], row[a]] = weight
    angle = 2 * np.pi * np.arange(count) / count
    places = np.column_stack([np.cos(angle), np.sin(angle)])
    ideal = 1.6 / np.sqrt(count)
    for step in range(STEPS):
        between = places[:, None] - places[None, :]
        apart = np.maximum(np.sqrt((between**2).sum(axis=2)), 1e-3)
        force = (ideal**2 / apart**2 - pull * apart / ideal)[:, :, None] * between
        # All are drawn to the middle a little, or what joins little would fly off.
        move = force.sum(axis=1) - 0.6 * places
        size = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-9)
        places = places + move / size * np.minimum(size, 0.12 * (1 - step / STEPS))
    low, high = places.min(axis=0), places.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    scaled = 0.08 + 0.84 * (places - low) / spread
    return tuple((float(x), float(y)) for x, y in scaled)


def _content(rows: list[dict[str, Any]], lines: list[dict[str, Any]]) -> Spec:
    x, y = (
        {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": [0, 1], "nice": False},
            "axis": None,
        }
        for field in ("x", "y")
    )
    joins: Spec = {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": PALETTE["--dot"]},
        "encoding": {
            "x": x,
            "y": y,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": {
                "field": "w",
                "type": "quantitative",
                "scale": {"domain": [0.2, 0.8], "range": [0.6, 3.5], "clamp": True},
                "legend": None,
            },
        },
    }
    nodes: Spec = {
        "mark": {"type": "point", "shape": "circle", "size": 260, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "fill": {
                "condition": {"test": "datum.k == 'own'", "value": PALETTE["--l5"]},
                "value": PALETTE["--paper"],
            },
            "stroke": {
                "condition": {"test": "datum.k == 'near'", "value": PALETTE["--s1"]},
                "value": PALETTE["--l5"],
            },
            "strokeWidth": {
                "condition": {"test": "datum.k == 'near'", "value": 3.5},
                "value": 1.2,
            },
            "tooltip": [
                {"field": "n", "type": "nominal", "title": " "},
                {"field": "t", "type": "nominal", "title": "  "},
            ],
        },
    }
    return {
        "width": "container",
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": [joins, nodes, *responsive_names(x, y)],
    }
