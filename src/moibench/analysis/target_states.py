"""Where a target stands, without its track: for a row of a page, and for counts over many units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from moibench.analysis.entered_targets import entered_by_unit
from moibench.analysis.figures import break_years, figure_of, history
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.plan_results import (
    TARGET_STATES,
    MemberTargets,
    NoState,
    StateCount,
    TargetState,
)
from moibench.analysis.questions import require_unit, year_or_newest
from moibench.analysis.results import Figure
from moibench.analysis.target_goals import RELATIVE, Goal, goal_of, meets, path_of, targets_for
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.engine import Path, pace_ratio, pace_state

NO_FIGURE = Figure(None, None, None, "missing", None, None)
Stated = tuple[Target, TargetState]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one target of one unit stands."""

    target: Target
    goal: Goal
    latest: Figure
    path: Path
    state: TargetState
    reason: NoState | None
    ratio: float | None

    @property
    def preliminary(self) -> bool:
        """Tell whether the state rests on a preliminary value or on the first year alone."""
        return self.state != "cannot_say" and (
            self.latest.status in ("preliminary", "estimated")
            or self.latest.year == self.target.base_year + 1
        )

    @property
    def overdue(self) -> bool:
        """Tell whether the target's year has passed and it was not reached."""
        due = self.latest.year is not None and self.latest.year >= self.target.target_year
        return due and self.state not in ("achieved", "cannot_say")


def next_targets(unit_code: str, year: int) -> dict[str, Standing]:
    """Return where a unit stands, by indicator, as known by a CE year.

    Of a rolling plan's yearly targets the next one due is meant, past the plan its last.

    Raises:
        UnknownUnit, NoDataForYear.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    until = year_or_newest(panel, year)
    found: dict[str, Target] = {}
    for target in sorted(_all_of(panel, [unit_code])[unit_code], key=lambda t: t.target_year):
        if target.indicator not in found or found[target.indicator].target_year < until:
            found[target.indicator] = target
    return {
        i: panel.remember_part(standing_of, unit_code, target, until) for i, target in found.items()
    }


def member_targets(unit_code: str, year: int | None = None) -> MemberTargets:
    """Count the targets of every unit that lies in one, by state.

    A cluster's rows are its provinces, a region's its clusters, the country's its regions; a row
    counts its own targets and those of every unit in it.

    Args:
        unit_code: any unit; a province has no rows.
        year: the last CE year whose values count; None is everything known.

    Raises:
        UnknownUnit, NoDataForYear.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    until = panel.cube.years[-1] if year is None else year_or_newest(panel, year)
    inside = panel.geography.below(unit_code)
    held = {c: tuple(targets) for c, targets in _all_of(panel, inside).items()}
    return panel.remember(_member_targets, unit_code, until, tuple(held.items()))


def _all_of(panel: Panel, codes: Iterable[str]) -> dict[str, list[Target]]:
    entered = entered_by_unit(codes)
    return {
        c: [t for t, _ in targets_for(panel, c, tuple(e.target for e in known))]
        for c, known in entered.items()
    }


def _member_targets(
    panel: Panel, unit_code: str, until: int, held: tuple[tuple[str, tuple[Target, ...]], ...]
) -> MemberTargets:
    states: dict[str, list[Stated]] = {}
    for code, targets in held:
        found = (panel.remember_part(standing_of, code, t, until) for t in targets)
        states[code] = [(s.target, s.state) for s in found]
    everything = [one for found in states.values() for one in found]
    units = panel.catalogue.units
    rows = []
    for code in panel.geography.next_below(unit_code):
        of_row = [code, *panel.geography.below(code)]
        counts = _counts(s for c in of_row for _, s in states.get(c, ()))
        rows.append(StateCount(code, units[code].name, counts))
    return MemberTargets(
        unit_code=unit_code,
        year=until,
        units=len(held),
        without=tuple(code for code, found in states.items() if not found),
        by_member=tuple(rows),
        by_dimension=counted_by_dimension(panel, everything),
        by_agency=counted_by_agency(panel, everything),
        stamp=panel.stamp,
    )


