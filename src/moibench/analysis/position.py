"""Answer: where does a unit lead or lag its competitors, and does it gain on them or lose?

Level is the gap to the reference of the figure's own year; momentum is the slope of that gap over
the years before. Both are counted in similarity widths, so that indicators of any unit of measure
stand on one plane; what grows by a rate is set side by side in logarithms. No window crosses a
break in series.

Source: methods.md section 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.choose import reference_of, require_choice
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.errors import (
    NoFiguresForUnit,
    NoValuesForLevel,
    SameYears,
    UnknownChoice,
)
from moibench.analysis.figures import (
    break_years,
    number,
    standing_figure,
    territory_breaks,
    trend_verdict,
)
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.position_results import (
    Closing,
    NoLevel,
    NoMomentum,
    Place,
    Position,
    Spot,
    SubjectPosition,
)
from moibench.analysis.questions import require_indicator, require_unit, year_or_newest
from moibench.analysis.ranking import LEVELS, indicator_years, newest_indicator_year
from moibench.analysis.relations import NOT_TOLD, Told, told
from moibench.analysis.results import Figure
from moibench.analysis.score_benchmarks import reference_score, scores_beside
from moibench.engine import FloatArray, similarity_width
from moibench.engine.position import (
    CORNERS,
    corners,
    heights,
    momentum,
    oriented_gaps,
    pace_to_close,
    years_until_level,
)

COMPETITORS: tuple[ChosenKind, ...] = (
    "country",
    "region",
    "cluster",
    "median",
    "peers",
    "best_in_class",
    "units",
)
SPAN = 5  # years of the window of momentum, so six values
TRAIL = 5  # years shown of the way here
TO_CLOSE = 5  # years from the year asked within which a gap is to be closed, at the least
FARTHEST = 10  # and at the most, where a plan ends in between
PEERS = BenchmarkChoice("peers")
_NONE = Figure(None, None, None, "missing", None, None)


def position(
    unit_code: str,
    year: int | None = None,
    *,
    choice: BenchmarkChoice = PEERS,
    by: int | None = None,
) -> Position:
    """Place the index, dimensions and indicators of a unit against its competitors.

    Args:
        unit_code: any unit.
        year: CE; by default the newest with enough data.
        choice: the competitors: a parent, the median or best of the level, peers, or units.
        by: CE year by which a gap is to be closed; by default the end of a plan five to
            ten years after `year`, else five years after it.

    Raises:
        UnknownUnit, NoDataForYear, UnitDidNotExist, UnknownChoice, EmptyGroup, GroupNotThere.
        NoFiguresForUnit: nothing at all was recorded of the unit.
        SameYears: `by` is not after `year`.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    if unit_code not in panel.geography.position:
        raise NoFiguresForUnit(unit_code)
    _require_competitors(panel, choice, asked)
    until = _require_later(panel, by, asked)
    return panel.remember(_position, unit_code, asked, choice, until)


