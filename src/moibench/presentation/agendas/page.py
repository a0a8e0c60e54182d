"""The page of an agenda: what it came to, what drives it, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from moibench.analysis.agendas.keeping import Found, KeptVersion
from moibench.analysis.agendas.results import AgendaResult, ItemState
from moibench.analysis.comparative_results import ChosenBenchmark
from moibench.analysis.results import Profile
from moibench.analysis.two_years import Move
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda, AgendaItem
from moibench.presentation.agendas.words import (
    agenda_name,
    direction_said,
    missing_said,
    named,
    remarks_said,
)
from moibench.presentation.language import text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_value
from moibench.presentation.pages import address, area_rows
from moibench.presentation.pages.address import Controls, Link, Option, State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, choice_name
from moibench.presentation.pages.indicator import SubjectPage
from moibench.presentation.years import format_year, format_year_list

MOST_MOVERS = 5
MOST_MISSING = 60


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An indicator of the agenda, as its line says it."""

    name: Link
    weight: str
    direction: str
    scale: str
    present: str
    years: str
    drives: str
    moved: str
    target: str
    is_scored: bool


@dataclass(frozen=True, slots=True)
class Mover:
    """A unit that rose or fell."""

    unit: Link
    change: str
    ranks: str


@dataclass(frozen=True, slots=True)
class Movers:
    """The units that rose and fell most between two years."""

    title: str
    risen: tuple[Mover, ...]
    fallen: tuple[Mover, ...]
    all: str


@dataclass(frozen=True, slots=True)
class Spine:
    """One unit's indicators beside the benchmark."""

    title: str
    own: str
    against: str
    rows: tuple[area_rows.SpineRow, ...]
    page: Link
    documents: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that was saved."""

    number: int
    link: Link
    made: str
    by: str
    note: str
    digest: str
    is_shown: bool
    compare: str


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """Everything the template of an agenda prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    purpose: str
    reasoning: str
    remarks: tuple[str, ...]
    controls: Controls | None
    items: tuple[ItemRow, ...]
    has_targets: bool
    subject: SubjectPage | None
    spine: Spine | None
    movers: Movers | None
    missing: tuple[dict[str, str], ...]
    more_missing: int
    versions: tuple[VersionLine, ...]
    documents: tuple[Link, ...]
    digest: str
    method: str
    edit: str
    copy: str
    compare: str
    may_change: bool
    trial: tuple[tuple[str, str], ...]
    form: str
    saving: str
    replicates: str
    permanent: str
    data_version: str


def agenda_page(
    found: Found,
    result: AgendaResult,
    subject: SubjectPage | None,
    spine: Spine | None,
    versions: Sequence[KeptVersion],
    catalogue: Catalogue,
    state: State,
    *,
    reference: str,
    may_change: bool,
    typed: Sequence[tuple[str, str]] = (),
    choice: BenchmarkForm | None = None,
) -> AgendaPage:
    """Lay out the page. reference: what names the agenda in its address.

    typed: what the address of a trial says; there is nothing saved then to lead to. choice: the
    form of the benchmark.
    """
    language, agenda = state.language, result.agenda
    name = agenda_name(agenda, language)
    path = f"/agenda/{reference}"
    kept = (("version", str(found.version.number)),) if found.version else tuple(typed)
    trial = bool(typed)
    plain = state.home() if agenda.scored else replace(state.home(), framework=None)
    bare = State(language, edition=state.edition, as_of=state.as_of, map_choice=state.map_choice)
    at = State(language, result.year, edition=state.edition, as_of=state.as_of)
    return AgendaPage(
        title=name if result.year is None else f"{name} {format_year(result.year, language)}",
        name=name,
        crumbs=(Link(text("agendas.title", language), bare.address("/agenda/")),),
        # One without a purpose of its own has its name there.
        purpose="" if agenda.purpose == agenda.name else agenda.purpose.in_language(language),
        reasoning=agenda.reasoning.in_language(language) if agenda.reasoning else "",
        remarks=remarks_said(result.remarks, catalogue, language),
        controls=_controls(result, state, bare, path, kept, catalogue, spine, choice),
        items=tuple(
            _item(agenda, i, s, catalogue, plain)
            for i, s in zip(agenda.items, result.items, strict=True)
        ),
        has_targets=any(i.target is not None for i in agenda.items),
        subject=subject,
        spine=replace(spine, page=Link(spine.page.name, ""), documents=())
        if spine and trial
        else spine,
        movers=_movers(result, catalogue, state, trial),
        missing=tuple(missing_said(m, catalogue, language) for m in result.missing[:MOST_MISSING]),
        more_missing=max(0, len(result.missing) - MOST_MISSING),
        versions=tuple(_version(v, found, reference, bare) for v in versions),
        documents=_documents(at, path, kept) if result.year is not None and not trial else (),
        digest=result.digest,
        method=state.home().address("/method"),
        edit=bare.address(f"{path}/edit"),
        copy=bare.address("/agenda/new", ("of", _exact(found))),
        compare=bare.address(f"{path}/compare"),
        may_change=may_change,
        trial=tuple(typed),
        form=bare.address("/agenda/new", *typed),
        saving=bare.address("/agenda/new"),
        replicates=f"{agenda.uncertainty.replicates:,}",
        permanent=at.address(path, *kept),
        data_version=result.stamp.data_version if result.stamp else "",
    )


def _exact(found: Found) -> str:
    if found.own is None or found.version is None:
        return found.agenda.id
    return f"{found.own.id}_v{found.version.number}"


