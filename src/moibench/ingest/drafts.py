"""Drafts of the catalogue: change files, have them checked by a second person, put them in force.

Every step is written in the draft and in the log. What is kept in a draft always fits together:
a change that would break the catalogue, the data or a published edition is refused when it is made.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import get_args

from django.db import transaction

from moibench.catalogue import Catalogue, CatalogueError, load_catalogue
from moibench.catalogue.fault import Fault
from moibench.catalogue.schema import Question
from moibench.ingest.catalogue_files import check_folder, draft_of, load_folder
from moibench.people import log
from moibench.people.models import Person
from moibench.store.drafts import changes
from moibench.store.drafts.changes import ChangedFile, DraftCatalogue
from moibench.store.frozen import KeptCatalogue

__all__ = ["ChangedFile", "DraftCatalogue", "DraftRefused", "Seen"]

KIND = "catalogue"
Files = Mapping[str, str | None]


class DraftRefused(Exception):
    """A step of a draft is refused; `kind` and `fields` name the message that says why."""

    def __init__(self, kind: str, **fields: object) -> None:
        self.kind = kind
        self.fields = fields
        super().__init__(f"{kind} {fields}")


class ChangedMeanwhile(DraftRefused):
    """Somebody else changed the same file; both contents, for the second to decide."""

    def __init__(self, path: str, by: str, seen: str | None, now: str | None, version: int) -> None:
        self.path, self.by, self.seen, self.now, self.version = path, by, seen, now, version
        super().__init__("changed_meanwhile", path=path, by=by)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from which address."""

    person: Person
    address: str = ""

    @property
    def name(self) -> str:
        """The user name, as steps and catalogues in force carry it."""
        return self.person.username


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as a form was filled from it: its version in the draft and its content."""

    version: int
    content: str | None


def begin(title: str, reason: str, by: Actor) -> int:
    """Begin a draft and return its number."""
    with transaction.atomic():
        number = changes.begin(title.strip(), reason.strip(), by.name)
        _log("catalogue.draft_begun", number, by, after={"title": title.strip()})
    return number


def find(number: int) -> DraftCatalogue:
    """Return a draft.

    Raises:
        DraftRefused: there is none of that number.
    """
    found = changes.find(number)
    if found is None:
        raise DraftRefused("no_draft", number=number)
    return found


def every() -> tuple[DraftCatalogue, ...]:
    """Return every draft, the newest first."""
    return changes.every()


def read(in_force: Catalogue, path: str) -> str | None:
    """Return a file of a catalogue, None where it has none of that path."""
    place = in_force.folder / path
    return place.read_bytes().decode("utf-8") if place.is_file() else None


def seen(draft: DraftCatalogue, in_force: Catalogue, path: str) -> Seen:
    """Return a file as the draft has it now, for a form to be filled from."""
    known = draft.file(path)
    content = read(in_force, path) if known is None else known.after
    return Seen(changes.version_of(draft.id, path), content)


def assembled(draft: DraftCatalogue, in_force: Catalogue) -> Catalogue:
    """Return the catalogue as it would be with the draft.

    Raises:
        CatalogueError: with every fault.
    """
    return together(in_force, {f.path: f.after for f in draft.files})


def together(in_force: Catalogue, files: Files) -> Catalogue:
    """Return a catalogue with other contents for some of its files, None for one taken away.

    Raises:
        CatalogueError: with every fault.
    """
    return _together(in_force.folder, in_force.version, tuple(sorted(files.items()))) or in_force


@lru_cache(maxsize=8)
def _together(
    folder: Path, version: str, files: tuple[tuple[str, str | None], ...]
) -> Catalogue | None:
    if not files:
        return None
    made = _folder_with(_at(folder), dict(files))
    try:
        return load_catalogue(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


@lru_cache(maxsize=2)
def _at(folder: Path) -> Catalogue:
    return load_catalogue(folder)


def _folder_with(in_force: Catalogue, files: Files) -> Path:
    folder = draft_of(in_force)
    for path, content in files.items():
        place = folder / path
        if content is None:
            place.unlink(missing_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode("utf-8"))
    return folder


def put(
    number: int,
    in_force: Catalogue,
    files: Files,
    by: Actor,
    known: Mapping[str, Seen] | None = None,
) -> Catalogue:
    """Write files into a draft, all or none, and return the catalogue with them.

    known: for each file that a form was filled from, as it was then.

    Raises:
        DraftRefused: the draft is not open, or a path leads elsewhere.
        ChangedMeanwhile: a file is no longer as it was known.
        CatalogueError: with every fault that the catalogue would then have.
    """
    for path in files:
        refuse_foreign(path)
    with changes.held(number) as draft:
        if draft is None:
            raise DraftRefused("no_draft", number=number)
        _refuse_unless(draft, "open")
        for path, before in (known or {}).items():
            _refuse_changed(draft, in_force, path, before)
        then = {f.path: f.after for f in draft.files} | dict(files)
        catalogue = together(in_force, then)
        if None in files.values():  # only what is taken away can break data and editions
            _refuse_breaking(in_force, then)
        for path, after in files.items():
            old = draft.file(path)
            now = read(in_force, path) if old is None else old.after
            if after == now:
                continue
            before = read(in_force, path) if old is None else old.before
            changes.write(number, path, before, after, by.name)
            _log("catalogue.draft_changed", number, by, after={"file": path})
    return catalogue


def _refuse_changed(draft: DraftCatalogue, in_force: Catalogue, path: str, before: Seen) -> None:
    now = seen(draft, in_force, path)
    if now.version != before.version and now.content != before.content:
        who = changes.last_by(draft.id, path)
        raise ChangedMeanwhile(path, who, before.content, now.content, now.version)


def content_seen(number: int, in_force: Catalogue, path: str, version: int) -> Seen:
    """Return a file as a form saw it, by the version that the form carries back."""
    if version:
        return Seen(version, changes.content_of(number, path, version))
    return Seen(0, read(in_force, path))


def undo(number: int, path: str, by: Actor) -> None:
    """Take a file out of a draft, so that it stays as it is in force.

    Raises:
        DraftRefused: the draft is not open, or leaves the file alone anyway.
    """
    with changes.held(number) as draft:
        if draft is None or draft.file(path) is None:
            raise DraftRefused("no_such_change", path=path)
        _refuse_unless(draft, "open")
        changes.leave_alone(number, path, by.name)
        _log("catalogue.draft_undone", number, by, after={"file": path})


def keep_mine(number: int, path: str, in_force: Catalogue, by: Actor) -> None:
    """Hold on to the draft's content of a file that was changed in force meanwhile."""
    with changes.held(number) as draft:
        known = None if draft is None else draft.file(path)
        if draft is None or known is None:
            raise DraftRefused("no_such_change", path=path)
        _refuse_unless(draft, "open")
        changes.write(number, path, read(in_force, path), known.after, by.name)
        _log("catalogue.draft_changed", number, by, after={"file": path})


