"""Beeswarm: every unit of the ranking above the axis, the marks in a lane of their own below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from moibench.analysis.results import Relation
from moibench.presentation.graphics.drawing import Markup, drawing, label_text, number
from moibench.presentation.graphics.marks import (
    DOT_SHARE,
    cluster_mark,
    country_mark,
    dots,
    own_mark,
    stacked,
    step_that_fits,
)

CLIP_WIDTHS = 4  # axis reaches median ± this many 1.4826 × MAD, so that outliers do not flatten it
_PAD, _LANE, _FLOOR = 54, 13, 25


@dataclass(frozen=True, slots=True)
class Axis:
    """The span drawn and how many units fall beyond its left and right end."""

    low: float
    high: float
    reversed: bool
    width: float

    def place(self, value: float) -> float:
        """Return the x of a value; good is on the right, so low-is-good axes run backwards."""
        if self.high == self.low:
            return self.width / 2
        share = (value - self.low) / (self.high - self.low)
        return _PAD + (self.width - 2 * _PAD) * (1 - share if self.reversed else share)

    def holds(self, value: float) -> bool:
        """Tell whether the value lies within the span drawn."""
        return self.low <= value <= self.high


def clipped_axis(
    width: float,
    values: Sequence[float],
    marks: Sequence[float],
    similarity_width: float | None,
    *,
    reversed: bool,
) -> Axis:
    """Cut the axis at the median ± 4 similarity widths, widened to hold the marks."""
    low, high = min([*values, *marks]), max([*values, *marks])
    if similarity_width and values:
        middle = median(values)
        reach = CLIP_WIDTHS * similarity_width
        low = max(low, min([middle - reach, *marks]))
        high = min(high, max([middle + reach, *marks]))
    return Axis(low, high, reversed, width)


def beeswarm(
    width: float,
    values: Sequence[float],
    own: float | None,
    *,
    cluster: float | None,
    country: float | None,
    relation: Relation | None,
    similarity_width: float | None,
    low_is_good: bool,
    written: Callable[[float], str],
    label: str,
    height: float = 70,
) -> Markup:
    """Draw all units with our marks; how many were cut off stands at the ends (“5 ▸”).

    values: of every unit of the ranking, ours among them. written: value → text of the ends.
    """
    marks = [v for v in (own, cluster, country) if v is not None]
    if not values and not marks:
        return Markup()
    axis = clipped_axis(width, values, marks, similarity_width, reversed=low_is_good)
    floor, lane = height - _FLOOR, height - _LANE
    inside = [v for v in values if axis.holds(v)]
    if own is not None:
        inside.sort(key=lambda v: abs(v - own))
    positions = [axis.place(v) for v in inside]
    step = step_that_fits(positions, floor - 1)
    places = stacked(positions, step, floor - 0.64 * step, floor - 1)
    is_ranked = own is not None and bool(inside) and inside[0] == own
    body = f'<path class="axis" d="M{_PAD} {number(floor)}H{number(width - _PAD)}"/>'
    body += dots(places[1:] if is_ranked else places, DOT_SHARE * step)
    if country is not None:
        body += country_mark(axis.place(country), floor - 4, lane + 7)
    if cluster is not None:
        body += cluster_mark(axis.place(cluster), lane)
    if own is not None:
        body += own_mark(axis.place(own), lane, relation)
    if is_ranked:
        body += dots(places[:1], 0.88 * step, "swo")
    return drawing(width, height, body + _ends(axis, values, written, floor), label=label)


def _ends(
    axis: Axis, values: Sequence[float], written: Callable[[float], str], floor: float
) -> str:
    below = sum(v < axis.low for v in values)
    above = sum(v > axis.high for v in values)
    left, right = (axis.high, axis.low) if axis.reversed else (axis.low, axis.high)
    cut_left, cut_right = (above, below) if axis.reversed else (below, above)
    far = axis.width - _PAD + 8
    body = label_text(_PAD - 8, floor + 4, written(left), "lo end")
    body += label_text(far, floor + 4, written(right))
    if cut_left:
        body += label_text(_PAD - 8, floor - 12, f"◂ {cut_left}", "lo end")
    if cut_right:
        body += label_text(far, floor - 12, f"{cut_right} ▸")
    return body
