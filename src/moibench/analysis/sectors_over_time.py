"""How a unit's structure moved over the years, beside that of its competitors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.comparative_results import BenchmarkChoice, NoBenchmark
from moibench.analysis.competitors import competitors
from moibench.analysis.figures import figure_in, number
from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.questions import require_unit
from moibench.analysis.results import Figure
from moibench.analysis.sectors import (
    krugman_among,
    sections_derived,
    sector_table,
    sector_values,
    years_with_sectors,
)
from moibench.engine import FloatArray
from moibench.engine.sectors import effective_sectors, herfindahl, sector_shares

MEASURES = ("krugman", "herfindahl", "effective_sectors")


@dataclass(frozen=True, slots=True)
class Structure:
    """Specialisation and diversity in a year; as of `SectorProfile`. None: cannot be told."""

    krugman: float | None
    herfindahl: float | None
    effective_sectors: float | None


@dataclass(frozen=True, slots=True)
class StructureYear:
    """One year of a unit: its shares in the order of the table's sections, and its structure.

    beside: the competitors', of several the median; counted: how many of them have figures.
    figures: of every section, with source and status.
    """

    year: int
    shares: tuple[float, ...]
    own: Structure
    beside: Structure
    counted: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SectorsOverTime:
    """Every year with figures, ascending, and the shares of the competitors in the last year.

    reason: why there are no competitors to stand beside.
    """

    unit_code: str
    table_id: str
    choice: BenchmarkChoice
    members: tuple[str, ...]
    years: tuple[StructureYear, ...]
    shares_beside: tuple[float | None, ...]
    reason: NoBenchmark | None


def sectors_over_time(
    unit_code: str,
    until: int,
    *,
    choice: BenchmarkChoice | None = None,
    table_id: str | None = None,
) -> SectorsOverTime:
    """Return shares, specialisation and diversity of a unit year by year up to a CE year.

    The competitors are those of the year `until`, the same in every year.

    Raises:
        UnknownUnit, UnknownChoice.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    table = sector_table(panel, table_id)
    return panel.remember(_over_time, unit_code, until, choice or BenchmarkChoice(), table.id)


def _over_time(
    panel: Panel, unit_code: str, until: int, choice: BenchmarkChoice, table_id: str
) -> SectorsOverTime:
    members, reason = competitors(panel, unit_code, until, choice)
    position = panel.geography.position
    columns = [position[c] for c in members if c in position]
    shares, measures = panel.remember(_structures, table_id)
    own = position[unit_code]
    derived = sections_derived(panel, table_id)
    found = []
    held = [y for y in years_with_sectors(panel, table_id, unit_code) if y <= until]
    for year in held:
        row = panel.cube.years.index(year)
        found.append(
            StructureYear(
                year,
                tuple(float(s) for s in shares[:, row, own]),
                Structure(*(number(m[row, own]) for m in measures)),
                Structure(*(_middle(m[row, columns]) for m in measures)),
                int((~np.isnan(measures[1][row, columns])).sum()),
                tuple(figure_in(panel, d, unit_code, year, asked=year) for d in derived),
            )
        )
    last = panel.cube.years.index(held[-1]) if held else 0
    return SectorsOverTime(
        unit_code=unit_code,
        table_id=table_id,
        choice=choice,
        members=members,
        years=tuple(found),
        shares_beside=tuple(_middle(s[last, columns]) for s in shares),
        reason=reason,
    )


def _middle(values: FloatArray) -> float | None:
    there = values[~np.isnan(values)]
    return float(np.median(there)) if there.size else None


def _structures(
    panel: Panel, table_id: str
) -> tuple[FloatArray, tuple[FloatArray, FloatArray, FloatArray]]:
    """Return shares (sector, year, unit), and the three measures of every year and unit."""
    values = sector_values(panel, table_id)
    country = panel.geography.position[COUNTRY]
    rows = [values[:, row] for row in range(values.shape[1])]
    shares = np.stack([sector_shares(now) for now in rows], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        measures = (
            np.stack([krugman_among(now, now[:, country]) for now in rows]),
            np.stack([herfindahl(now) for now in rows]),
            np.stack([effective_sectors(now) for now in rows]),
        )
    return shares, measures
