"""Target track: the path required, the actual values, and where the trend leads."""

from __future__ import annotations

from typing import Any

from moibench.analysis.plan_results import TargetProgress
from moibench.catalogue.schema import Indicator
from moibench.presentation.charts.figure import Cells, Figure, Spec
from moibench.presentation.charts.theme import PALETTE, chart
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import format_value
from moibench.presentation.years import format_year, year_number


def target_track(
    progress: TargetProgress, indicator: Indicator, language: Language, *, number: int
) -> Figure | None:
    """Return the track of one target; None where there is neither a path nor a value.

    number: of the target on its page, so that each figure has an id of its own.
    """
    if not progress.required and not progress.actual:
        return None
    names = {k: text(f"targets.track.{k}", language) for k in ("actual", "required", "expected")}
    rows: list[dict[str, Any]] = []
    for kind, points in (
        ("required", [(p.year, p.value) for p in progress.required]),
        ("actual", [(p.year, p.value) for p in progress.actual]),
        ("expected", [(y, middle) for y, _, middle, _ in progress.forecast]),
    ):
        rows += [{"n": names[kind], "y": year_number(y, language), "v": v} for y, v in points]
    fan = [
        {"y": year_number(y, language), "a": low, "b": high}
        for y, low, _, high in progress.forecast
    ]
    years = [r["y"] for r in rows]
    title = text(
        "targets.track.title",
        language,
        name=short_indicator_name(indicator, language),
        year=format_year(progress.target.target_year, language),
        goal=format_value(progress.goal, indicator),
    )
    description = text("targets.track.description", language, title=title)
    x: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [min(years), max(years)], "nice": False},
        "axis": {"title": None, "format": "d", "tickMinStep": 1, "tickCount": 8, "grid": False},
    }
    y: Spec = {
        "field": "v",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": None, "tickCount": 5},
    }
    layers: list[Spec] = []
    if fan:
        layers.append(
            {
                "data": {"values": fan},
                "mark": {"type": "area", "color": PALETTE["--band-2"], "opacity": 0.7},
                "encoding": {"x": x, "y": {**y, "field": "a"}, "y2": {"field": "b"}},
            }
        )
    order = [names["actual"], names["required"], names["expected"]]
    layers.append(
        {
            "data": {"values": rows},
            "mark": {"type": "line", "strokeWidth": 2.2, "point": {"filled": True, "size": 26}},
            "encoding": {
                "x": x,
                "y": y,
                "color": {
                    "field": "n",
                    "type": "nominal",
                    "sort": order,
                    "scale": {
                        "domain": order,
                        "range": [PALETTE["--ink"], PALETTE["--l4"], PALETTE["--ink-3"]],
                    },
                },
                "strokeDash": {
                    "field": "n",
                    "type": "nominal",
                    "sort": order,
                    "scale": {"domain": order, "range": [[1, 0], [6, 3], [2, 3]]},
                },
            },
        }
    )
    spec = chart(description, {"width": "container", "height": 210, "layer": layers})
    heads, table, cells = _table(progress, indicator, language)
    note = text("targets.track.note", language) if fan else ""
    return Figure(f"track-{number}", spec, title, description, note, heads, table, cells)


def _table(
    progress: TargetProgress, indicator: Indicator, language: Language
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], Cells]:
    required = {p.year: p.value for p in progress.required}
    actual = {p.year: p.value for p in progress.actual}
    ahead = {y: (low, middle, high) for y, low, middle, high in progress.forecast}
    rows = []
    years = sorted({*required, *actual, *ahead}, reverse=True)
    for year in years:
        low, middle, high = ahead.get(year, (None, None, None))
        cells = (actual.get(year), required.get(year), middle, low, high)
        rows.append(
            (str(year_number(year, language)), *(format_value(c, indicator) for c in cells))
        )
    kinds = ("actual", "required", "expected", "low", "high")
    heads = (
        text("chart.heads.year", language),
        *(text(f"targets.track.{k}", language) for k in kinds),
    )
    shown = tuple(((progress.unit_code, y),) if y in actual else () for y in years)
    return heads, tuple(rows), shown
