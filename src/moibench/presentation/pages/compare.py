"""Chosen units × indicators as a rug, the spine of one unit, and the form that chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from moibench.analysis.comparative_results import ChosenBenchmark, ChosenCell, ChosenComparison
from moibench.analysis.geography import Geography
from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework, Indicator
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import format_value
from moibench.presentation.pages import address, area_rows, words
from moibench.presentation.pages.address import Controls, Link, Option, State
from moibench.presentation.pages.benchmark_form import (
    BenchmarkForm,
    UnitBoxes,
    choice_name,
    rule_names,
    unit_boxes,
)
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.years import format_year

MOST_INDICATORS = 60
MOST_UNITS = 110  # every province, cluster and region with the country
WithUnits = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Order:
    """In which order the reader wants rows and columns; a minus before the name turns it round.

    units: by this indicator, best first. rows: by this unit, worst first.
    """

    units: str = ""
    rows: str = ""

    def query(self) -> list[tuple[str, str]]:
        """Return it as parameters."""
        pairs = (("sort_units", self.units), ("sort_rows", self.rows))
        return [(field, value) for field, value in pairs if value]

    def by(self, field: str, name: str) -> Order:
        """Return the order that a click on a name asks for: by it, or the other way round."""
        now = getattr(self, field)
        return replace(self, **{field: f"-{name}" if now == name else name})


def ordered(comparison: ChosenComparison, order: Order) -> ChosenComparison:
    """Put units and indicators in the order asked for; those without a place come last."""
    cells = [list(row) for row in comparison.cells]
    units, ids = list(comparison.unit_codes), list(comparison.indicator_ids)
    if (name := order.units.removeprefix("-")) in ids:
        row = comparison.cells[ids.index(name)]
        places = _in_order([_rank_of(cell) for cell in row], order.units.startswith("-"))
        cells = [[line[p] for p in places] for line in cells]
        units = [units[p] for p in places]
    if (code := order.rows.removeprefix("-")) in units:
        column = units.index(code)
        steps = [_steps(line[column].benchmark) for line in cells]
        places = _in_order(steps, order.rows.startswith("-"))
        cells, ids = [cells[p] for p in places], [ids[p] for p in places]
    return replace(
        comparison,
        unit_codes=tuple(units),
        indicator_ids=tuple(ids),
        cells=tuple(tuple(line) for line in cells),
    )


def _in_order(keys: Sequence[float | None], backwards: bool) -> list[int]:
    known = [i for i, k in enumerate(keys) if k is not None]
    known.sort(key=lambda i: keys[i] or 0.0, reverse=backwards)
    return [*known, *(i for i, k in enumerate(keys) if k is None)]


def _rank_of(cell: ChosenCell) -> float | None:
    """Units of one level stand by rank; of several levels, by the steps to their benchmarks."""
    if cell.rank is not None:
        return float(cell.rank)
    steps = _steps(cell.benchmark)
    return None if steps is None else -steps


def _steps(benchmark: ChosenBenchmark) -> float | None:
    """Return how many widths of similarity the figure is better; None where nothing is told."""
    if benchmark.relation is None or benchmark.gap is None:
        return None
    size = abs(benchmark.gap) / benchmark.width if benchmark.width else abs(benchmark.gap)
    good = {"better": 1, "worse": -1}.get(benchmark.relation, 0)
    return good * (1 + size)


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
    sort: str
    sorted: str
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
class UnitHead:
    """The head of a unit's column: its page, and the order of rows by it."""

    name: str
    address: str
    sort: str
    sorted: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the template of a comparison prints."""

    title: str
    size: str
    controls: Controls
    benchmark: str
    units: tuple[UnitHead, ...]
    heads: tuple[tuple[str, int], ...]
    groups: tuple[RugGroup, ...]
    columns: int
    not_there: str
    kept: tuple[tuple[str, str], ...]
    unsorted: str
    spine_title: str
    spine_units: tuple[Link, ...]
    spine: tuple[area_rows.SpineRow, ...]
    spine_own: str
    unit_choices: tuple[UnitBoxes, ...]
    indicator_choices: tuple[UnitBoxes, ...]
    presets: tuple[Link, ...]
    most_units: int
    rules: tuple[str, ...]
    workbook: str
    table: str
    permanent: str
    data_version: str


def compare_page(
    comparison: ChosenComparison,
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    order: Order,
    form: BenchmarkForm,
    spine_of: Profile,
    spine_beside: Mapping[str, ChosenBenchmark],
) -> ComparePage:
    """Lay out the page; `spine_of` is the profile of the unit whose spine is drawn."""
    language = state.language
    codes, ids = comparison.unit_codes, comparison.indicator_ids
    year = format_year(comparison.year, language)
    fixed = replace(state, year=comparison.year, change_from=None)
    against = choice_name(state.choice(), catalogue, language)
    spine_against = choice_name(
        state.choice(),
        catalogue,
        language,
        region=spine_of.region_code,
        cluster=spine_of.cluster_code,
    )
    shown = ordered(comparison, order)

    def with_units(units: Sequence[str]) -> str:
        return address.comparison(state, units, ids if not _is_all(ids, framework) else ())

    def in_order(asked: Order) -> str:
        return address.comparison(state, codes, ids, *asked.query()) + "#rug"

    return ComparePage(
        title=text("compare.title", language, units=_listed(codes, catalogue, language), year=year),
        size=text("compare.size", language, indicators=len(ids), units=len(codes)),
        controls=address.controls(
            state,
            "/compare",
            comparison.year,
            comparison.newest_year,
            comparison.years,
            benchmark=form,
        ),
        benchmark=against,
        units=tuple(
            UnitHead(
                unit_name(catalogue, c, language),
                address.area(state, c),
                in_order(order.by("rows", c)),
                _direction(order.rows, c),
            )
            for c in shown.unit_codes
        ),
        heads=() if order.units else _heads(codes, catalogue, language),
        groups=_groups(shown, catalogue, framework, state, order, in_order),
        columns=len(codes) + 2,
        not_there=text(
            "compare.not_there",
            language,
            names=", ".join(
                full_unit_name(catalogue, c, language) for c in comparison.without_a_unit
            ),
            year=year,
        )
        if comparison.without_a_unit
        else "",
        kept=tuple(order.query()),
        unsorted=in_order(Order()) if order.query() else "",
        spine_title=text(
            "compare.spine_title",
            language,
            name=full_unit_name(catalogue, spine_of.unit_code, language),
            benchmark=spine_against,
        ),
        spine_units=tuple(
            Link(
                unit_name(catalogue, c, language),
                address.comparison(state, codes, ids, *order.query(), ("spine", c)) + "#spine",
            )
            for c in codes
        ),
        spine=area_rows.spine(
            spine_of, spine_beside, catalogue, language, spine_against, has_rows=False
        ),
        spine_own=unit_name(catalogue, spine_of.unit_code, language),
        unit_choices=tuple(
            replace(boxes, preset=with_units([o.value for o in boxes.options]) if n else "")
            for n, boxes in enumerate(unit_boxes(codes, catalogue, language))
        ),
        indicator_choices=tuple(
            UnitBoxes(
                d.name.in_language(language),
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
        rules=rule_names((c.benchmark.rule for row in comparison.cells for c in row), language),
        workbook=address.comparison(
            fixed, codes, ids, *order.query(), path="/compare/workbook.xlsx"
        ),
        table=address.comparison(fixed, codes, ids, *order.query(), path="/compare/table.csv"),
        permanent=address.comparison(fixed, codes, ids, *order.query()),
        data_version=comparison.stamp.data_version,
    )


def _direction(now: str, name: str) -> str:
    """Return what aria-sort says of a head: rows stand worst first, or the other way round."""
    return {name: "ascending", f"-{name}": "descending"}.get(now, "")


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
    comparison: ChosenComparison,
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    order: Order,
    in_order: Callable[[Order], str],
) -> tuple[RugGroup, ...]:
    language = state.language
    rows = {}
    for indicator_id, line in zip(comparison.indicator_ids, comparison.cells, strict=True):
        indicator = catalogue.indicators[indicator_id]
        direction = words.direction_text(indicator, language)
        reference = reference_of(line)
        rows[indicator_id] = RugRow(
            link=Link(
                short_indicator_name(indicator, language), address.indicator(state, indicator_id)
            ),
            sort=in_order(order.by("units", indicator_id)),
            sorted=_direction(order.units, indicator_id),
            note=f"{indicator.unit_of_measure.in_language(language)} · {direction}",
            reference=text("compare.by_unit", language)
            if reference is None
            else format_value(reference.figure.value, indicator),
            reference_trust=Markup()
            if reference is None
            else trust_strip(reference.figure, catalogue, language),
            cells=tuple(
                _cell(
                    cell,
                    indicator,
                    unit_name(catalogue, cell.unit_code, language),
                    language,
                    trust_strip(cell.figure, catalogue, language),
                )
                for cell in line
            ),
        )
    if order.rows:  # one order over all dimensions
        return (RugGroup("", tuple(rows.values())),)
    groups = [
        RugGroup(d.name.in_language(language), tuple(rows[i] for i in d.indicators if i in rows))
        for d in framework.dimensions
    ]
    placed = {i for d in framework.dimensions for i in d.indicators}
    rest = tuple(row for i, row in rows.items() if i not in placed)
    if rest:
        groups.append(RugGroup(text("compare.others", language), rest))
    return tuple(g for g in groups if g.rows)


def reference_of(line: Sequence[ChosenCell]) -> ChosenBenchmark | None:
    """Return the benchmark all units of a row share, of the newest year; None where they differ."""
    held = [c.benchmark for c in line if c.benchmark.figure.value is not None]
    if not held:
        return line[0].benchmark
    by_year = {(b.figure.year, b.figure.value) for b in held}
    if len(by_year) > len({b.figure.year for b in held}):
        return None
    return max(held, key=lambda b: b.figure.year or 0)


def _cell(
    cell: ChosenCell, indicator: Indicator, unit: str, language: Language, trust: Markup
) -> Cell:
    figure, beside = cell.figure, cell.benchmark
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
    css = graphics.RELATION_CLASS[beside.relation] if beside.relation else "x"
    if words.is_old(figure):
        css += " age"
    relation = text(f"site.relation.{beside.relation}", language) if beside.relation else ""
    other = beside.figure.value
    against = (
        ""
        if other is None
        else text("compare.beside", language, value=format_value(other, indicator))
    )
    trend = words.trend_text(cell.trend, language)
    shows_trend = cell.trend.verdict in ("rising", "falling")
    parts = [f"{unit}: {format_value(figure.value, indicator)}", words.age_text(figure, language)]
    parts += [p for p in (relation, against, trend) if p]
    return Cell(
        css=css,
        sign=words.SIGNS[beside.relation] if beside.relation else "",
        value=format_value(figure.value, indicator),
        said=", ".join(p for p in (relation, trend if shows_trend else "") if p),
        icon=graphics.trend_icon(cell.trend) if shows_trend else Markup(),
        title=" · ".join(parts),
        trust=trust,
    )


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
