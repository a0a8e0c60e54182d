"""A draft of the catalogue: its files with what they were begun from, and its steps."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """How far a draft has come."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Draft(models.Model):
    """Changes that are put in force together, with the reason for them."""

    title = models.CharField(max_length=200)
    reason = models.TextField()
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.title


class DraftFile(models.Model):
    """A file as a draft wants it. before: as it was in force then; after: None takes it away.

    version: counts the changes, so that one who saw an earlier one is told of the later.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=255)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "path"), name="draft_file_stands_once"),
        )

    def __str__(self) -> str:
        return self.path


class DraftStep(models.Model):
    """One step of a draft; of a change also the file, its version and its content from then on."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    step = models.CharField(max_length=16)
    comment = models.TextField(blank=True, default="")
    path = models.CharField(max_length=255, blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    content = models.TextField(null=True)

    def __str__(self) -> str:
        return f"{self.step} {self.path}".strip()
