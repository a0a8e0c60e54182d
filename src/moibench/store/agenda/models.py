"""An agenda of an officer and its versions. A version is added, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from moibench.store.groups.models import Shared


class OwnAgenda(models.Model):
    """Whose it is and who may see it. `copied_from` names what it began as."""

    owner = models.CharField(max_length=64)
    unit = models.CharField(max_length=16)
    shared = models.CharField(max_length=16, choices=Shared, default=Shared.NOBODY)
    copied_from = models.CharField(max_length=64, blank=True, default="")
    withdrawn = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(shared__in=Shared.values), name="agenda_shared_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} ({self.owner})"


class AgendaVersion(models.Model):
    """Everything an agenda said, its frozen numbers too, and who said it when."""

    agenda = models.ForeignKey(OwnAgenda, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=16)
    note = models.CharField(max_length=200, blank=True, default="")
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agenda", "number"), name="agenda_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.agenda_id}/{self.number}"
