"""Everything computed once per state of the data: values, scores, levels, replicates.

A page then only picks from these arrays. The newest panel stays in memory; it is replaced as
soon as the store holds something new.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np

from moibench.analysis.catalogue import current_design, current_framework
from moibench.analysis.errors import DamagedEdition, NoDataForYear, NoFigures, NothingKnownYet
from moibench.analysis.geography import LOCAL_TYPES, Geography
from moibench.analysis.looking import looking
from moibench.analysis.results import Stamp
from moibench.analysis.values import INCOMPLETE, Derivation, IndicatorValues
from moibench.analysis.vantage import Vantage, current_vantage
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design, Direction, Framework, Indicator
from moibench.engine import (
    Aggregated,
    BoolArray,
    FloatArray,
    Node,
    Tree,
    Variation,
    aggregate,
    carry_forward,
    classify,
    goalposts,
    replicate_scores,
)
from moibench.store.cube import SeriesCube, load_series_cube, newest_load, observed_units, state

OVERALL = "overall"
Answer = TypeVar("Answer")
_SIGN: dict[Direction, int] = {"higher_is_better": 1, "lower_is_better": -1}


@dataclass(frozen=True, eq=False)
class Panel:
    """The cube of one state of the data and what follows from it under one design."""

    catalogue: Catalogue
    framework: Framework
    design: Design
    cube: SeriesCube
    vantage: Vantage = field(default_factory=current_vantage)

    @cached_property
    def geography(self) -> Geography:
        """The units on the cube's axis."""
        held = set(self.cube.units)
        axis = tuple(c for c in self.catalogue.units if c in held)
        seen = self.vantage
        among = seen.agenda.units if seen.agenda else ()
        return Geography(self.catalogue, seen.map_date, seen.map_choice, axis, among)

    @cached_property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator with figures, in framework order."""
        listed = [i for d in self.framework.dimensions for i in d.indicators]
        return tuple(i for i in listed if self.catalogue.indicators[i].has_figures)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years in which any indicator of the design was observed for a province, ascending."""
        leaves = self.geography.is_leaf
        seen = np.zeros(len(self.cube.years), dtype=bool)
        for indicator_id in self.design.indicator_ids:
            seen |= (~np.isnan(self.values(indicator_id).values[:, leaves])).any(axis=1)
        return tuple(y for y, s in zip(self.cube.years, seen, strict=True) if s)

    @cached_property
    def newest_year(self) -> int:
        """The newest year with enough data, as the design defines it; else the newest."""
        observed = np.stack([self.values(i).values for i in self.design.indicator_ids])
        share = (~np.isnan(observed[:, :, self.provinces])).mean(axis=(0, 2))
        enough = [
            y
            for y, s in zip(self.cube.years, share, strict=True)
            if s >= self.design.enough_data and y in self.years
        ]
        return max(enough or self.years)

    @cached_property
    def provinces(self) -> BoolArray:
        """Mask over the unit axis: the 76 provinces, the reference of every statistic."""
        units = self.catalogue.units
        return np.array([units[c].unit_type == "province" for c in self.geography.units])

    def indicator(self, indicator_id: str) -> Indicator:
        """Return the definition of an indicator."""
        return self.catalogue.indicators[indicator_id]

    def sign(self, indicator_id: str) -> int:
        """Return +1 where higher is better, −1 where lower is, 0 where it is not judged."""
        return _SIGN.get(self.indicator(indicator_id).direction, 0)

    @cached_property
    def _derivation(self) -> Derivation:
        return Derivation(self.cube, self.geography, breaks_of(self.catalogue))

    def values(self, indicator_id: str) -> IndicatorValues:
        """Return an indicator's values as observed or derived, of the framework or not.

        Raises:
            NoFigures: the catalogue holds the indicator, but no figures.
        """
        found = self.catalogue.indicators.get(indicator_id)
        if found is None or not found.has_figures:
            raise NoFigures(indicator_id)
        return self.remember_part(Panel._derive, indicator_id)

    def _derive(self, indicator_id: str) -> IndicatorValues:
        return self._derivation.derive(self.indicator(indicator_id))

    def series_values(self, series: str) -> FloatArray:
        """Return a series' own values (year, unit), NaN where nothing was recorded."""
        if series not in self.cube.series:
            return np.full((len(self.cube.years), len(self.cube.units)), np.nan)
        return np.asarray(self.cube.values[self.cube.series.index(series)])

    def standing_values(self, indicator_id: str) -> tuple[FloatArray, FloatArray]:
        """Return (year, unit) the value that stands for each year, and its age in years.

        It is the latest one within the indicator's limit of age. Where a parent's own value
        is incomplete in the year itself, nothing older stands in for it.
        """
        return self._standing(indicator_id)

    @cached_property
    def _standing(self) -> Callable[[str], tuple[FloatArray, FloatArray]]:
        return lru_cache(maxsize=None)(self._carry)

    def _carry(self, indicator_id: str) -> tuple[FloatArray, FloatArray]:
        derived = self.values(indicator_id)
        carried = carry_forward(
            derived.values, self.cube.years, self.indicator(indicator_id).carry_forward_years
        )
        open_cells = (derived.status == INCOMPLETE) | ~self._existed
        measured = np.array(self.cube.years)[:, None] - np.nan_to_num(carried.age)
        for column, breaks in self.territory_breaks.items():
            for first in breaks:  # what was measured on other land does not stand for this one
                later = np.array(self.cube.years) >= first
                open_cells[:, column] |= later & (measured[:, column] < first)
        return (
            np.where(open_cells, np.nan, carried.values),
            np.where(open_cells, np.nan, carried.age),
        )

    @cached_property
    def territory_breaks(self) -> dict[int, tuple[int, ...]]:
        """Years from which a unit is other land than before, by its place on the axis."""
        position = self.geography.position
        return {position[c]: years for c, years in self.geography.territory_breaks.items()}

    @cached_property
    def _existed(self) -> BoolArray:
        return self.geography.existed(self.cube.years)

    @cached_property
    def leaf_values(self) -> FloatArray:
        """Standing values of the design's indicators: (indicator, year, unit)."""
        return np.stack([self.standing_values(i)[0] for i in self.design.indicator_ids])

    @cached_property
    def goalposts(self) -> FloatArray:
        """The design's goalposts: (indicator, 2), the value of score 0 and of score 100."""
        leaves = {
            i: leaf for d in self.design.dimensions.values() for i, leaf in d.indicators.items()
        }
        return np.array([leaves[i].goalposts for i in self.design.indicator_ids])

    @cached_property
    def tree(self) -> Tree:
        """The design's tree: indicators under dimensions under the whole."""
        dimensions = self.design.dimensions
        nodes = [
            Node(d, tuple(spec.indicators), tuple(leaf.weight for leaf in spec.indicators.values()))
            for d, spec in dimensions.items()
        ]
        root = Node(OVERALL, tuple(dimensions), tuple(d.weight for d in dimensions.values()))
        return Tree(self.design.indicator_ids, (*nodes, root))

    @cached_property
    def node_ids(self) -> tuple[str, ...]:
        """Dimensions, then the whole, as on the node axis."""
        return tuple(n.id for n in self.tree.nodes)

    @cached_property
    def leaf_scores(self) -> tuple[FloatArray, BoolArray]:
        """Scores 0–100 of the indicators (indicator, year, unit), and which were capped."""
        scores = goalposts(self.leaf_values, self.goalposts[:, 0], self.goalposts[:, 1])
        return scores.values, scores.capped

    @cached_property
    def aggregated(self) -> Aggregated:
        """Scores and coverage of every node: (node, year, unit)."""
        return aggregate(self.leaf_scores[0], self.tree, self.design.coverage_threshold)

    @cached_property
    def geometric(self) -> FloatArray:
        """Overall scores with a geometric mean between dimensions: (year, unit)."""
        checked = aggregate(
            self.leaf_scores[0],
            self.tree,
            self.design.coverage_threshold,
            means={OVERALL: "geometric"},
        )
        overall: FloatArray = checked.scores[-1]
        return overall

    def cutoffs(self, node_id: str) -> tuple[float, float, float, float]:
        """Return the design's cut-offs between the levels of a node."""
        if node_id == OVERALL:
            return self.design.cutoffs
        return self.design.dimensions[node_id].cutoffs

    @cached_property
    def levels(self) -> FloatArray:
        """Level 1–5 of every node: (node, year, unit), NaN without a score."""
        return np.stack(
            [
                classify(self.aggregated.scores[n], np.array(self.cutoffs(node_id)))
                for n, node_id in enumerate(self.node_ids)
            ]
        )

    def replicates(self, year: int) -> FloatArray:
        """Return scores of every replicate for one year: (replicate, node, unit)."""
        return self._replicates(year)

    @cached_property
    def _replicates(self) -> Callable[[int], FloatArray]:
        return lru_cache(maxsize=8)(self._replicate)  # three megabytes a year

    def _replicate(self, year: int) -> FloatArray:
        return replicate_scores(
            self.leaf_values[:, self.at(year)],
            self.tree,
            self.goalposts,
            np.array([self.sign(i) for i in self.design.indicator_ids]),
            self.provinces,
            self.design.coverage_threshold,
            self.variation,
        )

    @cached_property
    def variation(self) -> Variation:
        """What the design's replicates vary, how often and from which seed."""
        spec = self.design.uncertainty
        return Variation(
            replicates=spec.replicates,
            seed=spec.seed,
            weight_noise=spec.weight_noise,
            normalisations=spec.normalisations,
            aggregations=spec.aggregations,
            imputations=spec.imputations,
            leave_one_out=spec.leave_one_out,
        )

    def at(self, year: int) -> int:
        """Return the place of a year on the year axis.

        Raises:
            NoDataForYear: the year holds no data; the error says which do.
        """
        if year not in self.years:
            raise NoDataForYear(year, self.years)
        return self.cube.years.index(year)

    @cached_property
    def stamp(self) -> Stamp:
        """What makes results of this panel reproducible."""
        return Stamp(
            design_id=self.design.id,
            seed=self.design.uncertainty.seed,
            replicates=self.design.uncertainty.replicates,
            data_version=self.cube.version,
            catalogue_version=self.catalogue.version,
            edition=self.vantage.edition.name if self.vantage.edition else None,
            as_of=self.vantage.moment.isoformat() if self.vantage.moment else None,
            map_choice=self.vantage.map_choice,
            map_date=self.vantage.map_date.isoformat() if self.vantage.moment else None,
            framework_id=self.framework.id,
        )

    def remember(self, compute: Callable[..., Answer], *question: object) -> Answer:
        """Return `compute(self, *question)`, computed once while it is among the last asked."""
        answer: Answer = self._remembered(compute, question)
        return answer

    def remember_part(self, compute: Callable[..., Answer], *question: object) -> Answer:
        """Do as `remember` for small parts that many answers share, such as one indicator's.

        Whole answers of a large catalogue take megabytes each, so few of them are kept; were parts
        to stand among them, one page would push its own out.
        """
        answer: Answer = self._remembered_parts(compute, question)
        return answer

    @cached_property
    def _remembered(self) -> Callable[..., Any]:
        return lru_cache(maxsize=250)(lambda compute, question: compute(self, *question))

    @cached_property
    def _remembered_parts(self) -> Callable[..., Any]:
        return lru_cache(maxsize=50_000)(lambda compute, question: compute(self, *question))


