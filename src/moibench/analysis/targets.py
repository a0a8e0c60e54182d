"""Answer: is a unit on the way to the targets of its plans, and are they worth their name?"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from moibench.analysis.entered_targets import entered_targets
from moibench.analysis.figures import TREND_WINDOW, break_years, history
from moibench.analysis.geography import COUNTRY
from moibench.analysis.groups import mask
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.plan_results import (
    Ambition,
    AmbitionVerdict,
    TargetProgress,
    TargetReview,
)
from moibench.analysis.questions import require_indicator, require_unit, year_or_newest
from moibench.analysis.relations import width_of
from moibench.analysis.results import Figure, Point
from moibench.analysis.target_goals import (
    Goal,
    targets_for,
    wished,
)
from moibench.analysis.target_states import (
    counted_by_agency,
    counted_by_dimension,
    standing_of,
)
from moibench.catalogue.comparative import Target
from moibench.engine import (
    FloatArray,
    Path,
    forecast_fan,
    required_path,
    spells,
)

PERCENTILES = (25, 50, 75, 90)
MINIMUM_SPELLS = 10
MINIMUM_UNITS = 5
_NO_FIGURE = Figure(None, None, None, "missing", None, None)


def target_review(
    unit_code: str, year: int | None = None, *, entered: tuple[Target, ...] = ()
) -> TargetReview:
    """Judge every target of a unit by what was known up to a CE year.

    Without a year everything known counts.

    Args:
        unit_code: any unit.
        year: the last year whose values count.
        entered: targets from a file, before those that officers entered and the catalogue's.

    Raises:
        UnknownUnit, UnknownSubject, NoFigures, NoDataForYear.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    for target in entered:
        require_indicator(panel, target.indicator)
    until = panel.cube.years[-1] if year is None else year_or_newest(panel, year)
    known = (*entered, *(e.target for e in entered_targets(unit_code)))
    return panel.remember(_review, unit_code, until, known)


