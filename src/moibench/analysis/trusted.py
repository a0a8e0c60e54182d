"""Answer: on which figures does a computed number stand, so that its trust strip can say so?"""

from __future__ import annotations

from collections.abc import Iterable

from moibench.analysis.figures import standing_figure
from moibench.analysis.panel import current_panel
from moibench.analysis.plan_results import BeforeAfter
from moibench.analysis.results import Figure


def standing_figures(unit_code: str, indicator_ids: Iterable[str], year: int) -> dict[str, Figure]:
    """Return the figure that stands for a unit in a CE year, by indicator.

    Raises:
        NoDataForYear: nothing was observed in the year.
    """
    panel = current_panel()
    return {i: standing_figure(panel, i, unit_code, year) for i in indicator_ids}


def window_figures(effects: BeforeAfter) -> dict[tuple[str, str], tuple[Figure, Figure]]:
    """Return the newest figures before and during a plan, by unit and indicator."""
    panel = current_panel()
    ends = tuple(
        max((y for y in panel.years if y <= max(window)), default=panel.years[0])
        for window in (effects.before_years, effects.after_years)
    )
    return {
        (e.unit_code, e.indicator_id): (
            standing_figure(panel, e.indicator_id, e.unit_code, ends[0]),
            standing_figure(panel, e.indicator_id, e.unit_code, ends[1]),
        )
        for e in effects.effects
    }
