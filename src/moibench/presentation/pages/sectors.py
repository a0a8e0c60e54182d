"""The page of what a unit's economy is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from moibench.analysis.geography import COUNTRY, Geography
from moibench.analysis.sectors import SectorProfile, SectorResult, ShiftShareParts
from moibench.analysis.sectors_over_time import MEASURES, SectorsOverTime
from moibench.catalogue import Catalogue
from moibench.catalogue.sectors import SectorTable
from moibench.presentation.charts.bubbles import growth_share_matrix, lq_against_growth
from moibench.presentation.charts.figure import Figure as Chart
from moibench.presentation.charts.network import closest_to, nearest, network
from moibench.presentation.charts.sectors import share_lines, shift_share_bars, structure_lines
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_percent
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, Option, Select, State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, choice_name
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.sentences.words import joined
from moibench.presentation.years import format_year, format_years, year_number

NAMED = 3


@dataclass(frozen=True, slots=True)
class SectorRow:
    """One sector as displayed; parts: national, mix, regional, competitive, allocation, total."""

    code: str
    name: str
    full_name: str
    value: str
    trust: Markup
    share: str
    beside: str
    lq: str
    own_growth: str
    growth: str
    placed: str
    parts: tuple[str, ...]
    density: str
    related: str


@dataclass(frozen=True, slots=True)
class SectorsPage:
    """Everything sectors.html prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    members: tuple[Link, ...]
    says: tuple[str, ...]
    notices: tuple[str, ...]
    beside: str
    table_sub: str
    rows: tuple[SectorRow, ...]
    total: SectorRow
    classes_rule: str
    placed: tuple[Chart, ...]
    bars: Chart
    shares: Chart
    structure: tuple[Chart, ...]
    structure_sub: str
    network: Chart | None
    near: tuple[SectorRow, ...]
    source: str
    workbook: str
    permanent: str
    data_version: str


def section_names(table: SectorTable, language: Language) -> dict[str, str]:
    """Return the short name of every section by its code."""
    return {s.code: s.short_name.in_language(language) for s in table.sections}


def sectors_page(
    result: SectorProfile,
    over: SectorsOverTime,
    catalogue: Catalogue,
    state: State,
    form: BenchmarkForm,
) -> SectorsPage:
    """Lay out the sectors of a unit; `over` ends with the year of `result`."""
    language, code = state.language, result.unit_code
    table = catalogue.sectors[result.table_id]
    names = section_names(table, language)
    name = full_unit_name(catalogue, code, language)
    years = format_years(result.from_year, result.year, language)
    unit = table.unit_of_measure.in_language(language)
    benchmark = choice_name(over.choice, catalogue, language)
    beside = dict(zip(names, over.shares_beside, strict=True))
    rows = tuple(_row(s, table, beside, result, catalogue, language) for s in result.sectors)
    of = {r.code: r for r in rows}
    path = f"/sectors/{code}"
    is_country = code == COUNTRY  # it is the measure of specialisation, and has none itself
    more = table_query(result, catalogue)
    said = {"name": name, "years": years}

    def title(key: str, **fields: object) -> str:
        return text(f"sector_page.chart.{key}", language, **fields)

    trust = {r.name: r.trust for r in rows} | _strips_of_years(over, catalogue, language)

    def stripped(chart: Chart) -> Chart:
        return _stripped(chart, trust)

    return SectorsPage(
        title=text(
            "sector_page.title", language, name=name, year=format_year(result.year, language)
        ),
        name=text("sector_page.short", language),
        crumbs=words.unit_crumbs(catalogue, code, replace(state, change_from=None)),
        controls=_controls(result, catalogue, state, path, form),
        members=tuple(
            Link(unit_name(catalogue, c, language), address.sectors(state, c))
            for c in Geography(catalogue).within(code)
        ),
        says=_says(result, over, names, name, unit, benchmark, language),
        notices=_notices(result, over, names, language),
        beside="" if over.reason else benchmark,
        table_sub=text("sector_page.table_sub", language, unit=unit, years=years),
        rows=tuple(sorted(rows, key=lambda r: -_value(result, r.code))),
        total=_total(result, language),
        classes_rule=text(
            "sector_page.classes_rule",
            language,
            lq=f"{result.share_threshold:g}",
            growth=format_percent(result.growth_threshold, 1),
        ),
        placed=()
        if is_country
        else (
            stripped(growth_share_matrix(result, names, title("matrix", **said), language)),
            stripped(lq_against_growth(result, names, title("dynamic", **said), language)),
        ),
        bars=stripped(
            shift_share_bars(result, names, title("shift_share", **said), unit, language)
        ),
        shares=stripped(
            share_lines(over, tuple(names), names, title("shares", name=name), language)
        ),
        structure=tuple(
            stripped(structure_lines(over, m, name, benchmark, title(m), language))
            for m in MEASURES
            if any(getattr(y.own, m) is not None for y in over.years)
        ),
        structure_sub=text(
            "sector_page.structure_sub",
            language,
            benchmark=benchmark,
            counted=over.years[-1].counted if over.years else 0,
        )
        if over.reason is None
        else "",
        network=None
        if is_country
        else stripped(
            network(
                result,
                names,
                title("network", name=name, year=format_year(result.year, language)),
                language,
            )
        ),
        near=tuple(of[s.code] for s in _by_density(result)),
        source=_sources(result, catalogue, language),
        workbook=state.address(f"{path}.xlsx", *more),
        permanent=replace(state, year=result.year, change_from=result.from_year).address(
            path, *more
        ),
        data_version=result.stamp.data_version,
    )


