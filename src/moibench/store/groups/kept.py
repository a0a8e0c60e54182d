"""Read, write and delete saved groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from moibench.store.groups.models import SavedGroup, Shared

__all__ = ["Kept", "NameTaken", "Shared", "delete", "group_of", "groups", "keep"]


class NameTaken(Exception):
    """The owner has another group of that name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved group as it stands. `id` is None for one not saved yet."""

    id: int | None
    name: str
    owner: str
    unit: str
    shared: str
    members: tuple[str, ...]


def groups() -> tuple[Kept, ...]:
    """Return every saved group, by name."""
    return tuple(_kept(row) for row in SavedGroup.objects.order_by("name", "id"))


def group_of(number: int) -> Kept | None:
    """Return one group by its number, None where there is none."""
    row = SavedGroup.objects.filter(pk=number).first()
    return None if row is None else _kept(row)


def keep(group: Kept) -> Kept:
    """Save a new group, or one that is there under its number, and return it.

    Raises:
        NameTaken: its owner has another of that name.
    """
    now = timezone.now()
    said = {
        "name": group.name,
        "owner": group.owner,
        "unit": group.unit,
        "shared": group.shared,
        "members": list(group.members),
        "changed_at": now,
    }
    try:
        with transaction.atomic():
            if group.id is None:
                return _kept(SavedGroup.objects.create(made_at=now, **said))
            SavedGroup.objects.filter(pk=group.id).update(**said)
    except IntegrityError as error:
        raise NameTaken(group.name) from error
    return group


def delete(number: int) -> None:
    """Delete a group."""
    SavedGroup.objects.filter(pk=number).delete()


def _kept(row: SavedGroup) -> Kept:
    members: Sequence[str] = row.members
    return Kept(row.pk, row.name, row.owner, row.unit, row.shared, tuple(members))
