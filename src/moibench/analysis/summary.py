"""Answer: how is the country doing, region by region, and how complete are its data?"""

from __future__ import annotations

import numpy as np

from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.nodes import area_scores
from moibench.analysis.panel import OVERALL, Panel, current_panel
from moibench.analysis.results import Completeness, CountrySummary

RECENT_YEARS = 5


def country_summary(year: int | None = None, *, with_bangkok: bool = False) -> CountrySummary:
    """Summarise the country in a CE year, by default the newest with enough data.

    Raises:
        NoDataForYear: nothing was observed in `year`.
    """
    panel = current_panel()
    asked = panel.newest_year if year is None else year
    panel.at(asked)
    return panel.remember(_summary, asked, with_bangkok)


def _summary(panel: Panel, year: int, with_bangkok: bool) -> CountrySummary:
    geography = panel.geography
    regions = geography.peers_by_level("region", year, with_bangkok)
    provinces = geography.peers_by_level("province", year, with_bangkok)
    all_provinces = geography.peers_by_level("province", year, True)
    return CountrySummary(
        year=year,
        newest_year=panel.newest_year,
        years=panel.years,
        with_bangkok=with_bangkok,
        country=area_scores(panel, COUNTRY, year, ()),
        regions=tuple(area_scores(panel, code, year, regions) for code in regions),
        bangkok=area_scores(panel, BANGKOK, year, all_provinces),
        provinces=tuple(area_scores(panel, code, year, provinces) for code in provinces),
        level_counts=_level_counts(panel, year, provinces),
        completeness=tuple(_completeness(panel, i, year) for i in panel.design.indicator_ids),
        stamp=panel.stamp,
    )


def _level_counts(
    panel: Panel, year: int, provinces: tuple[str, ...]
) -> tuple[tuple[str, tuple[int, int, int, int, int]], ...]:
    columns = [panel.geography.position[c] for c in provinces]
    answers = []
    for node_id in (OVERALL, *(d.id for d in panel.framework.dimensions)):
        levels = panel.levels[panel.node_ids.index(node_id), panel.at(year), columns]
        one, two, three, four, five = (int((levels == level).sum()) for level in range(1, 6))
        answers.append((node_id, (one, two, three, four, five)))
    return tuple(answers)


def _completeness(panel: Panel, indicator_id: str, year: int) -> Completeness:
    row = panel.at(year)
    values, ages = panel.standing_values(indicator_id)
    present = ~np.isnan(values[row]) & panel.provinces
    age = ages[row][present]
    observed = ~np.isnan(panel.values(indicator_id).values[:, panel.provinces])
    recent = [
        (y, bool(observed[panel.cube.years.index(y)].any()))
        for y in range(year - RECENT_YEARS + 1, year + 1)
        if y in panel.cube.years
    ]
    return Completeness(
        indicator_id=indicator_id,
        year=year - int(age.min()) if age.size else None,
        provinces=int(present.sum()),
        of=len(panel.geography.peers_by_level("province", year, with_bangkok=False)),
        recent=tuple(recent),
    )
