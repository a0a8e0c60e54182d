"""Read and add versions of local products. There is no way here to change or remove one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from moibench.store.champions.models import LocalProduct, ProductVersion

MOST = 2**63 - 1  # a number in an address may be larger than any a database holds


class ChangedMeanwhile(Exception):
    """Somebody else wrote a newer version; `newest` is theirs."""

    def __init__(self, newest: Version) -> None:
        self.newest = newest
        super().__init__(newest.written_by)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a product."""

    name: str
    sector: str
    note: str
    evidence: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A wording, who wrote it when, of which product of which unit."""

    id: int
    product: int
    unit: str
    wording: Wording
    written_at: dt.datetime
    written_by: str


def newest_of(unit: str) -> tuple[Version, ...]:
    """Return the newest version of each product of a unit, in the order the products were made."""
    found: dict[int, Version] = {}
    rows = ProductVersion.objects.filter(product__unit=unit).select_related("product")
    for row in rows.order_by("product_id", "id"):
        found[row.product_id] = _version(row)
    return tuple(found.values())


def history(product: int) -> tuple[Version, ...]:
    """Return every version of a product, the newest first; none where there is no such product."""
    if not 0 < product <= MOST:
        return ()
    rows = ProductVersion.objects.filter(product_id=product).select_related("product")
    return tuple(_version(row) for row in rows.order_by("-id"))


def add(unit: str, wording: Wording, by: str) -> Version:
    """Make a product of a unit and return its first version."""
    with transaction.atomic():
        product = LocalProduct.objects.create(unit=unit, made_at=timezone.now(), made_by=by)
        return _written(product, wording, by)


def rewrite(product: int, wording: Wording, by: str, after: int) -> Version:
    """Write a newer version and return it.

    Args:
        product: its number.
        wording: what is to hold.
        by: who writes.
        after: id of the newest version that the writer has seen.

    Raises:
        ChangedMeanwhile: somebody wrote a newer one.
        LocalProduct.DoesNotExist: there is no such product.
    """
    with transaction.atomic():
        held = LocalProduct.objects.select_for_update().get(pk=product)
        newest = history(product)[0]
        if newest.id != after:
            raise ChangedMeanwhile(newest)
        if newest.wording == wording:
            return newest
        return _written(held, wording, by)


def _written(product: LocalProduct, wording: Wording, by: str) -> Version:
    return _version(
        ProductVersion.objects.create(
            product=product,
            name=wording.name,
            sector=wording.sector,
            note=wording.note,
            evidence=wording.evidence,
            withdrawn=wording.withdrawn,
            written_at=timezone.now(),
            written_by=by,
        )
    )


def _version(row: ProductVersion) -> Version:
    wording = Wording(row.name, row.sector, row.note, row.evidence, row.withdrawn)
    return Version(
        row.pk, row.product_id, row.product.unit, wording, row.written_at, row.written_by
    )
