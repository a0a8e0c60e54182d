"""A person's tray: charts and tables put aside, in order, with the numbers of that moment."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from moibench.store.documents.models import TrayItem

MOST_ITEMS = 60
MOST_LETTERS = 2000  # of a heading with its remark
MOST_BYTES = 2_000_000  # of one chart with its data


class TrayError(Exception):
    """The tray cannot take or find what is asked; `key` names the message."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart or table as a page displays it; spec is None for a table."""

    part: str
    title: str
    description: str
    source: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: dict[str, Any] | None

    @property
    def kind(self) -> Literal["chart", "table"]:
        """What it is."""
        return "table" if self.spec is None else "chart"

    @property
    def digest(self) -> str:
        """Of everything displayed."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """An item of a tray."""

    id: int
    address: str
    heading: str
    remark: str
    shown: Shown
    digest: str
    added_at: dt.datetime


def tray(owner: str) -> tuple[Kept, ...]:
    """Return a person's items in their order."""
    return tuple(_kept(i) for i in TrayItem.objects.filter(owner=owner).order_by("position", "id"))


def put_into_tray(owner: str, address: str, shown: Shown) -> int:
    """Keep a chart or table as it is shown now, and return the id of the item.

    Raises:
        TrayError: the tray is full, or the content too large.
    """
    content = asdict(shown)
    if len(json.dumps(content)) > MOST_BYTES:
        raise TrayError("tray.error.too_large")
    with transaction.atomic():
        mine = TrayItem.objects.filter(owner=owner)
        if mine.count() >= MOST_ITEMS:
            raise TrayError("tray.error.full", most=MOST_ITEMS)
        last = mine.aggregate(last=Max("position"))["last"]
        made = TrayItem.objects.create(
            owner=owner,
            position=0 if last is None else last + 1,
            address=address,
            part=shown.part,
            kind=shown.kind,
            heading=shown.title[:300],
            content=content,
            digest=shown.digest,
            added_at=timezone.now(),
        )
    return int(made.pk)


def describe_item(owner: str, item_id: int, heading: str, remark: str) -> None:
    """Give an item another heading and remark.

    Raises:
        TrayError: there is no such item, the heading is empty, or the texts are too long.
    """
    if not heading.strip():
        raise TrayError("tray.error.no_heading")
    if len(heading) > 300 or len(remark) > MOST_LETTERS:
        raise TrayError("tray.error.too_long", most=MOST_LETTERS)
    item = _own(owner, item_id)
    item.heading, item.remark = heading.strip(), remark.strip()
    item.save(update_fields=["heading", "remark"])


def move_item(owner: str, item_id: int, by: int) -> None:
    """Move an item up (negative) or down among the others.

    Raises:
        TrayError: there is no such item.
    """
    with transaction.atomic():
        items = list(TrayItem.objects.filter(owner=owner).order_by("position", "id"))
        place = next((i for i, item in enumerate(items) if item.pk == item_id), None)
        if place is None:
            raise TrayError("tray.error.no_item")
        item = items.pop(place)
        items.insert(min(max(place + by, 0), len(items)), item)
        for position, each in enumerate(items):
            each.position = position
        TrayItem.objects.bulk_update(items, ["position"])


def renew_item(owner: str, item_id: int, shown: Shown) -> None:
    """Replace an item's content by what its page shows now; heading and remark stay.

    Raises:
        TrayError: there is no such item.
    """
    item = _own(owner, item_id)
    item.content, item.digest, item.added_at = asdict(shown), shown.digest, timezone.now()
    item.save(update_fields=["content", "digest", "added_at"])


def remove_item(owner: str, item_id: int) -> None:
    """Take an item out of the tray.

    Raises:
        TrayError: there is no such item.
    """
    _own(owner, item_id).delete()


def _own(owner: str, item_id: int) -> TrayItem:
    item = TrayItem.objects.filter(owner=owner, pk=item_id).first()
    if item is None:
        raise TrayError("tray.error.no_item")
    return item


def _kept(item: TrayItem) -> Kept:
    held = dict(item.content)
    held["heads"] = tuple(held["heads"])
    held["rows"] = tuple(tuple(row) for row in held["rows"])
    return Kept(
        item.pk,
        item.address,
        item.heading,
        item.remark,
        Shown(**held),
        item.digest,
        item.added_at,
    )
