"""Read and write drafts of the catalogue. What may be done to which is `ingest.drafts`' to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from moibench.store.drafts.models import Draft, DraftFile, DraftStep, State

CHANGING = ("begun", "changed", "undone")


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of a draft: as it was in force when it was taken up, and as the draft wants it."""

    path: str
    before: str | None
    after: str | None
    version: int
    changed_at: dt.datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draft, the content of a changed file left out."""

    at: dt.datetime
    by: str
    step: str
    comment: str
    path: str


@dataclass(frozen=True, slots=True)
class DraftCatalogue:
    """A draft as plain values; state: open, submitted, checked, published or withdrawn."""

    id: int
    title: str
    reason: str
    state: str
    begun_at: dt.datetime
    begun_by: str
    files: tuple[ChangedFile, ...]
    steps: tuple[Step, ...]

    def file(self, path: str) -> ChangedFile | None:
        """Return the file of that path, None where the draft leaves it alone."""
        return next((f for f in self.files if f.path == path), None)

    @property
    def authors(self) -> frozenset[str]:
        """Everybody who made any of its changes."""
        return frozenset(s.by for s in self.steps if s.step in CHANGING)


def begin(title: str, reason: str, by: str) -> int:
    """Begin a draft and return its number."""
    with transaction.atomic():
        made = Draft.objects.create(
            title=title, reason=reason, begun_at=timezone.now(), begun_by=by
        )
        add_step(made.pk, by, "begun")
    return made.pk


def find(number: int) -> DraftCatalogue | None:
    """Return a draft, None where there is none of that number."""
    made = Draft.objects.filter(pk=number).first()
    return None if made is None else _plain(made)


def every() -> tuple[DraftCatalogue, ...]:
    """Return every draft, the newest first."""
    drafts = Draft.objects.prefetch_related("files", "steps").order_by("-id")
    return tuple(_plain(d) for d in drafts)


@contextmanager
def held(number: int) -> Iterator[DraftCatalogue | None]:
    """Hold a draft against everybody else's changes until all that is done inside is written."""
    with transaction.atomic():
        made = Draft.objects.select_for_update().filter(pk=number).first()
        yield None if made is None else _plain(made)


def set_state(number: int, state: str) -> None:
    """Write how far a draft has come."""
    Draft.objects.filter(pk=number).update(state=State(state))


def write(number: int, path: str, before: str | None, after: str | None, by: str) -> None:
    """Write a file of a draft as its next version, with its step."""
    known = DraftFile.objects.filter(draft_id=number, path=path).first()
    last = DraftStep.objects.filter(draft_id=number, path=path).order_by("-version").first()
    version = (last.version if last else 0) + 1
    fields = {
        "before": before,
        "after": after,
        "version": version,
        "changed_at": timezone.now(),
        "changed_by": by,
    }
    if known is None:
        DraftFile.objects.create(draft_id=number, path=path, **fields)
    else:
        DraftFile.objects.filter(pk=known.pk).update(**fields)
    add_step(number, by, "changed", path=path, version=version, content=after)


def leave_alone(number: int, path: str, by: str) -> None:
    """Take a file out of a draft, so that it stays as it is in force."""
    known = DraftFile.objects.get(draft_id=number, path=path)
    version = known.version + 1
    known.delete()
    add_step(number, by, "undone", path=path, version=version)


def content_of(number: int, path: str, version: int) -> str | None:
    """Return a file as a version of it said; None where it was taken away or never was."""
    step = DraftStep.objects.filter(draft_id=number, path=path, version=version).first()
    return None if step is None else step.content


def version_of(number: int, path: str) -> int:
    """Return how often a file was changed in a draft, an undoing counted too."""
    last = DraftStep.objects.filter(draft_id=number, path=path).order_by("-version").first()
    return 0 if last is None else last.version


def last_by(number: int, path: str) -> str:
    """Return who changed a file of a draft last; empty where nobody did."""
    last = DraftStep.objects.filter(draft_id=number, path=path).order_by("-version").first()
    return "" if last is None else last.by


def add_step(
    number: int,
    by: str,
    step: str,
    *,
    comment: str = "",
    path: str = "",
    version: int = 0,
    content: str | None = None,
) -> None:
    """Write down a step of a draft."""
    DraftStep.objects.create(
        draft_id=number,
        at=timezone.now(),
        by=by,
        step=step,
        comment=comment,
        path=path,
        version=version,
        content=content,
    )


def _plain(made: Draft) -> DraftCatalogue:
    files = sorted(made.files.all(), key=lambda f: f.path)
    steps = sorted(made.steps.all(), key=lambda s: s.pk)
    return DraftCatalogue(
        made.pk,
        made.title,
        made.reason,
        made.state,
        made.begun_at,
        made.begun_by,
        tuple(
            ChangedFile(f.path, f.before, f.after, f.version, f.changed_at, f.changed_by)
            for f in files
        ),
        tuple(Step(s.at, s.by, s.step, s.comment, s.path) for s in steps),
    )