def _strips_of_years(
    over: SectorsOverTime, catalogue: Catalogue, language: Language
) -> dict[str, Markup]:
    """Return the trust strip of each year's sectors, more than one where they differ."""
    return {
        format_year(y.year, language): Markup(
            "".join(dict.fromkeys(trust_strip(f, catalogue, language) for f in y.figures))
        )
        for y in over.years
    }


def _stripped(chart: Chart, trust: dict[str, Markup]) -> Chart:
    """Return a chart whose table says where its rows are from; once, where that is the same."""
    strips = tuple(trust.get(row[0], Markup()) for row in chart.rows)
    known = {strip for strip in strips if strip}
    return replace(chart, shared=known.pop()) if len(known) == 1 else replace(chart, strips=strips)


def _value(result: SectorProfile, code: str) -> float:
    return next(s.value or 0.0 for s in result.sectors if s.code == code)


def table_query(result: SectorProfile, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return the parameter of an address that names another table than the first."""
    first = next(iter(catalogue.sectors))
    return () if result.table_id == first else (("table", result.table_id),)


def _controls(
    result: SectorProfile, catalogue: Catalogue, state: State, path: str, form: BenchmarkForm
) -> Controls:
    return address.controls(
        state,
        path,
        result.year,
        result.years[-1],
        result.years,
        bangkok=False,
        selects=year_and_table(result, catalogue, state.language),
        benchmark=form,
    )


def year_and_table(
    result: SectorProfile, catalogue: Catalogue, language: Language
) -> tuple[Select, ...]:
    """Return the choices of the earlier year and, where there are several, of the table."""
    since = Select(
        "from",
        text("sector_page.from_field", language),
        tuple(
            Option(str(year_number(y, language)), format_year(y, language), y == result.from_year)
            for y in reversed(result.years)
            if y < result.year
        ),
    )
    if len(catalogue.sectors) == 1:
        return (since,)
    options = tuple(
        Option(k, t.name.in_language(language), k == result.table_id)
        for k, t in catalogue.sectors.items()
    )
    return since, Select("table", text("sector_page.table_field", language), options)


def _says(
    result: SectorProfile,
    over: SectorsOverTime,
    names: dict[str, str],
    name: str,
    unit: str,
    benchmark: str,
    language: Language,
) -> tuple[str, ...]:
    largest = sorted(result.sectors, key=lambda s: -(s.value or 0.0))[:NAMED]
    total = result.shift_share
    fields: dict[str, object] = {
        "name": name,
        "year": format_year(result.year, language),
        "sectors": joined(
            [
                text(
                    "sector_page.say.one",
                    language,
                    sector=names[s.code],
                    share=format_percent(s.share, 1),
                )
                for s in largest
            ],
            language,
        ),
    }
    if result.unit_code == COUNTRY:
        return (text("sector_page.say.largest_of_country", language, **fields),)
    says = [
        text(
            "sector_page.say.largest",
            language,
            **fields,
            lq=f"{result.share_threshold:g}",
            count=sum(bool(s.specialised) for s in result.sectors),
            of=len(result.sectors),
        )
    ]
    if total.regional is not None:
        says.append(
            text(
                "sector_page.say.change",
                language,
                years=format_years(result.from_year, result.year, language),
                unit=unit,
                **{
                    key: format_number(getattr(total, key), 0, signed=True)
                    for key in ("total", "national", "mix", "regional")
                },
            )
        )
    if result.krugman is not None:
        others = over.years[-1].beside if over.years else None
        alone = others is None or others.effective_sectors is None
        fields = {
            "effective": format_number(result.effective_sectors, 1),
            "hhi": format_number(result.herfindahl, 3),
            "krugman": format_number(result.krugman, 2),
        }
        if alone or others is None or others.krugman is None:
            says.append(text("sector_page.say.structure_alone", language, **fields))
        else:
            says.append(
                text(
                    "sector_page.say.structure",
                    language,
                    **fields,
                    benchmark=benchmark,
                    others=format_number(others.effective_sectors, 1),
                    krugman_others=format_number(others.krugman, 2),
                )
            )
    near = [names[s.code] for s in nearest(result)]
    if near:
        says.append(text("sector_page.say.near", language, sectors=joined(near, language)))
    return tuple(says)


def _notices(
    result: SectorProfile, over: SectorsOverTime, names: dict[str, str], language: Language
) -> tuple[str, ...]:
    """Say what vanished, what began from nothing, and what does not compare."""
    first, last = (format_year(y, language) for y in (result.from_year, result.year))
    fields = {"first": first, "last": last}
    found = []
    if result.break_years:
        years = joined([format_year(b, language) for b in result.break_years], language)
        found.append(text("sector_page.notice.break", language, years=years))
    for sector in result.sectors:
        before, now = sector.value_before, sector.value
        name = names[sector.code]
        if before and now == 0:
            found.append(text("sector_page.notice.vanished", language, sector=name, **fields))
        elif before == 0 and now:
            missing = sector.shift_share.mix is None
            key = "no_country" if missing else "zero_base"
            found.append(text(f"sector_page.notice.{key}", language, sector=name, first=first))
    if over.reason is not None and result.unit_code != COUNTRY:
        reason = text(f"position.reason.{over.reason}", language)
        if over.reason == "not_judged":
            reason = text("sector_page.notice.no_best", language)
        found.append(text("sector_page.notice.not_beside", language, reason=reason))
    return tuple(found)


def _row(
    sector: SectorResult,
    table: SectorTable,
    beside: dict[str, float | None],
    result: SectorProfile,
    catalogue: Catalogue,
    language: Language,
) -> SectorRow:
    names = section_names(table, language)
    full = next(s.name for s in table.sections if s.code == sector.code)
    placed = sector.growth_share
    return SectorRow(
        code=sector.code,
        name=names[sector.code],
        full_name=full.in_language(language),
        value=format_number(sector.value, 0),
        trust=trust_strip(sector.figure, catalogue, language),
        share=format_percent(sector.share, 1),
        beside=format_percent(beside[sector.code], 1),
        lq=format_number(sector.lq, 2),
        own_growth=format_percent(sector.own_growth, 1),
        growth=format_percent(sector.growth, 1),
        placed=text(f"sectors.classes.{placed}", language) if placed else NO_VALUE,
        parts=_parts(sector.shift_share),
        density=format_number(sector.density, 2),
        related=joined([names[c] for c in closest_to(sector.code, result.close)], language),
    )


PARTS = ("national", "mix", "regional", "competitive", "allocation", "total")


def _parts(parts: ShiftShareParts) -> tuple[str, ...]:
    return tuple(format_number(getattr(parts, key), 0, signed=True) for key in PARTS)


def _total(result: SectorProfile, language: Language) -> SectorRow:
    span = result.year - result.from_year
    own = (result.total / result.total_before) ** (1 / span) - 1
    return SectorRow(
        code="",
        name=text("sectors.all", language),
        full_name="",
        value=format_number(result.total, 0),
        trust=Markup(),
        share=format_percent(1.0, 1),
        beside="",
        lq="",
        own_growth=format_percent(own, 1),
        growth=format_percent(result.growth_threshold, 1),
        placed="",
        parts=_parts(result.shift_share),
        density="",
        related="",
    )


def _by_density(result: SectorProfile) -> Sequence[SectorResult]:
    others = [s for s in result.sectors if s.specialised is False and s.density is not None]
    return sorted(others, key=lambda s: -(s.density or 0.0))


def _sources(result: SectorProfile, catalogue: Catalogue, language: Language) -> str:
    named: Iterable[str] = (
        words.source_text(catalogue, s.figure, language) for s in result.sectors
    )
    return ", ".join(dict.fromkeys(n for n in named if n != NO_VALUE))
