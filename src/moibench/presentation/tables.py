"""Rows of tables with their displayed strings, made once for page and document."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.results import (
    Benchmark,
    BenchmarkKind,
    Change,
    Figure,
    IndicatorResult,
    NodeResult,
    Profile,
    Relation,
    Trend,
)
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.language import Language, text
from moibench.presentation.names import OVERALL, short_indicator_name
from moibench.presentation.numbers import (
    format_count,
    format_percent,
    format_score,
    format_value,
    marked,
)
from moibench.presentation.sentences.words import dimension_of
from moibench.presentation.years import year_number

PRELIMINARY_MARK, ESTIMATED_MARK, LOW_IS_GOOD_MARK = "‡", "†", "*"
RELATION_SYMBOLS: dict[Relation, str] = {"better": "●", "similar": "○", "worse": "◆"}
TREND_SYMBOLS = {
    "rising": "▲",
    "falling": "▼",
    "rising_preliminary": "△",
    "falling_preliminary": "▽",
}
BENCHMARK_COLUMNS: tuple[BenchmarkKind, ...] = (
    "country",
    "region",
    "cluster",
    "best_in_class",
)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as a line of a table; every field is what is displayed.

    values: benchmark kind → displayed value. symbol fields are one character or "".
    """

    indicator_id: str
    name: str
    unit_of_measure: str
    own: str
    year: str
    rank: str
    values: dict[str, str]
    gap: str
    relation: Relation | None
    relation_symbol: str
    relation_word: str
    change: str
    trend_symbol: str
    trend_word: str


@dataclass(frozen=True)
class NodeRow:
    """The index or one dimension as a line of a table; every field is what is displayed."""

    node_id: str
    name: str
    level: str
    score: str
    rank: str
    rank_range: str
    country_score: str
    coverage: str


def indicator_rows(
    profile: Profile, catalogue: Catalogue, indicator_ids: tuple[str, ...], language: Language
) -> tuple[IndicatorRow, ...]:
    """Return the lines of the indicators that the profile has, in the order given."""
    results = {r.indicator_id: r for r in profile.indicators}
    return tuple(
        _indicator_row(results[i], catalogue, language) for i in indicator_ids if i in results
    )


def node_rows(profile: Profile, catalogue: Catalogue, language: Language) -> tuple[NodeRow, ...]:
    """Return the line of the whole index, then one line a dimension."""
    nodes = (profile.overall, *profile.dimensions)
    return tuple(_node_row(profile, catalogue, node, language) for node in nodes)


def benchmark_columns(profile: Profile) -> tuple[BenchmarkKind, ...]:
    """Return the kinds of benchmark that at least one indicator of the profile has."""
    present = {b.kind for r in profile.indicators for b in r.benchmarks}
    return tuple(kind for kind in BENCHMARK_COLUMNS if kind in present)


def displayed(figure: Figure, indicator: Indicator, language: Language) -> str:
    """Write a figure with its mark, or say why there is no value."""
    if figure.value is None:
        known = {"missing", "incomplete", "not_published", "boundary_changed", "series_broken"}
        status = figure.status if figure.status in known else "missing"
        return text(f"table.status.{status}", language)
    marks = {"preliminary": PRELIMINARY_MARK, "estimated": ESTIMATED_MARK}
    return marked(format_value(figure.value, indicator), marks.get(figure.status, ""))


def _indicator_row(
    result: IndicatorResult, catalogue: Catalogue, language: Language
) -> IndicatorRow:
    indicator = catalogue.indicators[result.indicator_id]
    country = result.benchmark("country")
    standing = result.standing("country")
    relation = country.relation if country is not None else None
    mark = LOW_IS_GOOD_MARK if indicator.direction == "lower_is_better" else ""
    trend = trend_key(result.trend)
    return IndicatorRow(
        indicator_id=result.indicator_id,
        name=short_indicator_name(indicator, language) + mark,
        unit_of_measure=indicator.unit_of_measure.in_language(language),
        own=displayed(result.figure, indicator, language),
        year=format_count(year_number(result.figure.year, language)) if result.figure.year else "–",
        rank=format_count(standing.rank, standing.of) if standing is not None else "–",
        values={k: _benchmark(result.benchmark(k), indicator, language) for k in BENCHMARK_COLUMNS},
        gap=_gap(country, indicator, language),
        relation=relation,
        relation_symbol=RELATION_SYMBOLS[relation] if relation else "",
        relation_word=_relation_word(relation, indicator, language),
        change=_change(result.change, indicator, language),
        trend_symbol=TREND_SYMBOLS.get(trend, ""),
        trend_word=text(f"table.trend.{trend}", language),
    )


def trend_key(trend: Trend) -> str:
    """Return the key of the trend's word: the verdict, or the verdict marked preliminary."""
    is_called = trend.verdict in {"rising", "falling"}
    return f"{trend.verdict}_preliminary" if is_called and trend.preliminary else trend.verdict


def _benchmark(benchmark: Benchmark | None, indicator: Indicator, language: Language) -> str:
    if benchmark is None:
        return text("table.status.no_benchmark", language)
    return displayed(benchmark.figure, indicator, language)


def _gap(country: Benchmark | None, indicator: Indicator, language: Language) -> str:
    if country is None or country.gap is None:
        return text("table.status.no_benchmark", language)
    return format_value(country.gap, indicator, signed=True)


def _relation_word(relation: Relation | None, indicator: Indicator, language: Language) -> str:
    if indicator.direction == "context":
        return text("table.status.not_judged", language)
    if relation is None:
        return text("table.status.no_benchmark", language)
    return text(f"table.relation.{relation}", language)


def _change(change: Change | None, indicator: Indicator, language: Language) -> str:
    if change is None:
        return text("table.status.missing", language)
    if change.crosses_break:
        return text("table.status.crosses_break", language)
    return format_value(change.absolute, indicator, signed=True)


def _node_row(
    profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language
) -> NodeRow:
    if node.node_id == OVERALL:
        name = text("table.overall", language)
    else:
        name = dimension_of(profile, catalogue, node.node_id).name.in_language(language)
    no_score = text("table.status.no_score", language)
    no_rank = text("table.status.no_rank", language)
    ranged = node.rank is not None and node.rank_low is not None
    return NodeRow(
        node_id=node.node_id,
        name=name,
        level=format_count(node.level) if node.level is not None else no_score,
        score=format_score(node.score) if node.score is not None else no_score,
        rank=format_count(node.rank, node.of) if ranged else no_rank,
        rank_range=f"{node.rank_low}–{node.rank_high}" if ranged else no_rank,
        country_score=format_score(node.country_score),
        coverage=marked(format_percent(node.coverage), "%"),
    )
