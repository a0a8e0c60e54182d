"""The home page: how is the country doing, and where do I go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moibench.analysis.geography import Geography
from moibench.analysis.results import AreaScores, CountrySummary, Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework
from moibench.presentation import charts, graphics
from moibench.presentation.charts import Figure
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name, unit_name
from moibench.presentation.numbers import format_score, format_value
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, State
from moibench.presentation.pages.trust import score_strip, trust_strip
from moibench.presentation.years import format_year, format_years, year_number

STRIP_WIDE, STRIP_NARROW = 250, 346
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class AreaLine:
    """The country, a region or Bangkok."""

    name: str
    address: str
    members: str
    level: str
    squares: Markup
    score: str
    wide: Markup
    narrow: Markup
    dimensions: tuple[str, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many provinces stand on each level, with a bar drawn to the largest count."""

    name: str
    address: str
    counts: tuple[tuple[int, str, Markup], ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of the country with its history."""

    name: str
    address: str
    value: str
    unit_of_measure: str
    year: str
    trust: Markup
    spark: Markup
    icon: Markup
    trend: str
    change: str


@dataclass(frozen=True, slots=True)
class DataLine:
    """Completeness of one indicator."""

    link: Link
    source: str
    year: str
    count: str
    squares: Markup
    squares_label: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the template of the home page prints."""

    title: str
    subtitle: str
    year: str
    controls: Controls
    search: str
    dimension_names: tuple[str, ...]
    scale: Markup
    areas: tuple[AreaLine, ...]
    level_names: tuple[str, ...]
    counts: tuple[CountLine, ...]
    tiles: Markup
    legend: tuple[tuple[int, str, int], ...]
    province_table: tuple[tuple[Link, str, str, str], ...]
    map: Figure
    headlines: tuple[Headline, ...]
    history_years: str
    data: tuple[DataLine, ...]
    recent_years: str
    permanent: str
    data_version: str
    score_trust: Markup


def home_page(
    summary: CountrySummary,
    country: Profile,
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    *,
    outlines: Mapping[str, Any],
) -> HomePage:
    """Lay out the page; `country` is the profile of the whole country in the same year."""
    language = state.language
    year = format_year(summary.year, language)
    fixed = State(language, summary.year, summary.with_bangkok)
    places = {s.unit_code: s for s in (*summary.provinces, summary.bangkok)}
    shown = [*summary.provinces]
    if all(s.unit_code != summary.bangkok.unit_code for s in shown):
        shown.append(summary.bangkok)
    counts = dict(summary.level_counts)
    recent = summary.completeness[0].recent if summary.completeness else ()
    return HomePage(
        title=text("home.title", language, year=year),
        subtitle=text(
            "home.subtitle",
            language,
            provinces=len([s for s in summary.provinces if s.unit_code != "10"]),
            clusters=sum(u.unit_type == "cluster" for u in catalogue.units.values()),
            regions=len(summary.regions),
            indicators=len(summary.completeness),
            dimensions=len(framework.dimensions),
        ),
        year=year,
        controls=address.controls(state, "/", summary.year, summary.newest_year, summary.years),
        search=f"{address.PREFIX[language]}/search",
        dimension_names=tuple(d.short_name.in_language(language) for d in framework.dimensions),
        scale=graphics.level_scale(
            STRIP_WIDE, summary.country.overall.cutoffs, [str(n) for n in LEVELS]
        ),
        areas=tuple(
            _area_line(scores, summary, catalogue, state)
            for scores in (summary.country, *summary.regions, summary.bangkok)
        ),
        level_names=tuple(text("site.level", language, level=n) for n in LEVELS),
        counts=tuple(
            _count_line(node_id, five, catalogue, state) for node_id, five in summary.level_counts
        ),
        tiles=_tiles(places, catalogue, state),
        legend=tuple(
            (n, text("site.level", language, level=n), counts[words.OVERALL][n - 1]) for n in LEVELS
        ),
        province_table=tuple(
            (
                Link(unit_name(catalogue, s.unit_code, language), address.area(state, s.unit_code)),
                format_score(s.overall.score),
                str(s.overall.level or "–"),
                str(s.overall.rank or "–") if s in summary.provinces else "–",
            )
            for s in sorted(shown, key=lambda s: -(s.overall.score or 0))
        ),
        map=charts.level_map(
            {code: s.overall.level for code, s in places.items()},
            {code: s.overall.score for code, s in places.items()},
            catalogue,
            language,
            outlines=outlines,
            subject=text("site.overall", language),
            year=summary.year,
        ),
        headlines=tuple(_headlines(country, catalogue, framework, state)),
        history_years=address.format_year_span(country.year, language),
        data=tuple(_data_lines(summary, catalogue, state)),
        recent_years=format_years(recent[0][0], recent[-1][0], language) if recent else "",
        permanent=fixed.address("/"),
        data_version=summary.stamp.data_version,
        score_trust=score_strip(summary.stamp, summary.year, language),
    )


def _area_line(
    scores: AreaScores, summary: CountrySummary, catalogue: Catalogue, state: State
) -> AreaLine:
    language, node = state.language, scores.overall
    geography = Geography(catalogue)
    inside = geography.leaves_of[scores.unit_code]
    is_total = catalogue.units[scores.unit_code].unit_type == "country"
    name = unit_name(catalogue, scores.unit_code, language)
    level = text("site.level", language, level=node.level) if node.level else ""
    label = text(
        "graphic.continuum", language, name=name, score=format_score(node.score), level=level
    )
    distribution = [(s.unit_code, s.overall.score) for s in summary.provinces]

    def strip(width: float) -> Markup:
        return graphics.continuum(
            width,
            [(code, score) for code, score in distribution if score is not None],
            node.score,
            level=node.level,
            cutoffs=node.cutoffs,
            cluster=None,
            country=None if is_total else summary.country.overall.score,
            near=() if is_total else inside,
            label=label,
            height=54,
        )

    return AreaLine(
        name=name,
        address=address.area(state, scores.unit_code),
        members=str(len(inside)) if inside and not is_total else "",
        level=str(node.level or "–"),
        squares=graphics.level_squares(node.level, 9),
        score=format_score(node.score),
        wide=strip(STRIP_WIDE),
        narrow=strip(STRIP_NARROW),
        dimensions=tuple(format_score(d.score) for d in scores.dimensions),
        is_total=is_total,
    )


def _count_line(
    node_id: str, five: tuple[int, ...], catalogue: Catalogue, state: State
) -> CountLine:
    largest = max(five) or 1
    return CountLine(
        name=words.node_name(catalogue, node_id, state.language),
        address=address.index(state, node_id),
        counts=tuple(
            (n, str(count), graphics.count_bar(count / largest, n))
            for n, count in enumerate(five, 1)
        ),
    )


def _tiles(places: Mapping[str, AreaScores], catalogue: Catalogue, state: State) -> Markup:
    language = state.language
    geography = Geography(catalogue)

    def title(code: str) -> str:
        node = places[code].overall if code in places else None
        return text(
            "graphic.tile",
            language,
            name=unit_name(catalogue, code, language),
            value=format_score(node.score if node else None),
        )

    return graphics.tile_grid(
        {t.unit: (t.column, t.row) for t in catalogue.tiles},
        step=lambda c: (places[c].overall.level or 0) if c in places else 0,
        abbreviation=lambda c: abbreviation(catalogue, c, language),
        value=lambda c: format_score(places[c].overall.score if c in places else None),
        title=title,
        link=lambda c: address.area(state, c),
        region=lambda c: geography.ancestor(c, "region"),
        label=text("home.tiles_label", language),
    )


def abbreviation(catalogue: Catalogue, code: str, language: Language) -> str:
    """Return the abbreviation of a province, or else the first letters of its name."""
    unit = catalogue.units[code]
    if unit.abbreviation is not None:
        return unit.abbreviation.in_language(language)
    return unit.name.in_language(language)[:3]


def _headlines(
    country: Profile, catalogue: Catalogue, framework: Framework, state: State
) -> list[Headline]:
    language = state.language
    found = {r.indicator_id: r for r in country.indicators}
    answer = []
    for indicator_id in framework.headline_indicators:
        result = found.get(indicator_id)
        if result is None or result.figure.value is None:
            continue
        indicator = catalogue.indicators[indicator_id]
        answer.append(
            Headline(
                name=short_indicator_name(indicator, language),
                address=address.indicator(state, indicator_id),
                value=format_value(result.figure.value, indicator),
                unit_of_measure=indicator.unit_of_measure.in_language(language),
                year=words.age_text(result.figure, language),
                trust=trust_strip(result.figure, catalogue, language),
                spark=graphics.sparkline(
                    result.history,
                    (),
                    result.break_years,
                    years=address.history_span(country.year),
                    width=160,
                    height=44,
                ),
                icon=graphics.trend_icon(result.trend),
                trend=words.trend_text(result.trend, language),
                change=words.change_text(result.change, indicator, language),
            )
        )
    return answer


def _data_lines(summary: CountrySummary, catalogue: Catalogue, state: State) -> list[DataLine]:
    language = state.language
    lines = []
    for row in summary.completeness:
        indicator = catalogue.indicators[row.indicator_id]
        present = ", ".join(str(year_number(y, language)) for y, on in row.recent if on)
        lines.append(
            DataLine(
                link=Link(
                    short_indicator_name(indicator, language),
                    address.indicator(state, row.indicator_id),
                ),
                source=indicator.agency.in_language(language),
                year=str(year_number(row.year, language)) if row.year else "–",
                count=f"{row.provinces}/{row.of}",
                squares=graphics.presence_squares([on for _, on in row.recent]),
                squares_label=present or text("home.none", language),
            )
        )
    return lines
