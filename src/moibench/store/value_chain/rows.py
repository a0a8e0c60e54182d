"""Read value chains and add versions to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from moibench.store.value_chain.models import Act, Chain, ChainVersion

__all__ = ["Act", "Meanwhile", "Row", "Version", "add", "chain_of", "chains_of", "make", "versions"]


class Meanwhile(Exception):
    """Somebody added a version after the one that the writer has seen."""


@dataclass(frozen=True, slots=True)
class Version:
    """A chain as somebody left it; content is plain JSON."""

    number: int
    act: str
    content: dict[str, Any]
    written_at: dt.datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Row:
    """A chain with its newest version."""

    id: int
    unit: str
    is_deleted: bool
    copied_from: int | None
    newest: Version


def chains_of(unit: str | None = None) -> tuple[Row, ...]:
    """Return the chains of a unit, or of every unit, in the order they were made."""
    found = Chain.objects.order_by("id")
    if unit is not None:
        found = found.filter(unit=unit)
    chains = list(found)
    last = ChainVersion.objects.filter(chain__in=chains, number=F("chain__newest"))
    newest = {v.chain_id: v for v in last}
    return tuple(_row(c, newest[c.pk]) for c in chains if c.pk in newest)


def chain_of(number: int) -> Row | None:
    """Return a chain by its number, deleted or not; None where there is none."""
    chain = Chain.objects.filter(pk=number).first()
    if chain is None:
        return None
    return _row(chain, chain.versions.get(number=chain.newest))


def versions(number: int) -> tuple[Version, ...]:
    """Return every version of a chain, the newest first."""
    return tuple(_version(v) for v in ChainVersion.objects.filter(chain=number).order_by("-number"))


def make(unit: str, content: dict[str, Any], by: str, copied_from: int | None = None) -> int:
    """Add a chain with its first version and return its number."""
    with transaction.atomic():
        chain = Chain.objects.create(
            unit=unit,
            kind=content["kind"],
            subject=content["subject"],
            newest=1,
            copied_from_id=copied_from,
        )
        _write(chain, Act.MADE, content, by)
    return int(chain.pk)


def add(number: int, after: int, act: Act, content: dict[str, Any], by: str) -> int:
    """Add a version after the one numbered `after` and return its number.

    Raises:
        Meanwhile: `after` is no longer the newest; nothing is written.
    """
    with transaction.atomic():
        chain = Chain.objects.select_for_update().get(pk=number)
        if chain.newest != after:
            raise Meanwhile(number)
        chain.newest = after + 1
        chain.kind, chain.subject = content["kind"], content["subject"]
        chain.is_deleted = act == Act.DELETED
        chain.save()
        _write(chain, act, content, by)
    return after + 1


def _write(chain: Chain, act: Act, content: dict[str, Any], by: str) -> None:
    ChainVersion.objects.create(
        chain=chain,
        number=chain.newest,
        act=act,
        content=content,
        written_at=timezone.now(),
        written_by=by,
    )


def _row(chain: Chain, newest: ChainVersion) -> Row:
    return Row(chain.pk, chain.unit, chain.is_deleted, chain.copied_from_id, _version(newest))


def _version(row: ChainVersion) -> Version:
    return Version(row.number, row.act, row.content, row.written_at, row.written_by)
