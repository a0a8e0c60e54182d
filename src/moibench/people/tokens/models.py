"""Tokens. The secret itself is never stored, only what proves it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone

from moibench.people.models import Person


class Token(models.Model):
    """A token of a person; whoever shows it may do what its scopes and the person's roles allow.

    `digest` is the SHA-256 of a random secret of 256 bits: it cannot be guessed from a list, so it
    needs no slow hash, which every request would pay for.
    """

    person_id: int
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="tokens"
    )
    name: models.CharField[str, str] = models.CharField(max_length=80)
    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    scopes: models.JSONField[Any, Any] = models.JSONField()
    made_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField(
        default=timezone.now
    )
    expires_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    last_used_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    revoked_at: models.DateTimeField[dt.datetime | None, dt.datetime | None] = models.DateTimeField(
        null=True
    )

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}"

    @property
    def is_good(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and timezone.now() < self.expires_at