def counted_by_dimension(panel: Panel, states: Iterable[Stated]) -> tuple[StateCount, ...]:
    """Count targets by the dimension of their indicator."""
    names = {d.id: d.name for d in panel.framework.dimensions}

    def dimension(target: Target) -> tuple[str, Text]:
        key = panel.indicator(target.indicator).dimension
        return key, names[key]

    return _counted(states, dimension)


def counted_by_agency(panel: Panel, states: Iterable[Stated]) -> tuple[StateCount, ...]:
    """Count targets by the agency that answers for them: the target's own, else the indicator's."""

    def agency(target: Target) -> tuple[str, Text]:
        named = target.agency or panel.indicator(target.indicator).agency
        return named.en, named

    return _counted(states, agency)


def _counted(
    states: Iterable[Stated], group: Callable[[Target], tuple[str, Text]]
) -> tuple[StateCount, ...]:
    found: dict[str, tuple[Text, list[TargetState]]] = {}
    for target, state in states:
        key, name = group(target)
        found.setdefault(key, (name, []))[1].append(state)
    return tuple(StateCount(key, name, _counts(held)) for key, (name, held) in found.items())


def _counts(states: Iterable[TargetState]) -> tuple[int, int, int, int, int, int]:
    held = list(states)
    a, b, c, d, e, f = (held.count(s) for s in TARGET_STATES)
    return a, b, c, d, e, f


def standing_of(panel: Panel, unit_code: str, target: Target, until: int) -> Standing:
    """Judge one target by what was known up to a CE year."""
    goal = goal_of(panel, target, unit_code)
    latest = _latest(panel, target, unit_code, until)
    path = path_of(panel, target.indicator, goal.base, goal.value)
    state, reason, ratio = _state(panel, target, goal, latest, path)
    return Standing(target, goal, latest, path, state, reason, ratio)


def _latest(panel: Panel, target: Target, unit_code: str, until: int) -> Figure:
    points = history(panel, target.indicator, unit_code, until)
    if not points:
        return NO_FIGURE
    return figure_of(panel, target.indicator, unit_code, points[-1].year, asked=until)


def _state(
    panel: Panel, target: Target, goal: Goal, latest: Figure, path: Path
) -> tuple[TargetState, NoState | None, float | None]:
    if latest.value is None or latest.year is None:
        return "cannot_say", goal.reason or "no_value_since", None
    blocked = goal.reason or _incomparable(panel, target, goal, latest)
    if goal.value is None or (target.kind in RELATIVE and blocked):
        return "cannot_say", blocked, None
    met = meets(panel, target, latest.value, goal.value)
    if met is None:
        return "cannot_say", "not_judged", None
    if latest.year <= target.base_year:
        return "cannot_say", "no_value_since", None
    if met:
        return "achieved", None, None
    if blocked or goal.base is None:
        return "cannot_say", blocked, None
    was_met = bool(meets(panel, target, goal.base, goal.value))
    ratio = pace_ratio(
        target.base_year,
        goal.base,
        latest.year,
        latest.value,
        target.target_year,
        goal.value,
        path,
    )
    if np.isnan(ratio) and not was_met:
        return "cannot_say", "goal_is_base", None
    due = latest.year >= target.target_year
    return pace_state(ratio, met, was_met, due), None, None if was_met else ratio


def _incomparable(panel: Panel, target: Target, goal: Goal, latest: Figure) -> NoState | None:
    first = target.base_year
    if latest.year is None:
        return "no_value_since"
    if any(first < b <= latest.year for b in break_years(panel, target.indicator)):
        return "break"
    known = goal.edition_id is not None and latest.edition_id is not None
    if known and goal.edition_id != latest.edition_id:
        return "editions_mixed"
    return None
