"""Waterfall: what each indicator did between two scores, adding up exactly."""

from __future__ import annotations

from moibench.analysis.comparative_results import ScoreChange
from moibench.catalogue import Catalogue
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.theme import PALETTE, chart
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import format_number, format_score
from moibench.presentation.sentences.changes import dated

ROW_HEIGHT = 25
_PARTS = ("coverage", "revision", "method")


def change_steps(
    change: ScoreChange, catalogue: Catalogue, language: Language
) -> tuple[tuple[str, float], ...]:
    """Return names and points of all that moved the score, largest first; they add up exactly."""
    steps = [
        (short_indicator_name(catalogue.indicators[s.indicator_id], language), s.points)
        for s in change.steps
    ]
    parts: list[tuple[str, float]] = [
        (text(f"change.part.{part}", language), getattr(change, part)) for part in _PARTS
    ]
    moved = [(name, points) for name, points in (*steps, *parts) if points != 0]
    return tuple(sorted(moved, key=lambda pair: (-abs(pair[1]), pair[0])))


def change_waterfall(change: ScoreChange, catalogue: Catalogue, language: Language) -> Figure:
    """Return the score of the first year, a bar a step, and the score of the last year."""
    steps = change_steps(change, catalogue, language)
    years = dated(change, language)
    first, last = (text("change.score_of", language, year=y) for y in years)
    rows: list[Spec] = [_row(first, 0.0, change.from_score, "score")]
    at = change.from_score
    for name, points in steps:
        kind = "up" if points > 0 else "down"
        rows.append(_row(name, at, at + points, kind))
        at += points
    rows.append(_row(last, 0.0, change.to_score, "score"))
    values = [change.from_score, change.to_score, *(r["to"] for r in rows)]
    pad = max(1.0, (max(values) - min(values)) * 0.15)
    # Bars of scores need not start at zero: what is read here is the steps between them.
    low, high = max(0.0, min(values) - 2 * pad), max(values) + 2 * pad
    for row in rows:
        if row["kind"] == "score":
            row["from"] = low
    title = text(
        "change.chart_title",
        language,
        name=full_unit_name(catalogue, change.unit_code, language),
        first=years[0],
        last=years[1],
    )
    description = text(
        "change.chart_description",
        language,
        title=title,
        first=format_score(change.from_score),
        last=format_score(change.to_score),
        steps=len(steps),
    )
    names = [r["n"] for r in rows]
    y = {
        "field": "n",
        "type": "nominal",
        "sort": names,
        "axis": {
            "title": None,
            "labelLimit": 190,
            "ticks": False,
            "domain": False,
            "labelPadding": 6,
        },
    }
    x = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {"title": None, "tickCount": 5},
    }
    colours = [PALETTE["--ink-3"], PALETTE["--l4"], PALETTE["--s1"]]
    bars: Spec = {
        "mark": {"type": "bar", "height": {"band": 0.62}},
        "encoding": {
            "y": y,
            "x": x,
            "x2": {"field": "to"},
            "color": {
                "field": "kind",
                "type": "nominal",
                "scale": {"domain": ["score", "up", "down"], "range": colours},
                "legend": None,
            },
            "tooltip": [
                {"field": "n", "type": "nominal", "title": " "},
                {"field": "t", "type": "nominal", "title": "  "},
            ],
        },
    }
    labels: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 5},
        "encoding": {
            "y": y,
            "x": {**x, "field": "right"},
            "text": {"field": "t", "type": "nominal"},
        },
    }
    content = {
        "width": "container",
        "height": ROW_HEIGHT * len(rows),
        "data": {"values": rows},
        "layer": [bars, labels],
    }
    heads = (text("change.step", language), text("change.points", language))
    table = tuple((r["n"], r["t"]) for r in rows)
    note = text("change.chart_note", language)
    return Figure("waterfall", chart(description, content), title, description, note, heads, table)


def _row(name: str, start: float, end: float, kind: str) -> Spec:
    written = format_score(end) if kind == "score" else format_number(end - start, 2, signed=True)
    right = max(start, end)
    return {"n": name, "from": start, "to": end, "right": right, "kind": kind, "t": written}
