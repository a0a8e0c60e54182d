"""What targets and plan periods answer: frozen results, unrounded, codes, no words.

Years are CE integers. A missing number is None and comes with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moibench.analysis.results import Figure, Point, Stamp
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.engine import Path

TargetState = Literal[
    "achieved", "on_track", "needs_acceleration", "limited", "moving_away", "cannot_say"
]
TARGET_STATES: tuple[TargetState, ...] = (
    "achieved",
    "on_track",
    "needs_acceleration",
    "limited",
    "moving_away",
    "cannot_say",
)
NoState = Literal[
    "no_base",
    "too_few_base_years",
    "no_value_since",
    "not_judged",
    "break",
    "editions_mixed",
    "unit_did_not_exist",
    "goal_is_base",
]
AmbitionVerdict = Literal["timid", "within_reach", "ambitious", "impossible", "cannot_say"]


@dataclass(frozen=True, slots=True)
class Ambition:
    """What units at our level gained in as many years as the target allows.

    gains: 25th, 50th, 75th, 90th percentile and the most of any, in the unit of measure, turned
    so that larger is better; goal_gain is what the target asks. spells of how many units: none
    of them crosses a break in series.
    """

    verdict: AmbitionVerdict
    span: int
    spells: int
    units: int
    gains: tuple[float, float, float, float, float] | None
    goal_gain: float | None
    share_reaching: float | None


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target, its path, the actual values and the state."""

    unit_code: str
    target: Target
    plan_id: str | None
    goal: float | None
    base: float | None
    latest: Figure
    state: TargetState
    reason: NoState | None
    preliminary: bool
    overdue: bool
    ratio: float | None
    required_now: float | None
    path: Path
    required: tuple[Point, ...]
    actual: tuple[Point, ...]
    forecast: tuple[tuple[int, float, float, float], ...]
    expected_at_end: float | None
    ambition: Ambition


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many targets stand in each state, in the order of TARGET_STATES."""

    group: str
    name: Text
    counts: tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class TargetReview:
    """Every target of a unit, and how many stand in which state by dimension and by agency."""

    unit_code: str
    year: int
    targets: tuple[TargetProgress, ...]
    by_dimension: tuple[StateCount, ...]
    by_agency: tuple[StateCount, ...]
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class MemberTargets:
    """The targets of every unit inside one by state; not its own.

    units: how many lie inside; without: those that have no target. Each of the three counts every
    target once; by_member's groups are codes of units.
    """

    unit_code: str
    year: int
    units: int
    without: tuple[str, ...]
    by_member: tuple[StateCount, ...]
    by_dimension: tuple[StateCount, ...]
    by_agency: tuple[StateCount, ...]
    stamp: Stamp

    @property
    def total(self) -> int:
        """How many targets there are."""
        return sum(sum(c.counts) for c in self.by_dimension)


PlanVerdict = Literal[
    "clearly_better",
    "probably_better",
    "no_different",
    "probably_worse",
    "clearly_worse",
    "cannot_say",
]
NoVerdict = Literal[
    "too_few_points",
    "break",
    "editions_mixed",
    "pre_trend",
    "no_peers",
    "too_few_peers",
    "not_judged",
    "not_positive",
    "no_placebo",
]


@dataclass(frozen=True, slots=True)
class PlanEffect:
    """What came with a plan for one unit and indicator: "during the plan", not "because of it".

    Changes are in the unit of measure; on a geometric scale in per cent. placebo_share: share of
    the provinces with an excess at least as large. trimmed_from: the break from which on the
    baseline counts, where one lies inside it.
    """

    unit_code: str
    indicator_id: str
    scale: Path
    before: float | None
    after: float | None
    points_before: int
    points_after: int
    own_change: float | None
    peers_change: float | None
    excess: float | None
    placebo_share: float | None
    pre_trend_gap: float | None
    pre_trend_share: float | None
    peers: tuple[str, ...]
    trimmed_from: int | None
    verdict: PlanVerdict
    reason: NoVerdict | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Effects of one plan period, one a line: a unit over indicators, or the other way round."""

    plan_id: str | None
    before_years: tuple[int, ...]
    after_years: tuple[int, ...]
    model_id: str
    effects: tuple[PlanEffect, ...]
    stamp: Stamp
