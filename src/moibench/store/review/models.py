"""What units file, how it came to be, and how far its review has come.

A filing is one unit's figures of one source and year. Of its drafts every version is kept, as is
every step, remark and verification: the database itself refuses to change or remove them
(migration 0002). Only a filing's own row changes, and it says nothing that the steps do not.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from moibench.store.models import Evidence, Status


class State(models.TextChoices):
    """How far the review of a filing has come."""

    DRAFT = "draft"
    RETURNED = "returned"  # to be mended by the officer
    SUBMITTED = "submitted"
    APPROVED = "approved"  # by the unit itself
    ACCEPTED = "accepted"  # from above; locked
    PUBLISHED = "published"  # its values are observations


class Filing(models.Model):
    """One unit's figures of one source and year, and the state of their review.

    round: 1, and one more each time the filing was unlocked.
    """

    source = models.CharField(max_length=64)
    unit = models.CharField(max_length=16)
    year = models.SmallIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    round = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("unit", "state"), name="filing_waiting"),)
        constraints = (
            models.UniqueConstraint(fields=("source", "year", "unit"), name="filing_once"),
            models.CheckConstraint(
                condition=Q(year__gte=1900) & Q(year__lte=2200), name="filing_year_is_ce"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="filing_state_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.unit} {self.year}: {self.state}"


class Attachment(models.Model):
    """A kept file that a unit's people brought; only that unit's cells may name it."""

    unit = models.CharField(max_length=16)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "evidence"), name="attachment_once_a_unit"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"


class DraftVersion(models.Model):
    """What a cell of a filing said from one save on; its highest version is what it says.

    status: empty where the cell was emptied again. channel: where it was entered.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="drafts")
    series = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    value = models.FloatField(null=True)
    status = models.CharField(max_length=16, choices=Status, blank=True)
    standard_error = models.FloatField(null=True)
    reason = models.TextField(default="", blank=True)
    comment = models.TextField(default="", blank=True)
    follow_up = models.BooleanField(default=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    channel = models.CharField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("filing", "series", "version"), name="draft_version_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, status__in=("final", "preliminary", "estimated"))
                | Q(value__isnull=True, status__in=("", "missing", "not_applicable")),
                name="draft_has_a_value_or_says_why_not",
            ),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.version}: {self.value}"


class Step(models.Model):
    """A step of a filing's review: who led it from which state to which, when, and why.

    added: observations recorded, where it was published.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=16)
    before = models.CharField(max_length=16, choices=State, blank=True)
    after = models.CharField(max_length=16, choices=State)
    round = models.PositiveIntegerField()
    comment = models.TextField(default="", blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=150)
    added = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.taken_by}"


class Remark(models.Model):
    """A question about a cell, or an answer to it; by nobody where a check asked."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="remarks")
    series = models.CharField(max_length=64)
    text = models.TextField()
    is_question = models.BooleanField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.series} {self.written_by}"


class Verification(models.Model):
    """A second person compared this version of a cell with its evidence."""

    draft = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="verifications")
    verified_at = models.DateTimeField()
    verified_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.verified_by}"


class Reminder(models.Model):
    """That a person was reminded by e-mail of what `digest` stands for."""

    username = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("username", "sent_at"), name="reminder_newest"),)

    def __str__(self) -> str:
        return f"{self.username} {self.sent_at:%Y-%m-%d}"
