"""Answer: every number that an index was reckoned from, for whoever reckons it again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.figures import number
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.groups import ranks_among
from moibench.analysis.panel import OVERALL, Panel, current_panel
from moibench.analysis.questions import require_unit, year_or_newest
from moibench.analysis.results import Stamp
from moibench.engine import FloatArray

Row = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class IndexIndicator:
    """An indicator's place in the index: its dimension, weight in it, values of score 0 and 100."""

    indicator_id: str
    dimension_id: str
    weight: float
    goalposts: tuple[float, float]


@dataclass(frozen=True, slots=True)
class IndexNode:
    """A dimension, or "overall" without a weight, with the scores at which levels 2 to 5 begin."""

    node_id: str
    weight: float | None
    cutoffs: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class IndexUnit:
    """A unit's numbers: by indicator, then by node in the order of the cells' lists.

    years: CE years in which the values were measured. ranks: None where the unit is not ranked.
    """

    unit_code: str
    values: Row
    years: tuple[int | None, ...]
    scores: Row
    node_coverage: tuple[float, ...]
    node_scores: Row
    node_levels: Row
    node_ranks: Row


@dataclass(frozen=True, slots=True)
class IndexCells:
    """The index of a year over one group of units, and what it came to.

    ranked: units that are ranked with each other. beside: others shown without a rank, such as
    the country. The nodes are the dimensions, then the whole.
    """

    year: int
    threshold: float
    indicators: tuple[IndexIndicator, ...]
    nodes: tuple[IndexNode, ...]
    ranked: tuple[IndexUnit, ...]
    beside: tuple[IndexUnit, ...]
    stamp: Stamp


def index_cells(
    unit_code: str, year: int | None = None, *, with_bangkok: bool = False
) -> IndexCells:
    """Return the index of a CE year over the units that a unit is ranked with.

    The country's own cells stand beside those of the others. Bangkok is counted in its own.

    Raises:
        UnknownUnit, NoDataForYear, UnitDidNotExist.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    return panel.remember(_cells, unit_code, asked, with_bangkok or unit_code == BANGKOK)


def _cells(panel: Panel, unit_code: str, year: int, with_bangkok: bool) -> IndexCells:
    geography = panel.geography.in_year(year)
    level = "province" if unit_code == COUNTRY else geography.level_of(unit_code)
    ranked = geography.peers_by_level(level, year, with_bangkok)
    beside = tuple(dict.fromkeys((unit_code, COUNTRY)))
    row = panel.at(year)
    group = np.zeros(len(panel.geography.units), dtype=bool)
    group[[panel.geography.position[c] for c in ranked]] = True
    scores = panel.aggregated.scores[:, row]
    ranks = np.stack([ranks_among(s, group) for s in scores])
    design = panel.design
    return IndexCells(
        year=year,
        threshold=design.coverage_threshold,
        indicators=tuple(
            IndexIndicator(i, d, leaf.weight, leaf.goalposts)
            for d, dimension in design.dimensions.items()
            for i, leaf in dimension.indicators.items()
        ),
        nodes=(
            *(IndexNode(d, held.weight, held.cutoffs) for d, held in design.dimensions.items()),
            IndexNode(OVERALL, None, design.cutoffs),
        ),
        ranked=tuple(_unit(panel, c, year, ranks) for c in ranked),
        beside=tuple(_unit(panel, c, year, ranks) for c in beside if c not in ranked),
        stamp=panel.stamp,
    )


def _unit(panel: Panel, code: str, year: int, ranks: FloatArray) -> IndexUnit:
    row, column = panel.at(year), panel.geography.position[code]
    ids = panel.design.indicator_ids
    ages = [number(panel.standing_values(i)[1][row, column]) for i in ids]

    def picked(cells: FloatArray) -> Row:
        return tuple(number(cell) for cell in cells)

    return IndexUnit(
        unit_code=code,
        values=picked(panel.leaf_values[:, row, column]),
        years=tuple(None if age is None else year - int(age) for age in ages),
        scores=picked(panel.leaf_scores[0][:, row, column]),
        node_coverage=tuple(float(c) for c in panel.aggregated.coverage[:, row, column]),
        node_scores=picked(panel.aggregated.scores[:, row, column]),
        node_levels=picked(panel.levels[:, row, column]),
        node_ranks=picked(ranks[:, column]),
    )
