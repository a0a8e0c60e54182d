"""Targets in short: the state of one beside its indicator, and tables of how many stand where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from moibench.analysis.plan_results import TARGET_STATES, MemberTargets, StateCount, TargetReview
from moibench.analysis.target_states import Standing
from moibench.catalogue import Catalogue
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import NO_VALUE, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import format_year

NAMED = 5  # units without a target that are named


@dataclass(frozen=True, slots=True)
class TargetMark:
    """The state of one target with its ring, and what it asks."""

    ring: Markup
    state: Link
    asked: str


@dataclass(frozen=True, slots=True)
class StateHead:
    """A column: the ring and the name of a state."""

    ring: Markup
    name: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many targets stand in each state; address: of the unit counted, where it is one."""

    name: str
    address: str
    counts: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class TargetCounts:
    """A table of counts: groups of rows under the states. said: what it counts."""

    said: str
    heads: tuple[StateHead, ...]
    groups: tuple[tuple[str, tuple[CountRow, ...]], ...]
    onward: Link | None


def target_mark(
    standing: Standing, unit_code: str, catalogue: Catalogue, state: State
) -> TargetMark:
    """Return the mark of one target, linked to the unit's targets."""
    language, indicator = state.language, catalogue.indicators[standing.target.indicator]
    name = text(f"targets.state.{standing.state}", language)
    if standing.overdue:
        name += text("targets.overdue", language)
    return TargetMark(
        ring=graphics.target_ring(standing.state),
        state=Link(name, address.targets(state, unit_code)),
        asked=text(
            "targets.asked",
            language,
            goal=format_value(standing.goal.value, indicator),
            year=format_year(standing.target.target_year, language),
        ),
    )


def own_counts(review: TargetReview, language: Language) -> TargetCounts | None:
    """Return the unit's own targets by dimension and agency; None where it has none."""
    if not review.targets:
        return None
    groups = (
        (text("targets.by_dimension", language), _rows(review.by_dimension, language)),
        (text("targets.by_agency", language), _rows(review.by_agency, language)),
    )
    return TargetCounts("", _heads(language), groups, None)


def member_counts(found: MemberTargets, catalogue: Catalogue, state: State) -> TargetCounts | None:
    """Return the targets of the units inside one; None where nothing lies inside.

    Without any target the table has no groups and `said` says so.
    """
    if not found.units:
        return None
    language = state.language
    onward = Link(text("targets.open", language), address.targets(state, found.unit_code))
    fields = {
        "units": found.units,
        "year": format_year(found.year, language),
        "total": found.total,
        "having": found.units - len(found.without),
    }
    if not found.total:
        said = text("targets.members_none", language, **fields)
        return TargetCounts(said, (), (), onward)
    said = text("targets.members_said", language, **fields)
    if found.without:
        names = ", ".join(unit_name(catalogue, c, language) for c in found.without[:NAMED])
        more = len(found.without) - NAMED
        names += text("area.and_more", language, count=more) if more > 0 else ""
        said += text("targets.members_without", language, names=names)
    by_member = "by_member" if found.units == len(found.by_member) else "by_member_whole"
    members = tuple(_row(c, language, address.targets(state, c.group)) for c in found.by_member)
    groups = (
        (text(f"targets.{by_member}", language), members),
        (text("targets.by_dimension", language), _rows(found.by_dimension, language)),
        (text("targets.by_agency", language), _rows(found.by_agency, language)),
    )
    return TargetCounts(said, _heads(language), groups, onward)


def _heads(language: Language) -> tuple[StateHead, ...]:
    return tuple(
        StateHead(graphics.target_ring(s), text(f"targets.state.{s}", language))
        for s in TARGET_STATES
    )


def _rows(counts: Iterable[StateCount], language: Language) -> tuple[CountRow, ...]:
    return tuple(_row(c, language) for c in counts)


def _row(count: StateCount, language: Language, where: str = "") -> CountRow:
    total = sum(count.counts)
    return CountRow(
        count.name.in_language(language),
        where,
        tuple(str(n) if n else NO_VALUE for n in count.counts),
        str(total) if total else NO_VALUE,
    )
