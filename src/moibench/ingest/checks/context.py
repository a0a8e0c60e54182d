"""What given values are held against: the catalogue, what is stored, and today's date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from moibench.catalogue import Catalogue
from moibench.engine import FloatArray


@dataclass(frozen=True, eq=False)
class Context:
    """The catalogue, the stored values and the date.

    values: float64 (series, year, unit), NaN where there is none; `series`, `years`, `units` name
    its axes, years without a gap.
    """

    catalogue: Catalogue
    values: FloatArray
    series: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[str, ...]
    today: dt.date


def stored_context(
    catalogue: Catalogue, today: dt.date, until: dt.datetime | None = None
) -> Context:
    """Return the context of what is stored now, or was known at a moment."""
    # The checks themselves need no database.
    from moibench.store.cube import load_series_cube

    cube = load_series_cube(tuple(catalogue.units), until)
    return Context(catalogue, cube.values, cube.series, cube.years, cube.units, today)
