"""The rules: one table of what each role may do, and where. Pure; nothing here asks a database.

A role is held in a unit. `REACH` says which units it counts for: that very unit, the units inside
it, those strictly below it, or any unit when it is held for the whole country. Which unit lies in
which is the geography's to say, by code, never by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

COUNTRY = "TH"


class Role(StrEnum):
    """What a person is in a unit."""

    READER = "reader"
    DATA_OFFICER = "data_officer"
    APPROVER = "approver"
    CATALOGUE_EDITOR = "catalogue_editor"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """The units that a role held in one unit counts for."""

    OWN_OR_COUNTRY = "own_or_country"  # the unit itself; held for the country, every unit
    INSIDE = "inside"  # the unit and all that lies in it
    BELOW = "below"  # what lies in it, without itself; the country is above itself
    COUNTRY = "country"  # counts only when held for the country


class Action(StrEnum):
    """What can be done. The names are those of the log, too."""

    READ_PUBLISHED = "figures.read_published"
    READ_UNPUBLISHED = "figures.read_unpublished"
    WRITE_FIGURES = "figures.write"
    SUBMIT_FIGURES = "figures.submit"
    APPROVE_FIGURES = "figures.approve"
    ACCEPT_FIGURES = "figures.accept"
    RETURN_FIGURES = "figures.return"
    UNLOCK_FIGURES = "figures.unlock"
    PUBLISH_FIGURES = "figures.publish"
    WRITE_TARGETS = "targets.write"
    WRITE_SWOT = "swot.write"
    READ_DRAFT_CATALOGUE = "catalogue.read_draft"
    EDIT_CATALOGUE = "catalogue.edit"
    CHECK_CATALOGUE = "catalogue.check"
    PUBLISH_CATALOGUE = "catalogue.publish"
    PUBLISH_EDITION = "edition.publish"
    ADMINISTER_PEOPLE = "people.administer"
    READ_LOG = "log.read"
    KEEP_GROUPS = "group.keep"
    KEEP_AGENDAS = "agenda.keep"
    CHANGE_TEMPLATE = "template.change"


OPEN_TO_ALL = frozenset({Action.READ_PUBLISHED})

_EVERY_ROLE = frozenset(Role)
_OFFICER = frozenset({Role.DATA_OFFICER})
_APPROVER = frozenset({Role.APPROVER})
_EDITOR = frozenset({Role.CATALOGUE_EDITOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

TABLE: dict[Action, tuple[frozenset[Role], Reach]] = {
    Action.READ_UNPUBLISHED: (_EVERY_ROLE, Reach.INSIDE),
    Action.WRITE_FIGURES: (_OFFICER, Reach.OWN_OR_COUNTRY),
    Action.SUBMIT_FIGURES: (_OFFICER, Reach.OWN_OR_COUNTRY),
    Action.APPROVE_FIGURES: (_APPROVER, Reach.OWN_OR_COUNTRY),
    Action.ACCEPT_FIGURES: (_APPROVER, Reach.BELOW),
    Action.RETURN_FIGURES: (_APPROVER, Reach.INSIDE),
    Action.UNLOCK_FIGURES: (_APPROVER, Reach.BELOW),
    Action.PUBLISH_FIGURES: (_APPROVER, Reach.COUNTRY),
    Action.WRITE_TARGETS: (_OFFICER, Reach.OWN_OR_COUNTRY),
    Action.WRITE_SWOT: (_OFFICER, Reach.OWN_OR_COUNTRY),
    Action.READ_DRAFT_CATALOGUE: (_EDITOR | _APPROVER | _ADMINISTRATOR, Reach.COUNTRY),
    Action.EDIT_CATALOGUE: (_EDITOR, Reach.COUNTRY),
    Action.CHECK_CATALOGUE: (_EDITOR, Reach.COUNTRY),
    Action.PUBLISH_CATALOGUE: (_EDITOR, Reach.COUNTRY),
    Action.PUBLISH_EDITION: (_APPROVER, Reach.COUNTRY),
    Action.ADMINISTER_PEOPLE: (_ADMINISTRATOR, Reach.INSIDE),
    Action.READ_LOG: (_ADMINISTRATOR, Reach.COUNTRY),
    Action.KEEP_GROUPS: (_EVERY_ROLE, Reach.INSIDE),
    Action.KEEP_AGENDAS: (_EVERY_ROLE, Reach.INSIDE),
    Action.CHANGE_TEMPLATE: (_OFFICER | _APPROVER, Reach.OWN_OR_COUNTRY),
}


class Places(Protocol):
    """Says which unit lies in which; `analysis.geography.Geography` does."""

    def ancestors(self, code: str) -> set[str]:
        """Return every unit that `code` lies in."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role held in a unit, from one day to another; both days count, None is open."""

    role: Role
    unit: str
    held_from: dt.date
    held_to: dt.date | None = None

    def in_force(self, on: dt.date) -> bool:
        """Tell whether the role is held on that day."""
        return self.held_from <= on and (self.held_to is None or on <= self.held_to)

    def overlaps(self, other: Held) -> bool:
        """Tell whether both say the same of the same unit on some same day."""
        same = (self.role, self.unit) == (other.role, other.unit)
        starts_in_time = other.held_to is None or self.held_from <= other.held_to
        ends_late_enough = self.held_to is None or other.held_from <= self.held_to
        return same and starts_in_time and ends_late_enough


def may(held: Iterable[Held], action: Action, unit: str, places: Places, on: dt.date) -> bool:
    """Tell whether one who holds these roles may do `action` to `unit` on that day.

    Raises:
        KeyError: `places` does not know the unit.
    """
    if action in OPEN_TO_ALL:
        return True
    roles, reach = TABLE[action]
    return any(
        h.role in roles and h.in_force(on) and _reaches(h.unit, unit, reach, places) for h in held
    )


def may_somewhere(held: Iterable[Held], action: Action, on: dt.date) -> bool:
    """Tell whether one who holds these roles may do `action` somewhere, so that a page opens.

    It does not look below: a province's approver may accept nothing, there being nothing below.
    """
    if action in OPEN_TO_ALL:
        return True
    roles, reach = TABLE[action]
    return any(
        h.role in roles and h.in_force(on) and (reach != Reach.COUNTRY or h.unit == COUNTRY)
        for h in held
    )


def may_administer(
    held: Iterable[Held], of_other: Iterable[Held], places: Places, on: dt.date
) -> bool:
    """Tell whether one may administer a person: every unit the other holds a role in.

    Whoever holds no role yet, or none any more, is the country's to administer.
    """
    mine = tuple(held)
    units = {h.unit for h in of_other if h.held_to is None or h.held_to >= on} or {COUNTRY}
    return all(may(mine, Action.ADMINISTER_PEOPLE, u, places, on) for u in units)


def _reaches(held_in: str, unit: str, reach: Reach, places: Places) -> bool:
    if held_in == COUNTRY:
        return True
    match reach:
        case Reach.OWN_OR_COUNTRY:
            return held_in == unit
        case Reach.INSIDE:
            return held_in == unit or held_in in places.ancestors(unit)
        case Reach.BELOW:
            return held_in != unit and held_in in places.ancestors(unit)
        case Reach.COUNTRY:
            return False
