"""Answer: on which figures does a computed number stand, so that its trust strip can say so?"""

from __future__ import annotations

from collections.abc import Iterable

from moibench.analysis.figures import standing_figure
from moibench.analysis.looking import look
from moibench.analysis.panel import current_panel
from moibench.analysis.plan_results import BeforeAfter
from moibench.analysis.results import Figure

NOT_THERE = Figure(None, None, None, "missing", None, None)


def standing_figures(
    unit_code: str, indicator_ids: Iterable[str], year: int, edition: str | None = None
) -> dict[str, Figure]:
    """Return the figure that stands for a unit in a CE year, by indicator, in an edition if named.

    An indicator that the edition had no figures of is missing there.

    Raises:
        NoDataForYear: nothing was observed in the year.
        UnknownEdition: no edition of that name was published.
    """
    if edition is not None:
        with look(edition=edition, map_choice=current_panel().vantage.map_choice):
            return standing_figures(unit_code, indicator_ids, year)
    panel = current_panel()
    known = set(panel.indicator_ids)
    return {
        i: standing_figure(panel, i, unit_code, year) if i in known else NOT_THERE
        for i in indicator_ids
    }


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
