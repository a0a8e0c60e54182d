"""Chosen units × indicators as a rug, the spine of one unit, and the form that chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from moibench.analysis.geography import Geography
from moibench.analysis.results import BenchmarkKind, Comparison, ComparisonCell, Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework, Indicator
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import format_value
from moibench.presentation.pages import address, area_rows, words
from moibench.presentation.pages.address import Controls, Link, Option, State
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.years import format_year

BENCHMARKS: tuple[BenchmarkKind, ...] = ("country", "region", "cluster", "median", "best_in_class")
MOST_INDICATORS = 60
MOST_UNITS = 24
WithUnits = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit × indicator."""

    css: str
    sign: str
    value: str
    said: str
    icon: Markup
    title: str
    trust: Markup


@dataclass(frozen=True, slots=True)
class RugRow:
    """One indicator over the units."""

    link: Link
    note: str
    reference: str
    reference_trust: Markup
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RugGroup:
    """A dimension's rows."""

    name: str
    rows: tuple[RugRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A fieldset of boxes, and the link that takes them all."""

    name: str
    preset: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the template of a comparison prints."""

    title: str
    size: str
    controls: Controls
    benchmarks: tuple[Option, ...]
    benchmark: str
    units: tuple[tuple[Link, str], ...]
    heads: tuple[tuple[str, int], ...]
    groups: tuple[RugGroup, ...]
    columns: int
    spine_title: str
    spine_units: tuple[Link, ...]
    spine: tuple[area_rows.SpineRow, ...]
    spine_own: str
    unit_choices: tuple[Choice, ...]
    indicator_choices: tuple[Choice, ...]
    presets: tuple[Link, ...]
    most_units: int
    similarity_note: str
    permanent: str
    data_version: str


def compare_page(
    comparison: Comparison,
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    spine_of: Profile | None,
) -> ComparePage:
    """Lay out the page; `spine_of` is the profile of the unit whose spine is drawn."""
    language, kind = state.language, comparison.benchmark_kind
    codes, ids = comparison.unit_codes, comparison.indicator_ids
    year = format_year(comparison.year, language)
    kept = (("units", ",".join(codes)), ("indicators", ",".join(ids)))
    fixed = replace(state, year=comparison.year, change_from=None)

    def with_units(units: Sequence[str]) -> str:
        return address.comparison(state, units, ids if not _is_all(ids, framework) else (), kind)

    return ComparePage(
        title=text("compare.title", language, units=_listed(codes, catalogue, language), year=year),
        size=text("compare.size", language, indicators=len(ids), units=len(codes)),
        controls=address.controls(
            state,
            "/compare",
            comparison.year,
            comparison.newest_year,
            comparison.years,
            kept=kept,
        ),
        benchmarks=tuple(
            Option(b, text(f"compare.benchmark.{b}", language), b == kind) for b in BENCHMARKS
        ),
        benchmark=text(f"compare.benchmark.{kind}", language),
        units=tuple(
            (Link(unit_name(catalogue, c, language), address.area(state, c)), c) for c in codes
        ),
        heads=_heads(codes, catalogue, language),
        groups=_groups(comparison, catalogue, framework, state),
        columns=len(codes) + 2,
        spine_title=text(
            "compare.spine_title",
            language,
            name=full_unit_name(catalogue, spine_of.unit_code, language),
        )
        if spine_of
        else "",
        spine_units=tuple(
            Link(
                unit_name(catalogue, c, language),
                state.plain().address("/compare", *kept, ("benchmark", kind), ("spine", c))
                + "#spine",
            )
            for c in codes
        ),
        spine=area_rows.spine(spine_of, catalogue, language) if spine_of else (),
        spine_own=unit_name(catalogue, spine_of.unit_code, language) if spine_of else "",
        unit_choices=_unit_choices(codes, catalogue, language, with_units),
        indicator_choices=tuple(
            Choice(
                d.name.in_language(language),
                "",
                tuple(
                    Option(i, short_indicator_name(catalogue.indicators[i], language), i in ids)
                    for i in d.indicators
                    if catalogue.indicators[i].has_figures
                ),
            )
            for d in framework.dimensions
        ),
        presets=_presets(catalogue, language, with_units),
        most_units=MOST_UNITS,
        similarity_note=words.similarity_note(language),
        permanent=address.comparison(fixed, codes, ids, kind),
        data_version=comparison.stamp.data_version,
    )


def _is_all(ids: Sequence[str], framework: Framework) -> bool:
    return set(ids) >= {i for d in framework.dimensions for i in d.indicators}


def _listed(codes: Sequence[str], catalogue: Catalogue, language: Language) -> str:
    if len(codes) <= 3:
        return text("compare.joint", language).join(
            unit_name(catalogue, c, language) for c in codes
        )
    return text("compare.count", language, count=len(codes))


def _heads(
    codes: Sequence[str], catalogue: Catalogue, language: Language
) -> tuple[tuple[str, int], ...]:
    """Runs of units that lie in the same cluster, with the length of each run."""
    geography = Geography(catalogue)
    runs: list[tuple[str, int]] = []
    for code in codes:
        cluster = geography.ancestor(code, "cluster")
        name = unit_name(catalogue, cluster, language) if cluster else ""
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + 1)
        else:
            runs.append((name, 1))
    return tuple(runs) if any(name for name, _ in runs) else ()


