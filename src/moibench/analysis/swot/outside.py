"""Opportunities and threats: sectors, neighbours, people, hazards and plans around a unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from moibench.analysis.errors import (
    NoDataForYear,
    NoFiguresForUnit,
    SameYears,
    UnitDidNotExist,
)
from moibench.analysis.figures import trends
from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel
from moibench.analysis.relations import width_of
from moibench.analysis.results import Figure, Point, Trend
from moibench.analysis.sectors import SectorProfile, SectorResult, sector_values, sectors
from moibench.analysis.swot.latest import CLEAR, UNCLEAR, banded, candidate, evidence_of, latest
from moibench.analysis.swot.results import Candidate, Evidence, Measure
from moibench.catalogue.schema import Sum
from moibench.catalogue.swot import (
    AroundTest,
    ExposureTest,
    NearSectorTest,
    NeighboursTest,
    OutlookTest,
    PolicyTest,
    SectorTest,
    SwotRule,
)

CLEAR_MARGINS = 2.0  # margins from which a difference of growth is clear
CLEAR_STEPS = 2.0
CLEAR_P = 0.05


def sectors_of_specialisation(
    panel: Panel, rule: SwotRule, test: SectorTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate for each specialisation that grows faster, or slower, outside."""
    profile = newest_sectors(panel, code, until, test.table)
    if profile is None or code == COUNTRY:
        return
    area, outside = COUNTRY, {r.code: r.growth for r in profile.sectors}
    if test.of == "region":
        region = panel.geography.in_year(profile.year).ancestor(code, "region")
        around = None
        if region is not None and region != code:
            years = profile.year, profile.from_year
            around = panel.remember_part(_of_years, region, *years, profile.table_id)
        if region is None or around is None:
            return
        area, outside = region, {r.code: r.own_growth for r in around.sectors}
    for row in profile.sectors:
        growth = outside[row.code]
        if row.code in test.without or growth is None or row.lq is None or row.share is None:
            continue
        if row.lq < test.least_quotient or row.share < test.least_share:
            continue
        ahead = growth - profile.growth_threshold
        if (ahead if test.pace == "faster" else -ahead) < test.margin:
            continue
        clear = abs(ahead) >= CLEAR_MARGINS * test.margin
        yield _of_sector(panel, rule, profile, row, area, growth, clear, until)


