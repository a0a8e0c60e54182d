"""One rule for better, similar and worse, and its name, wherever a figure is compared."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from moibench.analysis.figures import number
from moibench.analysis.panel import Panel
from moibench.analysis.results import Relation, RelationRule
from moibench.catalogue.schema import PublishedOnly, Sum, WeightedMean
from moibench.engine import relation, relation_by_interval, similarity_width
from moibench.store.standard_errors import standard_errors

_RELATIONS: dict[int, Relation] = {1: "better", 0: "similar", -1: "worse"}


@dataclass(frozen=True, slots=True)
class Told:
    """A relation with the rule that told it; `width` is what counts as similar under "mad"."""

    relation: Relation | None
    rule: RelationRule | None
    width: float | None


NOT_TOLD = Told(None, None, None)


def told(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    own: float | None,
    other: float | None,
    year: int | None,
) -> Told:
    """Set a unit's value of a CE year beside another value.

    By the 95 % interval where the value has a standard error, else by 1.4826 × the median
    absolute deviation of the provinces in that year. Nothing is told of a context indicator,
    nor where one of the values is missing.

    Source: methods.md section 3.
    """
    sign = panel.sign(indicator_id)
    if own is None or other is None or year is None or sign == 0:
        return NOT_TOLD
    error = standard_error(panel, indicator_id, unit_code, year)
    if error is not None:
        return Told(
            _RELATIONS[int(relation_by_interval(own, other, error, sign))], "interval", None
        )
    width = width_of(panel, indicator_id, year)
    if width is None:
        return NOT_TOLD
    verdict = relation(own, other, width, sign)
    return NOT_TOLD if math.isnan(verdict) else Told(_RELATIONS[int(verdict)], "mad", width)


def width_of(panel: Panel, indicator_id: str, year: int) -> float | None:
    """Return 1.4826 × MAD of the provinces' values of exactly `year`."""
    return panel.remember_part(_width, indicator_id, year)


def _width(panel: Panel, indicator_id: str, year: int) -> float | None:
    if year not in panel.cube.years:
        return None
    row = panel.values(indicator_id).values[panel.cube.years.index(year)]
    values = row[panel.provinces]
    if np.isnan(values).all():
        return None
    return number(similarity_width(values))


def standard_error(panel: Panel, indicator_id: str, code: str, year: int) -> float | None:
    """Return the standard error of a value that is itself an observation of a series."""
    rule = panel.indicator(indicator_id).roll_up
    if not isinstance(rule, PublishedOnly | Sum | WeightedMean):
        return None
    known: dict[tuple[str, str, int], float] = panel.remember_part(_standard_errors)
    return known.get((rule.series, code, year))


def _standard_errors(panel: Panel) -> dict[tuple[str, str, int], float]:
    return standard_errors(panel.vantage.moment)
