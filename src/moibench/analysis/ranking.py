"""Answer: in which order do the units of a level stand, by an indicator or by the index?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from moibench.analysis.errors import (
    NoDataForYear,
    NoFigures,
    NoValuesForLevel,
    UnknownSubject,
)
from moibench.analysis.figures import (
    break_years,
    change_since,
    history,
    number,
    standing_figure,
)
from moibench.analysis.geography import COUNTRY
from moibench.analysis.groups import group_ranks, mask, merits, ranks_among
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.profile import CHANGE_SPAN
from moibench.analysis.relations import told
from moibench.analysis.results import Figure, Point, RankedUnit, Ranking
from moibench.engine import BoolArray

LEVELS = ("province", "cluster", "region", "district", "subdistrict")


def ranking(
    subject_id: str,
    year: int | None = None,
    *,
    level: str = "province",
    with_bangkok: bool = False,
) -> Ranking:
    """Order the units of a level by an indicator, a dimension or the whole index ("overall").

    Without a year: for the index the newest with enough data, for an indicator the newest in
    which provinces were observed.

    Raises:
        UnknownSubject: no indicator or index has that id.
        NoFigures: the indicator has no figures yet.
        NoDataForYear: nothing was observed in `year`.
        NoValuesForLevel: the indicator is not published for that level, nor to be derived.
        ValueError: there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level}")
    panel = current_panel()
    if subject_id in panel.node_ids:
        asked = panel.newest_year if year is None else year
        panel.at(asked)
        return panel.remember(_index_ranking, subject_id, asked, level, with_bangkok)
    if subject_id not in panel.catalogue.indicators:
        raise UnknownSubject(subject_id, ())
    if not panel.indicator(subject_id).has_figures:
        raise NoFigures(subject_id)
    if year is None:
        year = newest_indicator_year(panel, subject_id)
    return panel.remember(_indicator_ranking, subject_id, year, level, with_bangkok)


def newest_indicator_year(panel: Panel, indicator_id: str) -> int:
    """Return the newest year in which enough provinces were observed, else the newest at all."""
    observed = ~np.isnan(panel.values(indicator_id).values[:, panel.provinces])
    share = observed.mean(axis=1)
    enough = [
        y for y, s in zip(panel.cube.years, share, strict=True) if s >= panel.design.enough_data
    ]
    return max(enough or indicator_years(panel, indicator_id))


def indicator_years(panel: Panel, indicator_id: str) -> tuple[int, ...]:
    """Return the years in which any unit has a value of the indicator, ascending."""
    missing = np.isnan(panel.values(indicator_id).values)
    return tuple(y for y, row in zip(panel.cube.years, missing, strict=True) if not row.all())


def _indicator_ranking(
    panel: Panel, indicator_id: str, year: int, level: str, with_bangkok: bool
) -> Ranking:
    years = indicator_years(panel, indicator_id)
    if year not in panel.cube.years:
        raise NoDataForYear(year, years)
    row = panel.cube.years.index(year)
    values = panel.standing_values(indicator_id)[0][row]
    codes = panel.geography.peers_by_level(level, year, with_bangkok)
    group = mask(panel, codes)
    if np.isnan(values[group]).all():
        raise _nothing_to_rank(panel, indicator_id, year, level, group)
    ranks = ranks_among(merits(panel, indicator_id, values), group)
    country = standing_figure(panel, indicator_id, COUNTRY, year)
    base = max((y for y in years if y <= year - CHANGE_SPAN), default=None)
    lines = []
    for code in codes:
        figure = standing_figure(panel, indicator_id, code, year)
        same_year = (
            country
            if country.year == figure.year
            else Figure(None, None, None, "missing", None, None)
        )
        lines.append(
            RankedUnit(
                unit_code=code,
                figure=figure,
                rank=_rank(ranks[panel.geography.position[code]]),
                relation_to_country=told(
                    panel, indicator_id, code, figure.value, same_year.value, figure.year
                ).relation,
                change=change_since(panel, indicator_id, code, figure, base),
            )
        )
    shown = values[group]
    used = Counter(line.figure.year for line in lines if line.figure.year is not None)
    return Ranking(
        subject_id=indicator_id,
        is_index=False,
        judged=panel.sign(indicator_id) != 0
        or panel.indicator(indicator_id).target_range is not None,
        year=year,
        newest_year=newest_indicator_year(panel, indicator_id),
        years=years,
        level=level,
        with_bangkok=with_bangkok,
        lines=_in_order(lines),
        country=country,
        median=number(np.nanmedian(shown)),
        years_used=tuple(sorted(used.items(), reverse=True)),
        country_history=history(panel, indicator_id, COUNTRY, years[-1]),
        histories=tuple((code, history(panel, indicator_id, code, years[-1])) for code in codes),
        break_years=break_years(panel, indicator_id),
        cutoffs=None,
        stamp=panel.stamp,
    )


