"""Quadrant: level against momentum, a mark an item, a tail the way it came, four named corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from moibench.analysis.position_results import Place
from moibench.engine.position import CORNERS, Corner
from moibench.presentation.charts.bubbles import corner_names
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.labels import LINE, Mark, responsive_names, sides
from moibench.presentation.charts.theme import PALETTE, chart
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import format_number
from moibench.presentation.years import format_year

HEIGHT = 480
WIDE, NARROW = 1040.0, 280.0  # of the plane, in pixels, on a notebook and on a phone
RADIUS = 6.0
ROOM = 1.2  # beyond the farthest mark; tails that came from farther leave the frame
THICK = 4.5  # pixels of a tail where it ends in its mark; it begins as a hair
MOST = 4.0  # widths; marks farther out are drawn at the edge where there are several
SEVERAL = 8
MANY = 30  # from which on the sure ones alone have their tails drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark of the quadrant: its number in the lists, its name, and what a pointer is told."""

    number: int
    name: str
    told: str
    place: Place


def quadrant(
    drawn: Sequence[Drawn],
    title: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    language: Language,
) -> Figure:
    """Return the quadrant of items that have both level and momentum.

    The surest bear their names first, the others where there is room for it.
    """
    reach = _reach(drawn)
    beyond = sum(_is_beyond(d.place, reach) for d in drawn)
    marks = [_mark(d, reach, language) for d in drawn]
    first = sorted(range(len(drawn)), key=lambda i: _priority(drawn[i]))
    for field, plane in (("wide", WIDE), ("narrow", NARROW)):
        given = [_at(drawn[i], reach, plane, numbered=field == "narrow") for i in first]
        for i, side in zip(first, sides(given, plane, HEIGHT, taken=_corner_boxes(plane, language)),
                           strict=True):  # fmt: skip
            marks[i][field] = side or ""
    many = len(drawn) >= MANY
    tails = [t for d in drawn if d.place.is_sure or not many for t in _tail(d, language)]
    description = text("position.chart_description", language, title=title, count=len(drawn))
    note = text("position.chart_note", language)
    if many:
        note += " " + text("position.tails_of_the_sure", language)
    if beyond:
        note += " " + text("position.beyond", language, count=beyond)
    spec = chart(description, _content(marks, tails, reach, language))
    return Figure("quadrant", spec, title, description, note, heads, rows)


