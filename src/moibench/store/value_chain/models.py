"""A value chain and its versions. A version is added, never changed, so that nothing is lost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Act(models.TextChoices):
    """What a version came from."""

    MADE = "made"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"


class Chain(models.Model):
    """A chain of a unit. kind and subject: of the newest version, to find a chain by them.

    copied_from: the chain it began as a copy of, which may be another unit's.
    """

    unit = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64, default="", blank=True)
    newest = models.PositiveIntegerField(default=0)
    is_deleted = models.BooleanField(default=False)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        indexes = (models.Index(fields=("unit", "id"), name="chain_of_unit"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("sector", "product", "issue")), name="chain_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.subject}"


class ChainVersion(models.Model):
    """A chain as somebody left it. content: as `analysis.value_chain.content` writes it."""

    chain = models.ForeignKey(Chain, related_name="versions", on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=16, choices=Act)
    content = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("chain", "number"), name="chain_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.chain_id} v{self.number}"
