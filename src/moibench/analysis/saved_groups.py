"""Groups of units that officers name and keep, and what is left of one in a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from moibench.analysis.errors import AnalysisError, UnknownGroup
from moibench.analysis.panel import current_panel
from moibench.catalogue import Catalogue
from moibench.people import log
from moibench.people.models import Person
from moibench.store.groups import kept
from moibench.store.groups.kept import Kept, Shared

__all__ = [
    "EVERYBODY",
    "LONGEST_NAME",
    "NOBODY",
    "SHARES",
    "UNIT",
    "FaultyGroup",
    "Kept",
    "Standing",
    "UnknownGroup",
    "delete",
    "every_group",
    "find_any_group",
    "find_group",
    "keep",
    "log_change",
    "usable",
    "what_is_left",
]

NOBODY, UNIT, EVERYBODY = (s.value for s in (Shared.NOBODY, Shared.UNIT, Shared.EVERYBODY))
SHARES = (NOBODY, UNIT, EVERYBODY)
LONGEST_NAME = 100
HoldsIn = Callable[[str], bool]


class FaultyGroup(AnalysisError):
    """A group cannot be saved; `faults` are all the reasons, by kind, with what they name.

    kinds: no_name, long_name, name_taken, no_members, unknown_members, bad_share.
    """

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{kind} {named}".strip() for kind, named in faults))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a group in a year: members there, not born or ended, and not known."""

    there: tuple[str, ...]
    not_there: tuple[str, ...]
    unknown: tuple[str, ...]


def usable(user: str | None, holds_in: HoldsIn) -> tuple[Kept, ...]:
    """Return the groups that a person may use: one's own, those shared with one, and open ones.

    Args:
        user: the user name; None for a guest.
        holds_in: tells whether the person holds a role that counts for a unit.
    """
    return tuple(g for g in kept.groups() if _may_use(g, user, holds_in))


def find_group(typed: str, user: str | None, holds_in: HoldsIn) -> Kept:
    """Return the usable group of that number or name; of one name, one's own first.

    Raises:
        UnknownGroup: there is none, or it is not shared with this person; it does not say which.
    """
    return _named(typed, usable(user, holds_in), user)


def find_any_group(typed: str) -> Kept:
    """Return a group of that number or name, whosever it is: for whoever has the database.

    Raises:
        UnknownGroup: there is none.
    """
    return _named(typed, kept.groups(), None)


def every_group() -> tuple[Kept, ...]:
    """Return every saved group, by name."""
    return kept.groups()


def _named(typed: str, found: tuple[Kept, ...], user: str | None) -> Kept:
    wanted = " ".join(typed.split())
    hits = [g for g in found if wanted in (str(g.id), g.name)]
    if not hits:
        raise UnknownGroup(typed, tuple((str(g.id), g.name) for g in found))
    return min(hits, key=lambda g: (str(g.id) != wanted, g.owner != user, g.id or 0))


def _may_use(group: Kept, user: str | None, holds_in: HoldsIn) -> bool:
    if group.shared == EVERYBODY or (user is not None and group.owner == user):
        return True
    return group.shared == UNIT and user is not None and holds_in(group.unit)


def keep(group: Kept, catalogue: Catalogue) -> Kept:
    """Check a group and save it; its members once each, in the order given.

    Raises:
        FaultyGroup: with every fault there is; nothing is saved.
    """
    tidy = replace(
        group,
        name=" ".join(group.name.split()),
        members=tuple(dict.fromkeys(group.members)),
    )
    faults = []
    if not tidy.name:
        faults.append(("no_name", ""))
    if len(tidy.name) > LONGEST_NAME:
        faults.append(("long_name", str(LONGEST_NAME)))
    if not tidy.members:
        faults.append(("no_members", ""))
    if unknown := [c for c in tidy.members if c not in catalogue.units]:
        faults.append(("unknown_members", ", ".join(unknown)))
    if tidy.shared not in SHARES:
        faults.append(("bad_share", tidy.shared))
    if faults:
        raise FaultyGroup(tuple(faults))
    try:
        return kept.keep(tidy)
    except kept.NameTaken as error:
        raise FaultyGroup((("name_taken", tidy.name),)) from error


def delete(group: Kept) -> None:
    """Delete a group that is saved."""
    if group.id is not None:
        kept.delete(group.id)


def log_change(by: Person, address: str, before: Kept | None, after: Kept | None) -> None:
    """Write down that a group was made, changed or deleted."""
    action = "made" if before is None else "deleted" if after is None else "changed"
    named = after or before
    log.record(
        f"group.{action}",
        "group",
        named.name if named else "",
        by=by,
        address=address,
        before=_said(before),
        after=_said(after),
    )


def _said(group: Kept | None) -> dict[str, str] | None:
    if group is None:
        return None
    return {"name": group.name, "shared": group.shared, "members": ",".join(group.members)}


def what_is_left(members: tuple[str, ...], year: int | None = None) -> Standing:
    """Tell which members exist in a CE year, by default the newest with enough data."""
    panel = current_panel()
    asked = panel.newest_year if year is None else year
    units = panel.catalogue.units
    known = tuple(c for c in members if c in units)
    there = tuple(c for c in known if units[c].exists_in(asked))
    return Standing(
        there=there,
        not_there=tuple(c for c in known if c not in there),
        unknown=tuple(c for c in members if c not in units),
    )