def _groups(
    comparison: Comparison, catalogue: Catalogue, framework: Framework, state: State
) -> tuple[RugGroup, ...]:
    language = state.language
    rows = {}
    for place, indicator_id in enumerate(comparison.indicator_ids):
        indicator = catalogue.indicators[indicator_id]
        direction = words.direction_text(indicator, language)
        rows[indicator_id] = RugRow(
            link=Link(
                short_indicator_name(indicator, language), address.indicator(state, indicator_id)
            ),
            note=f"{indicator.unit_of_measure.in_language(language)} · {direction}",
            reference=format_value(comparison.benchmarks[place].value, indicator),
            reference_trust=trust_strip(comparison.benchmarks[place], catalogue, language),
            cells=tuple(
                _cell(
                    cell,
                    indicator,
                    unit_name(catalogue, code, language),
                    language,
                    trust_strip(cell.figure, catalogue, language),
                )
                for code, cell in zip(comparison.unit_codes, comparison.cells[place], strict=True)
            ),
        )
    groups = [
        RugGroup(d.name.in_language(language), tuple(rows[i] for i in d.indicators if i in rows))
        for d in framework.dimensions
    ]
    placed = {i for d in framework.dimensions for i in d.indicators}
    rest = tuple(row for i, row in rows.items() if i not in placed)
    if rest:
        groups.append(RugGroup(text("compare.others", language), rest))
    return tuple(g for g in groups if g.rows)


def _cell(
    cell: ComparisonCell, indicator: Indicator, unit: str, language: Language, trust: Markup
) -> Cell:
    figure = cell.figure
    if figure.value is None:
        said = words.status_text(figure, language)
        return Cell(
            "na",
            "",
            text(f"compare.missing.{figure.status}", language),
            "",
            Markup(),
            f"{unit}: {said}",
            trust,
        )
    css = graphics.RELATION_CLASS[cell.relation] if cell.relation else "x"
    if words.is_old(figure):
        css += " age"
    relation = text(f"site.relation.{cell.relation}", language) if cell.relation else ""
    trend = words.trend_text(cell.trend, language)
    shows_trend = cell.trend.verdict in ("rising", "falling")
    parts = [f"{unit}: {format_value(figure.value, indicator)}", words.age_text(figure, language)]
    parts += [p for p in (relation, trend) if p]
    return Cell(
        css=css,
        sign=words.SIGNS[cell.relation] if cell.relation else "",
        value=format_value(figure.value, indicator),
        said=", ".join(p for p in (relation, trend if shows_trend else "") if p),
        icon=graphics.trend_icon(cell.trend) if shows_trend else Markup(),
        title=" · ".join(parts),
        trust=trust,
    )


def _unit_choices(
    codes: Sequence[str], catalogue: Catalogue, language: Language, with_units: WithUnits
) -> tuple[Choice, ...]:
    geography = Geography(catalogue)
    choices = [
        Choice(
            text("compare.wide_units", language),
            "",
            tuple(
                Option(c, unit_name(catalogue, c, language), c in codes)
                for c, u in catalogue.units.items()
                if u.unit_type in ("country", "region", "special_area")
            ),
        )
    ]
    for code, unit in catalogue.units.items():
        if unit.unit_type != "cluster":
            continue
        members = geography.leaves_of[code]
        choices.append(
            Choice(
                unit_name(catalogue, code, language),
                with_units((code, *members)),
                tuple(
                    Option(c, unit_name(catalogue, c, language), c in codes)
                    for c in (code, *members)
                ),
            )
        )
    return tuple(choices)


def _presets(catalogue: Catalogue, language: Language, with_units: WithUnits) -> tuple[Link, ...]:
    geography = Geography(catalogue)
    regions = [c for c, u in catalogue.units.items() if u.unit_type == "region"]
    clusters = [c for c, u in catalogue.units.items() if u.unit_type == "cluster"]
    links = [
        Link(text("compare.all_regions", language), with_units(tuple(regions))),
        Link(text("compare.all_clusters", language), with_units(tuple(clusters))),
    ]
    for region in regions:
        links.append(
            Link(
                unit_name(catalogue, region, language),
                with_units((region, *geography.leaves_of[region])),
            )
        )
    return tuple(links)


def default_units(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the units shown to a reader who chose none: the regions."""
    return tuple(c for c, u in catalogue.units.items() if u.unit_type == "region")


def default_indicators(catalogue: Catalogue, framework: Framework) -> tuple[str, ...]:
    """Return the indicators shown to a reader who chose none: all that are judged.

    Of more than a screen holds, those that count in the index; the chooser has the others.
    """
    judged = tuple(
        i
        for d in framework.dimensions
        for i in d.indicators
        if catalogue.indicators[i].has_figures and catalogue.indicators[i].direction != "context"
    )
    if len(judged) <= MOST_INDICATORS:
        return judged
    counting = set(catalogue.designs[framework.design].indicator_ids)
    return tuple(i for i in judged if i in counting)