def _nothing_to_rank(
    panel: Panel, indicator_id: str, year: int, level: str, group: BoolArray
) -> NoDataForYear | NoValuesForLevel:
    missing = np.isnan(panel.values(indicator_id).values[:, group])
    with_values = [y for y, row in zip(panel.cube.years, missing, strict=True) if not row.all()]
    if not with_values:
        return NoValuesForLevel(indicator_id, level)
    return NoDataForYear(year, tuple(with_values))


def _index_ranking(
    panel: Panel, node_id: str, year: int, level: str, with_bangkok: bool
) -> Ranking:
    node = panel.node_ids.index(node_id)
    row = panel.at(year)
    codes = panel.geography.peers_by_level(level, year, with_bangkok)
    standing = group_ranks(panel, year, codes)
    scores = panel.aggregated.scores[node]
    lines = []
    for code in codes:
        column = panel.geography.position[code]
        lines.append(
            RankedUnit(
                unit_code=code,
                figure=_score_figure(scores[row, column], year),
                rank=_rank(standing.ranks[node, column]),
                rank_low=_rank(standing.low[node, column]),
                rank_high=_rank(standing.high[node, column]),
                level=_rank(panel.levels[node, row, column]),
            )
        )
    present = scores[row][standing.group]
    return Ranking(
        subject_id=node_id,
        is_index=True,
        judged=True,
        year=year,
        newest_year=panel.newest_year,
        years=panel.years,
        level=level,
        with_bangkok=with_bangkok,
        lines=_in_order(lines),
        country=_score_figure(scores[row, panel.geography.position[COUNTRY]], year),
        median=None if np.isnan(present).all() else number(np.nanmedian(present)),
        years_used=((year, int((~np.isnan(present)).sum())),),
        country_history=_score_history(panel, node, COUNTRY),
        histories=tuple((code, _score_history(panel, node, code)) for code in codes),
        break_years=_breaks_of_agenda(panel),
        cutoffs=panel.cutoffs(node_id),
        stamp=panel.stamp,
    )


def _breaks_of_agenda(panel: Panel) -> tuple[int, ...]:
    """Return the breaks of what an agenda counts: few indicators, so that one bends the whole."""
    if panel.vantage.agenda is None:
        return ()
    found = {y for i in panel.design.indicator_ids for y in break_years(panel, i)}
    return tuple(sorted(found))


def _score_figure(score: float, year: int) -> Figure:
    value = number(score)
    if value is None:
        return Figure(None, None, None, "missing", None, None)
    return Figure(value, year, 0, "derived", None, None)


def _score_history(panel: Panel, node: int, code: str) -> tuple[Point, ...]:
    scores = panel.aggregated.scores[node][:, panel.geography.position[code]]
    return tuple(
        Point(y, float(s), "derived")
        for y, s in zip(panel.cube.years, scores, strict=True)
        if not np.isnan(s) and y in panel.years
    )


def _rank(value: float | np.floating) -> int | None:
    found = number(value)
    return None if found is None else int(found)


def _in_order(lines: list[RankedUnit]) -> tuple[RankedUnit, ...]:
    return tuple(sorted(lines, key=lambda line: (line.rank is None, line.rank or 0)))
