"""People, the roles they hold in units, and the log of what was done.

People are never deleted, for the log and the figures name them: an account is switched off. The
log is only ever added to; the database itself refuses anything else (migration 0002).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from moibench.people.rights import Held, Role

USER_NAME_PATTERN = r"^[a-z0-9][a-z0-9._-]{2,63}\Z"


class People(BaseUserManager["Person"]):
    """Finds people by user name; they are made by `moibench.people.accounts`."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person of that user name, however its letters are written."""
        return self.get(username=(username or "").lower())


class Person(AbstractBaseUser):
    """An account. What the person may do is not here but in the memberships."""

    username: models.CharField[str, str] = models.CharField(
        max_length=64,
        unique=True,
        validators=[
            RegexValidator(
                USER_NAME_PATTERN,
                gettext_lazy("Use 3 to 64 of a-z, 0-9, full stop, hyphen or underscore."),
            )
        ],
        error_messages={"unique": gettext_lazy("This user name is taken.")},
    )
    name: models.CharField[str, str] = models.CharField(max_length=150)
    email: models.EmailField[str, str] = models.EmailField(blank=True)
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    joined_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField(
        default=timezone.now
    )

    memberships: Any  # the manager that the foreign key of Membership makes

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return str(self.username)


class Membership(models.Model):
    """A role that a person holds in a unit from one day to another."""

    person_id: int
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships"
    )
    unit: models.CharField[str, str] = models.CharField(max_length=16)
    role: models.CharField[str, str] = models.CharField(
        max_length=24, choices=[(r.value, r.value) for r in Role]
    )
    held_from: models.DateField[dt.date, dt.date] = models.DateField()
    held_to: models.DateField[dt.date | None, dt.date | None] = models.DateField(
        null=True, blank=True
    )

    class Meta:
        indexes = (models.Index(fields=("unit", "role"), name="membership_place"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(held_to__isnull=True) | Q(held_to__gte=F("held_from")),
                name="membership_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.unit}"

    def held(self) -> Held:
        """Return what the rules need of it."""
        return Held(Role(self.role), self.unit, self.held_from, self.held_to)


class Act(models.Model):
    """One line of the log: who did what to what, when and from where; before and after.

    `by` is empty where nobody was signed in (a refused sign-in) or a command of the terminal
    acted, which `by_name` then says.
    """

    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField(
        default=timezone.now, db_index=True
    )
    by: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="acts"
    )
    by_name: models.CharField[str, str] = models.CharField(max_length=150)
    action: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    kind: models.CharField[str, str] = models.CharField(max_length=32)
    subject: models.CharField[str, str] = models.CharField(max_length=150)
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    after: models.JSONField[Any, Any] = models.JSONField(null=True)
    address: models.CharField[str, str] = models.CharField(max_length=45, blank=True)

    class Meta:
        indexes = (models.Index(fields=("kind", "subject"), name="act_subject"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action} {self.kind} {self.subject}"
