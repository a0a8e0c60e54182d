"""Which agendas whoever asks may see."""

from __future__ import annotations

from django.http import HttpRequest

from moibench.analysis.agendas import keeping
from moibench.analysis.agendas.keeping import Found, Who
from moibench.people.rights import Action
from moibench.web.accounts.access import allowed, asking, places


def who(request: HttpRequest) -> Who:
    """Return whoever asks, as agendas need to know them."""
    person = asking(request)

    def holds_in(unit: str) -> bool:
        known = unit in places().catalogue.units
        return known and allowed(request, Action.KEEP_AGENDAS, unit)

    return Who(person.username if person else None, holds_in)


def find(request: HttpRequest, typed: str) -> Found:
    """Return an agenda that whoever asks may see.

    Raises:
        UnknownAgenda: with those there are.
    """
    return keeping.find(typed, who(request))
