"""Answer: how developed is this unit, in what, compared with whom, how sure are we?"""

from __future__ import annotations

import numpy as np

from moibench.analysis.errors import NoFiguresForUnit, UnitDidNotExist, UnknownUnit
from moibench.analysis.figures import (
    break_years,
    change_since,
    history,
    number,
    standing_figure,
    territory_breaks,
    trends,
)
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.groups import benchmarks, mask, merits, standings
from moibench.analysis.nodes import area_scores
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.relations import width_of
from moibench.analysis.restated import restated
from moibench.analysis.results import IndicatorResult, Profile
from moibench.engine import contributions

CHANGE_SPAN = 4  # years back when the reader names none: the length of a plan's run


def profile(
    unit_code: str,
    year: int | None = None,
    *,
    with_bangkok: bool = False,
    change_from: int | None = None,
) -> Profile:
    """Describe a unit in a CE year, by default the newest with enough data.

    Bangkok is always counted in its own profile. `change_from` is by default four years
    earlier, where that year has data.

    Raises:
        UnknownUnit: no unit has that code.
        NoDataForYear: nothing was observed in `year` or in `change_from`.
        UnitDidNotExist: the unit was born later, or had ended.
        NoFiguresForUnit: nothing was recorded of the unit, a district or sub-district.
    """
    panel = current_panel()
    if unit_code not in panel.catalogue.units:
        raise UnknownUnit(unit_code, ())
    asked = panel.newest_year if year is None else year
    panel.at(asked)
    unit = panel.catalogue.units[unit_code]
    if not unit.exists_in(asked):
        first, last = unit.valid_from, unit.valid_to
        raise UnitDidNotExist(
            unit_code, asked, first.year if first else None, last.year if last else None
        )
    if unit_code not in panel.geography.position:
        raise NoFiguresForUnit(unit_code)
    if change_from is None:
        change_from = asked - CHANGE_SPAN if asked - CHANGE_SPAN in panel.years else None
    else:
        panel.at(change_from)
    counted = with_bangkok or unit_code == BANGKOK
    return panel.remember(_profile, unit_code, asked, counted, change_from)


def _profile(
    panel: Panel, unit_code: str, year: int, with_bangkok: bool, change_from: int | None
) -> Profile:
    geography = panel.geography.in_year(year)
    level = geography.level_of(unit_code)
    ranked = () if unit_code == COUNTRY else geography.peers_by_level(level, year, with_bangkok)
    scores = area_scores(panel, unit_code, year, ranked)
    region, cluster = (geography.ancestor(unit_code, kind) for kind in ("region", "cluster"))
    return Profile(
        unit_code=unit_code,
        year=year,
        newest_year=panel.newest_year,
        years=tuple(y for y in panel.years if panel.catalogue.units[unit_code].exists_in(y)),
        with_bangkok=with_bangkok,
        change_from=change_from,
        compared_with=ranked,
        members=tuple(
            c for c in geography.within(unit_code) if panel.catalogue.units[c].exists_in(year)
        ),
        region_code=region if region != unit_code else None,
        cluster_code=cluster if cluster != unit_code else None,
        overall=scores.overall,
        dimensions=scores.dimensions,
        indicators=tuple(
            _indicator(panel, i, unit_code, year, ranked, change_from) for i in panel.indicator_ids
        ),
        facts=tuple((i, standing_figure(panel, i, unit_code, year)) for i in panel.framework.facts),
        stamp=panel.stamp,
    )


def _indicator(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    year: int,
    ranked: tuple[str, ...],
    change_from: int | None,
) -> IndicatorResult:
    figure = standing_figure(panel, indicator_id, unit_code, year)
    measured = figure.year if figure.year is not None else year
    column = panel.geography.position[unit_code]
    shown = ranked or panel.remember_part(_provinces, year)
    change = change_since(panel, indicator_id, unit_code, figure, change_from)
    score, capped, weight, contribution = _in_index(panel, indicator_id, column, year)
    return IndicatorResult(
        indicator_id=indicator_id,
        figure=figure,
        score=score,
        capped=capped,
        weight=weight,
        contribution=contribution,
        standings=standings(panel, indicator_id, unit_code, year, ranked),
        benchmarks=benchmarks(panel, indicator_id, unit_code, figure, year, shown),
        similarity_width=width_of(panel, indicator_id, measured),
        change=change,
        trend=trends(panel, indicator_id, measured)[column],
        history=history(panel, indicator_id, unit_code, year),
        country_history=panel.remember_part(history, indicator_id, COUNTRY, year),
        break_years=tuple(
            sorted(
                b
                for b in {
                    *break_years(panel, indicator_id),
                    *territory_breaks(panel, unit_code),
                }
                if b <= year
            )
        ),
        distribution=_distribution(panel, indicator_id, year, shown),
        restated=restated(panel, indicator_id, unit_code, year, change),
    )


def _provinces(panel: Panel, year: int) -> tuple[str, ...]:
    return panel.geography.peers_by_level("province", year, with_bangkok=False)


def _in_index(
    panel: Panel, indicator_id: str, column: int, year: int
) -> tuple[float | None, bool, float | None, float | None]:
    """Return score, capped, weight in the whole index, points given to the overall score."""
    if indicator_id not in panel.design.indicator_ids:
        return None, False, None, None
    place = panel.design.indicator_ids.index(indicator_id)
    row = panel.at(year)
    scores, capped = panel.leaf_scores
    points = panel.remember_part(_contributions, year)
    return (
        number(scores[place, row, column]),
        bool(capped[place, row, column]),
        weight_in_index(panel, indicator_id),
        number(points[place, column]),
    )


def _contributions(panel: Panel, year: int) -> np.ndarray:
    scores = panel.leaf_scores[0][:, panel.at(year), :]
    return np.asarray(contributions(scores, panel.tree, panel.design.coverage_threshold))


def weight_in_index(panel: Panel, indicator_id: str) -> float:
    """Return an indicator's share of the whole index by the design's weights, 0–1."""
    dimensions = panel.design.dimensions.values()
    whole = sum(d.weight for d in dimensions)
    home = next(d for d in dimensions if indicator_id in d.indicators)
    share = home.indicators[indicator_id].weight / sum(i.weight for i in home.indicators.values())
    return home.weight / whole * share


def _distribution(
    panel: Panel, indicator_id: str, year: int, shown: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    return panel.remember_part(_ordered, indicator_id, year, shown)


def _ordered(
    panel: Panel, indicator_id: str, year: int, shown: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    values = panel.standing_values(indicator_id)[0][panel.at(year)]
    inside = np.flatnonzero(mask(panel, shown) & ~np.isnan(values))
    order = np.argsort(-merits(panel, indicator_id, values)[inside], kind="stable")
    return tuple((panel.geography.units[i], float(values[i])) for i in inside[order])
