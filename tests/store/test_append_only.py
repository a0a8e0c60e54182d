"""What is kept for good can be neither changed nor removed, whoever asks the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import Model
from django.db.utils import DatabaseError

from moibench.store.agenda.models import AgendaVersion, OwnAgenda
from moibench.store.champions.models import LocalProduct, ProductVersion
from moibench.store.swot.models import SwotItem, SwotOrder, SwotVersion
from moibench.store.targets.models import EnteredTarget
from moibench.store.unit_templates.models import UnitTemplate
from moibench.store.value_chain.models import Chain, ChainVersion

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
WRITTEN = {"written_at": NOW, "written_by": "somchai"}
MADE = {"made_at": NOW, "made_by": "somchai"}


def item() -> SwotItem:
    return SwotItem.objects.create(unit="24", **MADE)


ROWS: dict[str, Callable[[], Model]] = {
    "target": lambda: EnteredTarget.objects.create(
        unit="24", indicator="hai", target_year=2027, entered_at=NOW, entered_by="somchai"
    ),
    "product": lambda: ProductVersion.objects.create(
        product=LocalProduct.objects.create(unit="24", **MADE), name="ข้าว", **WRITTEN
    ),
    "swot item": item,
    "swot version": lambda: SwotVersion.objects.create(
        item=item(), number=1, quadrant="strength", state="accepted", **WRITTEN
    ),
    "swot order": lambda: SwotOrder.objects.create(
        unit="24", quadrant="strength", items=[], **WRITTEN
    ),
    "agenda": lambda: AgendaVersion.objects.create(
        agenda=OwnAgenda.objects.create(owner="somchai", unit="24", made_at=NOW),
        number=1,
        content={},
        digest="",
        **MADE,
    ),
    "value chain": lambda: ChainVersion.objects.create(
        chain=Chain.objects.create(unit="24", kind="issue"),
        number=1,
        act="made",
        content={},
        **WRITTEN,
    ),
    "template": lambda: UnitTemplate.objects.create(
        unit="24", kind="docx", changed_at=NOW, changed_by="somchai"
    ),
}


@pytest.mark.parametrize("kept", ROWS)
def test_a_row_is_refused_to_be_changed_or_removed(kept: str) -> None:
    row = ROWS[kept]()
    found = type(row).objects.filter(pk=row.pk)  # type: ignore[attr-defined]
    field = row._meta.concrete_fields[1].attname
    same = {field: getattr(row, field)}
    for attempt in (lambda: found.update(**same), lambda: found._raw_delete(found.db)):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            attempt()
    assert found.count() == 1
