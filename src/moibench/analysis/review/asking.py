"""Who asks, with which rights, on which day, under which catalogue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from moibench.analysis.errors import AnalysisError
from moibench.analysis.geography import Geography
from moibench.analysis.looking import refresh
from moibench.analysis.vantage import today
from moibench.catalogue import Catalogue
from moibench.people import accounts
from moibench.people.models import Person
from moibench.people.rights import Action, Held, Role, may


class NotAllowed(AnalysisError):
    """The person may not do this to the unit."""

    def __init__(self, action: Action, unit: str) -> None:
        self.action = action
        self.unit = unit
        super().__init__(f"{action.value} of {unit} is not this person's to do")


@dataclass(frozen=True, eq=False)
class Asker:
    """A person with the roles they hold, the catalogue in force, and a day."""

    person: Person
    held: tuple[Held, ...]
    catalogue: Catalogue
    on: dt.date
    address: str = ""

    @property
    def name(self) -> str:
        """The person's user name."""
        return self.person.username

    @cached_property
    def places(self) -> Geography:
        """Which unit lies in which on that day."""
        return Geography(self.catalogue, self.on)

    def may(self, action: Action, unit: str) -> bool:
        """Tell whether the person may do `action` to a unit of the catalogue."""
        return may(self.held, action, unit, self.places, self.on)

    def may_read(self, unit: str) -> bool:
        """Tell whether the person may see a unit's unpublished figures."""
        return self.may(Action.READ_UNPUBLISHED, unit)

    def require(self, action: Action, unit: str) -> None:
        """Refuse what the person may not do.

        Raises:
            NotAllowed: so it is, or there is no such unit.
        """
        if unit not in self.catalogue.units or not self.may(action, unit):
            raise NotAllowed(action, unit)

    def units_held_as(self, role: Role) -> tuple[str, ...]:
        """Return the units in which the person holds a role on that day."""
        found = [h.unit for h in self.held if h.role == role and h.in_force(self.on)]
        return tuple(dict.fromkeys(u for u in found if u in self.catalogue.units))


def asker(person: Person, *, on: dt.date | None = None, address: str = "") -> Asker:
    """Return who asks, with roles and catalogue as they are now.

    address: where the request comes from, for the log; empty for the terminal.
    """
    return Asker(person, accounts.held_by(person), refresh(), on or today(), address)
