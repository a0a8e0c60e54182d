"""Answer: every value of an indicator, for whoever wants the table."""

from __future__ import annotations

import math
from collections.abc import Iterator

from moibench.analysis.errors import UnknownSubject
from moibench.analysis.figures import figure_of
from moibench.analysis.panel import current_panel


def value_rows(
    indicator_id: str,
) -> Iterator[tuple[str, int, float | None, str, str | None]]:
    """Yield (unit code, CE year, value, status, edition id) wherever something is known.

    Raises:
        UnknownSubject: no indicator has that id.
        NoFigures: the indicator has no figures yet.
    """
    panel = current_panel()
    if indicator_id not in panel.catalogue.indicators:
        raise UnknownSubject(indicator_id, ())
    derived = panel.values(indicator_id)
    for column, code in enumerate(panel.geography.units):
        for row, year in enumerate(panel.cube.years):
            coverage = derived.coverage[row, column]
            known = not math.isnan(derived.values[row, column]) or coverage > 0
            if known:
                figure = figure_of(panel, indicator_id, code, year, asked=year)
                yield code, year, figure.value, figure.status, figure.edition_id