def position_of(
    subject_id: str,
    year: int | None = None,
    *,
    level: str = "province",
    with_bangkok: bool = False,
    choice: BenchmarkChoice = PEERS,
    by: int | None = None,
) -> SubjectPosition:
    """Place every unit of a level by one indicator, one dimension or the index ("overall").

    Without a year: for the index the newest with enough data, for an indicator the newest in
    which provinces were observed. Other arguments and errors as of `position`.

    Raises:
        UnknownSubject, NoFigures: of the indicator.
        NoValuesForLevel: no unit of the level has a value in any year.
        ValueError: there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level}")
    panel = current_panel()
    if subject_id in panel.node_ids:
        asked = year_or_newest(panel, year)
    else:
        require_indicator(panel, subject_id)
        asked = newest_indicator_year(panel, subject_id) if year is None else year
        panel.at(asked)
    _require_competitors(panel, choice, asked)
    until = _require_later(panel, by, asked)
    return panel.remember(_position_of, subject_id, asked, level, with_bangkok, choice, until)


def _require_competitors(panel: Panel, choice: BenchmarkChoice, year: int) -> None:
    if choice.kind not in COMPETITORS:
        raise UnknownChoice("competitor", choice.kind, COMPETITORS)
    require_choice(panel, choice, year)


def _require_later(panel: Panel, by: int | None, year: int) -> int:
    if by is None:
        ends = [p.last_year for p in panel.catalogue.plans.values()]
        near = [end for end in ends if year + TO_CLOSE <= end <= year + FARTHEST]
        return min(near, default=year + TO_CLOSE)
    if by <= year:
        raise SameYears(year, by)
    return by


def _position(
    panel: Panel, unit_code: str, year: int, choice: BenchmarkChoice, by: int
) -> Position:
    nodes = [_node(panel, n, unit_code, year, choice) for n in reversed(panel.node_ids)]
    items = [_indicator(panel, i, unit_code, year, choice) for i in panel.indicator_ids]
    order = {d.id: i for i, d in enumerate(panel.framework.dimensions)}
    nodes.sort(key=lambda n: order.get(n.subject_id, -1))
    placed = _placed(panel, [*nodes, *items], by)
    return Position(
        unit_code=unit_code,
        year=year,
        newest_year=panel.newest_year,
        years=tuple(y for y in panel.years if panel.catalogue.units[unit_code].exists_in(y)),
        choice=choice,
        by=by,
        span=SPAN,
        nodes=placed[: len(nodes)],
        indicators=placed[len(nodes) :],
        stamp=panel.stamp,
    )


def _position_of(
    panel: Panel,
    subject_id: str,
    year: int,
    level: str,
    with_bangkok: bool,
    choice: BenchmarkChoice,
    by: int,
) -> SubjectPosition:
    is_index = subject_id in panel.node_ids
    place = _node if is_index else _indicator
    codes = panel.geography.peers_by_level(level, year, with_bangkok)
    items = [place(panel, subject_id, code, year, choice) for code in codes]
    if all(item.figure.value is None for item in items):
        raise NoValuesForLevel(subject_id, level)
    return SubjectPosition(
        subject_id=subject_id,
        is_index=is_index,
        judged=is_index or panel.sign(subject_id) != 0,
        year=year,
        newest_year=panel.newest_year if is_index else newest_indicator_year(panel, subject_id),
        years=panel.years if is_index else indicator_years(panel, subject_id),
        level=level,
        with_bangkok=with_bangkok,
        choice=choice,
        by=by,
        span=SPAN,
        places=_placed(panel, items, by),
        stamp=panel.stamp,
    )


@dataclass(frozen=True, eq=False)
class _Item:
    """What is to be placed; reason: why there is no level.

    own and others: values of each year on the cube's axis, NaN where none is needed.
    """

    subject_id: str
    unit_code: str
    is_index: bool
    figure: Figure
    reference: Figure
    members: tuple[str, ...]
    own: FloatArray
    others: FloatArray
    sign: int
    is_rate: bool
    width: float | None
    told: Told
    breaks: tuple[int, ...]
    reason: NoLevel | None


def _indicator(
    panel: Panel, indicator_id: str, code: str, year: int, choice: BenchmarkChoice
) -> _Item:
    figure = standing_figure(panel, indicator_id, code, year)
    end = figure.year if figure.year is not None else year
    reference, members, reason = reference_of(panel, indicator_id, code, end, year, choice)
    indicator = panel.indicator(indicator_id)
    own = panel.values(indicator_id).values[:, panel.geography.position[code]]
    # As of targets: what the catalogue draws on a logarithmic axis grows by a rate.
    is_rate = indicator.log_axis and not indicator.is_percentage
    sign = panel.sign(indicator_id)
    why: NoLevel | None = reason
    if figure.value is None:
        why = "no_value"
    elif reference.value is None:
        why = why or "no_benchmark_value"
    elif sign == 0:
        why = "not_judged"
    width = panel.remember_part(_width, indicator_id, end, is_rate)
    lands = {code, *(members if choice.kind in ("units", "peers") else ())}
    breaks = {
        *break_years(panel, indicator_id),
        *(b for unit in lands for b in territory_breaks(panel, unit)),
    }
    others = np.full(own.shape, np.nan)
    if why is None:
        for row in _rows(panel, end):
            asked = panel.cube.years[row]
            found = reference_of(panel, indicator_id, code, asked, asked, choice)[0].value
            others[row] = np.nan if found is None else found
    return _Item(
        subject_id=indicator_id,
        unit_code=code,
        is_index=False,
        figure=figure,
        reference=reference,
        members=members,
        own=own,
        others=others,
        sign=sign,
        is_rate=is_rate,
        width=width,
        told=told(panel, indicator_id, code, figure.value, reference.value, figure.year)
        if why is None
        else NOT_TOLD,
        breaks=tuple(sorted(b for b in breaks if b <= end)),
        reason=why,
    )


def _node(panel: Panel, node_id: str, code: str, year: int, choice: BenchmarkChoice) -> _Item:
    scores = panel.aggregated.scores[panel.node_ids.index(node_id)]
    column = panel.geography.position[code]
    beside = scores_beside((code,), node_id, year, choice=choice)[0]
    own, others = np.full((2, len(panel.cube.years)), np.nan)
    for row in _rows(panel, year):
        asked = panel.cube.years[row]
        if asked in panel.years:
            own[row] = scores[row, column]
            found = reference_score(panel, code, node_id, asked, choice)[0]
            others[row] = np.nan if found is None else found
    return _Item(
        subject_id=node_id,
        unit_code=code,
        is_index=True,
        figure=_score(beside.score, year),
        reference=_score(beside.reference, year),
        members=beside.members,
        own=own,
        others=others,
        sign=1,
        is_rate=False,
        width=panel.remember_part(_width_of_scores, node_id, year),
        told=Told(beside.relation, beside.rule, None),
        breaks=(),
        reason=beside.reason,
    )


def _score(value: float | None, year: int) -> Figure:
    return _NONE if value is None else Figure(value, year, 0, "derived", None, None)


def _rows(panel: Panel, end: int) -> list[int]:
    """Return the places of the years that the trail to `end` needs."""
    first = end - TRAIL + 1 - SPAN
    return [row for row, y in enumerate(panel.cube.years) if first <= y <= end]


def _width(panel: Panel, indicator_id: str, year: int, is_rate: bool) -> float | None:
    """Return 1.4826 × MAD of the provinces' heights in a year."""
    if year not in panel.cube.years:
        return None
    row = panel.values(indicator_id).values[panel.cube.years.index(year)][panel.provinces]
    return _spread(heights(row, np.full(row.shape, is_rate)))