def overtaken(draft: DraftCatalogue, in_force: Catalogue) -> tuple[ChangedFile, ...]:
    """Return the files that were changed in force since the draft took them up."""
    return tuple(f for f in draft.files if read(in_force, f.path) != f.before)


def faults(draft: DraftCatalogue, in_force: Catalogue) -> list[str]:
    """Return everything that stands against putting the draft in force; empty is a yes."""
    try:
        _refuse_breaking(in_force, {f.path: f.after for f in draft.files})
    except CatalogueError as error:
        return error.faults
    return []


def _refuse_breaking(in_force: Catalogue, files: Files) -> None:
    folder = _folder_with(in_force, files)
    try:
        check_folder(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def submit(number: int, in_force: Catalogue, by: Actor) -> None:
    """Hand a draft to a second person.

    Raises:
        DraftRefused: nothing is changed, it is not open, or a file was changed in force meanwhile.
        CatalogueError: with every fault.
    """
    with changes.held(number) as draft:
        draft = _known(draft, number)
        _refuse_unless(draft, "open")
        _refuse_unready(draft, in_force)
        _step(draft, by, "submitted")


def check(number: int, in_force: Catalogue, by: Actor, comment: str = "") -> None:
    """Confirm a draft that others made.

    Raises:
        DraftRefused: it was not submitted, or whoever checks made some of it.
        CatalogueError: with every fault.
    """
    with changes.held(number) as draft:
        draft = _known(draft, number)
        _refuse_unless(draft, "submitted")
        if by.name in draft.authors:
            raise DraftRefused("same_person", person=by.name)
        _refuse_unready(draft, in_force)
        _step(draft, by, "checked", comment)


def send_back(number: int, by: Actor, comment: str) -> None:
    """Open a draft again, saying why.

    Raises:
        DraftRefused: it is open or ended, or no reason is given.
    """
    if not comment.strip():
        raise DraftRefused("comment_wanted")
    with changes.held(number) as draft:
        draft = _known(draft, number)
        _refuse_unless(draft, "submitted", "checked")
        _step(draft, by, "returned", comment, state="open")


def withdraw(number: int, by: Actor, comment: str) -> None:
    """End a draft without putting it in force; it stays to be read.

    Raises:
        DraftRefused: it has ended already, or no reason is given.
    """
    if not comment.strip():
        raise DraftRefused("comment_wanted")
    with changes.held(number) as draft:
        draft = _known(draft, number)
        _refuse_unless(draft, "open", "submitted", "checked")
        _step(draft, by, "withdrawn", comment)


def publish(number: int, in_force: Catalogue, by: Actor, reason: str) -> KeptCatalogue:
    """Put the catalogue with a checked draft in force.

    Raises:
        DraftRefused: it was not checked, a file was changed in force since, or no reason is given.
        CatalogueError: with every fault; the catalogue in force stays.
    """
    if not reason.strip():
        raise DraftRefused("comment_wanted")
    with changes.held(number) as draft:
        draft = _known(draft, number)
        _refuse_unless(draft, "checked")
        _refuse_unready(draft, in_force)
        folder = _folder_with(in_force, {f.path: f.after for f in draft.files})
        try:
            kept = load_folder(folder, by.name, f"{draft.title}: {reason.strip()}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        _step(draft, by, "published", reason)
    return kept


def _known(draft: DraftCatalogue | None, number: int) -> DraftCatalogue:
    if draft is None:
        raise DraftRefused("no_draft", number=number)
    return draft


def _refuse_unless(draft: DraftCatalogue, *states: str) -> None:
    if draft.state not in states:
        raise DraftRefused(f"is_{draft.state}")


def _refuse_unready(draft: DraftCatalogue, in_force: Catalogue) -> None:
    if not draft.files:
        raise DraftRefused("no_change")
    behind = overtaken(draft, in_force)
    if behind:
        raise DraftRefused("overtaken", path=", ".join(f.path for f in behind))
    found = faults(draft, in_force)
    found += unanswered(draft, in_force)
    if found:
        raise CatalogueError(found)


def unanswered(draft: DraftCatalogue, in_force: Catalogue) -> list[str]:
    """Return the questions of admission that a new indicator of the draft leaves open."""
    catalogue = assembled(draft, in_force)
    found: list[str] = []
    for indicator in catalogue.indicators.values():
        if indicator.id in in_force.indicators:
            continue
        where = f"indicators/{indicator.dimension}/{indicator.id}.yaml"
        found += [
            Fault(f"{where}: admission.{q}", "unanswered", "is not answered", name=indicator.id)
            for q in get_args(Question)
            if q not in indicator.admission
        ]
    return found


def refuse_foreign(path: str) -> None:
    """Refuse a path that leads out of the catalogue.

    Raises:
        DraftRefused: so it does.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or len(path) > 250:
        raise DraftRefused("bad_path", path=path)


def _step(
    draft: DraftCatalogue, by: Actor, step: str, comment: str = "", state: str | None = None
) -> None:
    changes.add_step(draft.id, by.name, step, comment=comment.strip())
    changes.set_state(draft.id, state or step)
    _log(
        f"catalogue.draft_{step}",
        draft.id,
        by,
        before={"state": draft.state},
        after={"state": state or step, "comment": comment.strip()},
    )


def _log(action: str, number: int, by: Actor, *, before: object = None, after: object) -> None:
    log.record(
        action, KIND, str(number), by=by.person, address=by.address, before=before, after=after
    )
