"""Spine bar: worst to best with the country at mid-width; good is always right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from moibench.analysis.results import Relation
from moibench.presentation.graphics.drawing import Markup, drawing, number
from moibench.presentation.graphics.marks import cluster_mark, country_mark, own_mark


@dataclass(frozen=True, slots=True)
class SpinePlaces:
    """Places on a spine: −1 and 1 are its ends, 0 the centre, right always better."""

    own: float
    whole: tuple[float, float]
    middle_half: tuple[float, float] | None
    cluster: float | None


def spine_places(
    values: Sequence[float],
    own: float,
    centre: float,
    *,
    cluster: float | None,
    low_is_good: bool,
) -> SpinePlaces:
    """Place a value among others around the centre; one unit is as long on both sides."""
    sign = -1 if low_is_good else 1
    held = [*values, own, *([cluster] if cluster is not None else [])]
    reach = max(abs(v - centre) for v in held) or 1.0

    def place(value: float) -> float:
        return (value - centre) * sign / reach

    def ends(one: float, other: float) -> tuple[float, float]:
        low, high = sorted((place(one), place(other)))
        return low, high

    middle = None
    if len(values) >= 4:
        lower, _, upper = quantiles(values, n=4, method="inclusive")
        middle = ends(lower, upper)
    return SpinePlaces(
        place(own),
        ends(min(held), max(held)),
        middle,
        None if cluster is None else place(cluster),
    )


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
    places = spine_places(values, own, centre, cluster=cluster, low_is_good=low_is_good)
    reach = width / 2 - 8

    def at(place: float) -> float:
        return width / 2 + place * reach

    def bar(css: str, ends: tuple[float, float]) -> str:
        left, right = at(ends[0]), at(ends[1])
        return (
            f'<rect class="{css}" x="{number(left)}" y="{number(height / 2 - 7)}" '
            f'width="{number(right - left)}" height="14"/>'
        )

    body = bar("bar0", places.whole)
    if places.middle_half is not None:
        body += bar("bar1", places.middle_half)
    body += country_mark(width / 2, 0, height)
    if places.cluster is not None:
        body += cluster_mark(at(places.cluster), height / 2)
    body += own_mark(at(places.own), height / 2, relation, 6)
    return drawing(width, height, body, label=label)
