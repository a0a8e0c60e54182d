"""Imports and remembered mappings. Mappings are only added; the newest of a source counts."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """How an import ended; one that was begun and never ended was interrupted."""

    BEGUN = "begun"
    STORED = "stored"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Import(models.Model):
    """An import that somebody began: its row is there before the first figure is.

    `process`, `run` and `machine` tell whether it may still be running. The outcome "stored"
    is written in the transaction that writes the figures.
    """

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)
    process = models.BigIntegerField()
    run = models.CharField(max_length=32)
    machine = models.CharField(max_length=255)
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.BEGUN)
    ended_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} ({self.outcome})"


class RememberedMapping(models.Model):
    """How the tables of a source were understood when one of them was stored.

    titles: the titles of the columns that the mapping names, by which the next table is known.
    """

    source = models.CharField(max_length=64)
    content = models.JSONField()
    titles = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("source", "id"), name="remembered_mapping_source"),)

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"