def _controls(
    result: AgendaResult,
    state: State,
    bare: State,
    path: str,
    kept: tuple[tuple[str, str], ...],
    catalogue: Catalogue,
    spine: Spine | None,
    choice: BenchmarkForm | None,
) -> Controls | None:
    if result.ranking is None or result.year is None:
        return None
    language = state.language
    years = [y for y, _ in result.years]
    options = tuple(
        Option(
            line.unit_code,
            unit_name(catalogue, line.unit_code, language),
            spine is not None
            and spine.page.name == full_unit_name(catalogue, line.unit_code, language),
        )
        for line in sorted(
            result.ranking.lines, key=lambda row: unit_name(catalogue, row.unit_code, language)
        )
    )
    picked = address.Select("unit", text("agendas.spine_of", language), options)
    found = address.controls(
        bare,
        path,
        result.year,
        max(years),
        years,
        bangkok=False,
        kept=kept,
        selects=(picked,),
        benchmark=choice,
    )
    return found


def _item(
    agenda: Agenda, item: AgendaItem, state: ItemState, catalogue: Catalogue, plain: State
) -> ItemRow:
    language = plain.language
    indicator = catalogue.indicators.get(item.indicator)
    scored = item in agenda.scored
    has_figures = indicator is not None and indicator.has_figures
    scale = NO_VALUE
    if indicator and item.goalposts:
        scale = " → ".join(format_value(g, indicator) for g in item.goalposts)
    weight = f"{state.share * 100:.0f} %" if scored else text("agendas.shown_only", language)
    if not has_figures:
        weight = text("agendas.awaiting", language)
    target = NO_VALUE
    if indicator and item.target is not None:
        target = format_value(item.target, indicator)
        if state.met is not None:
            met = text("agendas.met", language, met=state.met, of=state.present)
            target = f"{target} · {met}"
    return ItemRow(
        name=Link(
            named((item.indicator,), catalogue, language),
            address.indicator(plain, item.indicator),
        ),
        weight=weight,
        direction=direction_said(item, catalogue, language),
        scale=scale,
        present=text("agendas.present_of", language, present=state.present, of=state.of)
        if state.of
        else NO_VALUE,
        years=format_year_list(state.years, language) if state.years else NO_VALUE,
        drives=NO_VALUE if state.drives is None else f"{state.drives * 100:.0f} %",
        moved=NO_VALUE
        if state.moved is None
        else text("agendas.places", language, places=f"{state.moved:.1f}"),
        target=target,
        is_scored=scored,
    )


def _movers(result: AgendaResult, catalogue: Catalogue, state: State, trial: bool) -> Movers | None:
    moves = result.moves
    if moves is None or not moves.moves:
        return None
    language = state.language

    def mover(move: Move) -> Mover:
        points = move.to_value - move.from_value
        return Mover(
            Link(
                unit_name(catalogue, move.unit_code, language), address.area(state, move.unit_code)
            ),
            f"{points:+.1f}".replace("-", "−"),
            f"{move.from_rank} → {move.to_rank}",
        )

    risen = [m for m in moves.moves if m.to_value > m.from_value][:MOST_MOVERS]
    fallen = [m for m in reversed(moves.moves) if m.to_value < m.from_value][:MOST_MOVERS]
    return Movers(
        text(
            "agendas.movers",
            language,
            first=format_year(moves.from_year, language),
            last=format_year(moves.to_year, language),
        ),
        tuple(mover(m) for m in risen),
        tuple(mover(m) for m in fallen),
        "" if trial else state.beside().address("/index/overall/moves"),
    )


def spine_of(
    profile: Profile,
    beside: Mapping[str, ChosenBenchmark],
    agenda: Agenda,
    catalogue: Catalogue,
    state: State,
) -> Spine:
    """Lay out one unit's indicators of the agenda beside the benchmark of the page."""
    language, code = state.language, profile.unit_code
    against = choice_name(
        state.choice(),
        catalogue,
        language,
        region=profile.region_code,
        cluster=profile.cluster_code,
    )
    name = full_unit_name(catalogue, code, language)
    return Spine(
        title=text("agendas.spine", language, name=name, benchmark=against),
        own=unit_name(catalogue, code, language),
        against=against,
        rows=area_rows.spine(profile, beside, catalogue, language, against, has_rows=False),
        page=Link(name, address.area(state, code)),
        documents=tuple(
            Link(text(f"agendas.document.{k}", language), state.address(f"/report/{code}.{k}"))
            for k in ("docx", "pptx", "xlsx", "pdf")
        ),
    )


def _version(version: KeptVersion, found: Found, reference: str, bare: State) -> VersionLine:
    language = bare.language
    number = str(version.number)
    shown = found.version is not None and found.version.number == version.number
    newest = str(found.version.number) if found.version else number
    return VersionLine(
        number=version.number,
        link=Link(
            text("agendas.version", language, version=number),
            bare.address(f"/agenda/{reference}", ("version", number)),
        ),
        made=format_moment(version.made_at, language),
        by=version.made_by,
        note=version.note,
        digest=version.digest,
        is_shown=shown,
        compare=""
        if shown
        else bare.address(f"/agenda/{reference}/compare", ("before", number), ("after", newest)),
    )


def _documents(at: State, path: str, kept: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    return tuple(
        Link(text(f"agendas.document.{k}", at.language), at.address(f"{path}.{k}", *kept))
        for k in ("docx", "pptx", "xlsx", "pdf")
    )
