"""Observations and the editions they came from. Rows are added, never changed or removed.

A correction is a new row; the newest row of the newest edition is the current value. The
database itself refuses updates and deletions of observations (migration 0002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Status(models.TextChoices):
    """What the agency says of a value."""

    FINAL = "final"
    PRELIMINARY = "preliminary"
    ESTIMATED = "estimated"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Edition(models.Model):
    """A release of a source of which observations were loaded, one row for each load of it.

    `sequence` orders the editions of one source, the newest highest. A file that was corrected
    is loaded again under the same edition id with another checksum.
    """

    edition_id = models.CharField(max_length=64)
    source_id = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition_id", "checksum"), name="edition_loaded_once_per_content"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} ({self.checksum[:8]})"


class Observation(models.Model):
    """One value of a series for a unit and a year, as one edition gives it."""

    series = models.CharField(max_length=64)
    unit = models.CharField(max_length=16)
    year = models.SmallIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="observations")
    value = models.FloatField(null=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.FINAL)
    standard_error = models.FloatField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("series", "unit", "year"), name="observation_place"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(year__gte=1900) & Q(year__lte=2200), name="observation_year_is_ce"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, status__in=("final", "preliminary", "estimated"))
                | Q(value__isnull=True, status__in=("missing", "not_applicable")),
                name="observation_has_a_value_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(standard_error__isnull=True) | Q(standard_error__gte=0),
                name="observation_standard_error_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.unit} {self.year} = {self.value}"
