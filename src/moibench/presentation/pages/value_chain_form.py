"""The form in which a value chain is drawn up and changed, without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moibench.analysis.value_chain.chains import ChangedMeanwhile, ValueChain
from moibench.analysis.value_chain.content import (
    KINDS,
    LONGEST_LINE,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    STAGES,
    Content,
    Factor,
    FaultyChain,
    StageName,
    new_id,
    sector_code,
)
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, indicator_name, unit_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, Option, State
from moibench.presentation.value_chain.changes import disagreements_said
from moibench.presentation.value_chain.lines import chain_name

EMPTY_ROWS = 1  # for a factor more, in a stage that has some
FIRST_ROWS = 2  # in one that has none
EMPTY_INDICATORS = 1


@dataclass(frozen=True, slots=True)
class FactorField:
    """The inputs of a factor. indicators: what stands in the inputs, empty ones at the end."""

    id: str
    number: int
    name: str
    note: str
    indicators: tuple[str, ...]
    stages: tuple[Option, ...]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class StageFields:
    """The inputs of a stage."""

    id: str
    name: str
    hint: str
    actors: str
    factors: tuple[FactorField, ...]


@dataclass(frozen=True, slots=True)
class ChainForm:
    """Everything the template of the form prints.

    after: number of the version that the form goes on from, 0 for a new chain. starts: what a
    new chain may begin from.
    """

    title: str
    name: str
    crumbs: tuple[Link, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    conflict: str
    conflict_about: str
    disagreements: tuple[str, ...]
    after: int
    origin: str
    kinds: tuple[Option, ...]
    sectors: tuple[Option, ...]
    products: tuple[Option, ...]
    own_title: str
    purpose: str
    longest_title: int
    longest_line: int
    longest_purpose: int
    stages: tuple[StageFields, ...]
    indicators: tuple[str, ...]
    starts: tuple[tuple[str, tuple[Option, ...]], ...]
    cancel: str


def indicator_choice(indicator_id: str, catalogue: Catalogue, language: Language) -> str:
    """Return an indicator as the inputs write it: "ผลิตภัณฑ์จังหวัดต่อหัว (gpp_per_capita)"."""
    indicator = catalogue.indicators.get(indicator_id)
    return f"{indicator_name(indicator, language)} ({indicator_id})" if indicator else indicator_id


def with_room(content: Content) -> Content:
    """Return a chain with empty factors at the end of each stage, to be filled in."""
    factors: list[Factor] = []
    for stage in STAGES:
        there = content.of_stage(stage)
        count = EMPTY_ROWS if there else FIRST_ROWS
        factors += [*there, *(Factor(new_id(), stage, "") for _ in range(count))]
    return Content(
        content.kind,
        content.subject,
        content.title,
        content.purpose,
        content.actors,
        tuple(factors),
    )


def form_page(
    unit: str,
    chain: ValueChain | None,
    content: Content,
    catalogue: Catalogue,
    state: State,
    *,
    after: int = 0,
    origin: str = "",
    begun: str = "",
    products: Sequence[tuple[str, str]] = (),
    starts: Sequence[ValueChain] = (),
    notes: tuple[str, ...] = (),
    error: FaultyChain | None = None,
    meanwhile: ChangedMeanwhile | None = None,
) -> ChainForm:
    """Lay out the form on what was typed.

    chain: None for a new one. products: subject and name of those a chain may be of. begun: what
    a new one was begun from, `sketch:rice`; `origin` where that is another chain.
    """
    language = state.language
    if chain is None:
        title = text("value_chain.new", language)
        cancel = address.value_chains(state, unit)
    else:
        shown = chain_name(chain.content, unit, catalogue, language)
        title = text("value_chain.edit_title", language, name=shown)
        cancel = address.value_chain(state.plain(), unit, chain.id)
    code = sector_code(content, unit)
    return ChainForm(
        title=title,
        name=title,
        crumbs=(
            *words.unit_crumbs(catalogue, unit, state),
            Link(text("value_chain.title", language), address.value_chains(state, unit)),
        ),
        notes=notes,
        faults=faults_said(error, language) if error else (),
        conflict=_conflict(meanwhile, language) if meanwhile else "",
        conflict_about=_about(meanwhile, language) if meanwhile else "",
        disagreements=disagreements_said(meanwhile, language) if meanwhile else (),
        after=after,
        origin=origin,
        kinds=tuple(
            Option(k, text(f"value_chain.kinds.{k}", language), k == content.kind)
            for k in KINDS
            if k != "product" or products or content.kind == "product"
        ),
        sectors=tuple(
            Option(s.code, f"{s.code} {s.name.in_language(language)}", s.code == code)
            for table in catalogue.sectors.values()
            for s in table.sections
        ),
        products=tuple(
            Option(subject, name, subject == content.subject) for subject, name in products
        ),
        own_title=content.title,
        purpose=content.purpose,
        longest_title=LONGEST_TITLE,
        longest_line=LONGEST_LINE,
        longest_purpose=LONGEST_PURPOSE,
        stages=_stages(content, catalogue, language),
        indicators=tuple(indicator_choice(i, catalogue, language) for i in catalogue.indicators),
        starts=() if chain else _beginnings(unit, starts, catalogue, begun or origin, language),
        cancel=cancel,
    )


def faults_said(error: FaultyChain, language: Language) -> tuple[str, ...]:
    """Say every fault of a chain."""
    return tuple(
        text(f"value_chain.fault.{kind}", language, named=named) for kind, named in error.faults
    )


def _conflict(meanwhile: ChangedMeanwhile, language: Language) -> str:
    return text("value_chain.conflict.title", language, name=meanwhile.newest.by)


def _about(meanwhile: ChangedMeanwhile, language: Language) -> str:
    key = "deleted" if meanwhile.newest.act == "deleted" else "about"
    return text(f"value_chain.conflict.{key}", language, name=meanwhile.newest.by)


def _beginnings(
    unit: str,
    chains: Sequence[ValueChain],
    catalogue: Catalogue,
    begun: str,
    language: Language,
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Return what a new chain may begin from, by group: others' chains, then sketches."""
    sketches = tuple(
        Option(f"sketch:{s.id}", s.name.in_language(language), f"sketch:{s.id}" == begun)
        for s in catalogue.chain_sketches.values()
    )
    groups = (
        ("start_chains", _starts(unit, chains, catalogue, begun, language)),
        ("start_sketches", sketches),
    )
    return tuple((text(f"value_chain.form.{k}", language), found) for k, found in groups if found)


