"""Definitions of sources, and the log of fetches. Log rows are only added."""

from __future__ import annotations

from django.db import models


class Definition(models.Model):
    """Where a source's figures are fetched from, how often, and how they are understood.

    options: what the kind of connector needs besides, such as a data flow. mapping: none until
    one was given; then as `ingest.table_files.mapping` reads it.
    """

    name = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16)
    address = models.CharField(max_length=2000)
    options = models.JSONField(default=dict)
    schedule = models.CharField(max_length=16)
    mapping = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class Fetch(models.Model):
    """One attempt to fetch a source: what came, kept under its SHA-256, or why nothing did.

    table_sha256, table_name: the table that was made of it, kept likewise, so that what was shown
    is what is stored.
    """

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="fetches")
    begun_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    address = models.CharField(max_length=2000)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    table_sha256 = models.CharField(max_length=64, blank=True)
    table_name = models.CharField(max_length=255, blank=True)
    refused = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    editions = models.JSONField(default=list)
    fetched_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("definition", "-id"), name="fetch_newest"),)

    def __str__(self) -> str:
        return f"{self.definition_id} {self.begun_at} {self.outcome}"
