"""Values of every indicator for every year and unit, derived by its roll-up rule.

A value the agency published for a unit comes before one derived here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from moibench.analysis.geography import Geography
from moibench.catalogue import schema
from moibench.catalogue.coherence import series_of
from moibench.engine import (
    BoolArray,
    FloatArray,
    IntArray,
    RolledUp,
    roll_up_ratio,
    roll_up_sum,
    roll_up_weighted_mean,
)
from moibench.engine.over_time import crosses, growth, moving_sum
from moibench.store.cube import STATUSES, SeriesCube

FIGURE_STATUSES = (
    "final",
    "preliminary",
    "estimated",
    "derived",
    "incomplete",
    "not_published",
    "missing",
    "boundary_changed",
    "series_broken",
)
(
    FINAL,
    PRELIMINARY,
    ESTIMATED,
    DERIVED,
    INCOMPLETE,
    NOT_PUBLISHED,
    MISSING,
    BOUNDARY_CHANGED,
    SERIES_BROKEN,
) = range(9)
NO_EDITION = -1
Cells = tuple[FloatArray, IntArray, IntArray, FloatArray]  # values, status, edition, coverage


@dataclass(frozen=True, eq=False)
class IndicatorValues:
    """One indicator's values (year, unit) with status, edition and coverage of each cell.

    status: position in FIGURE_STATUSES. edition: position in the cube's editions, −1 for none.
    revised: whether an earlier entry or edition gave another value, of the value or of what it
    was derived from. grade: position in the store's GRADES, −1 for none, of parts the least.
    coverage: share of members present where a value was to be derived, else NaN.
    """

    values: FloatArray
    status: IntArray
    edition: IntArray
    coverage: FloatArray
    revised: BoolArray
    grade: IntArray


@dataclass(frozen=True, eq=False)
class Derivation:
    """Derives indicators from one series cube over one geography.

    breaks: years from which a series no longer compares with the years before, by series.
    """

    cube: SeriesCube
    geography: Geography
    breaks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def derive(self, indicator: schema.Indicator) -> IndicatorValues:
        """Return the indicator's values over the cube's years and units.

        Raises:
            ValueError: the indicator has no roll-up rule, so no figures.
        """
        if indicator.roll_up is None:
            raise ValueError(f"{indicator.id} has no figures")
        values, status, edition, coverage = self._cells(indicator.roll_up)
        revised, grade = self._trust(series_of(indicator.roll_up))
        return IndicatorValues(values, status, edition, coverage, revised, grade)

    def derive_sum(self, series: str) -> IndicatorValues:
        """Return a series with parents the sums of their members, with status and edition."""
        cells = self._cells(schema.Sum(rule="sum", series=series))
        return IndicatorValues(*cells, *self._trust((series,)))

    def _trust(self, names: Iterable[str]) -> tuple[BoolArray, IntArray]:
        """Return revised and grade of each cell; a parent has its members' where it has no own."""
        shape = (len(self.cube.years), len(self.cube.units))
        revised, grade = np.zeros(shape, dtype=bool), np.full(shape, -1)
        for series in names:
            place = self._place(series)
            if place is None:
                continue
            own_revised = np.asarray(self.cube.revised[place])
            own_grade = np.asarray(self.cube.grades[place])
            empty = (own_grade < 0) & self.geography.is_rolled_up
            leaves = own_revised[:, self._leaves]
            below = self._at_parents(_any_member(leaves, self._members), False)
            graded = np.where(self._members, own_grade[:, None, self._leaves], -1)
            least = self._at_parents(graded.max(axis=2, initial=-1).astype(np.int64), -1)
            revised |= np.where(empty, below, own_revised)
            grade = np.maximum(grade, np.where(empty, least, own_grade))
        return np.asarray(revised), np.asarray(grade)

    def _cells(self, roll_up: schema.RollUp) -> Cells:
        match roll_up:
            case schema.Sum(series=series):
                return self._with_parents(
                    series, self._over_leaves(roll_up_sum, self._values(series))
                )
            case schema.WeightedMean() as rule:
                return self._weighted_mean(rule)
            case schema.RatioOfSums() as rule:
                return self._ratio(rule)
            case schema.PublishedOnly(series=series):
                return self._published(series, self._values(series))
            case schema.PublishedGrowth(series=series):
                return self._growth(series)
            case schema.Growth() as rule:
                return self._growth_of(rule)
            case schema.MovingAverage() as rule:
                return self._moving_average(rule)

    @cached_property
    def _members(self) -> np.ndarray:
        """Leaves of each unit that is rolled up: (year, parent, leaf)."""
        return self.geography.members(self.cube.years)

    @cached_property
    def _leaves(self) -> IntArray:
        return np.flatnonzero(self.geography.is_leaf)

    @cached_property
    def _rolled(self) -> IntArray:
        return np.flatnonzero(self.geography.is_rolled_up)

    def _over_leaves(self, roll_up: Callable[..., RolledUp], *parts: FloatArray) -> RolledUp:
        """Roll up the leaves' cells and put what comes out at the parents' places."""
        found = roll_up(*(part[:, self._leaves] for part in parts), self._members)
        return RolledUp(self._at_parents(found.values), self._at_parents(found.coverage))

    def _at_parents(self, cells: FloatArray, empty: float = np.nan) -> np.ndarray:
        whole = np.full((len(self.cube.years), len(self.cube.units)), empty, dtype=cells.dtype)
        whole[:, self._rolled] = cells
        return whole

    def _place(self, series: str) -> int | None:
        try:
            return self.cube.series.index(series)
        except ValueError:
            return None  # a series of the catalogue for which nothing was recorded yet

    def _values(self, series: str, fixed_year: int | None = None) -> FloatArray:
        shape = (len(self.cube.years), len(self.cube.units))
        place = self._place(series)
        if place is None:
            return np.full(shape, np.nan)
        values = np.asarray(self.cube.values[place])
        if fixed_year is None:
            return values
        row = self.cube.years.index(fixed_year)
        return np.broadcast_to(values[row], shape)

    def _said(self, series: str) -> tuple[IntArray, IntArray]:
        """Return status (as FIGURE_STATUSES) and edition of a series' cells."""
        shape = (len(self.cube.years), len(self.cube.units))
        place = self._place(series)
        if place is None:
            return np.full(shape, MISSING, np.int16), np.full(shape, NO_EDITION, np.int16)
        translation = np.array(
            [FIGURE_STATUSES.index(s) if s in FIGURE_STATUSES else MISSING for s in STATUSES]
            + [MISSING],  # position −1: nothing was recorded
            dtype=np.int16,
        )
        return translation[np.asarray(self.cube.statuses[place])], np.asarray(
            self.cube.edition[place]
        )

    def _published(self, series: str, values: FloatArray) -> Cells:
        status, edition = self._said(series)
        never = np.isnan(values).all(axis=0) & self.geography.is_rolled_up
        status = np.where(np.isnan(values), np.where(never, NOT_PUBLISHED, MISSING), status)
        return values, status, edition, np.full(values.shape, np.nan)

    def _growth(self, series: str) -> Cells:
        """Return growth, but none over a year in which the unit became other land."""
        cells = self._published(series, growth(self._values(series)))
        return self._without_other_land(cells, 1)

    def _growth_of(self, rule: schema.Growth) -> Cells:
        """Return growth of what another rule gives, never across a break of any kind."""
        values, status, edition, coverage = self._cells(rule.of)
        grown = growth(values, rule.years)
        before = _shifted(status, rule.years)
        said = np.where(np.isnan(values), status, np.where(np.isnan(grown), before, status))
        said = np.where(np.isnan(grown) & (said < INCOMPLETE), MISSING, said)
        said = np.where(np.isnan(grown), said, np.maximum(status, before))
        return self._unbroken((grown, said, edition, coverage), rule.of, rule.years)

    def _moving_average(self, rule: schema.MovingAverage) -> Cells:
        """Return the mean over years; of a ratio, its sums over its sums."""
        _, status, edition, coverage = self._cells(rule.of)
        if isinstance(rule.of, schema.RatioOfSums):
            plain = rule.of.model_copy(update={"series": None})
            values = self._ratio(plain, rule.years)[0]
        else:
            values = moving_sum(self._cells(rule.of)[0], rule.years) / rule.years
        worst = status
        for back in range(1, rule.years):
            worst = np.maximum(worst, _shifted(status, back))
        worst = np.where(np.isnan(values) & (worst < INCOMPLETE), MISSING, worst)
        return self._unbroken((values, worst, edition, coverage), rule.of, rule.years - 1)

    def _unbroken(self, cells: Cells, of: schema.Level, span: int) -> Cells:
        """Take away what was made across a break in series or a change of land."""
        values, status, edition, coverage = self._without_other_land(cells, span)
        parts = [b for s in series_of(of) for b in self.breaks.get(s, ())]
        broken = crosses(self.cube.years, parts, span)[:, None] & ~np.isnan(values)
        values = np.where(broken, np.nan, values)
        return values, np.where(broken, SERIES_BROKEN, status), edition, coverage

    def _without_other_land(self, cells: Cells, span: int) -> Cells:
        values, status, edition, coverage = cells
        values, status = values.copy(), status.copy()
        for code, years in self.geography.territory_breaks.items():
            if code not in self.geography.position:
                continue
            column = self.geography.position[code]
            other = crosses(self.cube.years, years, span) & ~np.isnan(values[:, column])
            values[other, column] = np.nan
            status[other, column] = BOUNDARY_CHANGED
        return values, status, edition, coverage

    def _with_parents(self, series: str, derived: RolledUp) -> Cells:
        """Fill the parents' cells that were not published with what was derived."""
        values = self._values(series)
        status, edition = self._said(series)
        return self._merge(values, status, edition, derived, DERIVED)

    def _merge(
        self,
        published: FloatArray,
        status: IntArray,
        edition: IntArray,
        derived: RolledUp,
        when_derived: int,
    ) -> Cells:
        fill = np.isnan(published) & self.geography.is_rolled_up
        values = np.where(fill, derived.values, published)
        touched = self._at_parents(
            _any_member((status == PRELIMINARY)[:, self._leaves], self._members), False
        )
        complete = np.where(touched & (when_derived == DERIVED), PRELIMINARY, when_derived)
        partly = np.isnan(derived.values) & (derived.coverage > 0)
        status = np.where(
            fill,
            np.where(~np.isnan(derived.values), complete, np.where(partly, INCOMPLETE, MISSING)),
            np.where(np.isnan(published), MISSING, status),
        )
        newest = self._at_parents(
            np.where(self._members, edition[:, None, self._leaves], NO_EDITION).max(
                axis=2, initial=NO_EDITION
            ),
            NO_EDITION,
        )
        return (
            values,
            status.astype(np.int16),
            np.where(fill, newest, edition).astype(np.int32),
            np.where(fill, derived.coverage, np.nan),
        )

    def _weighted_mean(self, rule: schema.WeightedMean) -> Cells:
        weights = self._values(rule.weights, rule.weights_year)
        derived = self._over_leaves(roll_up_weighted_mean, self._values(rule.series), weights)
        status, edition = self._said(rule.series)
        how = DERIVED if rule.weights_year is None else ESTIMATED
        return self._merge(self._values(rule.series), status, edition, derived, how)

    def _ratio(self, rule: schema.RatioOfSums, window: int = 1) -> Cells:
        numerator = moving_sum(self._values(rule.numerator), window)
        denominator = moving_sum(self._values(rule.denominator, rule.denominator_year), window)
        derived = self._over_leaves(_ratio_times(rule.scale), numerator, denominator)
        usable = np.where(denominator > 0, denominator, np.nan)
        own = numerator / usable * rule.scale
        status, edition = self._said(rule.numerator)
        below, _ = self._said(rule.denominator)
        if rule.denominator_year is None:
            status = np.maximum(status, below)
        if rule.series is not None:
            stated = self._values(rule.series)
            stated_status, stated_edition = self._said(rule.series)
            has = ~np.isnan(stated)
            own = np.where(has, stated, own)
            status = np.where(has, stated_status, status)
            edition = np.where(has, stated_edition, edition)
        own_leaves = np.where(self.geography.is_rolled_up, np.nan, own)
        if rule.series is not None:
            own_leaves = np.where(~np.isnan(self._values(rule.series)), own, own_leaves)
        return self._merge(own_leaves, status, edition, derived, DERIVED)


def _ratio_times(scale: float) -> Callable[..., RolledUp]:
    def ratio(numerator: FloatArray, denominator: FloatArray, members: np.ndarray) -> RolledUp:
        return roll_up_ratio(numerator, denominator, members, scale)

    return ratio


def _shifted(status: IntArray, years: int) -> IntArray:
    """Return each cell's status `years` rows before, missing where there is no such row."""
    back = min(years, status.shape[0])
    empty = np.full((back, *status.shape[1:]), MISSING, dtype=status.dtype)
    earlier: IntArray = np.concatenate([empty, status[: status.shape[0] - back]])
    return earlier


def _any_member(cells: np.ndarray, members: np.ndarray) -> np.ndarray:
    return np.asarray((cells[:, None, :] & members).any(axis=2))
