"""Pages of the saved groups: the list, one group, a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from moibench.analysis.saved_groups import (
    LONGEST_NAME,
    SHARES,
    UNIT,
    FaultyGroup,
    Kept,
    Standing,
)
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.pages import address
from moibench.presentation.pages.address import PREFIX, Link, Option, State
from moibench.presentation.pages.benchmark_form import UnitBoxes, unit_boxes


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of the list."""

    link: Link
    owner: str
    shared: str
    count: str
    members: str
    emptied: bool


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """Everything the template of the list prints."""

    title: str
    lines: tuple[GroupLine, ...]
    new: str


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of a group, and whether it is still there."""

    name: str
    address: str
    state: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Everything the template of a group prints; the form where it may be changed."""

    title: str
    crumbs: tuple[Link, ...]
    owner: str
    shared: str
    members: tuple[Member, ...]
    emptied: bool
    uses: tuple[Link, ...]
    may_change: bool
    may_delete: bool
    faults: tuple[str, ...]
    name: str
    longest: int
    shares: tuple[Option, ...]
    units: tuple[Option, ...]
    boxes: tuple[UnitBoxes, ...]


def groups_page(
    found: Iterable[tuple[Kept, Standing]], user: str | None, catalogue: Catalogue, state: State
) -> GroupsPage:
    """Lay out the groups a reader may use."""
    language = state.language
    lines = tuple(
        GroupLine(
            Link(g.name, _address(state, g)),
            text("groups.mine", language) if g.owner == user else g.owner,
            _shared(g.shared, g.unit, catalogue, language),
            text("groups.members_count", language, count=len(standing.there)),
            ", ".join(unit_name(catalogue, c, language) for c in standing.there),
            not standing.there,
        )
        for g, standing in found
    )
    return GroupsPage(text("groups.title", language), lines, f"{PREFIX[language]}/group/new")


def new_group_page(
    typed: Kept,
    error: FaultyGroup | None,
    own_units: Sequence[str],
    catalogue: Catalogue,
    state: State,
) -> GroupPage:
    """Lay out the form of a new group."""
    page = group_page(
        replace(typed, members=()),
        typed,
        Standing((), (), ()),
        error,
        own_units,
        catalogue,
        state,
        may_change=True,
        may_delete=False,
    )
    return replace(page, title=text("groups.new", state.language), emptied=False, uses=())


def group_page(
    found: Kept,
    typed: Kept,
    standing: Standing,
    error: FaultyGroup | None,
    own_units: Sequence[str],
    catalogue: Catalogue,
    state: State,
    *,
    may_change: bool,
    may_delete: bool,
) -> GroupPage:
    """Lay out a group. typed: what stands in the form; error: why it was refused."""
    language = state.language
    units = tuple(dict.fromkeys([*own_units, typed.unit]))
    return GroupPage(
        title=found.name,
        crumbs=(Link(text("groups.title", language), f"{PREFIX[language]}/group/"),),
        owner=found.owner,
        shared=_shared(found.shared, found.unit, catalogue, language),
        members=tuple(_member(c, standing, catalogue, state) for c in found.members),
        emptied=not standing.there,
        uses=_uses(found, standing, state),
        may_change=may_change,
        may_delete=may_delete,
        faults=_faults(error, language),
        name=typed.name,
        longest=LONGEST_NAME,
        shares=tuple(
            Option(s, _shared(s, typed.unit, catalogue, language), s == typed.shared)
            for s in SHARES
        ),
        units=tuple(Option(u, _unit(u, catalogue, language), u == typed.unit) for u in units),
        boxes=unit_boxes(typed.members, catalogue, language),
    )


def _faults(error: FaultyGroup | None, language: Language) -> tuple[str, ...]:
    if error is None:
        return ()
    return tuple(
        text(f"groups.fault.{kind}", language, named=named) for kind, named in error.faults
    )


def _member(code: str, standing: Standing, catalogue: Catalogue, state: State) -> Member:
    language = state.language
    if code in standing.unknown:
        return Member(code, "", text("groups.gone", language), False)
    there = code in standing.there
    key = "there" if there else "ended"
    name = full_unit_name(catalogue, code, language)
    return Member(name, address.area(state, code), text(f"groups.{key}", language), there)


def _uses(found: Kept, standing: Standing, state: State) -> tuple[Link, ...]:
    if not standing.there:
        return ()
    beside = replace(
        state, against="units", others=standing.there, group=(str(found.id), found.name)
    )
    language = state.language
    return (
        Link(text("groups.compare", language), address.comparison(beside, standing.there)),
        Link(text("groups.as_benchmark", language), address.index(beside, "overall")),
    )


def _address(state: State, group: Kept) -> str:
    return f"{PREFIX[state.language]}/group/{group.id}"


def _shared(shared: str, unit: str, catalogue: Catalogue, language: Language) -> str:
    named = _unit(unit, catalogue, language) if shared == UNIT else ""
    return text(f"groups.shared.{shared}", language, unit=named) if shared in SHARES else shared


def _unit(code: str, catalogue: Catalogue, language: Language) -> str:
    return full_unit_name(catalogue, code, language) if code in catalogue.units else code
