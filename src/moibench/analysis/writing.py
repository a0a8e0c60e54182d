"""Texts that officers put in the place of generated ones, and sentences with fields."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from moibench.store.documents.models import FieldSentence, WrittenText

MOST_LETTERS = 20_000
MOST_SENTENCES = 200


class WritingError(Exception):
    """A text cannot be kept; `key` names the message."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: the report of a unit, a year, an edition ("" for none), a language."""

    unit: str
    year: int
    edition: str
    language: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text as somebody wrote it. generated: what the system had written then."""

    id: int
    text: str
    generated: str
    written_at: dt.datetime
    written_by: str


def written_texts(place: Place) -> dict[str, Written]:
    """Return the texts in force, by chapter; one that was withdrawn is not among them."""
    found = {chapter: rows[0] for chapter, rows in text_history(place).items()}
    return {chapter: written for chapter, written in found.items() if written.text}


def text_history(place: Place) -> dict[str, list[Written]]:
    """Return everything ever written at a place, by chapter, the newest first."""
    history: dict[str, list[Written]] = {}
    rows = WrittenText.objects.filter(
        unit=place.unit, year=place.year, edition=place.edition, language=place.language
    ).order_by("-id")
    for row in rows:
        written = Written(row.pk, row.text, row.generated, row.written_at, row.written_by)
        history.setdefault(row.chapter, []).append(written)
    return history


def write_text(
    place: Place, chapter: str, text: str, generated: str, by: str, after: int | None
) -> None:
    """Put a text in the place of a generated one; an empty text withdraws it.

    after: id of the newest text the writer has seen, None where there was none.

    Raises:
        WritingError: it is too long, or somebody wrote in the meantime.
    """
    if len(text) > MOST_LETTERS:
        raise WritingError("writing.error.too_long", most=MOST_LETTERS)
    with transaction.atomic():
        newest = (
            WrittenText.objects.select_for_update()
            .filter(
                unit=place.unit,
                year=place.year,
                edition=place.edition,
                language=place.language,
                chapter=chapter,
            )
            .order_by("-id")
            .first()
        )
        if (newest.pk if newest else None) != after:
            name = newest.written_by if newest else ""
            raise WritingError("writing.error.meanwhile", name=name)
        if newest is not None and newest.text == text and newest.generated == generated:
            return
        WrittenText.objects.create(
            unit=place.unit,
            year=place.year,
            edition=place.edition,
            language=place.language,
            chapter=chapter,
            text=text,
            generated=generated,
            written_at=timezone.now(),
            written_by=by,
        )


def sentences_of(owner: str) -> tuple[tuple[str, str, str], ...]:
    """Return a person's sentences with fields: name, language, template."""
    rows = FieldSentence.objects.filter(owner=owner).order_by("name")
    return tuple((r.name, r.language, r.template) for r in rows)


def keep_sentence(owner: str, name: str, language: str, template: str) -> None:
    """Keep a sentence under a name; one of the same name is replaced.

    Raises:
        WritingError: the name or the sentence is empty or too long, or there are too many.
    """
    name, template = name.strip(), template.strip()
    if not name or not template:
        raise WritingError("writing.error.empty")
    if len(name) > 150 or len(template) > MOST_LETTERS:
        raise WritingError("writing.error.too_long", most=MOST_LETTERS)
    mine = FieldSentence.objects.filter(owner=owner)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_SENTENCES:
        raise WritingError("writing.error.full", most=MOST_SENTENCES)
    FieldSentence.objects.update_or_create(
        owner=owner,
        name=name,
        defaults={"language": language, "template": template, "changed_at": timezone.now()},
    )


def forget_sentence(owner: str, name: str) -> None:
    """Delete a person's own sentence; nothing happens where there is none."""
    FieldSentence.objects.filter(owner=owner, name=name).delete()
