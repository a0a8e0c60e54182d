"""What a value chain says: its subject, and actors and critical success factors by stage."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from moibench.analysis.errors import AnalysisError
from moibench.catalogue import Catalogue

StageName = Literal["upstream", "midstream", "downstream"]
SubjectKind = Literal["sector", "product", "issue"]
STAGES: tuple[StageName, ...] = get_args(StageName)
KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)
LONGEST_TITLE = 200
LONGEST_LINE = 200
LONGEST_PURPOSE = 2_000
MOST_ACTORS = 40  # of a stage
MOST_FACTORS = 60
MOST_INDICATORS = 12  # of a factor


class FaultyChain(AnalysisError):
    """A chain cannot be kept; `faults` are all the reasons, by kind, with what they name.

    kinds: no_title, long_title, long_purpose, unknown_kind, unknown_subject, unknown_stage,
    many_actors, long_actor, no_factor_name, long_factor, twice, many_factors, unknown_indicator,
    many_indicators.
    """

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{kind} {named}".strip() for kind, named in faults))


@dataclass(frozen=True, slots=True)
class Factor:
    """A critical success factor: of which stage, its name, a note, indicators by id.

    id: the same in every version, so that two people's edits can be told apart.
    """

    id: str
    stage: StageName
    name: str
    note: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A chain as written. subject: `<unit>:<sector>`, `product:<number>`, or "" of an issue.

    title: the officer's own; a sector may do without. factors stand in the order of their stage.
    """

    kind: SubjectKind
    subject: str = ""
    title: str = ""
    purpose: str = ""
    actors: Mapping[StageName, tuple[str, ...]] = field(default_factory=dict)
    factors: tuple[Factor, ...] = ()

    def of_stage(self, stage: str) -> tuple[Factor, ...]:
        """Return the factors of a stage in their order."""
        return tuple(f for f in self.factors if f.stage == stage)

    def actors_of(self, stage: StageName) -> tuple[str, ...]:
        """Return the actors of a stage in their order."""
        return self.actors.get(stage, ())

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return every indicator that is named, once each, in the order of the chain."""
        ordered = (f for stage in STAGES for f in self.of_stage(stage))
        return tuple(dict.fromkeys(i for f in ordered for i in f.indicators))


def new_id() -> str:
    """Return an identifier for a factor that no other has."""
    return secrets.token_hex(4)


def written(content: Content) -> dict[str, Any]:
    """Return a chain as plain JSON."""
    return {
        "kind": content.kind,
        "subject": content.subject,
        "title": content.title,
        "purpose": content.purpose,
        "actors": {stage: list(content.actors_of(stage)) for stage in STAGES},
        "factors": [
            {
                "id": f.id,
                "stage": f.stage,
                "name": f.name,
                "note": f.note,
                "indicators": list(f.indicators),
            }
            for f in content.factors
        ],
    }


def read(stored: Mapping[str, Any]) -> Content:
    """Return a chain from what `written` wrote."""
    return Content(
        kind=stored["kind"],
        subject=stored["subject"],
        title=stored["title"],
        purpose=stored["purpose"],
        actors={stage: tuple(stored["actors"].get(stage, ())) for stage in STAGES},
        factors=tuple(
            Factor(f["id"], f["stage"], f["name"], f["note"], tuple(f["indicators"]))
            for f in stored["factors"]
        ),
    )


def tidied(content: Content) -> Content:
    """Return a chain with single spaces, without empty lines and empty factors, all once each."""
    return Content(
        kind=content.kind,
        subject=content.subject if content.kind != "issue" else "",
        title=_line(content.title),
        purpose=content.purpose.strip(),
        actors={
            stage: tuple(dict.fromkeys(a for a in map(_line, content.actors_of(stage)) if a))
            for stage in STAGES
        },
        factors=tuple(
            Factor(
                f.id or new_id(),
                f.stage,
                _line(f.name),
                f.note.strip(),
                tuple(dict.fromkeys(i for i in f.indicators if i)),
            )
            for f in content.factors
            if _line(f.name) or f.note.strip() or any(f.indicators)
        ),
    )


def _line(said: str) -> str:
    return " ".join(said.split())


def sector_code(content: Content, unit: str) -> str | None:
    """Return the code of the sector that a chain of a unit is about; None where it is of none."""
    owner, colon, code = content.subject.partition(":")
    return code if content.kind == "sector" and colon and owner == unit else None


def faults_of(
    content: Content,
    unit: str,
    catalogue: Catalogue,
    kept_indicators: frozenset[str],
    products: frozenset[str],
) -> tuple[tuple[str, str], ...]:
    """Return all that is wrong with a tidied chain of a unit, by kind, with what it names.

    kept_indicators: those the chain named before, which may have left the catalogue since.
    products: subjects of the unit's products, withdrawn ones too.
    """
    faults: list[tuple[str, str]] = []
    if content.kind not in KINDS:
        faults.append(("unknown_kind", content.kind))
    elif content.kind == "sector":
        sectors = {s.code for table in catalogue.sectors.values() for s in table.sections}
        if sector_code(content, unit) not in sectors:
            faults.append(("unknown_subject", content.subject))
    elif content.kind == "product" and content.subject not in products:
        faults.append(("unknown_subject", content.subject))
    if content.kind in ("issue", "product") and not content.title:
        faults.append(("no_title", ""))
    if len(content.title) > LONGEST_TITLE:
        faults.append(("long_title", str(LONGEST_TITLE)))
    if len(content.purpose) > LONGEST_PURPOSE:
        faults.append(("long_purpose", str(LONGEST_PURPOSE)))
    for stage in STAGES:
        actors = content.actors_of(stage)
        if len(actors) > MOST_ACTORS:
            faults.append(("many_actors", str(MOST_ACTORS)))
        faults += [("long_actor", a[:40]) for a in actors if len(a) > LONGEST_LINE]
    if len(content.factors) > MOST_FACTORS:
        faults.append(("many_factors", str(MOST_FACTORS)))
    seen: set[tuple[str, str]] = set()
    for factor in content.factors:
        faults += _faults_of_factor(factor, catalogue, kept_indicators)
        if factor.name and (factor.stage, factor.name) in seen:
            faults.append(("twice", factor.name))
        seen.add((factor.stage, factor.name))
    return tuple(dict.fromkeys(faults))


def _faults_of_factor(
    factor: Factor, catalogue: Catalogue, kept_indicators: frozenset[str]
) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    if factor.stage not in STAGES:
        faults.append(("unknown_stage", factor.stage))
    if not factor.name:
        faults.append(("no_factor_name", ", ".join(factor.indicators) or factor.note[:40]))
    if len(factor.name) > LONGEST_LINE:
        faults.append(("long_factor", factor.name[:40]))
    if len(factor.note) > LONGEST_PURPOSE:
        faults.append(("long_purpose", str(LONGEST_PURPOSE)))
    if len(factor.indicators) > MOST_INDICATORS:
        faults.append(("many_indicators", factor.name))
    return faults + [
        ("unknown_indicator", i)
        for i in factor.indicators
        if i not in catalogue.indicators and i not in kept_indicators
    ]
