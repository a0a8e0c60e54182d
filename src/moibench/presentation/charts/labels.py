"""Where the names of marks stand on a chart, so that no name is printed over another or a mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from moibench.presentation.charts.figure import Spec
from moibench.presentation.charts.theme import PALETTE

Side = Literal["right", "left", "above", "below"]
SIDES: tuple[Side, ...] = ("right", "left", "above", "below")
LETTER, LINE = 6.6, 17.0  # pixels that a letter and a line take at 12 px
GAP = 4.0
SWITCH = 560  # pixels; narrower planes print numbers or codes in place of names


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the plane, in pixels from the top left; name "" is not to be printed."""

    x: float
    y: float
    radius: float
    name: str


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def letters(name: str) -> int:
    """Return how many letters wide a name is: vowels and tones above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in name)


def sides(
    marks: Sequence[Mark], width: float, height: float, *, taken: Iterable[_Box] = ()
) -> tuple[Side | None, ...]:
    """Choose for each mark, earlier ones first, the side its name stands at; None: no room."""
    boxes = [*taken, *((m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius)
                       for m in marks)]  # fmt: skip
    chosen: list[Side | None] = []
    for mark in marks:
        found: Side | None = None
        for side in SIDES if mark.name else ():
            box = _box(mark, side)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_meet(box, other) for other in boxes):
                found = side
                boxes.append(box)
                break
        chosen.append(found)
    return tuple(chosen)


def _box(mark: Mark, side: Side) -> _Box:
    across = letters(mark.name) * LETTER
    far = mark.radius + GAP
    half = LINE / 2
    match side:
        case "right":
            return mark.x + far, mark.y - half, mark.x + far + across, mark.y + half
        case "left":
            return mark.x - far - across, mark.y - half, mark.x - far, mark.y + half
        case "above":
            return mark.x - across / 2, mark.y - far - LINE, mark.x + across / 2, mark.y - far
        case "below":
            return mark.x - across / 2, mark.y + far, mark.x + across / 2, mark.y + far + LINE


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def name_layers(x: Spec, y: Spec, *, field: str, name: str) -> list[Spec]:
    """Return a layer of names for each side.

    Rows hold the side in `field`, the name in `name` and the radius of the mark in "r".
    """
    away, back = {"expr": f"datum.r + {GAP}"}, {"expr": f"-datum.r - {GAP}"}
    offsets: dict[Side, Spec] = {
        "right": {"align": "left", "dx": away},
        "left": {"align": "right", "dx": back},
        "above": {"align": "center", "baseline": "bottom", "dy": back},
        "below": {"align": "center", "baseline": "top", "dy": away},
    }
    # A rim of paper below each name keeps it legible over lines.
    rim = {"stroke": PALETTE["--paper"], "strokeWidth": 3.5, "strokeOpacity": 0.85}
    return [
        {
            "transform": [{"filter": f"datum.{field} == '{side}'"}],
            "mark": {"type": "text", **offset, **below},
            "encoding": {"x": x, "y": y, "text": {"field": name, "type": "nominal"}},
        }
        for side, offset in offsets.items()
        for below in (rim, {})
    ]


def responsive_names(x: Spec, y: Spec) -> list[Spec]:
    """Return names where the plane is wide, and numbers or codes where it is narrow.

    Rows hold sides in "wide" and "narrow", names in "n", numbers or codes in "no".
    """
    return [
        layer | {"transform": [{"filter": shown}, *layer["transform"]]}
        for shown, field, name in (
            (f"width >= {SWITCH}", "wide", "n"),
            (f"width < {SWITCH}", "narrow", "no"),
        )
        for layer in name_layers(x, y, field=field, name=name)
    ]
