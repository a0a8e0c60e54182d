"""The same checks over what is stored already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import Finding
from moibench.ingest.checks import check
from moibench.ingest.checks.context import Context
from moibench.ingest.checks.given import Given
from moibench.store.cube import STATUSES, load_series_cube


def check_stored(
    catalogue: Catalogue,
    today: dt.date,
    *,
    series: Collection[str] | None = None,
    units: Collection[str] | None = None,
    year: int | None = None,
) -> tuple[list[Finding], int]:
    """Return what the checks find in the stored values that count, and how many were checked.

    Every value is held against all others; `series`, `units` and `year` say which are asked of.
    """
    cube = load_series_cube(tuple(catalogue.units))
    context = Context(catalogue, cube.values, cube.series, cube.years, cube.units, today)
    entries = []
    for s, y, u in np.argwhere(cube.statuses >= 0):
        name, at, unit = cube.series[s], cube.years[y], cube.units[u]
        asked = (series is None or name in series) and (units is None or unit in units)
        if asked and year in (None, at):
            value = float(cube.values[s, y, u])
            status = STATUSES[cube.statuses[s, y, u]]
            entries.append(Given(name, unit, at, None if np.isnan(value) else value, status))
    return check(entries, context), len(entries)
