"""Spine bar: worst to best with the country at mid-width; good is always right."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

from moibench.analysis.results import Relation
from moibench.presentation.graphics.drawing import Markup, drawing, number
from moibench.presentation.graphics.marks import cluster_mark, country_mark, own_mark


def spine_bar(
    width: float,
    values: Sequence[float],
    own: float,
    centre: float,
    *,
    cluster: float | None,
    relation: Relation | None,
    low_is_good: bool,
    label: str,
    height: float = 30,
) -> Markup:
    """Draw the spread of `values` around `centre`; one unit is as long on both sides."""
    sign = -1 if low_is_good else 1
    held = [*values, own, *([cluster] if cluster is not None else [])]
    reach = max(abs(v - centre) for v in held) or 1.0
    scale = (width / 2 - 8) / reach

    def place(value: float) -> float:
        return width / 2 + (value - centre) * sign * scale

    def bar(css: str, one: float, other: float) -> str:
        left, right = sorted((place(one), place(other)))
        return (
            f'<rect class="{css}" x="{number(left)}" y="{number(height / 2 - 7)}" '
            f'width="{number(right - left)}" height="14"/>'
        )

    body = bar("bar0", min(held), max(held))
    if len(values) >= 4:
        lower, _, upper = quantiles(values, n=4, method="inclusive")
        body += bar("bar1", lower, upper)
    body += country_mark(width / 2, 0, height)
    if cluster is not None:
        body += cluster_mark(place(cluster), height / 2)
    body += own_mark(place(own), height / 2, relation, 6)
    return drawing(width, height, body, label=label)
