"""A group of units under a name. It is the work of a person, not a figure: it may be deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Shared(models.TextChoices):
    """Who may use a group beside its owner."""

    NOBODY = "nobody"
    UNIT = "unit"  # whoever holds a role in, or above, the group's unit
    EVERYBODY = "everybody"  # guests too


class SavedGroup(models.Model):
    """Units to compare with. `owner` is a user name; `members` are codes in the order chosen."""

    name = models.CharField(max_length=100)
    owner = models.CharField(max_length=64)
    unit = models.CharField(max_length=16)
    shared = models.CharField(max_length=16, choices=Shared, default=Shared.NOBODY)
    members = models.JSONField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="group_name_once_an_owner"),
            models.CheckConstraint(
                condition=Q(shared__in=Shared.values), name="group_shared_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.owner})"
