"""A chart that an office program draws from numbers: editable, with its data beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChartKind = Literal["range", "bar", "column", "line", "stacked", "points", "bubbles"]


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a native chart: unrounded values, None where there is none; emphasis: own.

    hidden: room that is not drawn. goes_on: a further stretch of the line before, which a legend
    names once. colour: hexadecimal, "" for that of its role. places: (x, y, size) of each point of
    points and bubbles, whose names are the categories.
    """

    name: str
    values: tuple[float | None, ...]
    emphasis: bool = False
    hidden: bool = False
    goes_on: bool = False
    colour: str = ""
    places: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart that can be edited with its data.

    kind range: the series lie end to end, of a rank and its range as `range_series` makes them.
    decimals: of the labels and the axis. lowest, highest: ends of the axis, None to let the data
    say. crossing: x and y at which the axes of points and bubbles cross. logarithmic: "x", "y",
    both or none. named: lines bear their names at their ends.
    axes: what the axes of x and y say. emphasised: categories drawn in the accent colour.
    """

    kind: ChartKind
    title: str
    alternative: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int = 0
    highest: float | None = None
    emphasised: frozenset[int] = frozenset()
    labels: bool = True
    lowest: float | None = None
    crossing: tuple[float, float] | None = None
    logarithmic: str = ""
    named: bool = False
    axes: tuple[str, str] = ("", "")
