"""What the rules of the SWOT propose: frozen results, unrounded, codes, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moibench.analysis.results import FigureStatus, Point, Stamp
from moibench.catalogue.swot import Quadrant

QUADRANTS: tuple[Quadrant, ...] = ("strength", "weakness", "opportunity", "threat")
SubjectKind = Literal["indicator", "sector", "node", "item"]
Measure = Literal[
    "value", "benchmark", "goal", "score", "quotient", "share", "growth", "all_growth", "density"
]
Confidence = Literal["high", "medium", "low"]
# Why a rule proposed nothing: it lacks figures, or they do not pass its thresholds.
Silence = Literal["no_figures", "not_met"]
Fact = str | float | int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number a candidate stands on.

    subject: an indicator, a sector ("C"), a node or a plan's item. from_year: of a growth.
    share, growth: fractions. source_id: None for what is computed here. table: a sector's.
    """

    measure: Measure
    subject: str
    unit_code: str
    year: int
    value: float
    from_year: int | None = None
    source_id: str | None = None
    edition_id: str | None = None
    status: FigureStatus | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item proposed by a rule.

    key: rule and subject, the same from year to year. facts: what the fields of the rule's
    sentence are filled from. certainty: 0–1; confidence its band. history and reference draw the
    small chart: the unit's own values and those it is set beside; of sectors, index numbers.
    """

    key: str
    rule_id: str
    rule_version: int
    quadrant: Quadrant
    unit_code: str
    subject_kind: SubjectKind
    subject: str
    facts: tuple[tuple[str, Fact], ...]
    evidence: tuple[Evidence, ...]
    certainty: float
    confidence: Confidence
    history: tuple[Point, ...] = ()
    reference: tuple[Point, ...] = ()
    break_years: tuple[int, ...] = ()

    def fact(self, name: str) -> Fact:
        """Return a fact by its name; None where the rule has none."""
        return dict(self.facts).get(name)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything the rules propose for a unit, the surest first within each quadrant.

    year: the last CE year whose figures count. silent: rules that proposed nothing, and why.
    """

    unit_code: str
    year: int
    years: tuple[int, ...]
    items: tuple[Candidate, ...]
    silent: tuple[tuple[str, Silence], ...]
    stamp: Stamp

    def of(self, quadrant: str) -> tuple[Candidate, ...]:
        """Return the candidates of a quadrant."""
        return tuple(c for c in self.items if c.quadrant == quadrant)

    def by_key(self, key: str) -> Candidate | None:
        """Return the candidate of that key, None where none is proposed."""
        return next((c for c in self.items if c.key == key), None)
