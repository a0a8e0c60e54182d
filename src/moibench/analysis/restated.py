"""A unit that lost land, made comparable with itself before: with what was cut from it."""

from __future__ import annotations

import numpy as np

from moibench.analysis.figures import number
from moibench.analysis.panel import Panel
from moibench.analysis.results import Change, Point, Restated
from moibench.catalogue import schema
from moibench.engine import FloatArray, change, roll_up_ratio, roll_up_sum


def restated(
    panel: Panel, indicator_id: str, unit_code: str, until: int, plain: Change | None
) -> Restated | None:
    """Return a unit's values with those of its successors up to a CE year.

    None for a unit that lost no land, and where each year is asked as it was. Allowed for sums
    and ratios of sums, whose parts add up to what the whole would have been.
    """
    successors = panel.geography.successors(unit_code)
    if not successors or panel.vantage.map_choice != "restated":
        return None
    first = min(successors.values())
    if first > until:
        return None
    units = (unit_code, *successors)
    values = panel.remember_part(_values, indicator_id, unit_code)
    if values is None:
        return Restated(units, first, (), None, "rule")
    points = tuple(
        Point(year, float(value), "derived" if year >= first else "final")
        for year, value in zip(panel.cube.years, values, strict=True)
        if year <= until and not np.isnan(value)
    )
    return Restated(units, first, points, _change(panel, indicator_id, points, plain), None)


def _values(panel: Panel, indicator_id: str, unit_code: str) -> FloatArray | None:
    """Return the united values by year, None where the rule does not allow them."""
    successors = panel.geography.successors(unit_code)
    codes = (unit_code, *successors)
    places = [panel.geography.position[c] for c in codes]
    years = np.array(panel.cube.years)
    born = np.array([years[0], *successors.values()])
    members = (years[:, None] >= born)[:, None, :]

    def said(series: str) -> FloatArray:
        cells = panel.series_values(series)[:, places]
        return np.asarray(cells)

    match panel.indicator(indicator_id).roll_up:
        case schema.Sum(series=series):
            return roll_up_sum(said(series), members).values[:, 0]
        case schema.RatioOfSums() as rule if rule.denominator_year is None:
            parts = said(rule.numerator), said(rule.denominator)
            united: FloatArray = roll_up_ratio(*parts, members, rule.scale).values[:, 0]
            return united
    return None


def _change(
    panel: Panel, indicator_id: str, points: tuple[Point, ...], plain: Change | None
) -> Change | None:
    """Return the change of the united values between the years of the plain one."""
    if plain is None or not plain.crosses_split:
        return None
    found = {p.year: p.value for p in points}
    before, after = found.get(plain.from_year), found.get(plain.to_year)
    if before is None or after is None:
        return None
    absolute, percent = (float(c) for c in change(before, after))
    sign = panel.sign(indicator_id)
    return Change(
        from_year=plain.from_year,
        to_year=plain.to_year,
        from_value=before,
        to_value=after,
        absolute=absolute,
        percent=number(percent),
        crosses_break=False,
        good=None if sign == 0 or absolute == 0 else bool(absolute * sign > 0),
    )
