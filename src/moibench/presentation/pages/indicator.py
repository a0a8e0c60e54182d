"""The page of an indicator, of the index or of a dimension: every unit in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from statistics import median
from types import MappingProxyType
from typing import Any

from moibench.analysis import results
from moibench.analysis.apart import Apart
from moibench.analysis.comparative_results import ChosenBenchmark
from moibench.analysis.geography import Geography
from moibench.analysis.results import RankedUnit, Ranking
from moibench.analysis.vantage import current_vantage
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework, Indicator
from moibench.presentation import charts, graphics
from moibench.presentation.charts import Figure
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import indicator_name, unit_name
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, Option, State
from moibench.presentation.pages.apart import (
    ApartPart,
    Beside,
    apart_part,
    interval_of,
    reference_value,
)
from moibench.presentation.pages.benchmark_form import BenchmarkForm, choice_name, rule_names
from moibench.presentation.pages.chart_strips import strips_of
from moibench.presentation.pages.definition import Term, definition, source_text, subject_terms
from moibench.presentation.pages.moves import short_tick
from moibench.presentation.pages.subject_maps import (
    in_thousands,
    map_note,
    unit_of,
    value_tiles,
    written,
    years_said,
)
from moibench.presentation.pages.trust import score_strip, trust_code, trust_strip
from moibench.presentation.years import format_year

DOT_WIDTH = 118
STEPS = 5
LEVEL_NAMES = ("province", "cluster", "region", "district", "subdistrict")


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A unit in the order, for the dot plot and the table alike."""

    code: str
    name: str
    address: str
    parent: str
    rank: str
    span: str
    value: str
    dot: Markup
    year: str
    old: bool
    level: str
    squares: Markup
    relation_class: str
    relation: str
    benchmark: str
    alike: str
    bar: Markup
    change: str
    status: str
    trust: Markup
    trust_code: str


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """Everything the template of an indicator or an index prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    levels: tuple[Option, ...]
    unit_options: tuple[Option, ...]
    units_chosen: tuple[Option, ...]
    terms: tuple[Term, ...]
    facts: tuple[Term, ...]
    caveats: str
    order_title: str
    unit_of_measure: str
    is_index: bool
    judged: bool
    axis: Markup
    rows: tuple[RankedRow, ...]
    columns: tuple[tuple[RankedRow, ...], ...]
    without: tuple[RankedRow, ...]
    country: str
    ranking_note: str
    map: Figure | None
    tiles: Markup
    tiles_note: str
    map_note: str
    trend: Figure | None
    multiples: Figure | None
    against: str
    rules: tuple[str, ...]
    apart: ApartPart | None
    moves: str
    position: str
    strips: tuple[Markup, ...]
    table_title: str
    download: str
    permanent: str
    source: str
    data_version: str


@dataclass(frozen=True, slots=True)
class NoFiguresPage:
    """The page of an indicator that stands in the catalogue without figures."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    terms: tuple[Term, ...]
    caveats: str


