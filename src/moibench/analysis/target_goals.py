"""What a target asks for in the unit of measure, and whether a value meets it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.figures import figure_of
from moibench.analysis.panel import Panel
from moibench.analysis.plan_results import (
    NoState,
)
from moibench.analysis.results import Figure
from moibench.catalogue.comparative import Target
from moibench.engine import Path

MEAN_OF = 5  # years, as plans of provinces write it: the mean of the last five
RELATIVE = ("percent_change_on_base", "percent_on_mean_of_five_years")
# A plan prints its base rounded; a larger difference means another edition of the figures.
SAME_BASE = 0.005
_NOISE = 1e-9


@dataclass(frozen=True)
class Goal:
    """What a target asks, the base it counts from, and why either is missing."""

    value: float | None
    base: float | None
    edition_id: str | None
    reason: NoState | None


def targets_for(
    panel: Panel, unit_code: str, entered: tuple[Target, ...] = ()
) -> list[tuple[Target, str | None]]:
    """Return the targets of a unit with their plan: entered ones, then the catalogue's.

    A target set for a level holds for every unit of it that has none of its own for the same
    indicator and year; an entered one stands before the catalogue's.
    """
    listed: list[tuple[Target, str | None]] = [(t, None) for t in entered]
    listed += [(t, s.plan) for s in panel.catalogue.targets.values() for t in s.targets]
    unit_type = panel.catalogue.units[unit_code].unit_type
    found: dict[tuple[str, int], tuple[Target, str | None]] = {}
    for own in (True, False):
        for target, plan in listed:
            meant = target.unit == unit_code if own else target.level == unit_type
            if meant and target.indicator in panel.indicator_ids:
                found.setdefault((target.indicator, target.target_year), (target, plan))
    return list(found.values())


def goal_of(panel: Panel, target: Target, unit_code: str) -> Goal:
    """Return the value the target asks of a unit, with its base."""
    own = figure_of(panel, target.indicator, unit_code, target.base_year, asked=target.base_year)
    base = target.base_value if target.base_value is not None else own.value
    reason: NoState | None = None
    if base is None:
        unit = panel.catalogue.units[unit_code]
        reason = "no_base" if unit.exists_in(target.base_year) else "unit_did_not_exist"
    elif _from_another_edition(target, own):
        reason = "editions_mixed"
    if target.kind == "percent_on_mean_of_five_years":
        return _on_mean(panel, target, unit_code)
    if target.kind == "percent_change_on_base":
        value = None if base is None else base * (1 + target.value / 100)
        return Goal(value, base, own.edition_id, reason)
    return Goal(target.value, base, own.edition_id, reason)


def _from_another_edition(target: Target, own: Figure) -> bool:
    if target.base_value is None or own.value is None:
        return False
    return abs(target.base_value - own.value) > SAME_BASE * abs(target.base_value)


def _on_mean(panel: Panel, target: Target, unit_code: str) -> Goal:
    years = range(target.base_year - MEAN_OF + 1, target.base_year + 1)
    held = [figure_of(panel, target.indicator, unit_code, y, asked=y) for y in years]
    found = [f.value for f in held if f.value is not None]
    if len(found) < MEAN_OF:
        exists = panel.catalogue.units[unit_code].exists_in(years[0])
        reason: NoState = "too_few_base_years" if exists else "unit_did_not_exist"
        return Goal(None, None, None, reason)
    mean = float(np.mean(found))
    mixed = len({f.edition_id for f in held}) > 1
    return Goal(
        mean * (1 + target.value / 100),
        mean,
        held[-1].edition_id,
        "editions_mixed" if mixed else None,
    )


def wished(panel: Panel, target: Target) -> int:
    """Return +1 where the target wants more, −1 where less, 0 where that cannot be told."""
    if target.kind == "at_least":
        return 1
    if target.kind == "at_most":
        return -1
    sign = panel.sign(target.indicator)
    if target.kind == "ratio_one_to_n":
        return sign or -1
    if sign == 0 and target.kind in RELATIVE:
        return int(np.sign(target.value))
    return sign


def meets(panel: Panel, target: Target, value: float, goal: float) -> bool | None:
    """Tell whether a value reaches the goal; None where no direction can be told."""
    wish = wished(panel, target)
    if wish == 0:
        return None
    return wish * (value - goal) >= -_NOISE * max(abs(value), abs(goal))


def path_of(panel: Panel, indicator_id: str, base: float | None, goal: float | None) -> Path:
    """Return "geometric" for levels that grow by a rate, else "linear".

    The catalogue marks such levels by a logarithmic axis. Percentages, rates and anything that
    is not positive go in a straight line.
    """
    indicator = panel.indicator(indicator_id)
    positive = all(v is not None and v > 0 for v in (base, goal))
    return (
        "geometric"
        if indicator.log_axis and not indicator.is_percentage and positive
        else ("linear")
    )
