"""Keep value chains: make, change, delete, bring back; nobody's edit is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from moibench.analysis.errors import AnalysisError, UnknownValueChain
from moibench.analysis.products import products_of
from moibench.analysis.value_chain.content import (
    STAGES,
    Content,
    Factor,
    FaultyChain,
    faults_of,
    new_id,
    read,
    sector_code,
    tidied,
    written,
)
from moibench.analysis.value_chain.merging import Disagreement, merge
from moibench.catalogue import Catalogue
from moibench.catalogue.value_chain import ChainSketch
from moibench.store.value_chain import rows

ActName = Literal["made", "changed", "deleted", "restored"]


class ChangedMeanwhile(AnalysisError):
    """Somebody changed the same words meanwhile; nothing is kept until the writer has looked.

    merged: both changes in one, with the writer's words where the two disagree. newest: the
    version that it goes on from.
    """

    def __init__(
        self, merged: Content, newest: ChainVersion, disagreements: tuple[Disagreement, ...]
    ) -> None:
        self.merged = merged
        self.newest = newest
        self.disagreements = disagreements
        super().__init__(f"Changed by {newest.by} meanwhile")


@dataclass(frozen=True, slots=True)
class ChainVersion:
    """A chain as somebody left it."""

    number: int
    act: str
    content: Content
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class ValueChain:
    """A chain of a unit with its newest version."""

    id: int
    unit: str
    is_deleted: bool
    copied_from: int | None
    newest: ChainVersion

    @property
    def content(self) -> Content:
        """What the newest version says."""
        return self.newest.content


def products_for(unit: str, *, withdrawn: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the products of a unit that a chain may be of: subject and name."""
    found = products_of(unit, withdrawn=withdrawn)
    return tuple((f"product:{v.product}", v.wording.name) for v in found)


def chains_of(unit: str | None = None) -> tuple[ValueChain, ...]:
    """Return the chains of a unit, or of all, deleted ones too, in the order they were made."""
    return tuple(_chain(row) for row in rows.chains_of(unit))


def find_chain(unit: str, number: int) -> ValueChain:
    """Return a chain of a unit, deleted or not.

    Raises:
        UnknownValueChain: the unit has none of that number.
    """
    row = rows.chain_of(number)
    if row is None or row.unit != unit:
        raise UnknownValueChain(unit, number)
    return _chain(row)


def any_chain(number: int) -> ValueChain:
    """Return a chain of whatever unit, to start another from.

    Raises:
        UnknownValueChain: there is none, or it was deleted.
    """
    row = rows.chain_of(number)
    if row is None or row.is_deleted:
        raise UnknownValueChain("", number)
    return _chain(row)


def origin_of(chain: ValueChain) -> ValueChain | None:
    """Return the chain that one began as a copy of, deleted or not."""
    row = None if chain.copied_from is None else rows.chain_of(chain.copied_from)
    return None if row is None else _chain(row)


def history(chain: ValueChain) -> tuple[ChainVersion, ...]:
    """Return every version of a chain, the newest first."""
    return tuple(_version(v) for v in rows.versions(chain.id))


def version_of(chain: ValueChain, number: int) -> ChainVersion:
    """Return one version of a chain.

    Raises:
        UnknownValueChain: it has none of that number.
    """
    found = next((v for v in history(chain) if v.number == number), None)
    if found is None:
        raise UnknownValueChain(chain.unit, number)
    return found


def make_chain(
    unit: str, content: Content, catalogue: Catalogue, by: str, copied_from: int | None = None
) -> int:
    """Keep a new chain of a unit and return its number.

    Raises:
        FaultyChain: with every fault there is; nothing is kept.
    """
    tidy = _checked(content, unit, catalogue, frozenset())
    return rows.make(unit, written(tidy), by, copied_from)


