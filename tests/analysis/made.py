"""Made states of the data: the built-in figures with some cells other, in memory alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from moibench.analysis import panel as panels
from moibench.analysis.panel import Panel, current_panel
from moibench.catalogue import Catalogue
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Break, Text
from moibench.store.cube import state

Cell = tuple[str, str, int]  # series, unit, CE year
SOURCE = Text(th="แผนทดลอง", en="Trial plan")


def panel_with(
    cells: Mapping[Cell, float | None],
    *,
    editions: Mapping[Cell, str] | None = None,
    catalogue: Catalogue | None = None,
    **more: Any,
) -> Panel:
    """Return a panel whose cube differs in the named cells; None takes a value away."""
    usual = current_panel()
    cube = usual.cube
    values, statuses = np.array(cube.values), np.array(cube.statuses)
    edition = np.array(cube.edition)
    for (series, unit, year), value in cells.items():
        place = (cube.series.index(series), cube.years.index(year), cube.units.index(unit))
        values[place] = np.nan if value is None else value
        statuses[place] = -1 if value is None else 0
        edition[place] = -1 if value is None else cube.edition[place[0]].max()
    for (series, unit, year), name in (editions or {}).items():
        place = (cube.series.index(series), cube.years.index(year), cube.units.index(unit))
        edition[place] = cube.editions.index(name)
    changed = replace(cube, values=values, statuses=statuses, edition=edition)
    held = catalogue or usual.catalogue
    return Panel(
        held, more.get("framework", usual.framework), more.get("design", usual.design), changed
    )


def use(monkeypatch: pytest.MonkeyPatch, panel: Panel) -> Panel:
    """Make questions be answered from that panel."""
    monkeypatch.setattr(panels, "_newest", (state(), panel))
    return panel


def with_break(series_id: str, year: int) -> Catalogue:
    """Return the catalogue with one more break in a series."""
    usual = current_panel().catalogue
    series = usual.series[series_id]
    more = Break(year=year, reason=Text(th="ทดลอง", en="trial"))
    broken = series.model_copy(update={"breaks": (*series.breaks, more)})
    return replace(usual, series={**usual.series, series_id: broken})


def target(indicator: str = "hai", **more: Any) -> Target:
    """Return a target for Chachoengsao from 2015 to 2025, or as told."""
    given: dict[str, Any] = {
        "indicator": indicator,
        "unit": "24",
        "kind": "absolute",
        "value": 0.7,
        "base_year": 2015,
        "target_year": 2025,
        "source": SOURCE,
    }
    return Target(**(given | more))
