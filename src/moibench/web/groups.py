"""Which saved groups whoever asks may use."""

from __future__ import annotations

from django.http import HttpRequest

from moibench.analysis import saved_groups
from moibench.analysis.saved_groups import Kept
from moibench.people.rights import Action
from moibench.web.accounts.access import allowed, asking, places


def usable(request: HttpRequest) -> tuple[Kept, ...]:
    """Return the groups of whoever asks, asked of the database once a request."""
    known = getattr(request, "moibench_groups", None)
    if known is None:
        person = asking(request)
        known = saved_groups.usable(
            person.username if person else None, lambda unit: _holds_in(request, unit)
        )
        request.moibench_groups = known  # type: ignore[attr-defined]
    found: tuple[Kept, ...] = known
    return found


def find(request: HttpRequest, typed: str) -> Kept:
    """Return a group that whoever asks may use, by its number or name.

    Raises:
        UnknownGroup: with the groups there are.
    """
    person = asking(request)
    return saved_groups.find_group(
        typed, person.username if person else None, lambda unit: _holds_in(request, unit)
    )


def _holds_in(request: HttpRequest, unit: str) -> bool:
    """Tell whether a role counts for a unit; a unit that the catalogue lost is nobody's."""
    if unit not in places().catalogue.units:
        return False
    return allowed(request, Action.KEEP_GROUPS, unit)
