"""The indicators of a unit's page: rows, cards of gaps and strengths, spine, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moibench.analysis.comparative_results import AreasToExplore, ChosenBenchmark, Exploration
from moibench.analysis.geography import Geography
from moibench.analysis.results import IndicatorResult, Profile, Relation
from moibench.analysis.target_states import Standing
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework, Indicator, MovingAverage, Sum
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.graphics.marks import RELATION_CLASS
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name, unit_name
from moibench.presentation.numbers import (
    NO_VALUE,
    format_number,
    format_percent,
    format_score,
    format_value,
)
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, State
from moibench.presentation.pages.brief import rest
from moibench.presentation.pages.target_counts import TargetMark, target_mark
from moibench.presentation.pages.trust import trust_link, trust_strip
from moibench.presentation.sentences.words import unit_of_difference
from moibench.presentation.years import format_year

SWARM_WIDTH, SPINE_WIDTH = 346, 340


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the unit."""

    id: str
    name: str
    address: str
    unit_of_measure: str
    direction: str
    swarm: Markup
    value: str
    year: str
    old: bool
    status: str
    relation_class: str
    relation: str
    sign: str
    compared: str
    icon: Markup
    trend: str
    trend_note: str
    change: str
    spark: Markup
    rank: str
    target: TargetMark | None
    trust: Markup
    country_trust: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """A dimension's heading and its rows."""

    id: str
    name: str
    summary: str
    rows: tuple[Row, ...]
    more: Link | None


@dataclass(frozen=True, slots=True)
class CardLine:
    """A value on a card, with the mark that stands for its unit in every chart."""

    mark: Markup
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A gap or a strength worth looking at."""

    name: str
    anchor: str
    address: str
    css: str
    gap: str
    gap_unit: str
    amount: str
    lines: tuple[CardLine, ...]
    note: str
    trust: Markup


@dataclass(frozen=True, slots=True)
class SpineRow:
    """One indicator between the worst and the best unit."""

    name: str
    year: str
    own: str
    css: str
    cluster: str
    benchmark: str
    worst: str
    best: str
    bar: Markup
    trust: Markup


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where a number comes from: the trust strip in full."""

    name: str
    anchor: str
    value: str
    year: str
    status: str
    source: str
    coverage: str
    trust: Markup


def groups(
    profile: Profile,
    whole: Profile,
    chosen: Mapping[str, ChosenBenchmark],
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    counted: str,
    against: str,
    targets: Mapping[str, Standing],
) -> tuple[Group, ...]:
    """Return the dimensions in framework order, each with its indicators' rows.

    whole: the profile with those indicators, too, that the page does not list. chosen: indicator
    id → the benchmark the reader chose; against: its name. targets: by indicator.
    """
    found = {r.indicator_id: r for r in profile.indicators}
    nodes = {n.node_id: n for n in profile.dimensions}
    answer = []
    for dimension in framework.dimensions:
        node = nodes.get(dimension.id)
        summary = ""
        if node is not None and node.level is not None:
            summary = text(
                "area.dimension_summary",
                state.language,
                level=node.level,
                score=format_score(node.score),
            )
        rows = tuple(
            _row(found[i], chosen[i], targets.get(i), profile, catalogue, state, counted, against)
            for i in dimension.indicators
            if i in found
        )
        name = dimension.name.in_language(state.language)
        more = rest(profile, whole, dimension, state)
        answer.append(Group(dimension.id, name, summary, rows, more))
    return tuple(answer)


