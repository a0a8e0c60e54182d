"""A gap in what it counts: so many people, so many million baht."""

from __future__ import annotations

import math

from moibench.analysis.comparative_results import Amount
from moibench.analysis.panel import Panel
from moibench.catalogue.schema import RatioOfSums, WeightedMean


def amount_of(
    panel: Panel, indicator_id: str, unit_code: str, year: int, gap: float
) -> Amount | None:
    """Return a gap times the unit's own denominator of the CE `year`.

    A ratio's gap counts in the unit of its numerator; a percentage of people, weighted by them,
    counts in people. None where the denominator is unknown or the product means nothing.
    """
    indicator = panel.indicator(indicator_id)
    rule = indicator.roll_up
    if isinstance(rule, RatioOfSums):
        below, scale = rule.denominator, rule.scale
        counted, when = panel.catalogue.series[rule.numerator], rule.denominator_year or year
    elif isinstance(rule, WeightedMean) and indicator.is_percentage:
        below, scale = rule.weights, 100.0
        counted, when = panel.catalogue.series[rule.weights], rule.weights_year or year
    else:
        return None
    size = series_value(panel, below, unit_code, when)
    if size is None:
        return None
    return Amount(gap / scale * size, counted.unit_of_measure, below, when)


def series_value(panel: Panel, series: str, unit_code: str, year: int) -> float | None:
    """Return a series' value of a unit, of a parent the sum of its members' where all have one."""
    if series not in panel.cube.series or year not in panel.cube.years:
        return None
    row = panel.cube.values[panel.cube.series.index(series), panel.cube.years.index(year)]
    own = float(row[panel.geography.position[unit_code]])
    if not math.isnan(own):
        return own
    members = [
        c for c in panel.geography.leaves_of[unit_code] if panel.catalogue.units[c].exists_in(year)
    ]
    if not members:
        return None
    total = math.fsum(float(row[panel.geography.position[c]]) for c in members)
    return None if math.isnan(total) else total
