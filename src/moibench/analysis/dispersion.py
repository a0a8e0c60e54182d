"""Answer: how unequal are the members of a cluster or region, and who pulls it up or down?"""

from __future__ import annotations

import math

import numpy as np

from moibench.analysis.amounts import series_value
from moibench.analysis.comparative_results import Dispersion, MemberPull
from moibench.analysis.errors import EmptyGroup
from moibench.analysis.figures import figure_of, standing_figure
from moibench.analysis.geography import COUNTRY
from moibench.analysis.groups import merits
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.questions import require_indicator, require_unit, year_or_newest
from moibench.catalogue.schema import RatioOfSums, WeightedMean
from moibench.engine import BoolArray

_ADDS_UP = 1e-6


def dispersions(
    unit_code: str, year: int | None = None, *, indicator_ids: tuple[str, ...] = ()
) -> tuple[Dispersion, ...]:
    """Describe the members of a parent, indicator by indicator.

    Raises:
        UnknownUnit, UnknownSubject, NoFigures, NoDataForYear, UnitDidNotExist.
        EmptyGroup: the unit has no members.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    if not panel.geography.leaves_of[unit_code]:
        raise EmptyGroup("member")
    chosen = indicator_ids or panel.indicator_ids
    for indicator_id in chosen:
        require_indicator(panel, indicator_id)
    return tuple(panel.remember_part(_dispersion, unit_code, i, asked) for i in chosen)


def _dispersion(panel: Panel, unit_code: str, indicator_id: str, asked: int) -> Dispersion:
    figure = standing_figure(panel, indicator_id, unit_code, asked)
    members = panel.geography.leaves_of[unit_code]
    year = figure.year if figure.year is not None else _newest(panel, indicator_id, members, asked)
    there = tuple(c for c in members if panel.catalogue.units[c].exists_in(year))
    row = panel.values(indicator_id).values[panel.cube.years.index(year)]
    held = {
        c: float(row[panel.geography.position[c]])
        for c in there
        if not math.isnan(row[panel.geography.position[c]])
    }
    country = figure_of(panel, indicator_id, COUNTRY, year, asked=asked)
    pulls, reason = _pulls(panel, indicator_id, there, year, figure.value, country.value)
    best, worst = _extremes(panel, indicator_id, held)
    highest = max(held.items(), key=lambda item: item[1], default=None)
    lowest = min(held.items(), key=lambda item: item[1], default=None)
    ratio = None
    if highest and lowest and lowest[1] > 0 and len(held) > 1:
        ratio = highest[1] / lowest[1]
    both = figure.value is not None and country.value is not None
    return Dispersion(
        unit_code=unit_code,
        indicator_id=indicator_id,
        figure=figure,
        country=country,
        gap=figure.value - country.value if both else None,  # type: ignore[operator]
        best=best,
        worst=worst,
        highest=highest,
        lowest=lowest,
        disparity_ratio=ratio,
        members=len(there),
        with_value=len(held),
        pulls=pulls,
        reason=reason,  # type: ignore[arg-type]
    )


def _newest(panel: Panel, indicator_id: str, members: tuple[str, ...], asked: int) -> int:
    """Return the newest year up to the one asked for in which a member was observed."""
    columns = [panel.geography.position[c] for c in members]
    observed: BoolArray = ~np.isnan(panel.values(indicator_id).values[:, columns])
    seen = np.asarray(observed.any(axis=1))
    limit = panel.indicator(indicator_id).carry_forward_years
    years = [
        y for y, s in zip(panel.cube.years, seen, strict=True) if s and asked - limit <= y <= asked
    ]
    return max(years, default=asked)


def _extremes(
    panel: Panel, indicator_id: str, held: dict[str, float]
) -> tuple[str | None, str | None]:
    judged = panel.sign(indicator_id) or panel.indicator(indicator_id).target_range
    if len(held) < 2 or not judged:
        return None, None
    codes = list(held)
    merit = merits(panel, indicator_id, np.array([held[c] for c in codes]))
    return codes[int(np.argmax(merit))], codes[int(np.argmin(merit))]


def _pulls(
    panel: Panel,
    indicator_id: str,
    members: tuple[str, ...],
    year: int,
    own: float | None,
    country: float | None,
) -> tuple[tuple[MemberPull, ...], str | None]:
    if len(members) < 2:
        return (), "one_member"
    if own is None or country is None:
        return (), "no_value"
    parts = _parts(panel, indicator_id, members, year)
    if parts is None:
        return (), "not_additive"
    whole = math.fsum(weight for _, weight in parts.values())
    mean = math.fsum(value * weight for value, weight in parts.values()) / whole
    if abs(mean - own) > _ADDS_UP * max(abs(own), abs(mean)):
        return (), "published"
    sign = panel.sign(indicator_id)
    pulls = []
    for code, (value, weight) in parts.items():
        pull = weight / whole * (value - country)
        good = None if sign == 0 or pull == 0 else bool(pull * sign > 0)
        pulls.append(MemberPull(code, value, weight / whole, pull, good))
    return tuple(sorted(pulls, key=lambda p: (-abs(p.pull), p.unit_code))), None


def _parts(
    panel: Panel, indicator_id: str, members: tuple[str, ...], year: int
) -> dict[str, tuple[float, float]] | None:
    """Return value and weight of each member by the rule of roll-up; None where one is missing."""
    rule = panel.indicator(indicator_id).roll_up
    found: dict[str, tuple[float, float]] = {}
    for code in members:
        if isinstance(rule, RatioOfSums):
            above = series_value(panel, rule.numerator, code, year)
            weight = series_value(panel, rule.denominator, code, rule.denominator_year or year)
            value = None if above is None or not weight else above / weight * rule.scale
        elif isinstance(rule, WeightedMean):
            value = series_value(panel, rule.series, code, year)
            weight = series_value(panel, rule.weights, code, rule.weights_year or year)
        else:
            return None
        if value is None or not weight:
            return None
        found[code] = (value, weight)
    return found
