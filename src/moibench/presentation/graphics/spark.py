"""Sparkline with its breaks in series, and the icon of a trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moibench.analysis.results import Point, Trend
from moibench.presentation.graphics.drawing import Markup, drawing, number

_FEW = 6
_UP, _DOWN = "M2 11L6.5 3L11 11Z", "M2 3L6.5 11L11 3Z"
_UP_INNER, _DOWN_INNER = "M4.1 10L6.5 5.7L8.9 10Z", "M4.1 4L6.5 8.3L8.9 4Z"


def unbroken(history: Sequence[Point], break_years: Sequence[int]) -> Iterator[list[Point]]:
    """Cut a history where a break in series lies between two points."""
    run: list[Point] = []
    for point in history:
        if run and any(run[-1].year < year <= point.year for year in break_years):
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def sparkline(
    history: Sequence[Point],
    reference: Sequence[Point],
    break_years: Sequence[int] = (),
    *,
    years: tuple[int, int],
    width: float = 132,
    height: float = 40,
    label: str = "",
) -> Markup:
    """Draw our history and, dashed, the country's, over the CE years from first to last."""
    first, last = years
    shown = [p for p in history if first <= p.year <= last]
    compared = [p for p in reference if first <= p.year <= last]
    values = [p.value for p in (*shown, *compared)]
    if not shown:
        return Markup()
    low, high = min(values), max(values)

    def place(point: Point) -> str:
        across = (point.year - first) / (last - first) if last > first else 0.5
        up = (point.value - low) / (high - low) if high > low else 0.5
        return f"{number(5 + (width - 12) * across)} {number(height - 5 - (height - 10) * up)}"

    body = ""
    for year in break_years:
        if first < year <= last:
            x = 5 + (width - 12) * (year - 0.5 - first) / (last - first)
            body += f'<path class="brk" d="M{number(x)} 1V{number(height - 1)}"/>'
    for css, points in (("spark-ref", compared), ("spark", shown)):
        runs = [run for run in unbroken(points, break_years) if len(run) > 1]
        path = "".join("M" + "L".join(map(place, run)) for run in runs)
        body += f'<path class="{css}" d="{path}"/>' if path else ""
    marked = shown if len(shown) < _FEW else shown[-1:]
    body += "".join(f'<path class="spark-dot" d="M{place(p)}h0"/>' for p in marked)
    return drawing(width, height, body, label=label)


def trend_icon(trend: Trend) -> Markup:
    """Return the icon: direction of the value, hollow while preliminary, colour by good."""
    css = {True: "i-p", False: "i-m", None: "i-z"}[trend.good]
    if trend.verdict in ("rising", "falling"):
        up = trend.verdict == "rising"
        body = f'<path class="{css}" d="{_UP if up else _DOWN}"/>'
        if trend.preliminary:
            body += f'<path class="i-h" d="{_UP_INNER if up else _DOWN_INNER}"/>'
    elif trend.verdict == "no_clear_trend":
        body = '<path class="i-z" d="M2 6H11V8H2Z"/>'
    elif trend.verdict == "break":
        body = '<path class="i-l" d="M2 7H4.6M8.4 7H11M4.4 10.5L6 3.5M7 10.5L8.6 3.5"/>'
    else:
        body = ""
    return drawing(13, 14, body, css="ico")
