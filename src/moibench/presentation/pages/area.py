"""The page of a unit: how developed, in what, compared with whom, how sure, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from moibench.analysis.comparative_results import (
    AreasToExplore,
    ChosenBenchmark,
    Dispersion,
    Peers,
    ScoreBeside,
)
from moibench.analysis.geography import COUNTRY, Geography
from moibench.analysis.plan_results import MemberTargets
from moibench.analysis.results import CountrySummary, Figure, NodeResult, Profile
from moibench.analysis.since_edition import SinceEdition
from moibench.analysis.target_states import Standing
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design, Framework
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import format_percent, format_score, format_value
from moibench.presentation.pages import address, area_rows, brief, words
from moibench.presentation.pages.address import Controls, Link, PeerChoice, State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, choice_name, rule_names
from moibench.presentation.pages.explored import Explored, explored
from moibench.presentation.pages.inside import InsideRow, inside_rows
from moibench.presentation.pages.method import short_method_note
from moibench.presentation.pages.peers_panel import PeersPanel, peers_panel
from moibench.presentation.pages.since import SincePart, since_part
from moibench.presentation.pages.target_counts import TargetCounts, member_counts
from moibench.presentation.pages.trust import score_strip, trust_strip
from moibench.presentation.sentences import dimension_sentences, highlights, overall_sentences
from moibench.presentation.sentences.beside import score_sentences
from moibench.presentation.sentences.comparing import explore_sentences
from moibench.presentation.sentences.words import measured
from moibench.presentation.years import format_year

WIDE, NARROW = 400, 346
DOCUMENTS = ("docx", "pptx", "xlsx", "pdf", "profile")
SAID = 3  # of strengths and of gaps, in the summary


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the head of the page with its year."""

    name: str
    value: str
    unit_of_measure: str
    year: str
    trust: Markup


