"""Find agendas, built in and made by officers, and keep new versions of the latter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from moibench.analysis.agendas.framing import PREFIX, digest
from moibench.analysis.errors import UnknownAgenda
from moibench.analysis.saved_groups import EVERYBODY, SHARES, UNIT
from moibench.analysis.vantage import built_in_catalogue, current_vantage
from moibench.catalogue.agenda import Agenda
from moibench.store.agenda import kept
from moibench.store.agenda.kept import KeptAgenda, KeptVersion, Meanwhile

__all__ = [
    "Found",
    "KeptAgenda",
    "KeptVersion",
    "Meanwhile",
    "UnknownAgenda",
    "Who",
    "begin",
    "built_in",
    "find",
    "save",
    "share",
    "usable",
    "versions_of",
    "withdraw",
]

LONGEST_NOTE = 200
_REFERENCE = re.compile(r"n?(\d{1,9})(?:_v(\d{1,6}))?")
HoldsIn = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Who:
    """Whoever asks: the user name, None for a guest; whether a role counts for a unit.

    everything: a terminal, which has the database, sees all.
    """

    user: str | None
    holds_in: HoldsIn
    everything: bool = False


NOBODY = Who(None, lambda _unit: False)
TERMINAL = Who(None, lambda _unit: True, everything=True)


@dataclass(frozen=True, slots=True)
class Found:
    """An agenda, and where it comes from; of a built-in one there is no version.

    The agenda's id is that of the version ("12_v3"), so that it stays what it was; `reference`
    is what names it in an address.
    """

    agenda: Agenda
    own: KeptAgenda | None = None
    version: KeptVersion | None = None

    @property
    def reference(self) -> str:
        """What stands for it in an address and at a terminal: “waste”, “12”."""
        return str(self.own.id) if self.own else self.agenda.id


def built_in() -> tuple[Agenda, ...]:
    """Return the agendas of the catalogue; of one kept before there were any, the package's."""
    held = current_vantage().catalogue.agendas or built_in_catalogue().agendas
    return tuple(held.values())


def usable(who: Who) -> tuple[Found, ...]:
    """Return the newest version of each agenda of officers that a person may see."""
    newest = kept.newest_versions()
    return tuple(
        _found(a, newest[a.id]) for a in kept.agendas() if a.id in newest and may_see(a, who)
    )


def may_see(agenda: KeptAgenda, who: Who) -> bool:
    """Tell whether a person may see an agenda."""
    if who.everything or agenda.shared == EVERYBODY:
        return True
    if who.user is None:
        return False
    return who.user == agenda.owner or (agenda.shared == UNIT and who.holds_in(agenda.unit))


def may_change(agenda: KeptAgenda, who: Who) -> bool:
    """Tell whether a person may add a version: the owner, and of a shared one those of its unit."""
    if who.user is None:
        return False
    return who.user == agenda.owner or (
        agenda.shared in (UNIT, EVERYBODY) and who.holds_in(agenda.unit)
    )


def find(typed: str, who: Who) -> Found:
    """Return an agenda by what names it: an id, a number, or a number with a version, “12_v3”.

    The framework id of either may be given too.

    Raises:
        UnknownAgenda: there is none, or the person may not see it; it does not say which.
    """
    wanted = typed.strip().removeprefix(PREFIX)
    here = {a.id: a for a in built_in()}
    if wanted in here:
        return Found(here[wanted])
    match = _REFERENCE.fullmatch(wanted)
    own = kept.agenda_of(int(match[1])) if match else None
    if match and own is not None and may_see(own, who):
        for version in kept.versions(own.id):
            if match[2] is None or version.number == int(match[2]):
                return _found(own, version)
    known = (*here, *(f.reference for f in usable(who)))
    raise UnknownAgenda(typed[:40], known)


def versions_of(found: Found) -> tuple[KeptVersion, ...]:
    """Return the versions of an officer's agenda, the newest first; of a built-in one, none."""
    return kept.versions(found.own.id) if found.own else ()


def begin(agenda: Agenda, owner: str, unit: str, shared: str, copied_from: str) -> Found:
    """Keep a new agenda, frozen already."""
    _check(shared)
    content = _content(agenda)
    version = kept.begin(owner, unit, shared, copied_from[:64], content, digest(agenda))
    own = kept.agenda_of(version.agenda)
    assert own is not None
    return _found(own, version)


def save(found: Found, agenda: Agenda, after: int, note: str, by: str) -> Found:
    """Keep a new version, frozen already. after: number of the version its maker saw.

    Raises:
        Meanwhile: somebody else kept one since; nothing is lost, for nothing was written.
    """
    assert found.own is not None
    content, own = _content(agenda), found.own
    version = kept.add_version(
        own.id, after, content, digest(agenda), note.strip()[:LONGEST_NOTE], by
    )
    return _found(own, version)


def share(found: Found, shared: str) -> None:
    """Say who may see an officer's agenda."""
    _check(shared)
    assert found.own is not None
    kept.share(found.own.id, shared)


def withdraw(found: Found) -> None:
    """Take an officer's agenda off the list."""
    assert found.own is not None
    kept.withdraw(found.own.id)


def _check(shared: str) -> None:
    if shared not in SHARES:
        raise ValueError(f"{shared!r} is none of {', '.join(SHARES)}")


def _content(agenda: Agenda) -> dict[str, object]:
    return agenda.model_dump(mode="json", exclude={"id"})


def _found(own: KeptAgenda, version: KeptVersion) -> Found:
    identifier = f"n{own.id}_v{version.number}"
    agenda = Agenda.model_validate({"id": identifier, **version.content})
    return Found(agenda, own, version)
