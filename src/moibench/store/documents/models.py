"""What people keep for their documents: trays, texts they wrote, sentences with fields."""

from __future__ import annotations

from django.db import models


class TrayItem(models.Model):
    """A chart or table of a page as it was shown when it was put into somebody's tray.

    address: of the page, with its whole state. part: which chart or table of it. content: title,
    description, source, heads and rows as displayed, and the spec of a chart. digest: of the
    content, to tell whether the page shows something newer.
    """

    owner = models.CharField(max_length=150)
    position = models.PositiveIntegerField()
    address = models.CharField(max_length=2000)
    part = models.CharField(max_length=150)
    kind = models.CharField(max_length=8, choices=(("chart", "chart"), ("table", "table")))
    heading = models.CharField(max_length=300)
    remark = models.TextField(default="", blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("owner", "position"), name="tray_in_order"),)

    def __str__(self) -> str:
        return f"{self.owner}: {self.heading}"


class WrittenText(models.Model):
    """A text that an officer put in the place of a generated one. Rows are added, never changed.

    The newest row of a chapter counts; an empty text gives the place back to the generated one.
    generated: what the system had written when the officer wrote.
    """

    unit = models.CharField(max_length=16)
    year = models.SmallIntegerField()
    edition = models.CharField(max_length=16, default="", blank=True)
    language = models.CharField(max_length=2)
    chapter = models.CharField(max_length=64)
    text = models.TextField(default="", blank=True)
    generated = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)

    class Meta:
        indexes = (
            models.Index(
                fields=("unit", "year", "edition", "language", "chapter", "id"),
                name="written_text_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.chapter}"


class FieldSentence(models.Model):
    """A sentence with fields that an officer wrote once for every unit and year."""

    owner = models.CharField(max_length=150)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2)
    template = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="sentence_name_once_per_owner"),
        )

    def __str__(self) -> str:
        return self.name
