"""Whom was reminded of what by e-mail, and when."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from moibench.store.review.models import Reminder


def reminded_since(username: str, digest: str, moment: dt.datetime) -> bool:
    """Tell whether the person's newest reminder is of this very content, and since `moment`."""
    newest = Reminder.objects.filter(username=username).order_by("-id").first()
    return newest is not None and newest.digest == digest and newest.sent_at >= moment


def record_reminder(username: str, digest: str) -> None:
    """Record that the person was reminded now."""
    Reminder.objects.create(username=username, digest=digest, sent_at=timezone.now())