def _width_of_scores(panel: Panel, node_id: str, year: int) -> float | None:
    return _spread(
        panel.aggregated.scores[panel.node_ids.index(node_id), panel.at(year)][panel.provinces]
    )


def _spread(values: FloatArray) -> float | None:
    width = number(similarity_width(values))
    return width if width else None


def _placed(panel: Panel, items: list[_Item], by: int) -> tuple[Place, ...]:
    years = panel.cube.years
    calendar = np.array(years)
    rates = np.array([i.is_rate for i in items])
    own, others = (
        heights(np.stack(parts, axis=1), rates)
        for parts in ([i.own for i in items], [i.others for i in items])
    )
    for column, item in enumerate(items):
        before = calendar < max(item.breaks, default=calendar[0])
        own[before, column] = others[before, column] = np.nan
    widths = np.array([np.nan if i.width is None else i.width for i in items])
    gaps = oriented_gaps(own, others, np.array([i.sign for i in items])) / widths
    ends = np.array([i.figure.year or years[-1] for i in items])
    found = [momentum(years, gaps, ends - back, SPAN) for back in range(TRAIL)]
    levels = [_levels(calendar, gaps, ends - back) for back in range(TRAIL)]
    placed = corners(levels[0], found[0].slope)
    closings = _closings(panel, items, (own, others), ends, by)
    answers = []
    for i, item in enumerate(items):
        level = number(levels[0][i])
        reason: NoLevel | None = item.reason
        if reason is None and level is None:
            reason = "no_spread" if item.width is None else "no_benchmark_value"
        slope, points = number(found[0].slope[i]), int(found[0].points[i])
        cut = any(ends[i] - SPAN < b for b in item.breaks)
        verdict = trend_verdict(points, slope, number(found[0].p_value[i]), cut)
        without: NoMomentum | None = None
        if slope is None:
            without = "break" if verdict == "break" else "too_few_points"
        if level is None:
            slope, without = None, "no_level"
        held = calendar[~np.isnan(gaps[:, i]) & (calendar >= ends[i] - SPAN)]
        own_value, other = item.figure.value, item.reference.value
        answers.append(
            Place(
                subject_id=item.subject_id,
                unit_code=item.unit_code,
                is_index=item.is_index,
                figure=item.figure,
                reference=item.reference,
                members=item.members,
                gap=None if own_value is None or other is None else own_value - other,
                is_rate=item.is_rate,
                level=level,
                momentum=slope,
                corner=None if np.isnan(placed[i]) else CORNERS[int(placed[i])],
                relation=item.told.relation,
                rule=item.told.rule,
                momentum_verdict=None if slope is None else verdict,
                preliminary=slope is not None and points < 5,
                points=points,
                first_year=int(held[0]) if held.size else None,
                trail=tuple(
                    Spot(int(ends[i]) - back, float(levels[back][i]), float(found[back].slope[i]))
                    for back in reversed(range(TRAIL))
                    if not np.isnan(levels[back][i]) and not np.isnan(found[back].slope[i])
                ),
                closing=None if level is None else closings[i],
                break_years=item.breaks,
                reason=reason,
                momentum_reason=without,
            )
        )
    return tuple(answers)


