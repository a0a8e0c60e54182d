"""What questions of position answer: frozen results, unrounded, codes, no words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from moibench.analysis.comparative_results import BenchmarkChoice, NoBenchmark
from moibench.analysis.results import Figure, Relation, RelationRule, Stamp, TrendVerdict
from moibench.engine.position import Corner

NoLevel = NoBenchmark | Literal["no_spread"]
NoMomentum = Literal["no_level", "too_few_points", "break"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stood in a year, as `Place.level` and `Place.momentum`."""

    year: int
    level: float
    momentum: float


@dataclass(frozen=True, slots=True)
class Closing:
    """What it takes to be level with the reference by a year.

    Paces are a year: in the unit of measure, or as a fraction where `is_rate` (what grows by a
    rate). needed_if_still: with the reference as it stands now; needed: with the reference going
    on at its own pace, None where that is not known; both None for a unit that is not behind.
    achieved: the unit's own pace. share: achieved of needed, 1 or more is enough; None where no
    pace in the good direction is needed. meets: the year (with its fraction) in which the two
    meet at both their paces; None where that is not known or, as diverges says, they do not.
    years_left: from the figure's year.
    """

    by: int
    years_left: int
    is_rate: bool
    reference_pace: float | None
    needed_if_still: float | None
    needed: float | None
    achieved: float | None
    share: float | None
    meets: float | None
    diverges: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One indicator, dimension or index of one unit on the plane of level and momentum.

    gap: own − reference in the unit of measure. level: the gap in similarity widths (1.4826 × MAD
    of the provinces), momentum: its Theil–Sen slope a year in the same, both turned so that
    positive is better and, where is_rate, of logarithms. relation: whether the level tells the
    two apart; momentum_verdict: "rising" gains on the reference, "no_clear_trend" says that the
    gap does not surely move. trail: up to five years, the last is the place itself. reason and
    momentum_reason say what is missing. members: whose median (or value) the reference is.
    """

    subject_id: str
    unit_code: str
    is_index: bool
    figure: Figure
    reference: Figure
    members: tuple[str, ...]
    gap: float | None
    is_rate: bool
    level: float | None
    momentum: float | None
    corner: Corner | None
    relation: Relation | None
    rule: RelationRule | None
    momentum_verdict: TrendVerdict | None
    preliminary: bool
    points: int
    first_year: int | None
    trail: tuple[Spot, ...]
    closing: Closing | None
    break_years: tuple[int, ...]
    reason: NoLevel | None
    momentum_reason: NoMomentum | None

    @property
    def is_sure(self) -> bool:
        """Whether neither the level is called similar nor the momentum unclear."""
        told = self.relation in ("better", "worse")
        return told and not self.preliminary and self.momentum_verdict in ("rising", "falling")


@dataclass(frozen=True, slots=True)
class Position:
    """A unit's index, dimensions and indicators against one choice of benchmark, framework order.

    by: the year by which gaps are to be closed. span: years of the window of momentum.
    """

    unit_code: str
    year: int
    newest_year: int
    years: tuple[int, ...]
    choice: BenchmarkChoice
    by: int
    span: int
    nodes: tuple[Place, ...]
    indicators: tuple[Place, ...]
    stamp: Stamp

    def in_corner(self, corner: Corner) -> tuple[Place, ...]:
        """Return the indicators in a corner, the farthest from level first."""
        return _farthest(p for p in self.indicators if p.corner == corner)


@dataclass(frozen=True, slots=True)
class SubjectPosition:
    """The units of a level by one indicator, dimension or the index, in catalogue order."""

    subject_id: str
    is_index: bool
    judged: bool
    year: int
    newest_year: int
    years: tuple[int, ...]
    level: str
    with_bangkok: bool
    choice: BenchmarkChoice
    by: int
    span: int
    places: tuple[Place, ...]
    stamp: Stamp

    def in_corner(self, corner: Corner) -> tuple[Place, ...]:
        """Return the units in a corner, the farthest from level first."""
        return _farthest(p for p in self.places if p.corner == corner)


def _farthest(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: -abs(p.level or 0.0)))