def _row(
    result: IndicatorResult,
    chosen: ChosenBenchmark,
    target: Standing | None,
    profile: Profile,
    catalogue: Catalogue,
    state: State,
    counted: str,
    against: str,
) -> Row:
    language = state.language
    indicator = catalogue.indicators[result.indicator_id]
    cluster = result.benchmark("cluster")
    relation: Relation | None = chosen.relation
    standing = result.standing("country")
    figure = result.figure
    value = format_value(figure.value, indicator)
    name = short_indicator_name(indicator, language)
    rank = ""
    if standing is not None and indicator.direction != "context":
        rank = words.rank_text(standing.rank, standing.of, _counted(standing.of, counted), language)
    compared = _compared(chosen, indicator, against, language)
    label = text("graphic.swarm", language, name=name, value=value, rank=rank, compared=compared)

    # A total of a larger area is no place on the axis of its members.
    rule = indicator.roll_up
    total = rule.of if isinstance(rule, MovingAverage) else rule
    comparable = not isinstance(total, Sum)
    marked = comparable or chosen.kind not in ("country", "region", "cluster")
    swarm = graphics.beeswarm(
        SWARM_WIDTH,
        [v for _, v in result.distribution],
        figure.value,
        cluster=cluster.figure.value if cluster and comparable else None,
        country=chosen.figure.value if marked else None,
        relation=relation,
        similarity_width=result.similarity_width,
        low_is_good=indicator.direction == "lower_is_better",
        written=lambda v: format_value(v, indicator),
        label=label,
    )
    return Row(
        id=result.indicator_id,
        name=name,
        address=address.indicator(state, result.indicator_id),
        unit_of_measure=indicator.unit_of_measure.in_language(language),
        direction=words.direction_text(indicator, language),
        swarm=swarm if figure.value is not None else Markup(),
        value=value,
        year=words.age_text(figure, language),
        old=words.is_old(figure),
        status="" if figure.status == "final" else words.status_text(figure, language),
        relation_class=RELATION_CLASS[relation] if relation else "",
        relation=text(f"site.relation.{relation}", language)
        if relation
        else _unjudged(indicator, result, language),
        sign=words.SIGNS[relation] if relation else "",
        compared=compared,
        icon=graphics.trend_icon(result.trend),
        trend=words.trend_text(result.trend, language),
        trend_note=words.trend_note(result.trend, language),
        change=words.change_text(result.change, indicator, language),
        spark=graphics.sparkline(
            result.history,
            result.country_history if profile.unit_code != "TH" else (),
            result.break_years,
            years=address.history_span(profile.year),
            width=112,
        ),
        rank=rank,
        target=target_mark(target, profile.unit_code, catalogue, state) if target else None,
        trust=trust_strip(figure, catalogue, language),
        country_trust=trust_strip(chosen.figure, catalogue, language) if compared else Markup(),
    )


def _counted(of: int, counted: str) -> str:
    """Swap the number of the phrase “76 จังหวัด” for the number that have a value."""
    number, _, rest = counted.partition(" ")
    return f"{of} {rest}" if number.isdigit() else counted


def _unjudged(indicator: Indicator, result: IndicatorResult, language: Language) -> str:
    if indicator.direction == "context" and result.figure.value is not None:
        return text("site.not_judged", language)
    return ""


def _compared(
    chosen: ChosenBenchmark, indicator: Indicator, against: str, language: Language
) -> str:
    """Say the benchmark's value, or why there is none."""
    if chosen.figure.value is not None:
        value = format_value(chosen.figure.value, indicator)
        return text("area.benchmark_value", language, name=against, value=value)
    if chosen.reason in (None, "no_value", "not_judged", "itself"):
        return ""
    return text(f"area.no_benchmark.{chosen.reason}", language)


