"""What a unit's economy is made of and how its sectors moved, beside the country's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.errors import (
    NoDataForYear,
    NoFiguresForUnit,
    SameYears,
    UnknownChoice,
)
from moibench.analysis.figures import figure_in, territory_breaks
from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel, breaks_of, current_panel
from moibench.analysis.questions import require_unit
from moibench.analysis.results import Figure, Stamp
from moibench.analysis.values import Derivation, IndicatorValues
from moibench.catalogue.sectors import SectorTable
from moibench.engine import FloatArray
from moibench.engine.sectors import (
    GROWTH_SHARE_CLASSES,
    GrowthShareClass,
    HomotheticShiftShare,
    ShiftShare,
    density,
    effective_sectors,
    growth_share,
    herfindahl,
    homothetic_shift_share,
    krugman_specialisation,
    location_quotient,
    proximity,
    sector_shares,
    shift_share,
)

DEFAULT_SPAN = 5


@dataclass(frozen=True, slots=True)
class ShiftShareParts:
    """Parts that add up to `total`, the change in the unit of measure.

    competitive and allocation are the regional part taken apart by Esteban-Marquillas.
    """

    national: float | None
    mix: float | None
    regional: float | None
    competitive: float | None
    allocation: float | None
    total: float | None


@dataclass(frozen=True, slots=True)
class SectorResult:
    """One sector of a unit.

    lq: location quotient. growth: of the sector in the country, a year, as a fraction; own_growth:
    in the unit. density: how near the sector lies to what the unit is specialised in. figure: the
    value with its source and status. is_product: whether it may be a product champion.
    """

    code: str
    series: str
    value: float | None
    share: float | None
    country_share: float | None
    lq: float | None
    specialised: bool | None
    value_before: float | None
    growth: float | None
    own_growth: float | None
    growth_share: GrowthShareClass | None
    density: float | None
    shift_share: ShiftShareParts
    figure: Figure
    is_product: bool


@dataclass(frozen=True, slots=True)
class SectorProfile:
    """The sectors of a unit in a year, and their change since an earlier one.

    years: CE years with figures for the unit. krugman: 0 as the rest of the country, 2 nothing in
    common. herfindahl: 1 over the number of sectors to 1; effective_sectors its inverse.
    share_threshold and growth_threshold (a year, the growth of all sectors of the country) part
    the four classes. close: pairs of sectors most often found together, with their proximity.
    break_years: of the figures or the land, after from_year: what changed does not compare.
    """

    unit_code: str
    table_id: str
    year: int
    from_year: int
    years: tuple[int, ...]
    total: float
    total_before: float
    sectors: tuple[SectorResult, ...]
    shift_share: ShiftShareParts
    herfindahl: float
    effective_sectors: float
    krugman: float | None
    share_threshold: float
    growth_threshold: float
    close: tuple[tuple[str, str, float], ...]
    break_years: tuple[int, ...]
    stamp: Stamp


def sectors(
    unit_code: str,
    year: int | None = None,
    from_year: int | None = None,
    table_id: str | None = None,
) -> SectorProfile:
    """Return what the economy of a unit of any level is made of, and how it changed.

    Without a year the newest that has figures; without an earlier one five years before it, or
    the first there is since the last break in series or land.

    Raises:
        UnknownUnit, UnitDidNotExist: there is no such unit in the year.
        UnknownChoice: there is no such table.
        NoFiguresForUnit: nothing at all was recorded of the unit.
        NoDataForYear: the unit has no figures of every sector in one of the years.
        SameYears: the earlier year is not earlier.
    """
    panel = current_panel()
    table = sector_table(panel, table_id)
    require_unit(panel, unit_code)
    if unit_code not in panel.geography.position:
        raise NoFiguresForUnit(unit_code)
    held = years_with_sectors(panel, table.id, unit_code)
    if year is not None:
        require_unit(panel, unit_code, year)
    if not held:
        raise NoFiguresForUnit(unit_code)
    asked = held[-1] if year is None else year
    if asked not in held:
        raise NoDataForYear(asked, held)
    earlier = from_year
    if earlier is None:
        breaks = _breaks(panel, table, unit_code, held[0], asked)
        before = [y for y in held if max(breaks, default=held[0]) <= y < asked]
        before = before or [y for y in held if y < asked]
        if not before:
            raise NoDataForYear(asked - DEFAULT_SPAN, held)
        earlier = max((y for y in before if y <= asked - DEFAULT_SPAN), default=before[0])
    if earlier >= asked:
        raise SameYears(earlier, asked)
    if earlier not in held:
        raise NoDataForYear(earlier, held)
    return panel.remember(_profile, table.id, unit_code, asked, earlier, held)


def sector_table(panel: Panel, table_id: str | None) -> SectorTable:
    """Return a table of the catalogue, by default the first.

    Raises:
        UnknownChoice: there is none of that name.
    """
    tables = panel.catalogue.sectors
    if table_id is None and tables:
        return next(iter(tables.values()))
    if table_id not in tables:
        raise UnknownChoice("sector table", table_id or "", tuple(tables))
    return tables[table_id]


def sector_values(panel: Panel, table_id: str) -> FloatArray:
    """Return the sectors' values, (sector, year, unit).

    What is negative has no share of a whole and counts as missing.
    """
    return panel.remember(_values, table_id)


def _values(panel: Panel, table_id: str) -> FloatArray:
    values = np.stack([d.values for d in sections_derived(panel, table_id)])
    return np.where(values < 0, np.nan, values)


def sections_derived(panel: Panel, table_id: str) -> tuple[IndicatorValues, ...]:
    """Return each section's values with status and edition, in the order of the table."""
    return panel.remember(_derived, table_id)