def _reach(drawn: Sequence[Drawn]) -> tuple[float, float]:
    """Return how far the axes go to either side."""
    levels = [abs(d.place.level or 0.0) for d in drawn]
    paces = [abs(d.place.momentum or 0.0) for d in drawn]
    across, up = (max([*found, 0.01]) * ROOM for found in (levels, paces))
    if len(drawn) < SEVERAL:
        return max(across, 1.0), up
    # As of beeswarms: some far-off units would press all others together.
    middle = sorted(abs(d.place.momentum or 0.0) for d in drawn)[len(drawn) // 2]
    return max(min(across, MOST), 1.0), min(up, MOST * max(middle, 0.01))


def _is_beyond(place: Place, reach: tuple[float, float]) -> bool:
    return abs(place.level or 0.0) > reach[0] or abs(place.momentum or 0.0) > reach[1]


def _priority(drawn: Drawn) -> tuple[bool, float]:
    return not drawn.place.is_sure, -abs(drawn.place.level or 0.0)


def _held(value: float, reach: float) -> float:
    return max(-reach, min(reach, value))


def _mark(drawn: Drawn, reach: tuple[float, float], language: Language) -> dict[str, Any]:
    place = drawn.place
    return {
        "x": _held(place.level or 0.0, reach[0]),
        "y": _held(place.momentum or 0.0, reach[1]),
        "n": drawn.name,
        "no": str(drawn.number),
        "t": drawn.told,
        "c": place.corner or "",
        "s": place.is_sure,
        "r": RADIUS,
    }


def _tail(drawn: Drawn, language: Language) -> list[dict[str, Any]]:
    trail = drawn.place.trail
    return [
        {
            "i": drawn.number,
            "x": s.level,
            "y": s.momentum,
            "o": s.year,
            "w": THICK * step / (len(trail) - 1),
            "c": drawn.place.corner or "",
            "n": drawn.name,
            "t": format_year(s.year, language),
        }
        for step, s in enumerate(trail if len(trail) > 1 else ())
    ]


def _at(
    drawn: Drawn,
    reach: tuple[float, float],
    plane: float,
    *,
    numbered: bool,
) -> Mark:
    x = (_held(drawn.place.level or 0.0, reach[0]) / reach[0] + 1) / 2 * plane
    y = (1 - _held(drawn.place.momentum or 0.0, reach[1]) / reach[1]) / 2 * HEIGHT
    name = str(drawn.number) if numbered else drawn.name
    return Mark(x, y, RADIUS, name)


def _corner_boxes(plane: float, language: Language) -> list[tuple[float, float, float, float]]:
    """Return where the names of the corners stand."""
    half = plane / 2
    tops = (0.0, 0.0, HEIGHT - LINE - 8, HEIGHT - LINE - 8)
    lefts = (half, 0.0, half, 0.0)
    return [(x, y, x + half, y + LINE + 8) for x, y in zip(lefts, tops, strict=True)]


_PLACES: dict[Corner, tuple[int, int]] = {
    "lead_accelerating": (1, 1),
    "lead_slowing": (1, -1),
    "behind_catching_up": (-1, 1),
    "behind_falling_back": (-1, -1),
}


def _content(
    marks: list[dict[str, Any]],
    tails: list[dict[str, Any]],
    reach: tuple[float, float],
    language: Language,
) -> Spec:
    x, y = (
        {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": [-far, far], "nice": False},
            "axis": {
                "title": text(f"position.axis_{name}", language),
                "grid": False,
                "tickCount": 7,
            },
        }
        for field, far, name in (("x", reach[0], "level"), ("y", reach[1], "momentum"))
    )
    lines = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": PALETTE["--rule-2"]},
            "encoding": {axis: {"datum": 0, "type": "quantitative"}},
        }
        for axis in ("x", "y")
    ]
    colours = {
        "field": "c",
        "type": "nominal",
        "scale": {
            "domain": list(CORNERS),
            "range": [PALETTE[c] for c in ("--l5", "--l4", "--s1", "--s1")],
        },
        "legend": None,
    }
    pointed_at = [
        {"field": "n", "type": "nominal", "title": " "},
        {"field": "t", "type": "nominal", "title": "  "},
    ]
    tail: Spec = {
        "data": {"values": tails},
        "mark": {"type": "trail", "opacity": 0.28, "clip": True},
        "encoding": {
            "x": x,
            "y": y,
            "color": colours,
            "size": {"field": "w", "type": "quantitative", "scale": None, "legend": None},
            "detail": {"field": "i", "type": "nominal"},
            "order": {"field": "o", "type": "quantitative"},
        },
    }
    years: Spec = {
        "data": {"values": tails},
        "mark": {"type": "circle", "size": 14, "opacity": 0.55, "clip": True},
        "encoding": {"x": x, "y": y, "color": colours, "tooltip": pointed_at},
    }
    points: Spec = {
        "mark": {"type": "point", "size": 90, "strokeWidth": 1.8, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "stroke": colours,
            "fill": {"condition": {"test": "datum.s", **colours}, "value": PALETTE["--paper"]},
            "tooltip": pointed_at,
        },
    }
    corners = {place: text(f"position.corner.{c}", language) for c, place in _PLACES.items()}
    return {
        "width": "container",
        "height": HEIGHT,
        "data": {"values": marks},
        "layer": [
            *lines,
            tail,
            years,
            points,
            *responsive_names(x, y),
            *corner_names(corners, HEIGHT),
        ],
    }


def told(place: Place, language: Language) -> str:
    """Return level and momentum of a mark for whoever points at it."""
    level = format_number(place.level, 2, signed=True)
    momentum = format_number(place.momentum, 2, signed=True)
    parts = (
        f"{text('position.head.level', language)} {level}",
        f"{text('position.head.momentum', language)} {momentum}",
    )
    return " · ".join(parts)