def cards(
    areas: AreasToExplore, profile: Profile, catalogue: Catalogue, state: State, against: str
) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Return the cards of gaps and of strengths against the benchmark chosen, by its name."""
    return (
        tuple(_card(e, profile, catalogue, state, against) for e in areas.gaps),
        tuple(_card(e, profile, catalogue, state, against) for e in areas.strengths),
    )


def _card(
    explored: Exploration, profile: Profile, catalogue: Catalogue, state: State, against: str
) -> Card:
    language = state.language
    result = profile.indicator(explored.indicator_id)
    indicator = catalogue.indicators[result.indicator_id]
    chosen = explored.benchmark
    if chosen.gap is None or chosen.relation is None:
        raise ValueError(f"{result.indicator_id} has no gap to the benchmark, so it has no card")
    css = RELATION_CLASS[chosen.relation]
    code = profile.unit_code
    own = unit_name(catalogue, code, language)
    shown: list[tuple[str, str, float | None]] = [
        (f"{chosen.relation}", own, explored.figure.value),
        ("country", against, chosen.figure.value),
    ]
    cluster = None if chosen.kind == "cluster" else result.benchmark("cluster")
    if cluster is not None and cluster.unit_code and cluster.figure.value is not None:
        shown.append(
            ("cluster", unit_name(catalogue, cluster.unit_code, language), cluster.figure.value)
        )
    best = None if chosen.kind == "best_in_class" else result.benchmark("best_in_class")
    if best is not None and best.figure.value is not None:
        best_name = _best_name(len(best.members), Geography(catalogue).level_of(code), language)
        shown.append(("unit", best_name, best.figure.value))
    side = "above" if chosen.gap > 0 else "below"
    amount = ""
    if chosen.amount is not None:
        size = abs(chosen.amount.value)
        amount = text(
            "area.amount",
            language,
            amount=format_number(size, 0 if size >= 10 else 1),
            unit=chosen.amount.unit_of_measure.in_language(language),
        )
    note = words.age_text(result.figure, language) if words.is_old(result.figure) else ""
    return Card(
        name=short_indicator_name(indicator, language),
        anchor=result.indicator_id,
        address=address.indicator(state, result.indicator_id),
        css=css,
        gap=format_value(abs(chosen.gap), indicator),
        gap_unit=text(
            f"area.gap_{side}",
            language,
            unit=unit_of_difference(indicator, language),
            benchmark=against,
        ).strip(),
        amount=amount,
        lines=tuple(
            CardLine(graphics.key_mark(kind), name, format_value(value, indicator))
            for kind, name, value in shown
        ),
        note=note,
        trust=trust_strip(result.figure, catalogue, language),
    )


def _best_name(count: int, level: str, language: Language) -> str:
    if count == 1:
        return text(f"area.best_of_one.{level}", language)
    return text("area.best", language, counted=words.level_noun(level, count, language))


def spine(
    profile: Profile,
    chosen: Mapping[str, ChosenBenchmark],
    catalogue: Catalogue,
    language: Language,
    against: str,
    *,
    has_rows: bool = True,
) -> tuple[SpineRow, ...]:
    """Return a row for every judged indicator that has a value here and in the benchmark chosen.

    chosen: indicator id → that benchmark; against: its name. has_rows: whether the page has a
    row of each indicator, which has its trust strip.
    """
    rows = []
    for result in profile.indicators:
        indicator, beside = catalogue.indicators[result.indicator_id], chosen[result.indicator_id]
        own, centre = result.figure.value, beside.figure.value
        if own is None or centre is None or beside.relation is None or not result.distribution:
            continue
        cluster = result.benchmark("cluster")
        cluster_value = cluster.figure.value if cluster else None
        name = short_indicator_name(indicator, language)
        values = [v for _, v in result.distribution]
        bar = graphics.spine_bar(
            SPINE_WIDTH,
            values,
            own,
            centre,
            cluster=cluster_value,
            relation=beside.relation,
            low_is_good=indicator.direction == "lower_is_better",
            label=text(
                "graphic.spine",
                language,
                name=name,
                value=format_value(own, indicator),
                relation=text(f"site.relation.{beside.relation}", language),
                benchmark=against,
                reference=format_value(centre, indicator),
            ),
        )
        rows.append(
            SpineRow(
                name=name,
                year=format_year(result.figure.year, language) if result.figure.year else "",
                own=format_value(own, indicator),
                css=RELATION_CLASS[beside.relation],
                cluster=format_value(cluster_value, indicator),
                benchmark=format_value(centre, indicator),
                worst=format_value(values[-1], indicator),
                best=format_value(values[0], indicator),
                bar=bar,
                trust=trust_link(result.figure, result.indicator_id, language)
                if has_rows
                else trust_strip(result.figure, catalogue, language),
            )
        )
    return tuple(rows)


def sources(profile: Profile, catalogue: Catalogue, state: State) -> tuple[SourceRow, ...]:
    """Return the trust strip of every number: source, edition, year, age, status, coverage."""
    language = state.language
    rows = []
    for result in profile.indicators:
        indicator, figure = catalogue.indicators[result.indicator_id], result.figure
        status = words.status_text(figure, language)
        if figure.missing_members:
            names = ", ".join(unit_name(catalogue, c, language) for c in figure.missing_members[:5])
            more = len(figure.missing_members) - 5
            names += text("area.and_more", language, count=more) if more > 0 else ""
            status = text("area.without", language, status=status, names=names)
        rows.append(
            SourceRow(
                name=short_indicator_name(indicator, language),
                anchor=result.indicator_id,
                value=format_value(figure.value, indicator),
                year=words.age_text(figure, language),
                status=status,
                source=words.source_text(catalogue, figure, language),
                coverage=NO_VALUE if figure.coverage is None else format_percent(figure.coverage),
                trust=trust_link(figure, result.indicator_id, language),
            )
        )
    return tuple(rows)
