"""Targets as they were entered. A correction is a new row; so is taking a target back.

The newest row of a place (for whom, indicator, target year) says what holds. The database itself
refuses updates and deletions (migration 0002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EnteredTarget(models.Model):
    """One target as somebody entered it, or took it back.

    `unit` is a code, or `level` a level whose every unit it holds for; exactly one of them.
    `content` is the rest of the target by the catalogue's keys; empty where it was taken back.
    """

    unit = models.CharField(max_length=16, blank=True)
    level = models.CharField(max_length=16, blank=True)
    indicator = models.CharField(max_length=64)
    target_year = models.SmallIntegerField()
    content = models.JSONField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("unit", "indicator"), name="entered_target_place"),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(unit="") & ~Q(level="")) | (~Q(unit="") & Q(level="")),
                name="entered_target_is_for_a_unit_or_a_level",
            ),
            models.CheckConstraint(
                condition=Q(target_year__gte=1900) & Q(target_year__lte=2200),
                name="entered_target_year_is_ce",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit or self.level} {self.indicator} {self.target_year}"