def breaks_of(catalogue: Catalogue) -> dict[str, tuple[int, ...]]:
    """Return the years of the breaks in each series that has one."""
    return {s.id: tuple(b.year for b in s.breaks) for s in catalogue.series.values() if s.breaks}


_lock = threading.Lock()
_Panels = OrderedDict[tuple[object, ...], Panel]
_panels: _Panels = OrderedDict()
_agenda_panels: _Panels = OrderedDict()
KEPT_PANELS = 4  # the present, an edition, the one before it, a moment
KEPT_AGENDAS = 12  # small: they hold the few indicators of one agenda, and share the cube


def current_panel() -> Panel:
    """Return the panel of the data as seen from here, built anew only when they changed.

    Raises:
        NothingKnownYet: nothing had been recorded at the moment asked for.
        DamagedEdition: the store no longer holds what the edition published.
    """
    with looking():
        return panel_of(current_vantage(), current_framework().id, current_design().id)


def panel_of(vantage: Vantage, framework_id: str, design_id: str) -> Panel:
    """Return the panel seen from a vantage under a framework and a design of its catalogue.

    Raises:
        NothingKnownYet, DamagedEdition: as of `current_panel`.
    """
    if vantage.edition is None and vantage.moment is not None:
        # All moments between two loads know the same, so they share a panel.
        newest = newest_load(vantage.moment)
        if newest is None:
            raise NothingKnownYet(vantage.moment)
        vantage = replace(vantage, moment=newest)
    catalogue = vantage.catalogue
    key = (
        state(vantage.moment),
        str(catalogue.folder),
        catalogue.version,
        framework_id,
        design_id,
        vantage.map_choice,
        vantage.map_date,
        vantage.edition.name if vantage.edition else vantage.moment,
    )
    kept, room = (_agenda_panels, KEPT_AGENDAS) if vantage.agenda else (_panels, KEPT_PANELS)
    with _lock:
        if key not in kept:
            framework, design = catalogue.frameworks[framework_id], catalogue.designs[design_id]
            kept[key] = _panel(vantage, catalogue, framework, design, _held_cube(key))
        kept.move_to_end(key)
        while len(kept) > room:
            kept.popitem(last=False)
        return kept[key]


def _held_cube(key: tuple[object, ...]) -> SeriesCube | None:
    """Return the cube of a kept panel of the same figures, whatever its framework and design."""

    def figures(of: tuple[object, ...]) -> tuple[object, ...]:
        return (*of[:3], *of[5:])

    panels = (*_panels.items(), *_agenda_panels.items())
    return next((p.cube for k, p in panels if figures(k) == figures(key)), None)


def _axis(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the units of the cube: districts and sub-districts only where they have data."""
    local = [c for c, u in catalogue.units.items() if u.unit_type in LOCAL_TYPES]
    without = set(local) - observed_units(tuple(local)) if local else set()
    return tuple(c for c in catalogue.units if c not in without)


def _panel(
    vantage: Vantage,
    catalogue: Catalogue,
    framework: Framework,
    design: Design,
    cube: SeriesCube | None,
) -> Panel:
    if cube is None:
        cube = load_series_cube(_axis(catalogue), vantage.moment)
    frozen = vantage.edition
    if frozen is not None and frozen.data_version != cube.version:
        raise DamagedEdition(frozen.name, frozen.data_version, cube.version)
    return Panel(catalogue, framework, design, cube, vantage)
