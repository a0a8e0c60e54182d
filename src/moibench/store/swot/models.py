"""Items of a SWOT and strategies of a TOWS, each as a row of versions; a correction is a new one.

The newest version of an item says what holds. The database itself refuses updates and deletions
(migration 0002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

QUADRANTS = ("strength", "weakness", "opportunity", "threat")
STRATEGIES = ("so", "wo", "st", "wt")
STATES = ("accepted", "rejected", "withdrawn")


class SwotItem(models.Model):
    """An item or a strategy. `key` is the candidate's it began as; empty for an officer's own."""

    unit = models.CharField(max_length=16)
    key = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "key"), condition=~Q(key=""), name="swot_candidate_once_a_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.key or self.pk}"


class SwotVersion(models.Model):
    """One state of an item: where it stands, the officer's words, why, on which evidence.

    `generated` is what the rule said then, by language; `evidence` the figures it stood on;
    `pairs` the items that a strategy pairs.
    """

    item = models.ForeignKey(SwotItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    quadrant = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    generated = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    pairs = models.JSONField(default=list)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "number"), name="swot_version_once_a_number"),
            models.CheckConstraint(
                condition=Q(quadrant__in=(*QUADRANTS, *STRATEGIES)), name="swot_quadrant_is_known"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="swot_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number} {self.state}"


class SwotOrder(models.Model):
    """The order of a quadrant's items as somebody put it; items it does not name come last."""

    unit = models.CharField(max_length=16)
    quadrant = models.CharField(max_length=16)
    items = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("unit", "quadrant"), name="swot_order_place"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.quadrant}"