def _derived(panel: Panel, table_id: str) -> tuple[IndicatorValues, ...]:
    derivation = Derivation(panel.cube, panel.geography, breaks_of(panel.catalogue))
    sections = panel.catalogue.sectors[table_id].sections
    return tuple(derivation.derive_sum(section.series) for section in sections)


def years_with_sectors(panel: Panel, table_id: str, unit_code: str) -> tuple[int, ...]:
    """Return the CE years in which the unit and the country have figures of every sector."""
    places = [panel.geography.position[c] for c in (unit_code, COUNTRY)]
    totals = sector_values(panel, table_id)[:, :, places].sum(axis=0)
    whole = np.flatnonzero((totals > 0).all(axis=1))
    return tuple(panel.cube.years[int(i)] for i in whole)


def _profile(
    panel: Panel, table_id: str, unit_code: str, year: int, earlier: int, held: tuple[int, ...]
) -> SectorProfile:
    table = panel.catalogue.sectors[table_id]
    values = sector_values(panel, table_id)
    place, country = (panel.geography.position[c] for c in (unit_code, COUNTRY))
    now, then = (values[:, panel.cube.years.index(y)] for y in (year, earlier))
    own, whole = now[:, [place]], now[:, country]
    before, whole_before = then[:, [place]], then[:, country]
    quotient = location_quotient(own, whole)[:, 0]
    dunn = shift_share(before, own, whole_before, whole)
    cleared = homothetic_shift_share(before, own, whole_before, whole)
    span = year - earlier
    growth = _yearly(whole, whole_before, span)
    own_growth = _yearly(own[:, 0], before[:, 0], span)
    threshold = float((whole.sum() / whole_before.sum()) ** (1 / span) - 1)
    # What a unit has none of is no part of what it lives on: not a dog, but not there.
    # The country is the measure itself, and stands in no class beside itself.
    there = np.where((own[:, 0] > 0) & (unit_code != COUNTRY), quotient, np.nan)
    placed = growth_share(
        there, growth, share_threshold=table.share_threshold, growth_threshold=threshold
    )
    close = closeness(panel, table_id, year)
    mine = quotient >= table.share_threshold
    near = density(mine[:, None], close)[:, 0]
    derived = sections_derived(panel, table_id)
    rows = [
        SectorResult(
            code=section.code,
            series=section.series,
            value=_number(own[i, 0]),
            share=_number(sector_shares(own)[i, 0]),
            country_share=_number(sector_shares(whole[:, None])[i, 0]),
            lq=_number(quotient[i]),
            specialised=None if np.isnan(quotient[i]) else bool(mine[i]),
            value_before=_number(before[i, 0]),
            growth=_number(growth[i]),
            own_growth=_number(own_growth[i]),
            growth_share=None if np.isnan(placed[i]) else GROWTH_SHARE_CLASSES[int(placed[i])],
            density=_number(near[i]),
            shift_share=_parts(dunn, cleared, i),
            figure=figure_in(panel, derived[i], unit_code, year, asked=year),
            is_product=section.is_product,
        )
        for i, section in enumerate(table.sections)
    ]
    return SectorProfile(
        unit_code=unit_code,
        table_id=table_id,
        year=year,
        from_year=earlier,
        years=held,
        total=float(own.sum()),
        total_before=float(before.sum()),
        sectors=tuple(rows),
        shift_share=_parts(dunn, cleared, None),
        herfindahl=float(herfindahl(own)[0]),
        effective_sectors=float(effective_sectors(own)[0]),
        krugman=_number(krugman_among(own, whole)[0]),
        share_threshold=table.share_threshold,
        growth_threshold=threshold,
        close=_closest(table, close),
        break_years=_breaks(panel, table, unit_code, earlier, year),
        stamp=panel.stamp,
    )