@dataclass(frozen=True, slots=True)
class NodeRow:
    """The level row of the whole index or of a dimension."""

    id: str
    name: str
    address: str
    level: str
    squares: Markup
    score: str
    wide: Markup
    narrow: Markup
    rank: str
    bar: Markup
    indistinct: tuple[Link, ...]
    indistinct_count: str
    note: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a cluster, a region or the country."""

    name: str
    address: str
    level: str
    squares: Markup
    scores: tuple[str, ...]
    rank: str


@dataclass(frozen=True, slots=True)
class AreaPage:
    """Everything the template of an area prints."""

    title: str
    name: str
    kind: str
    year: str
    crumbs: tuple[Link, ...]
    controls: Controls
    facts: tuple[Fact, ...]
    locator: Markup
    nodes: tuple[NodeRow, ...]
    has_cluster: str
    near: str
    against: str
    sentences: tuple[tuple[str, str], ...]
    gaps: tuple[area_rows.Card, ...]
    strengths: tuple[area_rows.Card, ...]
    explored: Explored
    rules: tuple[str, ...]
    groups: tuple[area_rows.Group, ...]
    spine: tuple[area_rows.SpineRow, ...]
    history_years: str
    count: int
    compared: str
    member_title: str
    member_columns: tuple[str, ...]
    members: tuple[MemberRow, ...]
    sources: tuple[area_rows.SourceRow, ...]
    method: str
    trend_rule: str
    documents: tuple[Link, ...]
    writing: str
    data: str
    permanent: str
    compare: str
    onward: tuple[Link, ...]
    peers: PeersPanel | None
    no_peers: str
    peers_reset: str
    since: SincePart
    inside: tuple[InsideRow, ...]
    member_targets: TargetCounts | None
    data_version: str
    score_trust: Markup


def area_page(
    profile: Profile,
    areas: AreasToExplore,
    chosen: Mapping[str, ChosenBenchmark],
    peers: Peers | None,
    catalogue: Catalogue,
    framework: Framework,
    design: Design,
    state: State,
    *,
    outlines: Mapping[str, Any],
    form: BenchmarkForm | None = None,
    beside: Mapping[str, ScoreBeside] = MappingProxyType({}),
    described: Mapping[tuple[str, str], Figure] = MappingProxyType({}),
    no_peers: str = "",
    since: SinceEdition | None = None,
    summary: CountrySummary | None = None,
    dispersions: tuple[Dispersion, ...] = (),
    targets: Mapping[str, Standing] = MappingProxyType({}),
    inside: MemberTargets | None = None,
    side: str = "",
) -> AreaPage:
    """Lay out the page.

    chosen: indicator id → the benchmark the reader chose; beside: the same of the scores, by
    node; form: the choice of it. peers: None where there are none, for the reason `no_peers`;
    described: the figures they were told by, by descriptor and unit.
    since: what changed since the last edition. summary: gives the scores of the members, where
    there are any. dispersions: of the members of a cluster or region. targets: where the unit's
    stand, by indicator; inside: those of its members. side: dimension that is listed
    whole, however many indicators it has.
    """
    language, code = state.language, profile.unit_code
    full_name = full_unit_name(catalogue, code, language)
    year = format_year(profile.year, language)
    level = _level(catalogue, code)
    counted = words.level_noun(
        level, len(profile.compared_with), language, with_bangkok=profile.with_bangkok
    )
    against = choice_name(
        state.choice(),
        catalogue,
        language,
        region=profile.region_code,
        cluster=profile.cluster_code,
    )
    gaps, strengths = area_rows.cards(areas, profile, catalogue, state, against)
    fixed = replace(state, year=profile.year, change_from=profile.change_from)
    plain = State(language, profile.year, state.with_bangkok).query()
    report_query = f"?{urlencode([*plain, *state.vantage()])}"
    data_query = urlencode([("year", str(profile.year)), *state.vantage()])
    neighbours = _neighbours(catalogue, profile)
    carded = (e.indicator_id for e in (*areas.gaps, *areas.strengths))
    listed = brief.listed(profile, framework, {*design.indicator_ids, *carded}, side)
    return AreaPage(
        title=text("area.title", language, name=full_name, year=year),
        name=_capitalised(full_name),
        kind=level,
        year=year,
        crumbs=_crumbs(profile, catalogue, state),
        controls=address.controls(
            state,
            f"/area/{code}",
            profile.year,
            profile.newest_year,
            profile.years,
            earlier=profile.years,
            benchmark=form,
        ),
        facts=tuple(_fact(name, figure, catalogue, language) for name, figure in profile.facts),
        locator=_locator(profile, catalogue, outlines, language),
        nodes=tuple(
            _node_row(
                node,
                beside.get(node.node_id),
                profile,
                catalogue,
                state,
                counted,
                neighbours,
                summary,
            )
            for node in (profile.overall, *profile.dimensions)
        ),
        has_cluster=_parent_name(catalogue, profile.cluster_code, code, language),
        near=unit_name(catalogue, profile.region_code, language)
        if neighbours and profile.region_code
        else "",
        against=against,
        sentences=_summary(profile, areas, beside, catalogue, state),
        gaps=gaps,
        strengths=strengths,
        explored=explored(areas, chosen.values(), state, has_peers=peers is not None),
        rules=rule_names(
            [*(b.rule for b in chosen.values()), *(b.rule for b in beside.values())], language
        ),
        groups=area_rows.groups(
            listed, profile, chosen, catalogue, framework, state, counted, against, targets
        ),
        spine=area_rows.spine(listed, chosen, catalogue, language, against),
        history_years=address.format_year_span(profile.year, language),
        count=len(design.indicator_ids),
        compared=counted,
        member_title=text(f"area.members.{level}", language) if profile.members else "",
        member_columns=tuple(d.short_name.in_language(language) for d in framework.dimensions),
        members=_members(profile, catalogue, state, summary),
        sources=area_rows.sources(listed, catalogue, state),
        method=short_method_note(design, language),
        trend_rule=words.trend_rule(language),
        documents=tuple(
            Link(
                text(f"area.document.{kind}", language),
                replace(state, year=profile.year).address(f"/report/{code}.{kind}"),
            )
            for kind in DOCUMENTS
        ),
        writing=f"{address.PREFIX[language]}/reports/text/{code}{report_query}",
        data=f"/api/profile/{code}?{data_query}",
        permanent=fixed.address(f"/area/{code}"),
        compare=address.comparison(state, profile.members or (code, *_mates(catalogue, profile))),
        onward=_onward(profile, state),
        peers=peers_panel(peers, catalogue, state, outlines, described) if peers else None,
        no_peers=text(f"area.no_peers.{no_peers or 'no_descriptors'}", language),
        peers_reset=replace(state, peers=PeerChoice()).address(f"/area/{code}") + "#peers"
        if state.peers.query()
        else "",
        since=since_part(since, catalogue, state),
        inside=inside_rows(dispersions, catalogue, state),
        member_targets=member_counts(inside, catalogue, state) if inside else None,
        data_version=profile.stamp.data_version,
        score_trust=score_strip(profile.stamp, profile.year, language),
    )


def _onward(profile: Profile, state: State) -> tuple[Link, ...]:
    """Return the links to what else is asked of this unit."""
    code, language = profile.unit_code, state.language
    links = [
        (
            "change",
            address.change(
                state, code, profile.change_from, profile.year if profile.change_from else None
            ),
        ),
        ("before_after", address.before_after(state, code)),
        ("levers", address.levers(state, code)),
        ("targets", address.targets(state, code)),
        ("position", address.position(state, code)),
        ("sectors", address.sectors(replace(state, year=None), code)),
        ("champions", address.champions(replace(state, year=None), code)),
        ("value_chains", address.value_chains(state, code)),
    ]
    further = tuple(Link(text(f"area.onward.{key}", language), where) for key, where in links)
    swot = Link(text("swot.link", language), state.plain().address(f"/swot/{code}"))
    return (*further, swot)


def _summary(
    profile: Profile,
    areas: AreasToExplore,
    beside: Mapping[str, ScoreBeside],
    catalogue: Catalogue,
    state: State,
) -> tuple[tuple[str, str], ...]:
    """Return the sentences of the head of the page, each with the row it speaks of.

    Whatever is compared in them is compared with the benchmark of the page.
    """
    language, choice = state.language, state.choice()
    compared = {n: score_sentences(b, choice, catalogue, language) for n, b in beside.items()}
    sentences = list(
        overall_sentences(profile, catalogue, language, compared.get(words.OVERALL, ()))
    )
    for node in profile.dimensions:
        known = compared.get(node.node_id, ())
        said = dimension_sentences(profile, catalogue, node.node_id, language, known)
        sentences += said[: 1 + len(known)]
    found = highlights(profile, catalogue, language)
    strengths, gaps = found.strengths, found.gaps
    if profile.unit_code != COUNTRY:
        gaps, strengths = explore_sentences(areas, catalogue, language)
    sentences += [*strengths[:SAID], *gaps[:SAID], *found.watch]
    once: dict[str, str] = {}  # what holds of every dimension alike is said once
    for sentence in sentences:
        once.setdefault(sentence.text, sentence.anchor)
    return tuple(once.items())


def _level(catalogue: Catalogue, code: str) -> str:
    return Geography(catalogue).level_of(code)


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _parent_name(catalogue: Catalogue, parent: str | None, code: str, language: Language) -> str:
    return unit_name(catalogue, parent, language) if parent and parent != code else ""


def _neighbours(catalogue: Catalogue, profile: Profile) -> frozenset[str]:
    """Provinces of the same region, drawn darker; none on the page of a whole region."""
    if _level(catalogue, profile.unit_code) != "province" or profile.region_code is None:
        return frozenset()
    return frozenset(Geography(catalogue).leaves_of[profile.region_code])


def _mates(catalogue: Catalogue, profile: Profile) -> tuple[str, ...]:
    if profile.cluster_code is None or profile.cluster_code == profile.unit_code:
        return ()
    mates = Geography(catalogue).leaves_of[profile.cluster_code]
    return (profile.cluster_code, *(m for m in mates if m != profile.unit_code))


def _crumbs(profile: Profile, catalogue: Catalogue, state: State) -> tuple[Link, ...]:
    codes = ["TH", profile.region_code, profile.cluster_code]
    return tuple(
        Link(unit_name(catalogue, code, state.language), address.area(state, code))
        for code in dict.fromkeys(codes)
        if code and code != profile.unit_code
    )


def _fact(name: str, figure: Figure, catalogue: Catalogue, language: Language) -> Fact:
    indicator = catalogue.indicators[name]
    value, unit = format_value(figure.value, indicator), ""
    if not (language == "th" and indicator.is_percentage):  # there ร้อยละ comes first
        unit = indicator.unit_of_measure.in_language(language)
    elif figure.value is not None:
        value = measured(figure.value, indicator, language)
    return Fact(
        short_indicator_name(indicator, language),
        value,
        unit,
        words.age_text(figure, language),
        trust_strip(figure, catalogue, language),
    )


def _locator(
    profile: Profile, catalogue: Catalogue, outlines: Mapping[str, Any], language: Language
) -> Markup:
    geography = Geography(catalogue)
    own = {profile.unit_code, *geography.leaves_of[profile.unit_code]}
    cluster = set(geography.leaves_of.get(profile.cluster_code or "", ()))
    region = set(geography.leaves_of.get(profile.region_code or "", ()))
    if profile.unit_code == "TH":
        own = set()

    def emphasis(code: str) -> str:
        return "o" if code in own else "c" if code in cluster else "r" if code in region else "a"

    name = full_unit_name(catalogue, profile.unit_code, language)
    return graphics.locator(outlines, emphasis, label=text("area.locator", language, name=name))


def _node_row(
    node: NodeResult,
    beside: ScoreBeside | None,
    profile: Profile,
    catalogue: Catalogue,
    state: State,
    counted: str,
    neighbours: frozenset[str],
    summary: CountrySummary | None,
) -> NodeRow:
    language = state.language
    name = words.node_name(catalogue, node.node_id, language)
    level = text("site.level", language, level=node.level) if node.level else ""
    label = text(
        "graphic.continuum", language, name=name, score=format_score(node.score), level=level
    )

    distribution = node.distribution or _provinces(summary, node.node_id)

    def strip(width: float) -> Markup:
        return graphics.continuum(
            width,
            distribution,
            node.score,
            level=node.level,
            cutoffs=node.cutoffs,
            cluster=node.cluster_score if profile.cluster_code != profile.unit_code else None,
            country=beside.reference if beside else None,
            near=neighbours,
            label=label,
            height=84 if node.node_id == words.OVERALL else 72,
            numbered=True,
        )

    is_ranked = node.rank is not None and node.of > 1
    low, high = node.rank_low, node.rank_high
    span = (low, high) if low is not None and high is not None else None
    note = ""
    if node.score is None:
        note = text("area.no_score", language, coverage=format_percent(node.coverage))
    elif node.coverage < 1:
        note = text("area.partial", language, coverage=format_percent(node.coverage))
    return NodeRow(
        id=node.node_id,
        name=name,
        address=address.index(state, node.node_id),
        level=str(node.level or "–"),
        squares=graphics.level_squares(node.level),
        score=format_score(node.score),
        wide=strip(WIDE),
        narrow=strip(NARROW),
        rank=words.rank_text(node.rank, node.of, counted, language, span),
        bar=graphics.rank_bar(214, node.rank or 1, low, high, node.of) if is_ranked else Markup(),
        indistinct=tuple(
            Link(unit_name(catalogue, code, language), address.area(state, code))
            for code in node.indistinct
        ),
        indistinct_count=text("area.indistinct", language, count=len(node.indistinct)),
        note=note,
    )


def _provinces(summary: CountrySummary | None, node_id: str) -> tuple[tuple[str, float], ...]:
    """Return the provinces' scores, which stand behind the country's own."""
    if summary is None:
        return ()
    nodes = [
        (s.unit_code, n.score)
        for s in summary.provinces
        for n in (s.overall, *s.dimensions)
        if n.node_id == node_id
    ]
    return tuple((code, score) for code, score in nodes if score is not None)


def _members(
    profile: Profile, catalogue: Catalogue, state: State, summary: CountrySummary | None
) -> tuple[MemberRow, ...]:
    if summary is None:
        return ()
    language = state.language
    scores = {s.unit_code: s for s in (*summary.regions, summary.bangkok, *summary.provinces)}
    rows = []
    for code in profile.members:
        found = scores.get(code)
        if found is None:
            continue
        level = found.overall.level
        rows.append(
            MemberRow(
                name=unit_name(catalogue, code, language),
                address=address.area(state, code),
                level=str(level or "–"),
                squares=graphics.level_squares(level, 9),
                scores=tuple(format_score(n.score) for n in (found.overall, *found.dimensions)),
                rank=str(found.overall.rank or "–"),
            )
        )
    return tuple(rows)
