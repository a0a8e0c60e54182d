"""Check what a question names, and refuse with what it could have named instead."""

from __future__ import annotations

from moibench.analysis.errors import (
    NoDataForYear,
    NoFigures,
    UnitDidNotExist,
    UnknownChoice,
    UnknownSubject,
    UnknownUnit,
)
from moibench.analysis.panel import Panel


def require_unit(panel: Panel, unit_code: str, year: int | None = None) -> None:
    """Refuse a code that no unit has, or a unit that did not exist in the CE `year`.

    Raises:
        UnknownUnit, UnitDidNotExist.
    """
    unit = panel.catalogue.units.get(unit_code)
    if unit is None:
        raise UnknownUnit(unit_code, ())
    if year is not None and not unit.exists_in(year):
        first, last = unit.valid_from, unit.valid_to
        raise UnitDidNotExist(
            unit_code, year, first.year if first else None, last.year if last else None
        )


def require_indicator(panel: Panel, indicator_id: str) -> None:
    """Refuse an indicator that does not exist or has no figures.

    Raises:
        UnknownSubject, NoFigures.
    """
    if indicator_id not in panel.catalogue.indicators:
        raise UnknownSubject(indicator_id, ())
    if not panel.indicator(indicator_id).has_figures:
        raise NoFigures(indicator_id)


def require_node(panel: Panel, node_id: str) -> None:
    """Refuse what is neither the whole index nor a dimension of it.

    Raises:
        UnknownChoice.
    """
    if node_id not in panel.node_ids:
        raise UnknownChoice("node", node_id, panel.node_ids)


def year_or_newest(panel: Panel, year: int | None) -> int:
    """Return the year asked for, or the newest with enough data.

    Raises:
        NoDataForYear: nothing was observed in `year`.
    """
    asked = panel.newest_year if year is None else year
    panel.at(asked)
    return asked


def require_cube_year(panel: Panel, year: int) -> int:
    """Return the place of a year on the axis.

    Raises:
        NoDataForYear: the year lies outside all data.
    """
    if year not in panel.cube.years:
        raise NoDataForYear(year, panel.years)
    return panel.cube.years.index(year)
