"""Who did what: lines are added and read, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from moibench.people.models import Act, Person

TERMINAL = "moibench"  # who acted, when a command of the terminal did


def record(
    action: str,
    kind: str,
    subject: str,
    *,
    by: Person | None,
    address: str = "",
    before: Any = None,
    after: Any = None,
) -> None:
    """Add a line to the log. Never hand it a password, a code or a token.

    Args:
        action: what was done, such as "membership.granted".
        kind: what sort of thing it was done to, such as "person".
        subject: which one, by its id or code.
        by: who; None for a command of the terminal or for one who is not signed in.
        address: the address the request came from; empty for the terminal.
        before: the thing before, as JSON.
        after: the thing after, as JSON.
    """
    name = by.username if by else ("" if address else TERMINAL)
    Act.objects.create(
        by=by,
        by_name=name,
        action=action,
        kind=kind,
        subject=subject[:150],
        before=before,
        after=after,
        address=address,
    )


def lines(
    *,
    person: str = "",
    action: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> QuerySet[Act]:
    """Return lines, the newest first; a person counts as the one who acted or was acted upon."""
    found = Act.objects.order_by("-id")
    if person:
        found = found.filter(Q(by_name=person) | Q(kind="person", subject=person))
    if action:
        found = found.filter(action=action)
    if first:
        found = found.filter(at__date__gte=first)
    if last:
        found = found.filter(at__date__lte=last)
    return found


def changes_of(person: Person, after: int = 0) -> tuple[Act, ...]:
    """Return what was done to a person's account and roles after a line, the newest first."""
    done = Q(action__startswith="membership.") | Q(action__startswith="person.")
    found = Act.objects.filter(kind="person", subject=person.username, id__gt=after)
    return tuple(found.filter(done | Q(action="two_factor.dropped")).order_by("-id"))


def about(person: Person, most: int) -> tuple[Act, ...]:
    """Return the newest lines about a person's account, whoever acted."""
    return tuple(Act.objects.filter(kind="person", subject=person.username).order_by("-id")[:most])


def actions() -> tuple[str, ...]:
    """Return every action that stands in the log, in order."""
    return tuple(Act.objects.order_by("action").values_list("action", flat=True).distinct())


def each(found: QuerySet[Act]) -> Iterator[Act]:
    """Yield lines without holding them all."""
    return found.iterator(chunk_size=2000)