def near_sectors(
    panel: Panel, rule: SwotRule, test: NearSectorTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate for each growing sector near to what the unit is specialised in."""
    profile = newest_sectors(panel, code, until, test.table)
    if profile is None or code == COUNTRY:
        return
    for row in profile.sectors:
        if row.code in test.without or row.specialised is not False:
            continue
        if row.density is None or row.growth is None:
            continue
        ahead = row.growth - profile.growth_threshold
        if row.density < test.least_density or ahead < test.margin:
            continue
        clear = ahead >= CLEAR_MARGINS * test.margin
        yield _of_sector(panel, rule, profile, row, COUNTRY, row.growth, clear, until)


def newest_sectors(panel: Panel, code: str, until: int, table_id: str) -> SectorProfile | None:
    """Return the sectors of the newest year up to `until`; None where there are no figures."""
    return panel.remember_part(_found_sectors, code, until, table_id)


def _found_sectors(panel: Panel, code: str, until: int, table_id: str) -> SectorProfile | None:
    try:
        newest = sectors(code, table_id=table_id)
        if newest.year <= until:
            return newest
        held = [y for y in newest.years if y <= until]
        return sectors(code, held[-1], table_id=table_id) if held else None
    except (NoDataForYear, NoFiguresForUnit, SameYears, UnitDidNotExist):
        return None


def _of_years(
    panel: Panel, code: str, year: int, first: int, table_id: str
) -> SectorProfile | None:
    try:
        return sectors(code, year, first, table_id)
    except (NoDataForYear, NoFiguresForUnit, SameYears, UnitDidNotExist):
        return None


def _of_sector(
    panel: Panel,
    rule: SwotRule,
    profile: SectorProfile,
    row: SectorResult,
    area: str,
    growth: float,
    clear: bool,
    until: int,
) -> Candidate:
    code, year, before = profile.unit_code, profile.year, profile.from_year
    certainty, confidence = banded(panel, CLEAR if clear else UNCLEAR, until - year)
    series = panel.catalogue.series[row.series]
    source = panel.catalogue.sources[series.source]
    edition = source.editions[-1].id if source.editions else None

    def number(measure: Measure, value: float, unit: str, since: int | None = None) -> Evidence:
        return Evidence(
            measure,
            row.code,
            unit,
            year,
            value,
            from_year=since,
            source_id=source.id,
            edition_id=edition,
            table=profile.table_id,
        )

    evidence = [
        number("quotient", row.lq or 0.0, code, before),
        number("share", row.share or 0.0, code, before),
        number("growth", growth, area, before),
        replace(number("all_growth", profile.growth_threshold, COUNTRY, before), subject="all"),
    ]
    if rule.test.kind == "near_sector" and row.density is not None:
        evidence.append(number("density", row.density, code, before))
    return Candidate(
        key=f"{rule.id}:{row.code}",
        rule_id=rule.id,
        rule_version=rule.version,
        quadrant=rule.quadrant,
        unit_code=code,
        subject_kind="sector",
        subject=row.code,
        facts=(
            ("quotient", row.lq),
            ("share", row.share),
            ("growth", growth),
            ("all_growth", profile.growth_threshold),
            ("density", row.density),
            ("area", area),
            ("first_year", before),
            ("last_year", year),
            ("table", profile.table_id),
        ),
        evidence=tuple(evidence),
        certainty=certainty,
        confidence=confidence,
        history=_indexed(panel, profile, row.code, code),
        reference=_indexed(panel, profile, row.code, area),
    )


def _indexed(panel: Panel, profile: SectorProfile, sector: str, code: str) -> tuple[Point, ...]:
    """Return a sector's value added, the first year of the growth being 100."""
    table = panel.catalogue.sectors[profile.table_id]
    place = [s.code for s in table.sections].index(sector)
    values = sector_values(panel, profile.table_id)[place, :, panel.geography.position[code]]
    first = values[panel.cube.years.index(profile.from_year)]
    if np.isnan(first) or first <= 0:
        return ()
    return tuple(
        Point(y, float(v / first * 100), "derived")
        for y, v in zip(panel.cube.years, values, strict=True)
        if profile.from_year <= y <= profile.year and not np.isnan(v)
    )


def neighbours(
    panel: Panel, rule: SwotRule, test: NeighboursTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate where the rest of the unit's cluster grows unlike the country."""
    if not isinstance(panel.indicator(test.indicator).roll_up, Sum):
        return
    figure = latest(panel, test.indicator, COUNTRY, until, 0)
    cluster = panel.geography.in_year(until).ancestor(code, "cluster")
    if figure is None or figure.year is None or cluster in (None, code) or cluster is None:
        return
    year, before = figure.year, figure.year - test.years
    grown = neighbours_growth(panel, test.indicator, code, cluster, before, year)
    if grown is None:
        return
    growth, all_growth = grown
    ahead = growth - all_growth
    if (ahead if test.pace == "faster" else -ahead) < test.margin:
        return
    clear = abs(ahead) >= CLEAR_MARGINS * test.margin
    source = figure.source_id, figure.edition_id
    found = candidate(
        panel,
        rule,
        code,
        test.indicator,
        figure,
        CLEAR if clear else UNCLEAR,
        {
            "growth": growth,
            "all_growth": all_growth,
            "cluster": cluster,
            "first_year": before,
            "last_year": year,
        },
        (
            Evidence("growth", test.indicator, cluster, year, growth, before, *source),
            Evidence("all_growth", test.indicator, COUNTRY, year, all_growth, before, *source),
        ),
        until,
        owner=COUNTRY,
    )
    yield replace(
        found,
        history=_indexed_sum(panel, test.indicator, _others(panel, code, cluster), before, year),
        reference=_indexed_sum(panel, test.indicator, [COUNTRY], before, year),
    )


def neighbours_growth(
    panel: Panel, indicator_id: str, code: str, cluster: str, first: int, last: int
) -> tuple[float, float] | None:
    """Return the yearly growth of the rest of a cluster and of the country, as fractions.

    None where one of them lacks a value in one of the CE years, or began with nothing.
    """
    others = _others(panel, code, cluster)
    there = all(panel.catalogue.units[c].exists_in(first) for c in others)
    if not others or not there or first not in panel.cube.years:
        return None
    values = panel.values(indicator_id).values
    rows = [panel.cube.years.index(y) for y in (first, last)]
    ours = values[np.ix_(rows, [panel.geography.position[c] for c in others])].sum(axis=1)
    whole = values[rows, panel.geography.position[COUNTRY]]
    if np.isnan([*ours, *whole]).any() or min(ours[0], whole[0]) <= 0:
        return None
    own, country = (float((v[1] / v[0]) ** (1 / (last - first)) - 1) for v in (ours, whole))
    return own, country


def _others(panel: Panel, code: str, cluster: str) -> list[str]:
    return [c for c in panel.geography.leaves_of[cluster] if c != code]


def _indexed_sum(
    panel: Panel, indicator_id: str, codes: list[str], first: int, last: int
) -> tuple[Point, ...]:
    """Return the sum of units' values, the first year being 100; years with a hole are left out."""
    columns = [panel.geography.position[c] for c in codes]
    sums = panel.values(indicator_id).values[:, columns].sum(axis=1)
    base = sums[panel.cube.years.index(first)]
    return tuple(
        Point(y, float(v / base * 100), "derived")
        for y, v in zip(panel.cube.years, sums, strict=True)
        if first <= y <= last and not np.isnan(v)
    )


def _newest(
    panel: Panel, test: OutlookTest | ExposureTest | AroundTest, code: str, until: int
) -> tuple[Figure, float, int] | None:
    """Return the figure that a test is about with its value and CE year; None without one."""
    figure = latest(panel, test.indicator, code, until, test.most_age)
    if figure is None or figure.value is None or figure.year is None:
        return None
    return figure, figure.value, figure.year


def _goes(trend: Trend, wanted: str) -> bool:
    return trend.verdict == wanted and not trend.preliminary


def outlook(
    panel: Panel, rule: SwotRule, test: OutlookTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate where a figure is past a limit, or moves one way, or both as asked."""
    newest = _newest(panel, test, code, until)
    if newest is None:
        return
    figure, value, year = newest
    if test.at_least is not None and value < test.at_least:
        return
    if test.at_most is not None and value > test.at_most:
        return
    own = trends(panel, test.indicator, year)[panel.geography.position[code]]
    if test.trend is not None and not _goes(own, test.trend):
        return
    limit = test.at_least if test.at_least is not None else test.at_most
    clear = test.trend is None or (own.p_value is not None and own.p_value < CLEAR_P)
    yield candidate(
        panel,
        rule,
        code,
        test.indicator,
        figure,
        CLEAR if clear else UNCLEAR,
        {
            "value": value,
            "year": year,
            "limit": limit,
            "slope": own.slope if test.trend is not None else None,
            "first_year": own.first_year,
            "last_year": own.last_year,
        },
        (evidence_of("value", test.indicator, code, figure),),
        until,
        beside=not isinstance(panel.indicator(test.indicator).roll_up, Sum),
    )


def exposure(
    panel: Panel, rule: SwotRule, test: ExposureTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate where a figure is beyond the provinces' median by more than similar."""
    newest = _newest(panel, test, code, until)
    if newest is None:
        return
    figure, value, year = newest
    row = panel.values(test.indicator).values[panel.cube.years.index(year)]
    median = float(np.nanmedian(row[panel.provinces]))
    width = width_of(panel, test.indicator, year)
    beyond = value - median if test.side == "high" else median - value
    if not width or beyond < width:
        return
    yield candidate(
        panel,
        rule,
        code,
        test.indicator,
        figure,
        CLEAR if beyond >= CLEAR_STEPS * width else UNCLEAR,
        {"value": value, "year": year, "benchmark": median},
        (
            evidence_of("value", test.indicator, code, figure),
            Evidence("benchmark", test.indicator, "median", year, median),
        ),
        until,
    )


def around(
    panel: Panel, rule: SwotRule, test: AroundTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate where the region's, or the country's, figure moves one way."""
    area = COUNTRY if test.of == "country" else panel.geography.ancestor(code, "region")
    if area is None or area == code:
        return
    newest = _newest(panel, test, area, until)
    if newest is None:
        return
    figure, value, year = newest
    moved = trends(panel, test.indicator, year)[panel.geography.position[area]]
    if not _goes(moved, test.trend):
        return
    clear = moved.p_value is not None and moved.p_value < CLEAR_P
    yield candidate(
        panel,
        rule,
        code,
        test.indicator,
        figure,
        CLEAR if clear else UNCLEAR,
        {
            "value": value,
            "year": year,
            "area": area,
            "slope": moved.slope,
            "first_year": moved.first_year,
            "last_year": moved.last_year,
        },
        (evidence_of("value", test.indicator, area, figure),),
        until,
        owner=area,
        beside=False,
    )


def policy(
    panel: Panel, rule: SwotRule, test: PolicyTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate where a plan's item favours what the unit is specialised in, or is."""
    if test.flag is not None:
        yield from _of_place(panel, rule, test, code, until)
        return
    profile = newest_sectors(panel, code, until, test.table)
    if profile is None or code == COUNTRY:
        return
    for row in profile.sectors:
        if row.code not in test.sectors or row.lq is None or row.share is None:
            continue
        if row.lq < test.least_quotient or row.share < test.least_share:
            continue
        clear = row.lq >= CLEAR_STEPS * test.least_quotient
        found = _of_sector(panel, rule, profile, row, COUNTRY, row.growth or 0.0, clear, until)
        kept = tuple(e for e in found.evidence if e.measure in ("quotient", "share"))
        facts = (*found.facts, ("year", profile.year), ("plan", test.plan), ("item", test.item))
        yield replace(found, evidence=kept, facts=facts)


def _of_place(
    panel: Panel, rule: SwotRule, test: PolicyTest, code: str, until: int
) -> Iterator[Candidate]:
    flag = panel.catalogue.flags[test.flag or ""]
    places = (code, *panel.geography.leaves_of[code])
    if code == COUNTRY or not any(place in flag.units for place in places):
        return
    yield Candidate(
        key=f"{rule.id}:{flag.id}",
        rule_id=rule.id,
        rule_version=rule.version,
        quadrant=rule.quadrant,
        unit_code=code,
        subject_kind="item",
        subject=flag.id,
        facts=(("plan", test.plan), ("item", test.item), ("flag", flag.id), ("year", until)),
        evidence=(),
        certainty=1.0,
        confidence="high",
    )
