"""The trust strips of the tables under the charts: a strip for each figure a row shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from moibench.analysis.results import Figure, Ranking, Stamp
from moibench.catalogue import Catalogue
from moibench.presentation import charts
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language
from moibench.presentation.pages.trust import score_strip, trust_strip

Cell = tuple[str, int]
Chart = charts.Figure | None


def strips_of(
    ranking: Ranking, figures: Mapping[Cell, Figure], catalogue: Catalogue, language: Language
) -> Callable[[Chart], Chart]:
    """Return what puts the strips to a chart of a ranking's subject, an indicator or the index."""
    if ranking.is_index:
        return lambda chart: chart and with_score_strips(chart, ranking.stamp, language)
    return lambda chart: chart and with_strips(chart, figures, catalogue, language)


def with_strips(
    chart: charts.Figure, figures: Mapping[Cell, Figure], catalogue: Catalogue, language: Language
) -> charts.Figure:
    """Return a chart of an indicator with its table's strips."""
    return _with(
        chart,
        lambda cell: (
            trust_strip(figures[cell], catalogue, language) if cell in figures else Markup()
        ),
    )


def with_score_strips(chart: charts.Figure, stamp: Stamp, language: Language) -> charts.Figure:
    """Return a chart of scores with its table's strips."""
    return _with(chart, lambda cell: score_strip(stamp, cell[1], language))


def _with(chart: charts.Figure, strip: Callable[[Cell], Markup]) -> charts.Figure:
    rows = [dict.fromkeys(strip(cell) for cell in row) for row in chart.cells]
    strips = tuple(Markup("".join(row)) for row in rows)
    if len(set(strips)) == 1:
        return replace(chart, shared=strips[0])
    return replace(chart, strips=strips)
