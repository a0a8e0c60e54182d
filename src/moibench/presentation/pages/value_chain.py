"""The pages of value chains: a unit's list, and one chain beside the state of its unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moibench.analysis.value_chain.chains import ChainVersion, ValueChain
from moibench.analysis.value_chain.content import Content
from moibench.analysis.value_chain.state import ChainState
from moibench.catalogue import Catalogue
from moibench.presentation.graphics import Markup
from moibench.presentation.graphics.marks import RELATION_CLASS
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, State, controls
from moibench.presentation.pages.benchmark_form import BenchmarkForm, rule_names
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.value_chain.changes import changes_said
from moibench.presentation.value_chain.lines import (
    ChainLines,
    FactorLine,
    IndicatorLine,
    chain_name,
    subject_said,
)
from moibench.presentation.value_chain.picture import alternative, picture_note

PICTURES = ("svg", "png")
DOCUMENTS = ("docx", "pptx", "pdf")


@dataclass(frozen=True, slots=True)
class ListedChain:
    """A chain of the list. after, number: for bringing a deleted one back."""

    link: Link
    subject: str
    factors: int
    indicators: int
    changed: str
    after: int


@dataclass(frozen=True, slots=True)
class ChainsPage:
    """Everything the template of the list prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    lines: tuple[ListedChain, ...]
    deleted: tuple[ListedChain, ...]
    new: str
    area: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of a factor with its links and trust strips."""

    line: IndicatorLine
    address: str
    css: str
    trust: Markup
    beside_trust: Markup


@dataclass(frozen=True, slots=True)
class FactorRows:
    """A factor and the rows below its name."""

    factor: FactorLine
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class StageRows:
    """A stage's table."""

    id: str
    name: str
    caption: str
    actors: tuple[str, ...]
    factors: tuple[FactorRows, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A version: who left it when, what changed, where it is seen."""

    number: int
    said: str
    changes: tuple[str, ...]
    see: str


@dataclass(frozen=True, slots=True)
class ChainPage:
    """Everything the template of a chain prints.

    seen: said when an earlier version is shown, "" for the newest. after: number of the newest.
    """

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    lines: ChainLines
    changed: str
    copied: str
    seen: str
    is_deleted: bool
    version: int
    after: int
    newest: str
    wide: str
    narrow: str
    alternative: str
    note: str
    stages: tuple[StageRows, ...]
    rules: tuple[str, ...]
    pictures: tuple[Link, ...]
    documents: tuple[Link, ...]
    edit: str
    chains: str
    copies: tuple[Link, ...]
    history: tuple[HistoryLine, ...]
    permanent: str
    data_version: str


def chains_page(
    code: str, chains: Iterable[ValueChain], catalogue: Catalogue, state: State
) -> ChainsPage:
    """Lay out a unit's chains; deleted ones apart."""
    language = state.language
    title = text("value_chain.title_of", language, unit=full_unit_name(catalogue, code, language))
    listed = [(c.is_deleted, _listed(c, catalogue, state)) for c in chains]
    return ChainsPage(
        title=title,
        name=text("value_chain.title", language),
        crumbs=words.unit_crumbs(catalogue, code, state),
        lines=tuple(line for is_deleted, line in listed if not is_deleted),
        deleted=tuple(line for is_deleted, line in listed if is_deleted),
        new=state.plain().address(f"/value-chain/{code}/new"),
        area=address.area(state, code),
    )


def _listed(chain: ValueChain, catalogue: Catalogue, state: State) -> ListedChain:
    content, language = chain.content, state.language
    name = chain_name(content, chain.unit, catalogue, language)
    return ListedChain(
        Link(name, address.value_chain(state.plain(), chain.unit, chain.id)),
        subject_said(content, chain.unit, catalogue, language),
        len(content.factors),
        len(content.indicators),
        format_moment(chain.newest.at, language),
        chain.newest.number,
    )


def chain_page(
    chain: ValueChain,
    shown: ChainVersion,
    result: ChainState,
    lines: ChainLines,
    versions: Sequence[ChainVersion],
    began_as: tuple[str, Content] | None,
    copy_to: Sequence[str],
    catalogue: Catalogue,
    state: State,
    form: BenchmarkForm,
) -> ChainPage:
    """Lay out a chain.

    shown: the version seen. versions: for those who may read the history, the newest first.
    began_as: unit and content of the chain it was copied from. copy_to: units that the reader
    may copy it to.
    """
    language, unit = state.language, chain.unit
    newest = chain.newest.number
    is_old = shown.number != newest
    seen_part = (("version", str(shown.number)),) if is_old else ()
    path = f"/value-chain/{unit}/{chain.id}"

    def part(suffix: str, *more: tuple[str, str]) -> str:
        return state.address(f"{path}{suffix}", *seen_part, *more)

    number = (("v", str(shown.number)),)  # a picture may be kept as long as its address
    copied = ""
    if began_as is not None:
        copied = text(
            "value_chain.copied_from",
            language,
            name=chain_name(began_as[1], began_as[0], catalogue, language),
            unit=full_unit_name(catalogue, began_as[0], language),
        )
    return ChainPage(
        title=text("value_chain.title_one", language, name=lines.name),
        name=lines.name,
        crumbs=(
            *words.unit_crumbs(catalogue, unit, state),
            Link(text("value_chain.title", language), address.value_chains(state, unit)),
        ),
        controls=controls(
            state,
            path,
            result.year,
            result.newest_year,
            result.years,
            bangkok=False,
            kept=seen_part,
            benchmark=form,
        ),
        lines=lines,
        changed=format_moment(shown.at, language),
        copied=copied,
        seen=text("value_chain.history.seen", language, number=shown.number, newest=newest)
        if is_old
        else "",
        is_deleted=chain.is_deleted,
        version=shown.number,
        after=newest,
        newest=state.address(path),
        wide=part(".svg", *number),
        narrow=part(".svg", ("shape", "narrow"), *number),
        alternative=alternative(lines),
        note=picture_note(lines),
        stages=tuple(
            StageRows(
                s.stage,
                s.name,
                text("value_chain.table_caption", language, stage=s.name),
                s.actors,
                tuple(
                    FactorRows(f, tuple(_row(i, catalogue, state) for i in f.indicators))
                    for f in s.factors
                ),
            )
            for s in lines.stages
        ),
        rules=rule_names((i.rule for i in lines.indicators), language),  # type: ignore[misc]
        pictures=tuple(
            Link(text(f"value_chain.document.{k}", language), part(f".{k}")) for k in PICTURES
        ),
        documents=tuple(
            Link(text(f"value_chain.document.{k}", language), part(f".{k}")) for k in DOCUMENTS
        ),
        edit=address.value_chain(state.plain(), unit, chain.id, "/edit"),
        chains=address.value_chains(state, unit),
        copies=tuple(
            Link(
                full_unit_name(catalogue, code, language),
                state.plain().address(f"/value-chain/{code}/new", ("begin", f"chain:{chain.id}")),
            )
            for code in copy_to
        ),
        history=_history(chain, versions, catalogue, state),
        permanent=part(""),
        data_version=result.stamp.data_version,
    )


def _row(line: IndicatorLine, catalogue: Catalogue, state: State) -> IndicatorRow:
    none = Markup()
    return IndicatorRow(
        line,
        address.indicator(state, line.id) if line.figure else "",
        RELATION_CLASS[line.relation] if line.relation else "",
        trust_strip(line.figure, catalogue, state.language) if line.figure else none,
        trust_strip(line.beside, catalogue, state.language) if line.beside else none,
    )


def _history(
    chain: ValueChain, versions: Sequence[ChainVersion], catalogue: Catalogue, state: State
) -> tuple[HistoryLine, ...]:
    language: Language = state.language
    found = []
    for i, version in enumerate(versions):
        before = versions[i + 1].content if i + 1 < len(versions) else None
        found.append(
            HistoryLine(
                version.number,
                text(
                    "value_chain.history.line",
                    language,
                    number=version.number,
                    act=text(f"value_chain.history.act.{version.act}", language),
                    name=version.by,
                    date=format_moment(version.at, language),
                ),
                changes_said(before, version.content, catalogue, language)
                if before is not None
                else (),
                state.address(
                    f"/value-chain/{chain.unit}/{chain.id}", ("version", str(version.number))
                ),
            )
        )
    return tuple(found)
