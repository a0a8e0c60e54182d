"""Slope: every unit's value in two years, the marked ones and those that moved most by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moibench.analysis.two_years import Move, TwoYears
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.charts.figure import Figure, Spec
from moibench.presentation.charts.theme import PALETTE, chart
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_score, format_value
from moibench.presentation.years import format_year

NAMED = 3  # at each end of the order of moves
HEIGHT = 420
MIN_APART = 0.036  # of the height: names closer than this would be printed over each other


def slope_chart(
    two: TwoYears,
    indicator: Indicator | None,
    catalogue: Catalogue,
    language: Language,
    *,
    name: str,
    unit: str,
    marked: Sequence[str] = (),
) -> Figure:
    """Return a line a unit from the earlier year to the later; `indicator` None for an index."""
    first, last = (format_year(y, language) for y in (two.from_year, two.to_year))
    log = bool(indicator and indicator.log_axis) and all(
        m.from_value > 0 and m.to_value > 0 for m in two.moves
    )
    named = _named(two.moves, marked)

    def written(value: float) -> str:
        return format_score(value) if indicator is None else format_value(value, indicator)

    rows = []
    for move in two.moves:
        kind = "z" if move.good is None else "p" if move.good else "m"
        if move.unit_code not in named:
            kind = "unit"
        for year, value in ((first, move.from_value), (last, move.to_value)):
            rows.append(
                {
                    "u": move.unit_code,
                    "n": unit_name(catalogue, move.unit_code, language),
                    "y": year,
                    "v": value,
                    "k": kind,
                    "t": f"{written(move.from_value)} → {written(move.to_value)}",
                }
            )
    title = text("ranking.slope_title", language, name=name, first=first, last=last)
    description = text(
        "ranking.slope_description", language, title=title, count=len(two.moves), of=two.of
    )
    spec = chart(description, _content(rows, [first, last], unit, log, _labels(rows, last, log)))
    heads = (
        text("chart.heads.unit", language),
        first,
        last,
        text("ranking.rank_of", language, year=first),
        text("ranking.rank_of", language, year=last),
    )
    table = tuple(
        (
            unit_name(catalogue, m.unit_code, language),
            written(m.from_value),
            written(m.to_value),
            str(m.from_rank),
            str(m.to_rank),
        )
        for m in two.moves
    )
    note = text("ranking.slope_note", language, count=NAMED)
    cells = tuple(((m.unit_code, two.from_year), (m.unit_code, two.to_year)) for m in two.moves)
    return Figure("slope", spec, title, description, note, heads, table, cells)


def _named(moves: Sequence[Move], marked: Sequence[str]) -> frozenset[str]:
    ends = (*moves[:NAMED], *moves[-NAMED:])
    return frozenset({*marked, *(m.unit_code for m in ends)})


def _labels(rows: list[dict[str, Any]], last: str, log: bool) -> list[dict[str, Any]]:
    """Return the named units' last points, those printed too close above another left out."""
    from math import log as ln

    values = [ln(r["v"]) if log else r["v"] for r in rows]
    reach = (max(values) - min(values)) or 1.0
    kept: list[dict[str, Any]] = []
    taken: list[float] = []
    for row in rows:
        if row["k"] == "unit" or row["y"] != last:
            continue
        place = (ln(row["v"]) if log else row["v"]) / reach
        if all(abs(place - other) >= MIN_APART for other in taken):
            kept.append(row)
            taken.append(place)
    return kept


def _content(
    rows: list[dict[str, Any]],
    years: list[str],
    unit: str,
    log: bool,
    labels: list[dict[str, Any]],
) -> Spec:
    scale: Spec = {"type": "log", "nice": False} if log else {"zero": False, "nice": True}
    x = {
        "field": "y",
        "type": "nominal",
        "sort": years,
        "scale": {"padding": 0.25},
        "axis": {"title": None, "labelAngle": 0, "orient": "top", "ticks": False, "domain": False},
    }
    y = {"field": "v", "type": "quantitative", "scale": scale, "axis": {"title": unit}}
    kinds = ["unit", "p", "m", "z"]
    colours = [PALETTE["--dot"], PALETTE["--l4"], PALETTE["--s1"], PALETTE["--ink-2"]]
    colour = {
        "field": "k",
        "type": "nominal",
        "scale": {"domain": kinds, "range": colours},
        "legend": None,
    }
    tip = [
        {"field": "n", "type": "nominal", "title": " "},
        {"field": "t", "type": "nominal", "title": "  "},
    ]
    lines: list[Spec] = [
        {
            "transform": [{"filter": f"datum.k {sign} 'unit'"}],
            "mark": {"type": "line", "strokeWidth": width, "point": {"size": 18, "filled": True}},
            "encoding": {
                "x": x,
                "y": y,
                "detail": {"field": "u", "type": "nominal"},
                "color": colour,
                "tooltip": tip,
            },
        }
        for sign, width in (("==", 0.8), ("!=", 2.2))
    ]
    names: Spec = {
        "data": {"values": labels},
        "mark": {"type": "text", "align": "left", "dx": 8},
        "encoding": {"x": x, "y": y, "text": {"field": "n", "type": "nominal"}, "color": colour},
    }
    return {
        "width": "container",
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": [*lines, names],
    }
