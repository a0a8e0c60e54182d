"""Read and add versions of agendas."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from moibench.store.agenda.models import AgendaVersion, OwnAgenda


class Meanwhile(Exception):
    """Somebody saved a version since the one that was looked at; `newest` is theirs."""

    def __init__(self, newest: KeptVersion) -> None:
        self.newest = newest
        super().__init__(f"version {newest.number} by {newest.made_by}")


@dataclass(frozen=True, slots=True)
class KeptAgenda:
    """Whose an agenda is and who may see it."""

    id: int
    owner: str
    unit: str
    shared: str
    copied_from: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version as it was saved."""

    agenda: int
    number: int
    content: dict[str, Any]
    digest: str
    note: str
    made_by: str
    made_at: dt.datetime


def agendas() -> tuple[KeptAgenda, ...]:
    """Return every agenda that was not withdrawn, the oldest first."""
    return tuple(_agenda(r) for r in OwnAgenda.objects.filter(withdrawn=False).order_by("id"))


def agenda_of(number: int) -> KeptAgenda | None:
    """Return an agenda by its number, also a withdrawn one; None where there is none."""
    row = OwnAgenda.objects.filter(pk=number).first()
    return None if row is None else _agenda(row)


def newest_versions() -> dict[int, KeptVersion]:
    """Return the newest version of every agenda, by the agenda's number."""
    rows = AgendaVersion.objects.order_by("agenda_id", "number")
    return {row.agenda_id: _version(row) for row in rows}


def versions(number: int) -> tuple[KeptVersion, ...]:
    """Return an agenda's versions, the newest first."""
    rows = AgendaVersion.objects.filter(agenda_id=number).order_by("-number")
    return tuple(_version(row) for row in rows)


def begin(
    owner: str, unit: str, shared: str, copied_from: str, content: dict[str, Any], digest: str
) -> KeptVersion:
    """Add an agenda with its first version."""
    now = timezone.now()
    with transaction.atomic():
        row = OwnAgenda.objects.create(
            owner=owner, unit=unit, shared=shared, copied_from=copied_from, made_at=now
        )
        return _add(row, 1, content, digest, "", owner, now)


def add_version(
    number: int, after: int, content: dict[str, Any], digest: str, note: str, by: str
) -> KeptVersion:
    """Add a version after the one that its maker saw.

    Raises:
        Meanwhile: somebody else added one since.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            row = OwnAgenda.objects.select_for_update().get(pk=number)
            newest = versions(number)[0]
            if newest.number != after:
                raise Meanwhile(newest)
            return _add(row, after + 1, content, digest, note, by, now)
    except IntegrityError as error:
        raise Meanwhile(versions(number)[0]) from error


def share(number: int, shared: str) -> None:
    """Say who may see an agenda."""
    OwnAgenda.objects.filter(pk=number).update(shared=shared)


def withdraw(number: int) -> None:
    """Take an agenda off the list; its versions stay, and addresses of them keep working."""
    OwnAgenda.objects.filter(pk=number).update(withdrawn=True)


def _add(
    row: OwnAgenda,
    number: int,
    content: dict[str, Any],
    digest: str,
    note: str,
    by: str,
    now: dt.datetime,
) -> KeptVersion:
    made = AgendaVersion.objects.create(
        agenda=row,
        number=number,
        content=content,
        digest=digest,
        note=note,
        made_by=by,
        made_at=now,
    )
    return _version(made)


def _agenda(row: OwnAgenda) -> KeptAgenda:
    return KeptAgenda(row.pk, row.owner, row.unit, row.shared, row.copied_from, row.withdrawn)


def _version(row: AgendaVersion) -> KeptVersion:
    return KeptVersion(
        row.agenda_id,
        row.number,
        row.content,
        row.digest,
        row.note,
        row.made_by,
        row.made_at,
    )
