"""How unequal the members of a cluster or region are, and who pulls it up or down."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.comparative_results import Dispersion, MemberPull
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.graphics import Markup
from moibench.presentation.language import text
from moibench.presentation.names import short_indicator_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, State
from moibench.presentation.pages.trust import trust_strip


@dataclass(frozen=True, slots=True)
class MemberCell:
    """A member with its value or its pull; without a name there is none to tell."""

    link: Link | None
    value: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class InsideRow:
    """One indicator over the members."""

    name: str
    anchor: str
    own: str
    trust: Markup
    first: MemberCell
    last: MemberCell
    ratio: str
    up: MemberCell
    down: MemberCell
    reason: str


def inside_rows(
    dispersions: tuple[Dispersion, ...], catalogue: Catalogue, state: State
) -> tuple[InsideRow, ...]:
    """Return a row for every indicator that two members have a value of.

    Best and worst where the indicator is judged, else highest and lowest.
    """
    return tuple(
        _row(d, catalogue, state)
        for d in dispersions
        if d.with_value > 1 and d.highest and d.lowest
    )


def _row(inside: Dispersion, catalogue: Catalogue, state: State) -> InsideRow:
    language = state.language
    indicator = catalogue.indicators[inside.indicator_id]
    ends = {end[0]: end[1] for end in (inside.highest, inside.lowest) if end is not None}
    first, last = inside.best, inside.worst
    if first is None or last is None or first not in ends or last not in ends:
        first, last = next(iter(ends)), list(ends)[-1]
    up = next((p for p in inside.pulls if p.pull > 0), None)
    down = next((p for p in inside.pulls if p.pull < 0), None)
    return InsideRow(
        name=short_indicator_name(indicator, language),
        anchor=inside.indicator_id,
        own=format_value(inside.figure.value, indicator),
        trust=trust_strip(inside.figure, catalogue, language),
        first=_member(first, format_value(ends[first], indicator), catalogue, state),
        last=_member(last, format_value(ends[last], indicator), catalogue, state),
        ratio=format_number(inside.disparity_ratio, 1),
        up=_pull(up, indicator, catalogue, state),
        down=_pull(down, indicator, catalogue, state),
        reason=text(f"area.no_pulls.{inside.reason}", language) if inside.reason else "",
    )


def _member(code: str, value: str, catalogue: Catalogue, state: State, css: str = "") -> MemberCell:
    link = Link(unit_name(catalogue, code, state.language), address.area(state, code))
    return MemberCell(link, value, css)


def _pull(
    pull: MemberPull | None, indicator: Indicator, catalogue: Catalogue, state: State
) -> MemberCell:
    if pull is None:
        return MemberCell(None, NO_VALUE)
    css = {True: "p", False: "m", None: ""}[pull.good]
    value = format_value(pull.pull, indicator, signed=True)
    return _member(pull.unit_code, value, catalogue, state, css)