def target_progress(unit_code: str, target: Target, year: int | None = None) -> TargetProgress:
    """Judge one target, entered or of the catalogue, by what was known up to a CE year.

    Raises:
        UnknownUnit, UnknownSubject, NoFigures, NoDataForYear.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    require_indicator(panel, target.indicator)
    until = panel.cube.years[-1] if year is None else year_or_newest(panel, year)
    return panel.remember_part(_progress, unit_code, target, None, until)


def _review(panel: Panel, unit_code: str, until: int, entered: tuple[Target, ...]) -> TargetReview:
    found = tuple(
        _progress(panel, unit_code, target, plan, until)
        for target, plan in targets_for(panel, unit_code, entered)
    )
    states = [(p.target, p.state) for p in found]
    return TargetReview(
        unit_code=unit_code,
        year=until,
        targets=found,
        by_dimension=counted_by_dimension(panel, states),
        by_agency=counted_by_agency(panel, states),
        stamp=panel.stamp,
    )


def _progress(
    panel: Panel, unit_code: str, target: Target, plan_id: str | None, until: int
) -> TargetProgress:
    held = panel.remember_part(standing_of, unit_code, target, until)
    goal, latest, path, state = held.goal, held.latest, held.path, held.state
    fan = _fan(panel, target, unit_code, latest, path)
    required = _required(target, goal, path)
    now = {p.year: p.value for p in required}
    return TargetProgress(
        unit_code=unit_code,
        target=target,
        plan_id=plan_id,
        goal=goal.value,
        base=goal.base,
        latest=latest,
        state=state,
        reason=held.reason,
        preliminary=held.preliminary,
        overdue=held.overdue,
        ratio=held.ratio,
        required_now=now.get(min(latest.year, target.target_year)) if latest.year else None,
        path=path,
        required=required,
        actual=tuple(
            p
            for p in history(panel, target.indicator, unit_code, until)
            if p.year > target.base_year - TREND_WINDOW
        ),
        forecast=fan,
        expected_at_end=fan[-1][2] if fan else None,
        ambition=_ambition(panel, target, unit_code, goal, path),
    )


def _required(target: Target, goal: Goal, path: Path) -> tuple[Point, ...]:
    if goal.base is None or goal.value is None:
        return ()
    years = range(target.base_year, target.target_year + 1)
    values = required_path(target.base_year, goal.base, target.target_year, goal.value, years, path)
    return tuple(Point(y, float(v), "derived") for y, v in zip(years, values, strict=True))


def _fan(
    panel: Panel, target: Target, unit_code: str, latest: Figure, path: Path
) -> tuple[tuple[int, float, float, float], ...]:
    if latest.year is None or latest.year >= target.target_year:
        return ()
    breaks = [b for b in break_years(panel, target.indicator) if b <= latest.year]
    first = max([latest.year - TREND_WINDOW + 1, *breaks])
    rows = [i for i, y in enumerate(panel.cube.years) if first <= y <= latest.year]
    derived = panel.values(target.indicator)
    column = panel.geography.position[unit_code]
    values = derived.values[rows, column]
    editions = derived.edition[rows, column]
    values = np.where(editions == editions[-1], values, np.nan)
    ahead = list(range(latest.year + 1, target.target_year + 1))
    fan = forecast_fan([panel.cube.years[i] for i in rows], values, ahead, path)
    if fan is None:
        return ()
    edges = zip(ahead, fan.low, fan.middle, fan.high, strict=True)
    return tuple((y, float(low), float(mid), float(high)) for y, low, mid, high in edges)


def _ambition(panel: Panel, target: Target, unit_code: str, goal: Goal, path: Path) -> Ambition:
    span = target.target_year - target.base_year
    wish = wished(panel, target)
    if goal.base is None or goal.value is None or wish == 0 or goal.reason is not None:
        return Ambition("cannot_say", span, 0, 0, None, None, None)
    asked = wish * (goal.value - goal.base)
    start, gain, unit = _spells_of(panel, target.indicator, unit_code, span, path)
    width = width_of(panel, target.indicator, target.base_year)
    near = np.abs(start - goal.base) <= (0.0 if width is None else width)
    units = len(set(unit[near].tolist()))
    if int(near.sum()) < MINIMUM_SPELLS or units < MINIMUM_UNITS:
        return Ambition("cannot_say", span, int(near.sum()), units, None, asked, None)
    moved = goal.base * (np.exp(gain[near]) - 1) if path == "geometric" else gain[near]
    gains = wish * moved
    steps = [float(q) for q in np.percentile(gains, PERCENTILES)]
    most = float(gains.max())
    verdict: AmbitionVerdict = "within_reach"
    if asked > most:
        verdict = "impossible"
    elif asked > steps[2]:
        verdict = "ambitious"
    elif asked < steps[0]:
        verdict = "timid"
    return Ambition(
        verdict=verdict,
        span=span,
        spells=int(near.sum()),
        units=units,
        gains=(steps[0], steps[1], steps[2], steps[3], most),
        goal_gain=asked,
        share_reaching=float((gains >= asked).mean()),
    )


def judged(target: Target) -> tuple[TargetProgress, ...]:
    """Return the state of a target in every unit that it is for."""
    panel = current_panel()
    codes: tuple[str, ...] = (target.unit,) if target.unit else ()
    if target.level:
        codes = panel.geography.peers_by_level(target.level, panel.newest_year, False)
    return tuple(target_progress(code, target) for code in codes)


def _spells_of(
    panel: Panel, indicator_id: str, unit_code: str, span: int, path: Path
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return start, gain and unit of every spell, none over a break or two editions."""
    level = "province" if unit_code == COUNTRY else panel.geography.level_of(unit_code)
    inside = mask(
        panel, panel.geography.peers_by_level(level, panel.cube.years[-1], with_bangkok=False)
    )
    derived = panel.values(indicator_id)
    years = np.array(panel.cube.years)
    edges = [years[0], *break_years(panel, indicator_id), years[-1] + 1]
    found: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    for edition in np.unique(derived.edition):
        alone = np.where((derived.edition == edition) & inside, derived.values, np.nan)
        for first, last in pairwise(edges):
            rows = (years >= first) & (years < last)
            if rows.any():
                piece = spells(alone[rows], [int(y) for y in years[rows]], span, path)
                found.append((piece.start, piece.gain, piece.unit))
    start, gain, unit = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return start, gain, unit
