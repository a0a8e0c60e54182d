"""What else was asked of a unit beside its profile, for the chapters that compare and explain."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.comparative_results import (
    AreasToExplore,
    ChosenComparison,
    Peers,
    ScoreChange,
)
from moibench.analysis.plan_results import BeforeAfter, TargetReview


@dataclass(frozen=True)
class Answers:
    """Answers of one unit and year.

    compared: the index's indicators beside the benchmark chosen. peers: None for a unit without.
    change: None where the unit lacks a score in one of the two years.
    """

    compared: ChosenComparison
    explored: AreasToExplore
    peers: Peers | None
    change: ScoreChange | None
    effects: BeforeAfter
    targets: TargetReview
