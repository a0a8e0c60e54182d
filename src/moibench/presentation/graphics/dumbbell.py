"""Dumbbell: what came to the others and what came to us, on one axis with its zero."""

from __future__ import annotations

from moibench.analysis.results import Relation
from moibench.presentation.graphics.axis import RankingAxis
from moibench.presentation.graphics.drawing import Markup, drawing, number
from moibench.presentation.graphics.marks import RELATION_CLASS, cluster_mark, own_mark


def dumbbell(
    axis: RankingAxis,
    width: float,
    own: float,
    others: float,
    *,
    relation: Relation | None,
    label: str,
    height: float = 26,
) -> Markup:
    """Draw the others' hollow diamond, our circle and the bar between them.

    The axis is of changes; an upright stands at zero, where it is on the axis.
    """
    middle = height / 2
    first, last = axis.place(others, width), axis.place(own, width)
    body = f'<path class="grid" d="M4 {number(middle)}H{number(width - 4)}"/>'
    if axis.low <= 0 <= axis.high:
        body += f'<path class="tick" d="M{number(axis.place(0.0, width))} 3V{number(height - 3)}"/>'
    css = RELATION_CLASS[relation] if relation else "z"
    left, right = sorted((first, last))
    body += f'<path class="reach {css}" d="M{number(left)} {number(middle)}H{number(right)}"/>'
    body += cluster_mark(first, middle, 4.6) + own_mark(last, middle, relation, 5)
    return drawing(width, height, body, label=label)


def arrow_dumbbell(
    axis: RankingAxis,
    width: float,
    first: float,
    last: float,
    *,
    good: bool | None,
    label: str = "",
    height: float = 24,
) -> Markup:
    """Draw one unit's earlier value as a ring and its later one as a dot, with an arrow between."""
    middle = number(height / 2)
    start, end = axis.place(first, width), axis.place(last, width)
    css = {True: "p", False: "m", None: "z"}[good]
    body = f'<path class="grid" d="M4 {middle}H{number(width - 4)}"/>'
    body += f'<path class="reach {css}" d="M{number(start)} {middle}H{number(end)}"/>'
    body += f'<circle class="hollow" cx="{number(start)}" cy="{middle}" r="3.6"/>'
    body += f'<circle class="rd {css}" cx="{number(end)}" cy="{middle}" r="4.5"/>'
    return drawing(width, height, body, label=label)
