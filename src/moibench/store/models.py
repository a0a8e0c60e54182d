"""Observations, the loads they came by, and what was published. Rows are added, never changed.

A correction is a new row; the newest row of the newest edition is the current value. The
database itself refuses updates and deletions (migrations 0002 and 0003).
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


class Grade(models.TextChoices):
    """How far a value was verified, from the most to the least."""

    VERIFIED = "verified"  # a second person compared it with its evidence
    PUBLISHED = "published"  # as an agency's publication prints it
    REPORTED = "reported"  # an officer's report, with its evidence
    UNVERIFIED = "unverified"  # a report without evidence


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


class Evidence(models.Model):
    """A file that proves values; its content lies in the data folder under its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"


class Observation(models.Model):
    """One value of a series for a unit and a year, as one edition gives it."""

    series = models.CharField(max_length=64)
    unit = models.CharField(max_length=16)
    year = models.SmallIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="observations")
    value = models.FloatField(null=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.FINAL)
    standard_error = models.FloatField(null=True)
    grade = models.CharField(max_length=16, choices=Grade, default=Grade.PUBLISHED)
    reason = models.TextField(default="", blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=150)

    class Meta:
        indexes = (
            models.Index(fields=("series", "unit", "year"), name="observation_place"),
            models.Index(fields=("entered_at", "id"), name="observation_moment"),
        )
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


class CatalogueState(models.Model):
    """A catalogue as it was put in force; its files lie in the data folder by their SHA-256.

    files: path inside the catalogue → SHA-256. The newest row is in force; without a row it is
    the catalogue of the package. `in_force` is False for one that was only kept with an edition.
    """

    version = models.CharField(max_length=16)
    files = models.JSONField()
    in_force = models.BooleanField()
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=150)
    reason = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return self.version


class PublishedEdition(models.Model):
    """What was published under a name such as 2569/1: everything needed to compute it again."""

    name = models.CharField(max_length=16, unique=True)
    moment = models.DateTimeField()
    data_version = models.CharField(max_length=16)
    catalogue = models.ForeignKey(CatalogueState, on_delete=models.PROTECT)
    framework = models.CharField(max_length=64)
    design = models.CharField(max_length=64)
    seed = models.BigIntegerField()
    replicates = models.PositiveIntegerField()
    map_date = models.DateField()
    results = models.CharField(max_length=64)
    software = models.CharField(max_length=32)
    published_by = models.CharField(max_length=150)
    note = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return self.name
