"""Who is to be reminded by e-mail of what, and not more often than is bearable."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction

from moibench.analysis.review.asking import Asker, asker
from moibench.analysis.review.reading import Duty, inbox, my_numbers
from moibench.analysis.vantage import BANGKOK_TIME, today
from moibench.people import accounts, log
from moibench.people.rights import Role
from moibench.store.review.reminding import record_reminder, reminded_since

__all__ = ["DAYS_BEFORE", "EVERY_DAYS", "Reminder", "mark_sent", "reminders"]

DAYS_BEFORE = 14  # days before it is due from which on a filing is spoken of
EVERY_DAYS = 7  # the same is not said again sooner


@dataclass(frozen=True, eq=False)
class Reminder:
    """What a person is to be reminded of: own figures, and what waits for review with its step."""

    asker: Asker
    own: tuple[Duty, ...]
    waits: tuple[tuple[str, Duty], ...]
    digest: str

    @property
    def count(self) -> int:
        """How many filings it is about."""
        return len(self.own) + len(self.waits)


def reminders(on: dt.date | None = None) -> tuple[Reminder, ...]:
    """Return whom to remind on a day, by user name; whoever was told the same lately is left out.

    One without an e-mail address is in the list too, so that it can be said.
    """
    day = on or today()
    since = dt.datetime.combine(day, dt.time.min, BANGKOK_TIME) - dt.timedelta(days=EVERY_DAYS - 1)
    found = []
    for person in accounts.holders((Role.DATA_OFFICER, Role.APPROVER), day):
        one = _reminder(asker(person, on=day))
        if one.count and not reminded_since(person.username, one.digest, since):
            found.append(one)
    return tuple(found)


def mark_sent(reminder: Reminder) -> None:
    """Record that the person was reminded, also in the log."""
    with transaction.atomic():
        record_reminder(reminder.asker.name, reminder.digest)
        log.record(
            "filing.reminded",
            "person",
            reminder.asker.name,
            by=None,
            after={"count": reminder.count},
        )


def _reminder(who: Asker) -> Reminder:
    own = tuple(d for d in my_numbers(who) if _presses(d, who.on))
    waits = inbox(who)
    said = [(d.place, d.standing) for d in own], [(step, d.place) for step, d in waits]
    return Reminder(who, own, waits, hashlib.sha256(repr(said).encode()).hexdigest())


def _presses(duty: Duty, on: dt.date) -> bool:
    if duty.standing == "due":
        return (duty.due - on).days <= DAYS_BEFORE
    return duty.standing in ("overdue", "questioned")
