"""Answer: what would an indicator be, and what goalposts would a design have, before it is kept?

Nothing here is stored, and no page but the draft's own sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from moibench.analysis.figures import number
from moibench.analysis.panel import Panel, breaks_of, current_panel
from moibench.analysis.values import FIGURE_STATUSES, Derivation
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design, Framework, Indicator

SHOWN_YEARS = 6
FOUR = (0.0, 25.0, 50.0, 75.0)


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A value of a year, or the status that says why there is none."""

    value: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an indicator would be. years: the last ones with any value, CE, ascending.

    cells: for each unit asked for, one for each year. with_value: provinces that have a value in
    each year, of `provinces`. lowest, highest: unit and value in the last year.
    """

    years: tuple[int, ...]
    cells: dict[str, tuple[PreviewCell, ...]]
    with_value: tuple[int, ...]
    provinces: int
    lowest: tuple[str, float] | None
    highest: tuple[str, float] | None


def preview_indicator(
    catalogue: Catalogue, indicator: Indicator, units: tuple[str, ...]
) -> Preview:
    """Compute an indicator of a draft from everything recorded now."""
    panel = _panel(catalogue)
    none = Preview((), dict.fromkeys(units, ()), (), int(panel.provinces.sum()), None, None)
    if indicator.roll_up is None or not panel.cube.years:
        return none
    found = Derivation(panel.cube, panel.geography, breaks_of(catalogue)).derive(indicator)
    own = found.values[:, panel.provinces]
    rows = [int(r) for r in np.flatnonzero((~np.isnan(found.values)).any(axis=1))][-SHOWN_YEARS:]
    if not rows:
        return none
    position = panel.geography.position
    last = np.where(panel.provinces, found.values[rows[-1]], np.nan)
    ends: list[tuple[str, float] | None] = [None, None]
    if not np.isnan(last).all():
        places = int(np.nanargmin(last)), int(np.nanargmax(last))
        ends = [(panel.geography.units[p], float(last[p])) for p in places]
    return Preview(
        years=tuple(panel.cube.years[r] for r in rows),
        cells={
            u: tuple(
                PreviewCell(
                    number(found.values[r, position[u]]),
                    FIGURE_STATUSES[int(found.status[r, position[u]])],
                )
                for r in rows
            )
            for u in units
            if u in position
        },
        with_value=tuple(int((~np.isnan(own[r])).sum()) for r in rows),
        provinces=int(panel.provinces.sum()),
        lowest=ends[0],
        highest=ends[1],
    )


@dataclass(frozen=True, slots=True)
class Frozen:
    """Goalposts by indicator, cut-offs by node, and the indicators and nodes without figures."""

    goalposts: dict[str, tuple[float, float]]
    cutoffs: dict[str, tuple[float, float, float, float]]
    without: tuple[str, ...]


def freeze(catalogue: Catalogue, framework: Framework, design: Design) -> Frozen:
    """Take a design's goalposts and cut-offs from the provinces' values of its baseline years.

    Goalposts are the design's percentiles of values pooled over each indicator's own years,
    cut-offs those of the provinces' scores pooled over the design's years.
    """
    panel = _panel(catalogue, framework, design)
    goalposts: dict[str, tuple[float, float]] = {}
    without: list[str] = []
    dimensions = {}
    for dimension_id, dimension in design.dimensions.items():
        leaves = {}
        for indicator_id, leaf in dimension.indicators.items():
            ends = _ends(panel, design, indicator_id, leaf.baseline_years)
            if ends is None:
                without.append(indicator_id)
                leaves[indicator_id] = leaf
                continue
            goalposts[indicator_id] = ends
            leaves[indicator_id] = leaf.model_copy(update={"goalposts": ends})
        dimensions[dimension_id] = dimension.model_copy(update={"indicators": leaves})
    scored = _panel(catalogue, framework, design.model_copy(update={"dimensions": dimensions}))
    cutoffs: dict[str, tuple[float, float, float, float]] = {}
    rows = [scored.cube.years.index(y) for y in design.cutoff_baseline_years if y in scored.years]
    there = scored.provinces & scored.geography.existed(scored.cube.years)[rows]
    for place, node in enumerate(scored.node_ids):
        pool = scored.aggregated.scores[place][rows][there]
        pool = pool[~np.isnan(pool)]
        if not pool.size:
            without.append(node)
            continue
        a, b, c, d = (float(np.percentile(pool, p)) for p in design.cutoff_percentiles)
        cutoffs[node] = (a, b, c, d)
    return Frozen(goalposts, cutoffs, tuple(without))


def _ends(
    panel: Panel, design: Design, indicator_id: str, years: tuple[int, ...]
) -> tuple[float, float] | None:
    rows = [panel.cube.years.index(y) for y in years if y in panel.cube.years]
    pool = panel.values(indicator_id).values[rows][:, panel.provinces]
    pool = pool[~np.isnan(pool)]
    if not pool.size:
        return None
    low, high = (float(np.percentile(pool, p)) for p in design.goalpost_percentiles)
    if low == high:
        return None
    return (low, high) if panel.sign(indicator_id) > 0 else (high, low)


def _panel(
    catalogue: Catalogue, framework: Framework | None = None, design: Design | None = None
) -> Panel:
    """Return a panel of the present data under a catalogue that is not in force."""
    present = current_panel()
    return Panel(
        catalogue,
        framework or present.framework,
        design or present.design,
        present.cube,
        replace(present.vantage, catalogue=catalogue),
    )


@dataclass(frozen=True)
class _ByVersion:
    """A catalogue told apart by its version, so that an answer on it can be remembered."""

    version: str
    catalogue: Catalogue = field(compare=False)


def observed_years(catalogue: Catalogue) -> dict[str, tuple[int, int]]:
    """Return the first and last year in which any province has a value, by indicator."""
    return current_panel().remember(_observed_years, _ByVersion(catalogue.version, catalogue))


def _observed_years(present: Panel, named: _ByVersion) -> dict[str, tuple[int, int]]:
    catalogue = named.catalogue
    panel = _panel(catalogue)
    derivation = Derivation(panel.cube, panel.geography, breaks_of(catalogue))
    found: dict[str, tuple[int, int]] = {}
    for indicator in catalogue.indicators.values():
        if indicator.roll_up is None:
            continue
        values = derivation.derive(indicator).values[:, panel.provinces]
        rows = np.flatnonzero((~np.isnan(values)).any(axis=1))
        if rows.size:
            found[indicator.id] = panel.cube.years[rows[0]], panel.cube.years[rows[-1]]
    return found