def closeness(panel: Panel, table_id: str, year: int) -> FloatArray:
    """Return how often sectors are found together among the provinces, (sector, sector)."""
    return panel.remember_part(_closeness, table_id, year)


def _closeness(panel: Panel, table_id: str, year: int) -> FloatArray:
    table = panel.catalogue.sectors[table_id]
    now = sector_values(panel, table_id)[:, panel.cube.years.index(year)]
    whole = now[:, panel.geography.position[COUNTRY]]
    leaves = now[:, panel.geography.is_leaf]
    present = leaves[:, ~np.isnan(leaves).any(axis=0)]
    return proximity(location_quotient(present, whole) >= table.share_threshold)


def krugman_among(values: FloatArray, country: FloatArray) -> FloatArray:
    """Return how far units' structures are from the rest of the country's, shape (unit,).

    NaN for the country itself, which has no rest, and for a unit with more of a sector than the
    country: its figures are of another source than the country's.
    """
    fits = ~(values > country[:, None] * (1 + 1e-9)).any(axis=0)
    inside = np.where(fits, np.minimum(values, country[:, None]), 0.0)
    return np.where(fits, krugman_specialisation(inside, country), np.nan)


def _breaks(
    panel: Panel, table: SectorTable, unit_code: str, earlier: int, year: int
) -> tuple[int, ...]:
    series = breaks_of(panel.catalogue)
    found = {b for s in table.sections for b in series.get(s.series, ())}
    found |= set(territory_breaks(panel, unit_code))
    return tuple(sorted(b for b in found if earlier < b <= year))


def _closest(table: SectorTable, close: FloatArray) -> tuple[tuple[str, str, float], ...]:
    codes = [section.code for section in table.sections]
    pairs = [
        (codes[i], codes[j], float(close[i, j]))
        for i in range(len(codes))
        for j in range(i + 1, len(codes))
        if close[i, j] > 0
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair[2], pair[:2])))


def _yearly(after: FloatArray, before: FloatArray, span: int) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        rate: FloatArray = np.where(before > 0, (after / before) ** (1 / span) - 1, np.nan)
    return rate


def _parts(dunn: ShiftShare, cleared: HomotheticShiftShare, row: int | None) -> ShiftShareParts:
    """Return the parts of one sector, or of all together where no row is given."""

    def one(part: FloatArray) -> float | None:
        return _number(part.sum() if row is None else part[row, 0])

    return ShiftShareParts(
        national=one(dunn.national),
        mix=one(dunn.mix),
        regional=one(dunn.regional),
        competitive=one(cleared.competitive),
        allocation=one(cleared.allocation),
        total=one(dunn.total),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