def _levels(calendar: np.ndarray, gaps: FloatArray, ends: np.ndarray) -> FloatArray:
    """Return each item's value in its own year, shape (item,)."""
    rows = np.searchsorted(calendar, ends)
    there = np.isin(ends, calendar)
    found: FloatArray = np.where(
        there, gaps[np.where(there, rows, 0), np.arange(ends.size)], np.nan
    )
    return found


def _closings(
    panel: Panel,
    items: list[_Item],
    sides: tuple[FloatArray, FloatArray],
    ends: np.ndarray,
    by: int,
) -> list[Closing | None]:
    """Return what it takes each item to be level with its reference, None where `by` is past."""
    years = panel.cube.years
    calendar = np.array(years)
    own, other = (_levels(calendar, side, ends) for side in sides)
    own_pace, other_pace = (momentum(years, side, ends, SPAN).slope for side in sides)
    answers: list[Closing | None] = []
    for i, item in enumerate(items):
        left = by - int(ends[i])
        if left < 1 or np.isnan(own[i]) or np.isnan(other[i]):
            answers.append(None)
            continue
        known = not np.isnan(other_pace[i])
        moving = float(other_pace[i]) if known else 0.0
        needed = pace_to_close(own[i], other[i], left, moving)
        behind = (own[i] - other[i]) * item.sign < 0
        wished = behind and needed * item.sign > 0
        until = years_until_level(float(own[i] - other[i]), float(own_pace[i] - other_pace[i]))
        share = own_pace[i] / needed if wished and known else np.nan
        answers.append(
            Closing(
                by=by,
                years_left=left,
                is_rate=item.is_rate,
                reference_pace=_pace(other_pace[i], item),
                needed_if_still=_pace(pace_to_close(own[i], other[i], left), item)
                if behind
                else None,
                needed=_pace(needed, item) if behind and known else None,
                achieved=_pace(own_pace[i], item),
                share=number(share),
                meets=int(ends[i]) + until if np.isfinite(until) else None,
                diverges=bool(np.isinf(until)),
            )
        )
    return answers


def _pace(height: float, item: _Item) -> float | None:
    """Return a yearly change in the unit of measure, or as a fraction of what grows by a rate."""
    return number(np.expm1(height) if item.is_rate else height)
