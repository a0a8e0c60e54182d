"""The newest figure of a unit, and how sure a candidate is that stands on it."""

from __future__ import annotations

import numpy as np

from moibench.analysis.figures import break_years, figure_of, history, territory_breaks
from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel
from moibench.analysis.results import Figure, Point
from moibench.analysis.swot.results import Candidate, Confidence, Evidence, Measure
from moibench.catalogue.swot import SwotRule
from moibench.engine import IntArray

# Bands of certainty: status and age of the figure (the design's), times how clear the sign is.
HIGH, MEDIUM = 0.7, 0.45
CLEAR, UNCLEAR = 1.0, 0.75  # a sign far beyond its threshold; one just beyond it


def latest(
    panel: Panel, indicator_id: str, unit_code: str, until: int, most_age: int
) -> Figure | None:
    """Return a unit's newest figure up to a CE year; None where it lags the others too far.

    most_age: years that it may lie behind the newest year for which any province has one.
    """
    if indicator_id not in panel.indicator_ids or unit_code not in panel.geography.position:
        return None
    years, newest = panel.remember_part(_newest_years, indicator_id, until)
    year = int(years[panel.geography.position[unit_code]])
    if not year or newest - year > most_age or not panel.catalogue.units[unit_code].exists_in(year):
        return None
    return figure_of(panel, indicator_id, unit_code, year, asked=until)


def _newest_years(panel: Panel, indicator_id: str, until: int) -> tuple[IntArray, int]:
    """Return the newest year with a value of each unit, 0 for none, and of any province."""
    held = np.array([y <= until for y in panel.cube.years])
    seen = ~np.isnan(panel.values(indicator_id).values) & held[:, None]
    years = np.where(seen, np.array(panel.cube.years)[:, None], 0).max(axis=0)
    return years, int(years[panel.provinces].max())


def standing_on(panel: Panel, figure: Figure, clearness: float) -> tuple[float, Confidence]:
    """Return how certain a candidate is, 0–1, and the band it lies in."""
    certainty = panel.design.certainty.get(figure.status, 0.0)
    return banded(panel, certainty * clearness, figure.age or 0)


def banded(panel: Panel, certainty: float, age: int) -> tuple[float, Confidence]:
    """Return a certainty that shrinks with each year of age, and the band it lies in."""
    left = certainty * panel.design.certainty_per_year_of_age ** max(0, age)
    return left, "high" if left >= HIGH else "medium" if left >= MEDIUM else "low"


def evidence_of(measure: Measure, subject: str, unit_code: str, figure: Figure) -> Evidence:
    """Return a figure that has a value as evidence.

    Raises:
        ValueError: it has none.
    """
    if figure.value is None or figure.year is None:
        raise ValueError(f"{subject} of {unit_code} has no value")
    return Evidence(
        measure,
        subject,
        unit_code,
        figure.year,
        figure.value,
        source_id=figure.source_id,
        edition_id=figure.edition_id,
        status=figure.status,
    )


def candidate(
    panel: Panel,
    rule: SwotRule,
    unit_code: str,
    indicator_id: str,
    figure: Figure,
    clearness: float,
    facts: dict[str, str | float | int | None],
    evidence: tuple[Evidence, ...],
    until: int,
    *,
    key: str = "",
    owner: str = "",
    beside: bool = True,
) -> Candidate:
    """Return a candidate that stands on an indicator's figure, with its small chart.

    owner: whose history is drawn, by default the unit's; beside: whether the country's is, too.
    """
    certainty, confidence = standing_on(panel, figure, clearness)
    drawn = owner or unit_code
    reference: tuple[Point, ...] = ()
    if beside and drawn != COUNTRY:
        reference = panel.remember_part(history, indicator_id, COUNTRY, until)
    return Candidate(
        key=f"{rule.id}:{key or indicator_id}",
        rule_id=rule.id,
        rule_version=rule.version,
        quadrant=rule.quadrant,
        unit_code=unit_code,
        subject_kind="indicator",
        subject=indicator_id,
        facts=tuple(facts.items()),
        evidence=evidence,
        certainty=certainty,
        confidence=confidence,
        history=panel.remember_part(history, indicator_id, drawn, until),
        reference=reference,
        break_years=_breaks(panel, indicator_id, drawn, until),
    )


def _breaks(panel: Panel, indicator_id: str, unit_code: str, until: int) -> tuple[int, ...]:
    found = {*break_years(panel, indicator_id), *territory_breaks(panel, unit_code)}
    return tuple(sorted(b for b in found if b <= until))
