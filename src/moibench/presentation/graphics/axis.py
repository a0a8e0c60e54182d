"""The dot plot of a ranking, a row a unit, on one axis shared by all rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from moibench.presentation.graphics.drawing import Markup, drawing, label_text, number

_PAD = 8

_LETTER = 5.6  # px, the width of a figure in the labels


@dataclass(frozen=True, slots=True)
class RankingAxis:
    """A linear or logarithmic axis over the values of a ranking, with round ticks."""

    low: float
    high: float
    log: bool
    ticks: tuple[float, ...]

    def place(self, value: float, width: float) -> float:
        """Return the x of a value, held inside the axis."""
        low, high, v = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, v = math.log(low), math.log(high), math.log(v)
        share = (v - low) / (high - low) if high > low else 0.5
        return _PAD + (width - 2 * _PAD) * share


def ranking_axis(values: Sequence[float], *, log: bool = False, count: int = 4) -> RankingAxis:
    """Choose a span and about `count` round ticks; logarithmic only if all values are > 0."""
    low, high = min(values), max(values)
    if log and low > 0 and high / low > 3:
        ticks = tuple(
            tick
            for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            for factor in (1, 2, 5)
            if low <= (tick := factor * 10.0**power) <= high
        )
        return RankingAxis(low, high, True, ticks if len(ticks) <= 5 else ticks[::2])
    step = _round_step((high - low) / count) if high > low else 1.0
    start, stop = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(round(n * step, 10) for n in range(start, stop + 1))
    return RankingAxis(start * step, max(stop, start + 1) * step, False, ticks)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough * 0.999)


def axis_head(axis: RankingAxis, width: float, written: Sequence[str]) -> Markup:
    """Write the ticks' values above the rows; one that would touch the one before is left out."""
    body, free = "", float("-inf")
    for tick, text in zip(axis.ticks, written, strict=True):
        middle, half = axis.place(tick, width), len(text) * _LETTER / 2
        if middle - half >= free:
            body += label_text(middle, 15, text, "lo mid")
            free = middle + half + _LETTER
    return drawing(width, 20, body)


def ranking_dot(
    axis: RankingAxis,
    width: float,
    value: float,
    *,
    country: float | None = None,
    span: tuple[float, float] | None = None,
    bands: Sequence[tuple[float, float]] = (),
    css: str = "rd",
    height: float = 24,
) -> Markup:
    """Draw one row: bands, grid, the benchmark's stroke, the range where there is one, the dot.

    country: the value of the benchmark. bands: stretches of the axis to be shaded, such as every
    second level, or what counts as similar to the benchmark.
    """
    shades = ""
    for low, high in bands:
        left, right = axis.place(low, width), axis.place(high, width)
        shades += f"M{number(left)} 0H{number(right)}V{number(height)}H{number(left)}Z"
    lines = "".join(f"M{number(axis.place(t, width))} 0V{number(height)}" for t in axis.ticks)
    middle = height / 2
    body = f'<path class="shade" d="{shades}"/>' if shades else ""
    body += f'<path class="grid" d="{lines}"/>'
    if country is not None:
        body += f'<path class="ctry" d="M{number(axis.place(country, width))} 0V{number(height)}"/>'
    if span is not None:
        left, right = sorted(axis.place(v, width) for v in span)
        body += f'<path class="rr" d="M{number(left - 1)} {number(middle)}H{number(right + 1)}"/>'
    x = number(axis.place(value, width))
    body += f'<circle class="{css}" cx="{x}" cy="{number(middle)}" r="4.5"/>'
    return drawing(width, height, body)
