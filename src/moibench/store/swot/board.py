"""Read what was decided on a unit's SWOT, and add to it. Nothing here changes or removes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from moibench.store.swot.models import SwotItem, SwotOrder, SwotVersion


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says of an item."""

    quadrant: str
    state: str
    words: str = ""
    reason: str = ""
    generated: tuple[tuple[str, str], ...] = ()
    evidence: tuple[dict[str, Any], ...] = ()
    pairs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an item: its number counts from 1."""

    item: int
    number: int
    content: Content
    written_at: dt.datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item with every version, the oldest first; the last one holds."""

    id: int
    unit: str
    key: str
    versions: tuple[Version, ...]

    @property
    def now(self) -> Version:
        """The version that holds."""
        return self.versions[-1]


class Clash(Exception):
    """Somebody else wrote the item meanwhile: `theirs` holds, `mine` was not written."""

    def __init__(self, theirs: Item, mine: Content) -> None:
        self.theirs = theirs
        self.mine = mine
        super().__init__(f"{theirs.now.written_by} wrote item {theirs.id} meanwhile")


class NoItem(Exception):
    """The unit has no item of that number."""


def board(unit: str) -> tuple[Item, ...]:
    """Return every item of a unit, those withdrawn too, in the order that was put."""
    versions: dict[int, list[Version]] = {}
    rows = SwotVersion.objects.filter(item__unit=unit).order_by("item_id", "number")
    for row in rows:
        versions.setdefault(row.item_id, []).append(_version(row))
    items = [
        Item(row.pk, row.unit, row.key, tuple(versions[row.pk]))
        for row in SwotItem.objects.filter(unit=unit).order_by("id")
        if row.pk in versions
    ]
    places = {number: at for order in _orders(unit).values() for at, number in enumerate(order)}
    return tuple(sorted(items, key=lambda i: (places.get(i.id, len(places)), i.id)))


def units_with_a_board() -> tuple[str, ...]:
    """Return the codes of the units on whose SWOT something was decided."""
    return tuple(SwotItem.objects.order_by("unit").values_list("unit", flat=True).distinct())


def add(unit: str, key: str, content: Content, by: str) -> Item:
    """Begin an item; `key` names the candidate it begins as, "" an officer's own.

    Raises:
        Clash: somebody else decided on the same candidate before.
    """
    try:
        with transaction.atomic():
            now = timezone.now()
            row = SwotItem.objects.create(unit=unit, key=key, made_at=now, made_by=by)
            _write(row.pk, 1, content, now, by)
            return _item(unit, row.pk)
    except IntegrityError as error:
        theirs = SwotItem.objects.filter(unit=unit, key=key).first() if key else None
        if theirs is None:
            raise
        raise Clash(_item(unit, theirs.pk), content) from error


def rewrite(unit: str, number: int, content: Content, by: str, seen: int) -> Item:
    """Add a version to an item; the same content as holds adds none.

    Args:
        unit: the unit whose item it is.
        number: the item's.
        content: what it is to say.
        by: a user name.
        seen: number of the newest version that the writer has seen.

    Raises:
        Clash: a later version than `seen` holds, and says something else.
        NoItem: the unit has no such item.
    """
    theirs = _item(unit, number)
    if theirs.now.content == content:
        return theirs
    if theirs.now.number != seen:
        raise Clash(theirs, content)
    try:
        with transaction.atomic():
            _write(number, seen + 1, content, timezone.now(), by)
    except IntegrityError as error:  # between our look and our writing
        raise Clash(_item(unit, number), content) from error
    return _item(unit, number)


def put_in_order(unit: str, quadrant: str, numbers: tuple[int, ...], by: str) -> None:
    """Keep the order of a quadrant's items."""
    SwotOrder.objects.create(
        unit=unit,
        quadrant=quadrant,
        items=list(numbers),
        written_at=timezone.now(),
        written_by=by,
    )


def _orders(unit: str) -> dict[str, tuple[int, ...]]:
    rows = SwotOrder.objects.filter(unit=unit).order_by("id")
    return {row.quadrant: tuple(row.items) for row in rows}


def _write(item: int, number: int, content: Content, at: dt.datetime, by: str) -> None:
    SwotVersion.objects.create(
        item_id=item,
        number=number,
        quadrant=content.quadrant,
        state=content.state,
        words=content.words,
        reason=content.reason,
        generated=dict(content.generated),
        evidence=list(content.evidence),
        pairs=list(content.pairs),
        written_at=at,
        written_by=by,
    )


def _item(unit: str, number: int) -> Item:
    row = SwotItem.objects.filter(unit=unit, pk=number).first()
    if row is None:
        raise NoItem(number)
    versions = SwotVersion.objects.filter(item=row).order_by("number")
    return Item(row.pk, row.unit, row.key, tuple(_version(v) for v in versions))


def _version(row: SwotVersion) -> Version:
    content = Content(
        quadrant=row.quadrant,
        state=row.state,
        words=row.words,
        reason=row.reason,
        generated=tuple(sorted(row.generated.items())),
        evidence=tuple(row.evidence),
        pairs=tuple(row.pairs),
    )
    return Version(row.item_id, row.number, content, row.written_at, row.written_by)