def subject_page(
    ranking: Ranking,
    clusters: Ranking | None,
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    *,
    outlines: Mapping[str, Any],
    chosen: Sequence[str] = (),
    form: BenchmarkForm | None = None,
    beside: Mapping[str, Beside] = MappingProxyType({}),
    apart: Apart | None = None,
    mark: str = "",
    figures: Mapping[tuple[str, int], results.Figure] = MappingProxyType({}),
) -> SubjectPage:
    """Lay out the page.

    clusters: the same subject by cluster, for the small multiples. beside: of each unit, the
    benchmark the reader chose; form: the choice of it. apart: from whom each cannot be told
    apart. mark: the unit the reader looks for. figures: of the charts' tables, by unit and year.
    """
    language = state.language
    against = choice_name(state.choice(), catalogue, language)
    indicator = None if ranking.is_index else catalogue.indicators[ranking.subject_id]
    name = subject_name(ranking, catalogue, language)
    year = format_year(ranking.year, language)
    path = (
        f"/index/{ranking.subject_id}" if ranking.is_index else f"/indicator/{ranking.subject_id}"
    )
    unit = unit_of(indicator, language)
    ranked = [line for line in ranking.lines if line.figure.value is not None]
    values = [v for line in ranked if (v := line.figure.value) is not None]
    country = ranking.country.value if ranking.country else None
    axis = graphics.ranking_axis(
        [*values, *([country] if country is not None else [])] or [0.0, 1.0],
        log=bool(indicator and indicator.log_axis),
    )
    rows = tuple(
        _row(line, ranking, indicator, axis, catalogue, state, beside.get(line.unit_code), apart)
        for line in ranking.lines
    )
    rows, strips = _shared_strips(rows)
    told = strips_of(ranking, figures, catalogue, language)
    has_map = ranking.level == "province" and len(values) >= STEPS
    classes = charts.value_classes(values, ranking.cutoffs, STEPS) if has_map else None
    more = (("level", ranking.level),) if ranking.level != "province" else ()
    of_page = (*more, *((("mark", mark),) if mark else ()))
    fixed = replace(state, year=ranking.year, with_bangkok=ranking.with_bangkok, change_from=None)
    counted = words.level_noun(
        ranking.level, len(values), language, with_bangkok=ranking.with_bangkok
    )
    return SubjectPage(
        title=text("indicator.title", language, name=name, year=year),
        name=name,
        crumbs=_crumbs(ranking, catalogue, state),
        controls=address.controls(
            state,
            path,
            ranking.year,
            ranking.newest_year,
            ranking.years,
            kept=more,
            benchmark=form,
        ),
        levels=tuple(
            Option(level, text(f"site.unit_types.{level}", language), level == ranking.level)
            for level in _levels(catalogue)
        ),
        unit_options=_unit_options(ranking, catalogue, language),
        units_chosen=tuple(
            Option(c, unit_name(catalogue, c, language), True)
            for c in chosen
            if c in catalogue.units
        ),
        terms=subject_terms(ranking, indicator, catalogue, language),
        facts=_facts(ranking, values, indicator, catalogue, counted, language),
        caveats=indicator.caveats.in_language(language) if indicator and indicator.caveats else "",
        order_title=text(
            f"indicator.order.{'best' if ranking.judged else 'largest'}",
            language,
            name=name,
            year=years_said(ranking, language),
        ),
        unit_of_measure=unit,
        is_index=ranking.is_index,
        judged=ranking.judged,
        axis=graphics.axis_head(axis, DOT_WIDTH, [short_tick(t) for t in axis.ticks]),
        rows=rows[: len(ranked)],
        columns=_columns(rows[: len(ranked)], 2 if ranking.is_index else 3),
        without=rows[len(ranked) :],
        country=written(country, indicator) if country is not None else "",
        ranking_note=_ranking_note(ranking, axis.log, language),
        map=told(
            charts.value_map(
                ranking,
                indicator,
                catalogue,
                language,
                name=name,
                unit=unit,
                outlines=outlines,
                years=years_said(ranking, language),
            )
        )
        if has_map
        else None,
        tiles=value_tiles(ranking, indicator, classes, catalogue, state) if classes else Markup(),
        tiles_note=text("indicator.tiles_thousands", language, unit=unit)
        if in_thousands(ranking)
        else unit,
        map_note=map_note(ranking, values, country, indicator, counted, language),
        trend=told(
            charts.trend_chart(
                ranking, indicator, catalogue, language, name=name, unit=unit, chosen=tuple(chosen)
            )
        ),
        multiples=told(
            charts.small_multiples(clusters, indicator, catalogue, language, name=name, unit=unit)
        )
        if clusters is not None
        else None,
        table_title=text("indicator.table", language, counted=counted),
        download="" if ranking.is_index else state.home().address(f"{path}.csv"),
        permanent=fixed.address(path, *of_page),
        against=against,
        rules=rule_names((b.rule for b in beside.values()), language),
        apart=apart_part(apart, ranking, catalogue, state, path, more, mark),
        strips=strips,
        moves=state.beside().address(f"{path}/moves", *of_page),
        position=address.position_of(state.home(), ranking.subject_id) if ranking.judged else "",
        source=source_text(ranking, catalogue, language),
        data_version=ranking.stamp.data_version,
    )


