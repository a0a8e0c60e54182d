"""Answer: how do chosen units stand on chosen indicators, against one benchmark?"""

from __future__ import annotations

from moibench.analysis.errors import UnknownSubject, UnknownUnit
from moibench.analysis.figures import standing_figure, trends
from moibench.analysis.geography import COUNTRY
from moibench.analysis.groups import benchmarks
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.results import BenchmarkKind, Comparison, ComparisonCell, Figure


def compare(
    unit_codes: tuple[str, ...],
    indicator_ids: tuple[str, ...],
    year: int | None = None,
    *,
    benchmark: BenchmarkKind = "country",
    with_bangkok: bool = False,
) -> Comparison:
    """Compare units on indicators, each against its own benchmark of that kind.

    `benchmarks` of the result are the country's figures for "country", and for the median and
    the best in class those of the provinces; for region and cluster, which differ by unit,
    they are the country's.

    Raises:
        UnknownUnit, UnknownSubject: a code or id that does not exist or has no figures.
        NoDataForYear: nothing was observed in `year`.
    """
    panel = current_panel()
    for code in unit_codes:
        if code not in panel.catalogue.units:
            raise UnknownUnit(code, ())
    for indicator_id in indicator_ids:
        if indicator_id not in panel.indicator_ids:
            raise UnknownSubject(indicator_id, ())
    asked = panel.newest_year if year is None else year
    panel.at(asked)
    return panel.remember(_compare, unit_codes, indicator_ids, asked, benchmark, with_bangkok)


def _compare(
    panel: Panel,
    unit_codes: tuple[str, ...],
    indicator_ids: tuple[str, ...],
    year: int,
    kind: BenchmarkKind,
    with_bangkok: bool,
) -> Comparison:
    ranked = panel.geography.peers_by_level("province", year, with_bangkok)
    return Comparison(
        year=year,
        newest_year=panel.newest_year,
        years=panel.years,
        benchmark_kind=kind,
        unit_codes=unit_codes,
        indicator_ids=indicator_ids,
        cells=tuple(
            tuple(_cell(panel, i, code, year, kind, ranked) for code in unit_codes)
            for i in indicator_ids
        ),
        benchmarks=tuple(_reference(panel, i, year, kind, ranked) for i in indicator_ids),
        stamp=panel.stamp,
    )


def _cell(
    panel: Panel,
    indicator_id: str,
    code: str,
    year: int,
    kind: BenchmarkKind,
    ranked: tuple[str, ...],
) -> ComparisonCell:
    figure = standing_figure(panel, indicator_id, code, year)
    found = benchmarks(panel, indicator_id, code, figure, year, ranked)
    against = next((b for b in found if b.kind == kind), None)
    return ComparisonCell(
        figure=figure,
        relation=against.relation if against else None,
        trend=trends(panel, indicator_id, figure.year or year)[panel.geography.position[code]],
    )


def _reference(
    panel: Panel, indicator_id: str, year: int, kind: BenchmarkKind, ranked: tuple[str, ...]
) -> Figure:
    country = standing_figure(panel, indicator_id, COUNTRY, year)
    if kind in ("median", "best_in_class"):
        found = benchmarks(panel, indicator_id, COUNTRY, country, year, ranked)
        return next((b.figure for b in found if b.kind == kind), country)
    return country
