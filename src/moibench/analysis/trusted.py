"""Answer: on which figures does a computed number stand, so that its trust strip can say so?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moibench.analysis.comparative_results import Peers
from moibench.analysis.figures import figure_of, standing_figure
from moibench.analysis.geography import COUNTRY
from moibench.analysis.looking import look
from moibench.analysis.panel import current_panel
from moibench.analysis.plan_results import BeforeAfter, TargetProgress
from moibench.analysis.results import Figure, Ranking
from moibench.analysis.two_years import TwoYears

Cell = tuple[str, int]  # unit, CE year
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
    known = {i for i, d in panel.catalogue.indicators.items() if d.has_figures}
    return {
        i: standing_figure(panel, i, unit_code, year) if i in known else NOT_THERE
        for i in indicator_ids
    }


def window_figures(effects: BeforeAfter) -> dict[tuple[str, str], tuple[Figure, Figure]]:
    """Return the newest figures before and during a plan, by unit and indicator."""
    panel = current_panel()

    def newest(indicator_id: str, code: str, window: Sequence[int]) -> Figure:
        years = [y for y in window if y in panel.cube.years]
        found = (figure_of(panel, indicator_id, code, y, asked=y) for y in sorted(years)[::-1])
        return next((f for f in found if f.value is not None), NOT_THERE)

    return {
        (e.unit_code, e.indicator_id): (
            newest(e.indicator_id, e.unit_code, effects.before_years),
            newest(e.indicator_id, e.unit_code, effects.after_years),
        )
        for e in effects.effects
    }


def figures_at(indicator_id: str, cells: Iterable[Cell]) -> dict[Cell, Figure]:
    """Return the figures of units in exactly those CE years, each asked for in its own year."""
    panel = current_panel()
    return {
        (code, year): figure_of(panel, indicator_id, code, year, asked=year)
        for code, year in dict.fromkeys(cells)
    }


def described_figures(peers: Peers) -> dict[tuple[str, str], Figure]:
    """Return the figures that likeness was told by, by descriptor and unit; none of flags."""
    panel = current_panel()
    units = (peers.unit_code, *peers.codes)
    return {
        (use.id, code): standing_figure(panel, use.id, code, use.year)
        for use in peers.descriptors
        if not use.is_flag and panel.indicator(use.id).has_figures
        for code in units
    }


def tracked_figures(progresses: Iterable[TargetProgress]) -> dict[str, dict[Cell, Figure]]:
    """Return the figures of the actual values of targets, by indicator."""
    found: dict[str, dict[Cell, Figure]] = {}
    for progress in progresses:
        cells = [(progress.unit_code, p.year) for p in progress.actual]
        of_indicator = found.setdefault(progress.target.indicator, {})
        of_indicator |= figures_at(progress.target.indicator, cells)
    return found


def charted_figures(
    ranking: Ranking, clusters: Ranking | None = None, units: Iterable[str] = ()
) -> dict[Cell, Figure]:
    """Return the figures that the charts of an indicator's page draw in tables; none of an index.

    clusters: the same by cluster, of which the newest are shown; units: those drawn as lines.
    """
    if ranking.is_index:
        return {}
    found = {
        (line.unit_code, line.figure.year): line.figure
        for line in ranking.lines
        if line.figure.year
    }
    chosen = set(units)
    cells = [(COUNTRY, p.year) for p in ranking.country_history]
    cells += [(c, p.year) for c, line in ranking.histories if c in chosen for p in line]
    if clusters is not None:
        cells += [(c, line[-1].year) for c, line in clusters.histories if line]
    return figures_at(ranking.subject_id, cells) | found


def moved_figures(ranking: Ranking, two: TwoYears | None) -> dict[Cell, Figure]:
    """Return the figures of both years of every unit that is set side by side."""
    if two is None or ranking.is_index:
        return {}
    cells = ((m.unit_code, y) for m in two.moves for y in (two.from_year, two.to_year))
    return figures_at(ranking.subject_id, cells)