def no_figures_page(
    indicator_id: str, catalogue: Catalogue, framework: Framework, state: State
) -> NoFiguresPage:
    """Lay out the page of an indicator that has no figures yet, and say so."""
    language = state.language
    indicator = catalogue.indicators[indicator_id]
    name = indicator_name(indicator, language)
    dimension = words.node_name(catalogue, indicator.dimension, language)
    return NoFiguresPage(
        title=text("indicator.no_figures.title", language, name=name),
        name=name,
        crumbs=(
            Link(text("site.nav.indicators", language), state.address("/indicator/")),
            Link(dimension, address.index(state, indicator.dimension)),
        ),
        terms=definition(indicator, catalogue, language),
        caveats=indicator.caveats.in_language(language) if indicator.caveats else "",
    )


def _levels(catalogue: Catalogue) -> list[str]:
    there = {u.unit_type for u in catalogue.units.values()}
    return [level for level in LEVEL_NAMES if level in there]


def _unit_options(ranking: Ranking, catalogue: Catalogue, language: Language) -> tuple[Option, ...]:
    codes = {code for code, points in ranking.histories if len(points) > 1}
    named = sorted((unit_name(catalogue, c, language), c) for c in codes)
    return tuple(Option(code, name, False) for name, code in named)


def subject_name(ranking: Ranking, catalogue: Catalogue, language: Language) -> str:
    """Return the name of what is ranked."""
    if ranking.is_index:
        name = words.node_name(catalogue, ranking.subject_id, language)
        return (
            name if current_vantage().agenda else text("indicator.index_name", language, name=name)
        )
    return indicator_name(catalogue.indicators[ranking.subject_id], language)