def change_chain(
    chain: ValueChain, after: int, content: Content, catalogue: Catalogue, by: str
) -> tuple[int, str]:
    """Keep a change of the version numbered `after`.

    Returns the new version's number, and whose edits of meanwhile it was put together with, ""
    where there were none.

    Raises:
        FaultyChain: with every fault there is; nothing is kept.
        ChangedMeanwhile: somebody else changed the same words; nothing is kept.
        UnknownValueChain: there is no version `after`.
    """
    base = version_of(chain, after)
    known = frozenset(base.content.indicators) | frozenset(chain.content.indicators)
    tidy = _checked(content, chain.unit, catalogue, known)
    newest = chain.newest
    together = ""
    if newest.number != after:
        merged = merge(base.content, newest.content, tidy)
        if merged.disagreements or newest.act == rows.Act.DELETED:
            raise ChangedMeanwhile(merged.content, newest, merged.disagreements)
        tidy = _checked(merged.content, chain.unit, catalogue, known)
        together = newest.by
    if tidy == newest.content and not chain.is_deleted:
        return newest.number, together
    try:
        number = rows.add(chain.id, newest.number, rows.Act.CHANGED, written(tidy), by)
    except rows.Meanwhile:
        return change_chain(find_chain(chain.unit, chain.id), after, content, catalogue, by)
    return number, together


def delete_chain(chain: ValueChain, after: int, by: str) -> None:
    """Delete a chain; it stays in the list of deleted ones and can be brought back.

    Raises:
        ChangedMeanwhile: somebody changed it since the version `after`.
    """
    _move_on(chain, after, rows.Act.DELETED, chain.content, by)


def restore_chain(chain: ValueChain, after: int, version: int, by: str) -> None:
    """Bring a chain back as it was in an earlier version, as a new version.

    Raises:
        ChangedMeanwhile: somebody changed it since the version `after`.
        UnknownValueChain: there is no such version.
    """
    _move_on(chain, after, rows.Act.RESTORED, version_of(chain, version).content, by)


def as_start(content: Content, of_unit: str, unit: str, *, with_actors: bool = True) -> Content:
    """Return a chain as the beginning of another: its factors are new ones, its subject the unit's.

    A product is one unit's own, so the copy for another unit is of an issue with its title.
    """
    kind, subject = content.kind, content.subject
    if kind == "sector":
        subject = f"{unit}:{sector_code(content, of_unit) or ''}"
    elif kind == "product" and of_unit != unit:
        kind, subject = "issue", ""
    return replace(
        content,
        kind=kind,
        subject=subject,
        actors=content.actors if with_actors else {},
        factors=tuple(replace(f, id=new_id()) for f in content.factors),
    )


def from_sketch(sketch: ChainSketch, unit: str, language: str, remark: str) -> Content:
    """Return a starting sketch of the catalogue as the beginning of a unit's chain.

    remark: stands as its purpose until an officer writes one, so that nobody takes it for more.
    """
    return Content(
        kind="sector" if sketch.sector else "issue",
        subject=f"{unit}:{sketch.sector}" if sketch.sector else "",
        title=sketch.name.in_language(language),
        purpose=remark,
        actors={
            stage: tuple(a.in_language(language) for a in sketch.stages[stage].actors)
            for stage in STAGES
        },
        factors=tuple(
            Factor(new_id(), stage, f.name.in_language(language), "", f.indicators)
            for stage in STAGES
            for f in sketch.stages[stage].factors
        ),
    )


def _move_on(chain: ValueChain, after: int, act: rows.Act, content: Content, by: str) -> None:
    try:
        rows.add(chain.id, after, act, written(content), by)
    except rows.Meanwhile as error:
        newest = find_chain(chain.unit, chain.id).newest
        raise ChangedMeanwhile(newest.content, newest, ()) from error


def _checked(content: Content, unit: str, catalogue: Catalogue, known: frozenset[str]) -> Content:
    tidy = tidied(content)
    products = frozenset(s for s, _ in products_for(unit, withdrawn=True))
    if faults := faults_of(tidy, unit, catalogue, known, products):
        raise FaultyChain(faults)
    return tidy


def _chain(row: rows.Row) -> ValueChain:
    return ValueChain(row.id, row.unit, row.is_deleted, row.copied_from, _version(row.newest))


def _version(version: rows.Version) -> ChainVersion:
    return ChainVersion(
        version.number, version.act, read(version.content), version.written_at, version.written_by
    )
