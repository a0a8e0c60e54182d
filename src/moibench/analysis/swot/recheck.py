"""Answer: what is a figure that an item was accepted on today, for the very same place?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moibench.analysis.choose import chosen_benchmark
from moibench.analysis.comparative_results import CHOSEN_KINDS, BenchmarkChoice, ChosenKind
from moibench.analysis.errors import AnalysisError
from moibench.analysis.figures import figure_of
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.sectors import sectors
from moibench.analysis.swot.outside import neighbours_growth
from moibench.analysis.targets import target_review

SECTOR_MEASURES = {"quotient": "lq", "share": "share", "density": "density"}


def value_today(unit_code: str, row: Mapping[str, Any]) -> float | None:
    """Return what a piece of saved evidence says now; None where there is no such figure any more.

    row: as `results.Evidence`, of an item of the unit.
    """
    panel = current_panel()
    try:
        return _value(panel, unit_code, row)
    except (AnalysisError, KeyError):  # an indicator, unit or sector that is no longer there
        return None


def _value(panel: Panel, unit_code: str, row: Mapping[str, Any]) -> float | None:
    measure, subject, of, year = row["measure"], row["subject"], row["unit_code"], int(row["year"])
    if row.get("table"):
        return _of_sector(row)
    if subject in panel.node_ids:
        kind = _kind(of) if measure == "benchmark" else "peers"
        beside = scores_beside((unit_code,), subject, year, choice=BenchmarkChoice(kind=kind))[0]
        return beside.reference if measure == "benchmark" else beside.score
    if measure == "value":
        return figure_of(panel, subject, of, year, asked=year).value
    if measure == "benchmark":
        own = figure_of(panel, subject, unit_code, year, asked=year)
        choice = BenchmarkChoice(kind=_kind(of))
        return chosen_benchmark(panel, subject, unit_code, own, year, choice).figure.value
    if measure == "goal":
        found = target_review(unit_code).targets
        place = (subject, year)
        goals = (t.goal for t in found if (t.target.indicator, t.target.target_year) == place)
        return next(goals, None)
    cluster = panel.geography.in_year(year).ancestor(unit_code, "cluster")
    grown = neighbours_growth(panel, subject, unit_code, cluster or "", int(row["from_year"]), year)
    return None if grown is None else grown[measure == "all_growth"]


def _kind(named: str) -> ChosenKind:
    return next(k for k in CHOSEN_KINDS if k == named)


def _of_sector(row: Mapping[str, Any]) -> float | None:
    measure, year, first = row["measure"], int(row["year"]), int(row["from_year"])
    profile = sectors(row["unit_code"], year, first, row["table"])
    if measure == "all_growth":
        return profile.growth_threshold
    own = next(r for r in profile.sectors if r.code == row["subject"])
    if measure == "growth":
        return own.own_growth
    value: float | None = getattr(own, SECTOR_MEASURES[measure])
    return value