def _starts(
    unit: str, chains: Iterable[ValueChain], catalogue: Catalogue, begun: str, language: Language
) -> tuple[Option, ...]:
    """Return the chains to copy, the unit's own first."""
    ordered = sorted(chains, key=lambda c: (c.unit != unit, c.unit, c.id))
    return tuple(
        Option(
            f"chain:{c.id}",
            text(
                "value_chain.form.start_of",
                language,
                name=chain_name(c.content, c.unit, catalogue, language),
                unit=unit_name(catalogue, c.unit, language),
            ),
            f"chain:{c.id}" == begun,
        )
        for c in ordered
    )


def _stages(content: Content, catalogue: Catalogue, language: Language) -> tuple[StageFields, ...]:
    number = 0
    stages = []
    for stage in STAGES:
        factors = content.of_stage(stage)
        fields = []
        for i, factor in enumerate(factors):
            number += 1
            typed = [indicator_choice(x, catalogue, language) for x in factor.indicators if x]
            room = max(EMPTY_INDICATORS, len(factor.indicators) - len(typed))
            fields.append(
                FactorField(
                    factor.id,
                    number,
                    factor.name,
                    factor.note,
                    (*typed, *([""] * room)),
                    _stage_options(stage, language),
                    i == 0,
                    i == len(factors) - 1,
                )
            )
        stages.append(
            StageFields(
                stage,
                text(f"value_chain.stages.{stage}", language),
                text(f"value_chain.stage_hint.{stage}", language),
                "\n".join(content.actors_of(stage)),
                tuple(fields),
            )
        )
    return tuple(stages)


def _stage_options(chosen: StageName, language: Language) -> tuple[Option, ...]:
    return tuple(Option(s, text(f"value_chain.stages.{s}", language), s == chosen) for s in STAGES)


def copied_note(chain: ValueChain, catalogue: Catalogue, language: Language) -> str:
    """Say which chain a form was filled from."""
    return text(
        "value_chain.form.copied_note",
        language,
        name=chain_name(chain.content, chain.unit, catalogue, language),
        unit=full_unit_name(catalogue, chain.unit, language),
    )
