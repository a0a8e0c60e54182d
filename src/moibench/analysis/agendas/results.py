"""What an agenda came to: frozen results with unrounded numbers and codes, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moibench.analysis.agendas.freezing import Remark
from moibench.analysis.results import Ranking, Stamp
from moibench.analysis.two_years import TwoYears
from moibench.catalogue.agenda import Agenda

Lacking = Literal["no_figures", "not_scored", "no_value", "incomplete", "boundary", "broken"]


@dataclass(frozen=True, slots=True)
class ItemState:
    """An indicator of the agenda in the year.

    share: its share of all weight. present: ranked units with a value that stands for the year.
    years: CE years that those values are of. drives: its share of the variance of the scores,
    all adding up to 1. moved: mean places that units move when it is left out; None where it is
    the only one.
    """

    indicator_id: str
    share: float
    present: int
    of: int
    years: tuple[int, ...]
    drives: float | None
    moved: float | None
    met: int | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit without a value of an indicator in the year, and why; no unit means all of them."""

    unit_code: str | None
    indicator_id: str
    reason: Lacking


@dataclass(frozen=True, slots=True)
class AgendaResult:
    """An agenda in a CE year.

    agenda: what was computed. remarks: what there is to know, also where it is not quite what was
    asked for. ranking: None where nothing can be scored, and then year is None, too. years:
    (year, share of ranked units with a score), those with any. digest: of everything it says.
    """

    agenda: Agenda
    year: int | None
    years: tuple[tuple[int, float], ...]
    remarks: tuple[Remark, ...]
    items: tuple[ItemState, ...]
    ranking: Ranking | None
    moves: TwoYears | None
    missing: tuple[Missing, ...]
    digest: str
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Part:
    """What an indicator gave to a score before and after; None where it was not counted."""

    indicator_id: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """Points it added to the change."""
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit in both states; the parts add up to the change of the score exactly.

    own, revision, method: the change by its cause, adding up to it likewise: the years' own
    movement, newer data, and another version. rank_*: the same of ranks, with what others did.
    """

    unit_code: str
    from_score: float
    to_score: float
    from_rank: int | None
    to_rank: int | None
    from_level: int
    to_level: int
    parts: tuple[Part, ...]
    own: float
    method: float
    rank_own: float | None
    rank_others: float | None
    rank_method: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of an agenda, or two years of one: who moved and by what.

    broken: indicators with a break in series between the years. absent: those without any value in
    the first.
    """

    before: Agenda
    after: Agenda
    from_year: int
    to_year: int
    units: tuple[UnitChange, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    items_gone: tuple[str, ...]
    items_new: tuple[str, ...]
    reweighed: tuple[tuple[str, float, float], ...]
    broken: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
