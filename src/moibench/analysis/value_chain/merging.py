"""Two people changed a chain at once: put both changes together, and say where they disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moibench.analysis.value_chain.content import STAGES, Content, Factor


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place that both changed differently.

    place: title, purpose, subject, name, note, stage, deleted_there, deleted_here. factor: its
    name, "" outside a factor. theirs, mine: as written.
    """

    place: str
    factor: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes in one, with mine where they disagree.

    A factor that one deleted and the other changed stays.
    """

    content: Content
    disagreements: tuple[Disagreement, ...]


def merge(base: Content, theirs: Content, mine: Content) -> Merged:
    """Put two changes of the same version together.

    Lists take in what either added and lose what either took out. A text that one of the two
    changed is that one's; a text that both changed differently is a disagreement.
    """
    found: list[Disagreement] = []

    def chosen(place: str, before: str, there: str, here: str, factor: str = "") -> str:
        if here in (before, there):
            return there
        if there != before:
            found.append(Disagreement(place, factor, there, here))
        return here

    subject = chosen(
        "subject",
        f"{base.kind} {base.subject}",
        f"{theirs.kind} {theirs.subject}",
        f"{mine.kind} {mine.subject}",
    )
    of_subject = theirs if subject == f"{theirs.kind} {theirs.subject}" else mine
    factors: list[Factor] = []
    before, there, here = ({f.id: f for f in c.factors} for c in (base, theirs, mine))
    for key in _order(base, theirs, mine):
        old, other, own = before.get(key), there.get(key), here.get(key)
        if other is None and own is None:
            continue
        if old is None:  # new with one of them; identifiers are never shared
            factors.append(own or other)  # type: ignore[arg-type]
        elif own is None:
            if other is not None and other != old:
                found.append(Disagreement("deleted_here", other.name, other.name, ""))
                factors.append(other)
        elif other is None:
            if own != old:
                found.append(Disagreement("deleted_there", own.name, "", own.name))
                factors.append(own)
        else:
            stage = chosen("stage", old.stage, other.stage, own.stage, own.name)
            factors.append(
                replace(
                    own,
                    stage=other.stage if stage == other.stage else own.stage,
                    name=chosen("name", old.name, other.name, own.name, other.name),
                    note=chosen("note", old.note, other.note, own.note, own.name),
                    indicators=_lists(old.indicators, other.indicators, own.indicators),
                )
            )
    content = Content(
        kind=of_subject.kind,
        subject=of_subject.subject,
        title=chosen("title", base.title, theirs.title, mine.title),
        purpose=chosen("purpose", base.purpose, theirs.purpose, mine.purpose),
        actors={
            s: _lists(base.actors_of(s), theirs.actors_of(s), mine.actors_of(s)) for s in STAGES
        },
        factors=tuple(factors),
    )
    return Merged(content, tuple(found))


def _lists(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> tuple[str, ...]:
    """Return their list with my additions, and without what I took out."""
    if tuple(theirs) == tuple(base):
        return tuple(mine)
    kept = [line for line in theirs if line in mine or line not in base]
    return tuple(kept + [line for line in mine if line not in base and line not in kept])


def _order(base: Content, theirs: Content, mine: Content) -> list[str]:
    """Return the factors' identifiers: in my order where I changed it, else in theirs.

    A factor that only the other has follows the one it follows there.
    """
    of_base, of_theirs, of_mine = ([f.id for f in c.factors] for c in (base, theirs, mine))
    shared = set(of_base) & set(of_mine)
    moved = [k for k in of_mine if k in shared] != [k for k in of_base if k in shared]
    first, second = (of_mine, of_theirs) if moved else (of_theirs, of_mine)
    order = list(first)
    for at, key in enumerate(second):
        if key not in order:
            earlier = next((k for k in reversed(second[:at]) if k in order), None)
            order.insert(0 if earlier is None else order.index(earlier) + 1, key)
    return order
