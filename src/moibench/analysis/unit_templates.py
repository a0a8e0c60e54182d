"""The documents of their own that units have reports written into: kept, replaced, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from moibench.store.content import DamagedFile, keep, kept, template_folder
from moibench.store.unit_templates.models import UnitTemplate

LONGEST_NAME = 150


class TemplateError(Exception):
    """A template cannot be kept, found or taken away; `key` names the message."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """A template as it was put in or, where sha256 is "", taken away. size: bytes."""

    id: int
    unit: str
    kind: str
    name: str
    sha256: str
    size: int
    changed_at: dt.datetime
    changed_by: str


def template_history(unit: str) -> tuple[KeptTemplate, ...]:
    """Return everything that was ever done to a unit's templates, the newest first."""
    return tuple(_kept(row) for row in UnitTemplate.objects.filter(unit=unit).order_by("-id"))


def templates_of(units: Iterable[str]) -> dict[tuple[str, str], KeptTemplate]:
    """Return the templates in force of some units, by unit and kind."""
    newest = {
        (row.unit, row.kind): row
        for row in UnitTemplate.objects.filter(unit__in=tuple(units)).order_by("id")
    }
    return {place: _kept(row) for place, row in newest.items() if row.sha256}


def template_content(unit: str, template_id: int) -> tuple[KeptTemplate, bytes]:
    """Return a template of a unit, in force or of before, with its content.

    Raises:
        TemplateError: the unit never had it, or its file is gone or damaged.
    """
    row = UnitTemplate.objects.filter(unit=unit, pk=template_id).exclude(sha256="").first()
    if row is None:
        raise TemplateError("unit_template.error.none")
    try:
        return _kept(row), kept(template_folder(), row.sha256)
    except DamagedFile as error:
        raise TemplateError("unit_template.error.damaged", name=row.name) from error


def put_template(
    unit: str, kind: str, name: str, content: bytes, by: str, after: int | None
) -> KeptTemplate:
    """Make a checked document the template of a unit; what was in force stays in the history.

    after: id of the newest row of the kind that the officer has seen, None where there was none.

    Raises:
        TemplateError: somebody changed it in the meantime, or the file cannot be written; then
            nothing changes.
    """
    try:
        sha = keep(template_folder(), content)
    except OSError as error:
        raise TemplateError("unit_template.error.not_written", reason=error.strerror) from error
    return _add(unit, kind, name[-LONGEST_NAME:], sha, len(content), by, after)


def take_away_template(unit: str, kind: str, by: str, after: int | None) -> KeptTemplate:
    """Take away the template of a unit; its file stays in the history.

    Raises:
        TemplateError: somebody changed it in the meantime.
    """
    return _add(unit, kind, "", "", 0, by, after)


def _add(
    unit: str, kind: str, name: str, sha: str, size: int, by: str, after: int | None
) -> KeptTemplate:
    with transaction.atomic():
        newest = (
            UnitTemplate.objects.select_for_update()
            .filter(unit=unit, kind=kind)
            .order_by("-id")
            .first()
        )
        if (newest.pk if newest else None) != after:
            name_of_other = newest.changed_by if newest else ""
            raise TemplateError("unit_template.error.meanwhile", name=name_of_other)
        return _kept(
            UnitTemplate.objects.create(
                unit=unit,
                kind=kind,
                name=name,
                sha256=sha,
                size=size,
                changed_at=timezone.now(),
                changed_by=by,
            )
        )


def _kept(row: UnitTemplate) -> KeptTemplate:
    return KeptTemplate(
        row.pk,
        row.unit,
        row.kind,
        row.name,
        row.sha256,
        row.size,
        row.changed_at,
        row.changed_by,
    )