def _columns(rows: tuple[RankedRow, ...], number: int = 3) -> tuple[tuple[RankedRow, ...], ...]:
    """Cut the order into columns, the longer ones first."""
    length = max(1, -(-len(rows) // number))
    return tuple(rows[n : n + length] for n in range(0, len(rows), length))


def _crumbs(ranking: Ranking, catalogue: Catalogue, state: State) -> tuple[Link, ...]:
    links = [Link(text("site.nav.indicators", state.language), state.address("/indicator/"))]
    if not ranking.is_index:
        dimension = catalogue.indicators[ranking.subject_id].dimension
        links.append(
            Link(
                words.node_name(catalogue, dimension, state.language),
                address.index(state, dimension),
            )
        )
    elif ranking.subject_id != words.OVERALL:
        overall = text("site.overall", state.language)
        links.append(Link(overall, address.index(state, words.OVERALL)))
    return tuple(links)


def _facts(
    ranking: Ranking,
    values: Sequence[float],
    indicator: Indicator | None,
    catalogue: Catalogue,
    counted: str,
    language: Language,
) -> tuple[Term, ...]:
    if not values:
        return ()
    ordered = sorted(
        (line for line in ranking.lines if line.figure.value is not None),
        key=lambda line: line.figure.value or 0.0,
    )
    lowest, highest = ordered[0], ordered[-1]
    facts = []
    if ranking.country is not None and ranking.country.value is not None:
        facts.append(
            Term(
                text("site.country", language),
                written(ranking.country.value, indicator),
                _trust(ranking, ranking.country, catalogue, language),
            )
        )
    middle = ranking.median if ranking.median is not None else median(values)
    facts.append(
        Term(
            text("indicator.median", language, counted=counted),
            written(middle, indicator),
            _trust(ranking, _derived_from(highest.figure), catalogue, language),
        )
    )
    for key, line in (("highest", highest), ("lowest", lowest)):
        name = unit_name(catalogue, line.unit_code, language)
        facts.append(
            Term(
                text(f"indicator.{key}", language, name=name),
                written(line.figure.value, indicator),
                _trust(ranking, line.figure, catalogue, language),
            )
        )
    return tuple(facts)


def _derived_from(figure: results.Figure) -> results.Figure:
    """Return a figure as the median of figures like this one has its strip."""
    return replace(figure, status="derived")


def _trust(
    ranking: Ranking, figure: results.Figure, catalogue: Catalogue, language: Language
) -> Markup:
    if ranking.is_index:
        return score_strip(ranking.stamp, ranking.year, language)
    return trust_strip(figure, catalogue, language)


def _row(
    line: RankedUnit,
    ranking: Ranking,
    indicator: Indicator | None,
    axis: graphics.RankingAxis,
    catalogue: Catalogue,
    state: State,
    beside: Beside | None,
    apart: Apart | None,
) -> RankedRow:
    language, value = state.language, line.figure.value
    parent = _parent(catalogue, line.unit_code)
    reference = reference_value(beside)
    relation = beside.relation if beside else None
    relation_class = graphics.RELATION_CLASS[relation] if relation else ""
    dot = Markup()
    if value is not None:
        special = catalogue.units[line.unit_code].unit_type == "special_area"
        css = "rd hollow" if special else f"rd {relation_class}"
        dot = graphics.ranking_dot(
            axis,
            DOT_WIDTH,
            value,
            country=reference,
            span=interval_of(line.unit_code, value, apart),
            bands=_bands(ranking, axis, beside),
            css=css.strip(),
        )
    change = ""
    if indicator is not None:
        change = words.change_text(line.change, indicator, language)
    of = sum(li.rank is not None for li in ranking.lines)
    span = ""
    if line.rank_low is not None and line.rank_high is not None:
        span = f"{line.rank_low}–{line.rank_high}"
    return RankedRow(
        code=line.unit_code,
        name=unit_name(catalogue, line.unit_code, language),
        address=address.area(state, line.unit_code),
        parent=unit_name(catalogue, parent, language) if parent else NO_VALUE,
        rank=str(line.rank) if line.rank is not None else NO_VALUE,
        span=span,
        value=written(value, indicator),
        dot=dot,
        year=words.age_text(line.figure, language),
        old=words.is_old(line.figure),
        level=str(line.level or ""),
        squares=graphics.level_squares(line.level, 9) if ranking.is_index else Markup(),
        relation_class=relation_class,
        relation=text(f"site.relation.{relation}", language) if relation else "",
        benchmark=written(reference, indicator) if reference is not None else "",
        alike=" ".join(apart.of(line.unit_code)) if apart else "",
        bar=graphics.rank_bar(118, line.rank, line.rank_low, line.rank_high, of)
        if line.rank is not None and line.rank_low is not None
        else Markup(),
        change=change,
        status=words.status_text(line.figure, language),
        trust=score_strip(ranking.stamp, ranking.year, language)
        if ranking.is_index
        else trust_strip(line.figure, catalogue, language),
        trust_code=trust_code(line.figure, language),
    )


def _shared_strips(
    rows: tuple[RankedRow, ...],
) -> tuple[tuple[RankedRow, ...], tuple[Markup, ...]]:
    """Print each strip once below the table, with a link to it in the rows it is of."""
    places = {strip: n for n, strip in enumerate(dict.fromkeys(r.trust for r in rows), 1)}
    linked = tuple(
        replace(r, trust=Markup(f'<a class="trust" href="#strip-{places[r.trust]}">{code}</a>'))
        for r in rows
        for code in [escape(r.trust_code)]
    )
    shown = (Markup(strip.replace("<p>", f'<p id="strip-{n}">', 1)) for strip, n in places.items())
    return linked, tuple(shown)


def _bands(
    ranking: Ranking, axis: graphics.RankingAxis, beside: Beside | None
) -> tuple[tuple[float, float], ...]:
    """Return every second level of an index, or what counts as similar to the benchmark."""
    if ranking.cutoffs is not None:
        first, second, third, fourth = ranking.cutoffs
        return (axis.low, first), (second, third), (fourth, axis.high)
    reference = reference_value(beside)
    if reference is None or not isinstance(beside, ChosenBenchmark) or not beside.width:
        return ()
    return ((reference - beside.width, reference + beside.width),)


def _parent(catalogue: Catalogue, code: str) -> str | None:
    geography = Geography(catalogue)
    unit_type = catalogue.units[code].unit_type
    found = geography.ancestor(code, "cluster" if unit_type == "province" else "region")
    return found if found != code else None


def _ranking_note(ranking: Ranking, log: bool, language: Language) -> str:
    notes = []
    if log:
        notes.append(text("indicator.log_axis", language))
    if ranking.is_index:
        notes.append(text("indicator.range_note", language))
    elif ranking.judged:
        notes.append(text("indicator.no_range_note", language))
    else:
        notes.append(text("indicator.context_note", language))
    return " ".join(notes)
